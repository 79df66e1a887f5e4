package dev.symbio.platform.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.KeysInMemory;
import dev.symbio.platform.runtime.Tally;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What somebody can do to snapshots who can write the database but has no keys. */
class StoredSnapshotTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final EntityRef REF = Tally.KIND.ref(ACME, "a");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final KeysInMemory keys = new KeysInMemory();
    private final StoredSnapshot.Adapter<Tally> snapshots = StoredSnapshot.Adapter.of(Tally.KIND, REF);
    private final HostState<Tally> state = state();
    private final StoredSnapshot plain = (StoredSnapshot) snapshots.toJournal(state);
    private final StoredSnapshot sealed = (StoredSnapshot)
            snapshots.toJournal(state.naming(Set.of(keys.of(ACME, "ann").id())));

    private static HostState<Tally> state() {
        HostedEntity<Tally.Command, Tally.Event, Tally> hosted = new HostedEntity<>(Tally.KIND, REF, 10, 1 << 20, null);
        CommandMeta meta = CommandMeta.caused("c", Principal.of("ann", ACME), "k", null);
        return hosted.handle(hosted.initial(), new Tally.Add(7), meta, NOON)
                .states()
                .get(0);
    }

    @Test
    void oneThatWasTakenHereIsTheState() {
        for (StoredSnapshot taken : new StoredSnapshot[] {plain, sealed}) {
            HostState<Tally> restored = restored(taken.manifest(), taken.bytes(keys));
            assertThat(restored.domain()).isEqualTo(state.domain());
            assertThat(restored.lastHash()).isEqualTo(state.lastHash());
        }
    }

    @Test
    void anyOtherBitMakesItNone() {
        for (StoredSnapshot taken : new StoredSnapshot[] {plain, sealed}) {
            byte[] bytes = taken.bytes(keys);
            for (int at = 0; at < bytes.length; at++) {
                byte[] hit = bytes.clone();
                hit[at] ^= 1;
                isNone(taken.manifest(), hit);
            }
            isNone(taken.manifest(), new byte[1]);
            isNone(taken.manifest(), new byte[100]);
        }
        isNone(plain.manifest(), sealed.bytes(keys));
        isNone(sealed.manifest(), plain.bytes(keys));
    }

    @Test
    void oneThatIsHashedWithoutAKeyIsNone() throws Exception {
        byte[] json = Json.MAPPER.writeValueAsBytes(state);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
        byte[] asBefore = ByteBuffer.allocate(hash.length + json.length)
                .put(hash)
                .put(json)
                .array();
        for (String manifest :
                new String[] {"symbio.snapshot.v1:tally", "symbio.snapshot.v2:tally", plain.manifest()}) {
            isNone(manifest, asBefore);
        }
    }

    @Test
    void oneOfAnotherInstallationIsNone() {
        assertThatThrownBy(() -> StoredSnapshot.of(plain.manifest(), plain.bytes(new KeysInMemory(8)), keys))
                .isInstanceOf(StoredEvent.BrokenEvent.class);
    }

    @Test
    void anotherEntitysPutsTheEntityIntoQuarantine() {
        StoredSnapshot read = StoredSnapshot.of(plain.manifest(), plain.bytes(keys), keys);
        StoredSnapshot.Adapter<Tally> other = StoredSnapshot.Adapter.of(Tally.KIND, Tally.KIND.ref(ACME, "b"));
        assertThat(other.fromJournal(read).quarantine()).contains("not its own");
        byte[] event = "not a snapshot at all".getBytes(StandardCharsets.US_ASCII);
        assertThat(snapshots.fromJournal(StoredEvent.of(event)).quarantine()).contains("not its own");
    }

    /** It would outlive what put the entity there, such as an event of a type that only a newer node knows. */
    @Test
    void aStateInQuarantineIsNoSnapshot() {
        StoredSnapshot taken = (StoredSnapshot) snapshots.toJournal(state.quarantined("Unknown."));
        byte[] bytes = taken.bytes(keys);
        assertThatThrownBy(() -> StoredSnapshot.of(taken.manifest(), bytes, keys))
                .isInstanceOf(StoredEvent.BrokenEvent.class)
                .hasMessageContaining("quarantine");
    }

    private HostState<Tally> restored(String manifest, byte[] bytes) {
        return snapshots.fromJournal(StoredSnapshot.of(manifest, bytes, keys));
    }

    private void isNone(String manifest, byte[] bytes) {
        assertThatThrownBy(() -> StoredSnapshot.of(manifest, bytes, keys)).isInstanceOf(StoredEvent.BrokenEvent.class);
    }
}
