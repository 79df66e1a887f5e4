package dev.symbio.platform.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is personal in an event is stored sealed, opened on its way out, and gone with its key. */
class SealingTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BETA = new TenantId("beta");

    private final KeysInMemory keys = new KeysInMemory();
    private final Openings openings = new Openings(keys);

    record Said(@Subject(in = "tenant") String assignee, TenantId tenant, @Personal String text, List<Of> more) {}

    record Of(@Subject String subject, @Personal(of = "subject") String mail) {}

    private static final Said SAID =
            new Said("bob", BETA, "Ünder the \"line\"\n\u2028end", List.of(new Of("eve", "eve@example.org")));

    private String stored(Said said, Sealing sealing) throws JsonProcessingException {
        return Json.MAPPER.writer().withAttribute(Sealing.ATTRIBUTE, sealing).writeValueAsString(said);
    }

    private Said read(String stored, Naming naming) throws JsonProcessingException {
        return Json.MAPPER
                .readerFor(Said.class)
                .withAttribute(Naming.ATTRIBUTE, naming)
                .readValue(stored);
    }

    private Sealing byAnn() {
        return new Sealing(keys, ACME, Principal.of("ann", ACME));
    }

    @Test
    void everyTextIsUnderTheKeyOfItsPerson() throws JsonProcessingException {
        Sealing sealing = byAnn();
        String stored = stored(SAID, sealing);
        assertThat(stored).doesNotContain("bob", "eve", "nder", "end");
        assertThat(sealing.changed()).isEqualTo(2);
        String bob = keys.of(BETA, "bob").id();
        String eve = keys.of(ACME, "eve").id();
        assertThat(sealing.names()).isEqualTo(Set.of(bob, eve));
        assertThat(stored)
                .contains("{\"assignee\":\"" + Mark.name(bob) + "\"")
                .contains(Mark.OPENS + keys.of(ACME, "ann").id() + ":")
                .contains(Mark.OPENS + eve + ":");
        assertThat(openings.json(stored)).isEqualTo(Json.written(SAID));
        assertThat(openings.json(stored.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Json.written(SAID).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsReadBackHasNamesAndSealedTextsAndIsSealedOnceOnly() throws JsonProcessingException {
        String stored = stored(SAID, byAnn());
        Naming naming = new Naming(keys);
        Said read = read(stored, naming);
        assertThat(read.assignee()).isEqualTo("bob");
        assertThat(read.more().get(0).subject()).isEqualTo("eve");
        assertThat(read.text()).startsWith(String.valueOf(Mark.OPENS));
        assertThat(naming.names()).hasSize(2);
        Sealing again = new Sealing(keys, BETA, Principal.of("dan", BETA));
        assertThat(stored(read, again)).as("who copies a text does not own it").contains(read.text());
    }

    @Test
    void aDestroyedKeyTakesItsTextsAndNamesAndNoOthers() throws JsonProcessingException {
        String stored = stored(SAID, byAnn());
        keys.destroy(keys.of(ACME, "ann"));
        Said opened = Json.MAPPER.readValue(openings.json(stored), Said.class);
        assertThat(opened.text()).isEqualTo(Openings.REDACTED);
        assertThat(opened.more().get(0).mail()).isEqualTo("eve@example.org");
        assertThat(openings.redactions(stored)).hasSize(1).allSatisfy(key -> assertThat(
                        key.destruction().orElseThrow().why())
                .isEqualTo("asked for it"));

        DataKey eve = keys.destroy(keys.of(ACME, "eve"));
        opened = Json.MAPPER.readValue(openings.json(stored), Said.class);
        assertThat(opened.more().get(0)).isEqualTo(new Of(eve.pseudonym(), Openings.REDACTED));
        assertThat(opened.assignee()).isEqualTo("bob");
        assertThat(read(stored, new Naming(keys)).more().get(0).subject())
                .as("still told from everybody else")
                .isEqualTo(Mark.name(eve.id()));
        assertThat(stored(SAID, byAnn())).as("what is written afterwards").doesNotContain("eve", "nder");
    }

    @Test
    void anotherTextUnderTheSameKeyIsAnotherAndTheSameIsTheSame() {
        DataKey key = keys.of(ACME, "ann");
        assertThat(key.seal("x")).isEqualTo(key.seal("x")).isNotEqualTo(key.seal("y"));
        assertThat(keys.of(BETA, "ann").seal("x")).isNotEqualTo(key.seal("x"));
    }

    @Test
    void sealedTextsOfOtherKeysOrChangedOnesAreNotOpened() {
        String sealed = keys.of(ACME, "ann").seal("text");
        String other =
                sealed.replace(keys.of(ACME, "ann").id(), keys.of(BETA, "ann").id());
        assertThat(openings.text(other)).isEqualTo(Openings.REDACTED);
        String unknown = sealed.replace(keys.of(ACME, "ann").id(), "A".repeat(Mark.ID_CHARS));
        assertThat(openings.text("x " + unknown + " y")).isEqualTo("x [redacted] y");
        assertThat(openings.text(Mark.text(keys.of(ACME, "ann").id(), "AAAA"))).isEqualTo(Openings.REDACTED);
    }

    @Test
    void aStateThatNamesSomebodyCannotBeReadWithoutAllOfTheKeys() {
        byte[] state = "a state".getBytes(StandardCharsets.UTF_8);
        DataKey ann = keys.of(ACME, "ann");
        DataKey bob = keys.of(ACME, "bob");
        byte[] sealed = SealedNames.seal(state, List.of(bob.id(), ann.id()), keys);
        assertThat(SealedNames.open(sealed, keys)).hasValue(state);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        assertThat(SealedNames.open(changed, keys)).isEmpty();
        keys.destroy(bob);
        assertThat(SealedNames.open(sealed, keys)).isEmpty();
        byte[] tooLate = SealedNames.seal(state, List.of(bob.id()), keys);
        keys.restore(bob);
        assertThat(SealedNames.open(tooLate, keys)).isEmpty();
    }

    @Test
    void aSealedTextIsNotCutInTwo() {
        String sealed = keys.of(ACME, "ann").seal("a long text");
        assertThat(Mark.cut("ab" + sealed + "cdef", 5, "…")).isEqualTo("ab" + sealed + "…");
        assertThat(Mark.cut("ab" + sealed, 5, "…")).isEqualTo("ab" + sealed);
        assertThat(Mark.cut("abcdef", 5, "…")).isEqualTo("abcde…");
    }

    @Test
    void bracketsAreFoundInJsonHoweverTheyAreWritten() {
        for (String json : List.of("{\"a\":\"\u27e6\"}", "{\"a\":\"\\u27e6\"}", "{\"a\":\"\\u27E6\"}")) {
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            assertThat(Mark.isInJson(bytes, 0, bytes.length)).as(json).isTrue();
        }
        byte[] without = "{\"a\":\"\\u27ff \u27e5\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Mark.isInJson(without, 0, without.length)).isFalse();
    }

    record OnANumber(@Personal Integer age) {}

    record OfNobody(@Personal(of = "who") String text) {}

    record InNoTenant(@Subject(in = "tenant") String subject, String tenant) {}

    record Both(@Subject(in = "tenant", ofActor = true) String subject, TenantId tenant) {}

    @Test
    void marksThatMakeNoSenseAreRefused() {
        assertThat(Components.checkMarks(Said.class)).isTrue();
        assertThat(Components.checkMarks(DataKey.Destroyed.class)).isFalse();
        for (Class<?> wrong : List.of(OnANumber.class, OfNobody.class, InNoTenant.class, Both.class)) {
            assertThatThrownBy(() -> Components.checkMarks(wrong))
                    .as(wrong.getSimpleName())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(wrong.getSimpleName());
        }
    }
}
