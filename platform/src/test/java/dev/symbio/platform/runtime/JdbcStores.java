package dev.symbio.platform.runtime;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** A journal in a relational database. */
public final class JdbcStores implements StoresUnderTest {
    private static final String ONE_EVENT = " where \"persistence_id\" = :p and \"sequence_number\" = :s";

    private final Map<String, Object> settings;
    private final Runnable drop;
    private Jdbi sql;

    public JdbcStores(Map<String, Object> settings, Runnable drop) {
        this.settings = settings;
        this.drop = drop;
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public void opened(Jdbi readStore) {
        sql = readStore;
    }

    @Override
    public void flipByteOfEvent(String persistenceId, long seq) {
        sql.useHandle(h -> {
            byte[] payload = h.createQuery("select \"event_payload\" from \"event_journal\"" + ONE_EVENT)
                    .bind("p", persistenceId)
                    .bind("s", seq)
                    .mapTo(byte[].class)
                    .one();
            payload[payload.length - 2] ^= 1;
            h.createUpdate("update \"event_journal\" set \"event_payload\" = :b" + ONE_EVENT)
                    .bind("b", payload)
                    .bind("p", persistenceId)
                    .bind("s", seq)
                    .execute();
        });
    }

    @Override
    public void dropEvent(String persistenceId, long seq) {
        sql.useHandle(h -> h.createUpdate("delete from \"event_journal\"" + ONE_EVENT)
                .bind("p", persistenceId)
                .bind("s", seq)
                .execute());
    }

    @Override
    public void swapEvents(String persistenceId, long one, long other) {
        long aside = Integer.MAX_VALUE;
        move(persistenceId, one, aside);
        move(persistenceId, other, one);
        move(persistenceId, aside, other);
    }

    private void move(String persistenceId, long from, long to) {
        sql.useHandle(h -> h.createUpdate("update \"event_journal\" set \"sequence_number\" = :to" + ONE_EVENT)
                .bind("to", to)
                .bind("p", persistenceId)
                .bind("s", from)
                .execute());
    }

    @Override
    public void breakSnapshots() {
        sql.useHandle(h -> h.execute("update \"snapshot\" set \"snapshot_payload\" = ?", (Object) new byte[1]));
    }

    @Override
    public void giveSnapshotsOf(String persistenceId, String to) {
        sql.useHandle(h -> {
            h.execute("delete from \"snapshot\" where \"persistence_id\" = ?", to);
            h.execute("update \"snapshot\" set \"persistence_id\" = ? where \"persistence_id\" = ?", to, persistenceId);
        });
    }

    @Override
    public int snapshots(String persistenceId) {
        return sql.withHandle(h -> h.createQuery("select count(*) from \"snapshot\" where \"persistence_id\" = :p")
                .bind("p", persistenceId)
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public void close() {
        drop.run();
    }
}
