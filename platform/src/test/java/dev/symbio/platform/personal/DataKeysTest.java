package dev.symbio.platform.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in the database, as several nodes see them. */
class DataKeysTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DataKey.Destroyed HOW =
            new DataKey.Destroyed(Instant.parse("2026-03-01T08:00:00Z"), "boss", "acme", "Asked for it.");

    @TempDir
    Path directory;

    private Settings settings;
    private Store store;
    private DataKeys one;
    private DataKeys two;

    @BeforeEach
    void open() {
        settings = Settings.load(Map.of("symbio.data-dir", directory.toString()));
        store = Store.open(settings, List.of());
        one = DataKeys.open(store, settings, Clock.systemUTC());
        two = DataKeys.open(store, settings, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        store.close();
    }

    @Test
    void allNodesHaveTheSameKeyOfAPerson() {
        String sealed = one.of(ACME, "ann").seal("text");
        assertThat(two.of(ACME, "ann").id()).isEqualTo(one.of(ACME, "ann").id());
        assertThat(new Openings(two).text(sealed)).isEqualTo("text");
        assertThat(two.find(ACME, "nobody")).isEmpty();
    }

    @Test
    void whatOneNodeDestroysTheOthersForget() {
        String sealed = one.of(ACME, "ann").seal("text");
        String kept = one.of(ACME, "bob").seal("other");
        assertThat(new Openings(two).text(sealed + kept)).isEqualTo("textother");
        store.sql().useTransaction(sql -> DataKeys.destroy(sql, ACME, "ann", HOW));
        String stored = Mark.name(one.of(ACME, "ann").id());
        DataKey.Destroyed later = new DataKey.Destroyed(HOW.at().plusSeconds(1), "other", "acme", "Once more.");
        store.sql().useTransaction(sql -> {
            DataKeys.destroy(sql, ACME, "ann", later);
            DataKeys.destroy(sql, ACME, stored, later);
        });
        await().untilAsserted(() -> {
            assertThat(new Openings(one).text(sealed + kept)).isEqualTo("[redacted]other");
            assertThat(new Openings(two).text(sealed + kept)).isEqualTo("[redacted]other");
        });
        assertThat(two.destroyed()).isEqualTo(1);
        DataKey gone = two.redactions(ACME).get(0);
        assertThat(gone.destruction()).hasValue(HOW);
        String late = two.of(ACME, "ann").seal("still here");
        assertThat(late).as("no new key while copies of the name may be there").contains(gone.id());
        one.forget(gone);
        await().untilAsserted(() -> assertThat(two.of(ACME, "ann").id()).isNotEqualTo(gone.id()));
        assertThat(new Openings(two).text(sealed)).isEqualTo("[redacted]");
    }

    @Test
    void aTenantIsRedactedThoughOthersAreLetInAfterwards() {
        Instant ordered = Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.MICROS);
        one.of(ACME, "ann");
        assertThat(one.anyLive(ACME, ordered)).isTrue();
        assertThat(one.anyLive(ACME, ordered.minusSeconds(60)))
                .as("let in more than a minute later")
                .isFalse();
        DataKey.Destroyed how = new DataKey.Destroyed(ordered, "boss", "symbio", "The company is gone.");
        store.sql().useTransaction(sql -> DataKeys.destroy(sql, ACME, null, how));
        assertThat(one.anyLive(ACME, ordered)).isFalse();

        one.of(ACME, "bob");

        assertThat(one.anyLive(ACME, ordered)).as("let in once it was done").isFalse();
    }

    @Test
    void thatAKeyWasDestroyedElsewhereIsKept() {
        String id = "A".repeat(Mark.ID_CHARS);
        store.sql().useTransaction(sql -> DataKeys.destroy(sql, ACME, Mark.name(id), HOW));
        assertThat(two.redactions(ACME)).extracting(DataKey::id).containsExactly(id);
        assertThat(two.withId(id).destruction()).hasValue(HOW);
        assertThat(new Openings(two).text(Mark.name(id))).isEqualTo("redacted:AAAAAAAA");
    }

    @Test
    void keysAreWrappedAndAnotherMasterKeyIsRefused() throws IOException {
        one.of(ACME, "ann");
        Files.delete(settings.personal().masterKey());
        assertThatThrownBy(() -> new DataKeys(
                        store.sqlAside(),
                        MasterKey.loadOrCreate(settings.personal().masterKey()),
                        Clock.systemUTC()))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.personal.master-key");
        Files.writeString(settings.personal().masterKey(), "short");
        assertThatThrownBy(() -> MasterKey.loadOrCreate(settings.personal().masterKey()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32 bytes");
    }

    @Test
    void aRowGivenToSomebodyElseOpensNothingAndStopsNobodyElse() throws IOException {
        String ann = one.of(ACME, "ann").seal("hers");
        String bob = one.of(ACME, "bob").seal("his");
        String name = Mark.name(one.of(ACME, "ann").id());
        for (String change : List.of("subject = 'mallory'", "tenant_id = 'other'", "secret = null")) {
            store.sql().useHandle(sql -> sql.execute("create table kept_rows as select * from data_key"));
            store.sql().useHandle(sql -> sql.execute("update data_key set " + change + " where subject = 'ann'"));
            try (DataKeys three = DataKeys.open(store, settings, Clock.systemUTC())) {
                assertThat(new Openings(three).text(ann + name + bob))
                        .as(change)
                        .isEqualTo("[redacted]" + three.withId(keyOf(name)).pseudonym() + "his");
                assertThat(three.withId(keyOf(name)).tenant()).isNull();
                Naming naming = new Naming(three);
                assertThatThrownBy(() -> naming.name(name)).isInstanceOf(KeysUnavailable.class);
                if (change.startsWith("subject")) {
                    assertThatThrownBy(() -> three.of(ACME, "mallory")).isInstanceOf(KeysUnavailable.class);
                    assertThatThrownBy(() -> three.find(ACME, "mallory")).isInstanceOf(KeysUnavailable.class);
                }
                Path file = directory.resolve(change.substring(0, 6));
                assertThat(KeyTransfer.write(three, file)).isEqualTo(1);
                assertThat(Files.readString(file)).contains("bob").doesNotContain("mallory");
            }
            store.sql().useHandle(sql -> {
                sql.execute("delete from data_key");
                sql.execute("insert into data_key select * from kept_rows");
                sql.execute("drop table kept_rows");
            });
        }
        try (DataKeys mended = DataKeys.open(store, settings, Clock.systemUTC())) {
            assertThat(new Openings(mended).text(ann + name + bob)).isEqualTo("hersannhis");
        }
    }

    @Test
    void theOnlyRowThatWasAlteredIsNotTakenForAnotherMasterKey() {
        one.of(ACME, "ann");
        DataKeys.open(store, settings, Clock.systemUTC()).close();
        store.sql().useHandle(sql -> sql.execute("update data_key set subject = 'mallory'"));
        try (DataKeys three = DataKeys.open(store, settings, Clock.systemUTC())) {
            assertThat(three.of(ACME, "bob").usable()).isTrue();
        }
    }

    @Test
    void rowsFromBeforeTheyWereBoundAreBoundAtTheNextStart() {
        MasterKey master = MasterKey.loadOrCreate(settings.personal().masterKey());
        byte[] secret = master.random(DataKey.SECRET_BYTES);
        String id = "A".repeat(Mark.ID_CHARS);
        store.sql().useHandle(sql -> {
            sql.execute(
                    "insert into data_key (tenant_id, key_id, subject, secret, state, made_at)"
                            + " values ('acme', ?, 'ann', ?, 'live', current_timestamp)",
                    id,
                    master.wrap(id, secret));
            DataKeys.destroy(sql, ACME, Mark.name("B".repeat(Mark.ID_CHARS)), HOW);
        });
        assertThat(one.of(ACME, "ann").id()).isEqualTo(id);
        assertThat(unbound()).isEqualTo(1);
        try (DataKeys three = DataKeys.open(store, settings, Clock.systemUTC())) {
            assertThat(unbound()).isZero();
            assertThat(new Openings(three).text(one.of(ACME, "ann").seal("text")))
                    .isEqualTo("text");
        }
    }

    private int unbound() {
        return store.sql().withHandle(sql -> sql.createQuery(
                        "select count(*) from data_key where octet_length(secret) = " + WrappedSecret.UNBOUND_BYTES)
                .mapTo(Integer.class)
                .one());
    }

    private static String keyOf(String name) {
        return Mark.keyOfName(name).orElseThrow();
    }

    @Test
    void keysGoToAnotherInstallationWithoutThoseThatWereDestroyed() throws IOException {
        String ann = one.of(ACME, "ann").seal("text");
        String bob = one.of(ACME, "bob").seal("gone");
        store.sql().useTransaction(sql -> DataKeys.destroy(sql, ACME, "bob", HOW));
        Path file = directory.resolve("keys");
        assertThat(KeyTransfer.write(one, file)).isEqualTo(1);
        Settings other = Settings.load(
                Map.of("symbio.data-dir", directory.resolve("other").toString()));
        try (Store elsewhere = Store.open(other, List.of());
                DataKeys taken = DataKeys.open(elsewhere, other, Clock.systemUTC())) {
            assertThat(new Openings(taken).text(ann)).isEqualTo("[redacted]");
            assertThat(KeyTransfer.take(taken, file)).isEqualTo(1);
            assertThat(KeyTransfer.take(taken, file)).isZero();
            try (DataKeys afterwards = DataKeys.open(elsewhere, other, Clock.systemUTC())) {
                assertThat(new Openings(afterwards).text(ann + bob)).isEqualTo("text[redacted]");
            }
            Path wrong = Files.writeString(directory.resolve("wrong"), "{\"tenant\":\"acme\"}\n");
            assertThatThrownBy(() -> KeyTransfer.take(taken, wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Expected a data key in line 1.");
        }
    }
}
