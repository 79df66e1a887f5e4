package dev.symbio.platform.runtime;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** A journal in a keyspace of its own; read models in a database of their own. */
public final class CassandraStores implements StoresUnderTest {
    private static final String ONE_EVENT = " where persistence_id = ? and partition_nr = 0 and sequence_nr = ?";

    private final Map<String, Object> settings;
    private final CqlSession session;
    private final String keyspace;
    private final Runnable drop;

    CassandraStores(Map<String, Object> settings, CqlSession session, String keyspace, Runnable drop) {
        this.settings = settings;
        this.session = session;
        this.keyspace = keyspace;
        this.drop = drop;
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public void opened(Jdbi readStore) {
        // the journal is not there
    }

    private Row event(String persistenceId, long seq) {
        return session.execute("select * from " + keyspace + ".messages" + ONE_EVENT, persistenceId, seq)
                .one();
    }

    @Override
    public void flipByteOfEvent(String persistenceId, long seq) {
        Row row = event(persistenceId, seq);
        ByteBuffer event = row.getByteBuffer("event");
        byte[] payload = new byte[event.remaining()];
        event.get(payload);
        payload[payload.length - 2] ^= 1;
        session.execute(
                "update " + keyspace + ".messages set event = ?" + ONE_EVENT + " and timestamp = ?",
                ByteBuffer.wrap(payload),
                persistenceId,
                seq,
                row.getUuid("timestamp"));
    }

    @Override
    public void dropEvent(String persistenceId, long seq) {
        session.execute("delete from " + keyspace + ".messages" + ONE_EVENT, persistenceId, seq);
    }

    @Override
    public void swapEvents(String persistenceId, long one, long other) {
        Row first = event(persistenceId, one);
        Row second = event(persistenceId, other);
        dropEvent(persistenceId, one);
        dropEvent(persistenceId, other);
        insert(first, other, Map.of(), "");
        insert(second, one, Map.of(), "");
    }

    /** A host that is long gone writes the event's copy under this number; it was sent before this moment. */
    public void arrivesLate(String persistenceId, long copyOf, long seq, Instant sentBefore) {
        Map<String, Object> lateHost =
                Map.of("timestamp", Uuids.endOf(sentBefore.toEpochMilli()), "writer_uuid", "of an earlier host");
        String stamped = " using timestamp " + ChronoUnit.MICROS.between(Instant.EPOCH, sentBefore);
        insert(event(persistenceId, copyOf), seq, lateHost, stamped);
    }

    private void insert(Row row, long seq, Map<String, Object> changed, String using) {
        Map<String, Object> values = new HashMap<>();
        for (ColumnDefinition column : row.getColumnDefinitions()) {
            values.put(
                    column.getName().asInternal(),
                    row.getObject(column.getName().asInternal()));
        }
        values.put("sequence_nr", seq);
        values.putAll(changed);
        List<String> names = new ArrayList<>(values.keySet());
        session.execute(SimpleStatement.newInstance(
                "insert into " + keyspace + ".messages (" + String.join(", ", names) + ") values ("
                        + String.join(", ", names.stream().map(n -> "?").toList()) + ")" + using,
                names.stream().map(values::get).toArray()));
    }

    @Override
    public void breakSnapshots() {
        for (Row row : session.execute("select persistence_id, sequence_nr from " + keyspace + ".snapshots")) {
            session.execute(
                    "update " + keyspace + ".snapshots set snapshot_data = 0x00 where persistence_id = ? and"
                            + " sequence_nr = ?",
                    row.getString(0),
                    row.getLong(1));
        }
    }

    @Override
    public void giveSnapshotsOf(String persistenceId, String to) {
        session.execute("delete from " + keyspace + ".snapshots where persistence_id = ?", to);
        for (Row row :
                session.execute("select * from " + keyspace + ".snapshots where persistence_id = ?", persistenceId)) {
            session.execute(
                    "insert into " + keyspace + ".snapshots (persistence_id, sequence_nr, timestamp, ser_id,"
                            + " ser_manifest, snapshot_data) values (?, ?, ?, ?, ?, ?)",
                    to,
                    row.getLong("sequence_nr"),
                    row.getLong("timestamp"),
                    row.getInt("ser_id"),
                    row.getString("ser_manifest"),
                    row.getByteBuffer("snapshot_data"));
        }
    }

    @Override
    public int snapshots(String persistenceId) {
        return (int) session.execute(
                        "select count(*) from " + keyspace + ".snapshots where persistence_id = ?", persistenceId)
                .one()
                .getLong(0);
    }

    @Override
    public void close() {
        session.execute("drop keyspace " + keyspace);
        drop.run();
    }
}
