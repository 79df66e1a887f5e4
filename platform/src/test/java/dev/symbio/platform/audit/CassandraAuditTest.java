package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.runtime.CassandraStores;
import dev.symbio.platform.runtime.StoresUnderTest;
import dev.symbio.platform.runtime.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Here the journal has a copy, and either may lack or change what the other has. */
class CassandraAuditTest extends AuditContract {
    @Override
    StoresUnderTest emptyStores() {
        return TestServers.cassandraWith(AuditedPlatform.FEATURES);
    }

    @Override
    String gone() {
        return "is gone; the copy has it.";
    }

    @Test
    void whatTheCopyLacksAndTheJournalHasIsNamed() {
        inCopy("delete from event_journal where persistence_id = ? and sequence_number = 5", persistenceId("a"));

        assertThat(written.findings(places()))
                .containsExactly("copy of " + name("a") + ": Event 5 is gone; the journal has it.");
        assertThat(verified(1).findings()).as("an export is of the journal").isEmpty();
    }

    @Test
    void whatBothHaveLostIsNamedInBoth() {
        stores.dropEvent(persistenceId("a"), 5);
        inCopy("delete from event_journal where persistence_id = ? and sequence_number = 5", persistenceId("a"));

        assertThat(written.findings(places()))
                .containsExactlyInAnyOrder(
                        name("a") + ": Event 5 is gone, also from the copy.",
                        "copy of " + name("a") + ": Event 5 is gone, also from the journal.");
    }

    @Test
    void anEventThatIsChangedInTheCopyAloneIsNamedThere() {
        inCopy(
                "update event_journal set event_payload = set_byte(event_payload, 70, 0) where persistence_id = ?"
                        + " and sequence_number = 7",
                persistenceId("b"));

        assertThat(written.findings(places()))
                .containsExactly("copy of " + name("b") + ": Event 7 was changed: it does not match its hash.");
    }

    /** The newest events of one entity, and all of another: nothing in SQL tells that there were any. */
    @Test
    void whatTheFeedNeverCopiedIsNamedOnceItsTimeIsUp() {
        written.add("a", 24, 26);
        written.add("new", 0, 3);
        written.checkpoint(5 * 24 + 5);
        forgetCheckpoint(2);
        inCopy("delete from event_journal where persistence_id = ? and sequence_number > 24", persistenceId("a"));
        inCopy("delete from event_journal where persistence_id = ?", persistenceId("new"));

        assertThat(written.findings(places())).as("it may still be copied").isEmpty();
        assertThat(written.findings(places().copiedWithin(Duration.ZERO)))
                .satisfiesExactlyInAnyOrder(
                        finding -> assertThat(finding)
                                .startsWith("copy of " + name("a")
                                        + ": Event 25 was not copied; the journal has had it since "),
                        finding -> assertThat(finding)
                                .startsWith("copy of " + name("new")
                                        + ": Event 1 was not copied; the journal has had it since "));
    }

    @Test
    void twoEventsOfOneNumberAreNamed() {
        ((CassandraStores) stores).arrivesLate(persistenceId("c"), 3, 4, Instant.now());

        assertThat(written.findings(places()))
                .containsExactly(name("c") + ": Event 4 is there 2 times: only one of them can have been the next.");
    }

    /** What one command leads to lies in one partition, also if its first events would belong into the one before. */
    @Test
    void readsWhatLiesAcrossTwoPartitions() {
        String into = "insert into " + stores.settings().get("symbio.cassandra.keyspace") + ".messages"
                + " (persistence_id, partition_nr, sequence_nr, timestamp, event) values ('" + persistenceId("long")
                + "', %d, %d, now(), 0x01)";
        TestServers.cql(String.format(into, 0, 499_998));
        TestServers.cql(String.format(into, 1, 499_999));
        TestServers.cql(String.format(into, 1, 500_000));
        TestServers.cql(String.format(into, 1, 500_001));

        assertThat(places().journal().read(List.of(new StoredEvents.Window(tally("long"), 499_998, 500_000))))
                .extracting(StoredEvents.Row::seq)
                .containsExactly(499_998L, 499_999L, 500_000L);
    }

    private void forgetCheckpoint(long number) {
        String tenant = tally("a").tenant().value();
        inCopy("delete from chain_head where tenant_id = ? and entity_id = 'new'", tenant);
        inCopy(
                "update chain_head h set seq = c.seq, checked_seq = c.seq, hash = c.hash, checked_hash = c.hash"
                        + " from checkpoint_head c where h.tenant_id = ? and h.entity_id = 'a' and c.tenant_id ="
                        + " h.tenant_id and c.entity_id = h.entity_id and c.checkpoint = 1",
                tenant);
        inCopy("delete from checkpoint_head where tenant_id = ? and checkpoint = " + number, tenant);
        inCopy("delete from checkpoint where tenant_id = ? and number = " + number, tenant);
    }

    private void inCopy(String statement, String value) {
        assertThat(written.platform.sql().<Integer, RuntimeException>withHandle(sql -> sql.execute(statement, value)))
                .isPositive();
    }
}
