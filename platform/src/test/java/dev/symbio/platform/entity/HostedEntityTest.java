package dev.symbio.platform.entity;

import static dev.symbio.platform.personal.KeyedHash.Use.FINGERPRINTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.personal.KeysInMemory;
import dev.symbio.platform.runtime.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HostedEntityTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final EntityRef REF = Tally.KIND.ref(ACME, "a");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Principal ANN = Principal.of("ann", ACME);

    @Property(tries = 1000)
    void liveEqualsReplayEqualsSnapshotAndTail(@ForAll("commands") List<Tally.Command> commands) {
        List<ReplayEquality.Step<Tally.Command>> steps = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            steps.add(new ReplayEquality.Step<>(commands.get(i), ANN, NOON.plusSeconds(i)));
        }
        int expected = commands.stream()
                .mapToInt(c -> c instanceof Tally.Add add && add.number() > 0 ? add.number() : 0)
                .sum();
        assertThat(ReplayEquality.check(Tally.KIND, REF, steps).state().total()).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<Tally.Command>> commands() {
        Arbitrary<Tally.Command> adds = Arbitraries.integers().between(-3, 1000).map(Tally.Add::new);
        Arbitrary<Tally.Command> rings =
                Arbitraries.integers().between(0, 9).map(s -> new Tally.RingIn(Duration.ofSeconds(s)));
        return Arbitraries.oneOf(adds, rings, Arbitraries.just(new Tally.Ring()))
                .list()
                .ofSize(50);
    }

    /** Any one bit of any stored event: either the entity goes into quarantine, or nothing differs. Never a third thing. */
    @Property(tries = 1000)
    void flippedBitIsNeverSilentlyWrong(@ForAll("flips") Flip flip) {
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 10, 1 << 20, null);
        HostState<Tally> live = hosted.initial();
        List<byte[]> journal = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            HostedEntity.Outcome<Tally> outcome =
                    hosted.handle(live, new Tally.Add(i), CommandMeta.caused("c" + i, ANN, "k", null), NOON);
            journal.add(outcome.events().get(0).bytes().clone());
            live = outcome.states().get(0);
        }
        byte[] hit = journal.get(flip.event());
        hit[flip.permille() * hit.length / 1000] ^= (byte) (1 << flip.bit());
        HostState<Tally> replayed = hosted.initial();
        for (byte[] bytes : journal) {
            replayed = hosted.replay(replayed, StoredEvent.of(bytes));
        }
        assertThat(replayed.quarantine()).contains("Event " + (flip.event() + 1));
    }

    @Test
    void recordsNothingBeforeTheLastEventWhenTheClockIsSetBack() {
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 10, 1 << 20, null);
        HostState<Tally> live =
                add(hosted, hosted.initial(), "c1", NOON).states().get(0);
        StoredSnapshot.Adapter<Tally> snapshots = StoredSnapshot.Adapter.of(Tally.KIND, REF);
        StoredSnapshot taken = (StoredSnapshot) snapshots.toJournal(live);
        KeysInMemory keys = new KeysInMemory();
        HostState<Tally> restored = snapshots.fromJournal(StoredSnapshot.of(taken.manifest(), taken.bytes(keys), keys));

        for (HostState<Tally> state : List.of(live, restored)) {
            HostedEntity.Outcome<Tally> setBack = add(hosted, state, "c2", NOON.minusSeconds(3600));
            assertThat(setBack.events().get(0).meta().recordedAt()).isEqualTo(NOON);
            HostedEntity.Outcome<Tally> later = add(hosted, setBack.states().get(0), "c3", NOON.plusSeconds(1));
            assertThat(later.events().get(0).meta().recordedAt()).isEqualTo(NOON.plusSeconds(1));
        }
    }

    @Test
    void nobodyCanTakeTheIdOfTheSystemsCommandInAdvance() {
        String due = HostState.key(Principal.system(ACME), "deadline:ring");
        assertThat(List.of("deadline:ring", "/deadline:ring", "//deadline:ring"))
                .noneMatch(id -> HostState.key(ANN, id).equals(due));
    }

    private static HostedEntity.Outcome<Tally> add(
            HostedEntity<Tally.Command, Tally.Event, Tally> hosted, HostState<Tally> state, String id, Instant clock) {
        return hosted.handle(state, new Tally.Add(1), CommandMeta.caused(id, ANN, "k", null), clock);
    }

    record Flip(int event, int permille, int bit) {}

    @Provide
    Arbitrary<Flip> flips() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.integers().between(0, 999),
                        Arbitraries.integers().between(0, 7))
                .as(Flip::new);
    }

    @Test
    void deadlineChangeIsStoredWithTheEventThatCausedIt() {
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 10, 1 << 20, null);
        HostedEntity.Outcome<Tally> set = hosted.handle(
                hosted.initial(),
                new Tally.RingIn(Duration.ofHours(48)),
                CommandMeta.caused("c1", ANN, "k", null),
                NOON);
        Deadline ring = Deadline.elapsed("ring", NOON.plus(Duration.ofHours(48)));
        assertThat(set.events().get(0).meta().deadlines())
                .isEqualTo(new EventMeta.DeadlineChange(List.of(ring), List.of()));
        HostState<Tally> state = set.states().get(0);
        CommandMeta due = CommandMeta.caused("due", Principal.system(ACME), "k", null);
        assertThat(hosted.due(state, "ring", ring.dueAt(), due, NOON).reply())
                .as("not due yet")
                .isEqualTo(new Reply.StillHeld());
        assertThat(hosted.due(state, "ring", NOON, due, ring.dueAt()).reply())
                .as("another due time: no longer held")
                .isEqualTo(new Reply.Accepted(1, null, true));
        assertThat(hosted.due(state, "ring", ring.dueAt(), due, ring.dueAt()).events())
                .hasSize(1);
        HostedEntity.Outcome<Tally> rang =
                hosted.handle(state, new Tally.Ring(), CommandMeta.caused("c2", ANN, "k", null), ring.dueAt());
        assertThat(rang.events().get(0).meta().deadlines())
                .isEqualTo(new EventMeta.DeadlineChange(List.of(), List.of("ring")));
    }

    @Test
    void remembersOnlyAsManyCommandsAsItIsTold() {
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 2, 1 << 20, null);
        HostState<Tally> state = hosted.initial();
        for (String id : List.of("c1", "c2", "c3")) {
            state = hosted.handle(state, new Tally.Add(1), CommandMeta.caused(id, ANN, "k", null), NOON)
                    .states()
                    .get(0);
        }
        assertThat(state.remembered()).containsOnlyKeys("acme/c2", "acme/c3");
    }

    @Test
    void aFingerprintIsStoredUnderTheInstallationsKeyAndOneFromBeforeIsKnown() {
        KeysInMemory keys = new KeysInMemory();
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 9, 1 << 20, keys);
        HostedEntity<Tally.Command, Tally.Event, Tally> before = new HostedEntity<>(Tally.KIND, REF, 9, 1 << 20, null);
        CommandMeta first = new CommandMeta("c1", "hash of a name", ANN, "k", null, null);
        CommandMeta second = new CommandMeta("c2", "hash of a name", ANN, "k", null, null);
        CommandMeta caused = CommandMeta.caused("c3", ANN, "k", null);
        HostState<Tally> state = hosted.initial();
        state = before.handle(state, new Tally.Add(1), first, NOON).states().get(0);
        HostedEntity.Outcome<Tally> outcome = hosted.handle(state, new Tally.Add(1), second, NOON);
        state = outcome.states().get(0);

        String stored = outcome.events().get(0).meta().command().fingerprint();
        assertThat(stored)
                .matches("[0-9a-f]{64}")
                .isEqualTo(keys.hash(FINGERPRINTS).hex("hash of a name"));
        assertThat(stored).isNotEqualTo(new KeysInMemory(8).hash(FINGERPRINTS).hex("hash of a name"));
        for (CommandMeta again : List.of(first, second)) {
            assertThat(hosted.handle(state, new Tally.Add(1), again, NOON).reply())
                    .isInstanceOfSatisfying(Reply.Accepted.class, reply -> assertThat(reply.repeated())
                            .isTrue());
            CommandMeta another = new CommandMeta(again.commandId(), "other", ANN, "k", null, null);
            assertThat(hosted.handle(state, new Tally.Add(1), another, NOON).reply())
                    .isInstanceOf(Reply.KeyReused.class);
        }
        StoredEvent last =
                hosted.handle(state, new Tally.Add(1), caused, NOON).events().get(0);
        assertThat(last.meta().command().fingerprint()).isEmpty();
    }

    @Test
    void eventBeyondTheLimitIsRefusedWhole() {
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 2, 100, null);
        HostedEntity.Outcome<Tally> outcome =
                hosted.handle(hosted.initial(), new Tally.Add(1), CommandMeta.caused("c", ANN, "k", null), NOON);
        assertThat(outcome.events()).isEmpty();
        assertThat(outcome.reply()).isInstanceOfSatisfying(Reply.Rejected.class, r -> assertThat(
                        r.rejection().code())
                .isEqualTo("entity.event-too-large"));
    }

    sealed interface Cmd {}

    record Go() implements Cmd {}

    sealed interface Evt {}

    record Went(String where, int steps) implements Evt {}

    private static EntityKind.Builder<Cmd, Evt, String> version2() {
        return EntityKind.of("walk", Cmd.class, Evt.class, "")
                .decides(Go.class, (s, c, x) -> Decision.events(new Went("north", 2)))
                .evolves("went", 2, Went.class, (s, e) -> s + e.where() + e.steps());
    }

    @Test
    void oldVersionIsLiftedOnReplayAndStillVerifies() {
        record WentV1(String where) {}
        EntityKind<Cmd, Evt, String> kind =
                version2().upcasts("went", 1, data -> data.put("steps", 1)).build();
        EntityRef ref = kind.ref(ACME, "w");
        EventMeta meta = new EventMeta(
                "id",
                ref,
                1,
                "symbio.walk.went.v1",
                NOON,
                NOON,
                ANN,
                new EventMeta.CommandMark("c", "", true, null),
                "k",
                null,
                null,
                null);
        StoredEvent old = StoredEvent.seal(StoredEvent.firstHash(), meta, new WentV1("south"));
        HostedEntity<Cmd, Evt, String> hosted = new HostedEntity<>(kind, ref, 10, 1 << 20, null);
        HostState<String> state = hosted.replay(hosted.initial(), StoredEvent.of(old.bytes()));
        assertThat(state.quarantine()).isNull();
        assertThat(state.domain()).isEqualTo("south1");
    }

    @Test
    void eventTypeNobodyKnowsQuarantines() {
        EntityKind<Cmd, Evt, String> kind =
                version2().upcasts("went", 1, ObjectNode::deepCopy).build();
        EntityRef ref = kind.ref(ACME, "w");
        EventMeta meta = new EventMeta(
                "id",
                ref,
                1,
                "symbio.walk.flew.v1",
                NOON,
                NOON,
                ANN,
                new EventMeta.CommandMark("c", "", true, null),
                "k",
                null,
                null,
                null);
        StoredEvent unknown = StoredEvent.seal(StoredEvent.firstHash(), meta, new Went("up", 1));
        HostedEntity<Cmd, Evt, String> hosted = new HostedEntity<>(kind, ref, 10, 1 << 20, null);
        assertThat(hosted.replay(hosted.initial(), unknown).quarantine()).contains("symbio.walk.flew.v1");
    }

    @Test
    void kindWithoutAHandlerOrUpcastDoesNotBuild() {
        assertThatThrownBy(() -> version2().build()).hasMessageContaining("no upcast from version 1");
        assertThatThrownBy(() -> EntityKind.of("walk", Cmd.class, Evt.class, "")
                        .decides(Go.class, (s, c, x) -> Decision.nothing())
                        .build())
                .hasMessageContaining("no handler for Went");
    }
}
