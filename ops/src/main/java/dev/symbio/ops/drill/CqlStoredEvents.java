package dev.symbio.ops.drill;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The journal of the profile cassandra. Entities are small here: all their events lie in their first partition. */
record CqlStoredEvents(CqlSession session) implements StoredEvents {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OF_ONE = " where persistence_id = ? and partition_nr = 0";

    @Override
    public void each(Reader reader) {
        for (Row row : session.execute(
                SimpleStatement.newInstance("select persistence_id, sequence_nr, writer_uuid, event from messages")
                        .setTimeout(PATIENCE))) {
            if (row.getByteBuffer(3) != null) {
                reader.read(row.getString(0), row.getLong(1), row.getString(2), bytes(row.getByteBuffer(3)));
            }
        }
    }

    @Override
    public long lastSeq(String entity) {
        return session.execute("select max(sequence_nr) from messages" + OF_ONE, entity)
                .one()
                .getLong(0);
    }

    @Override
    public byte[] payload(String entity, long seq) {
        Row row = session.execute("select event from messages" + OF_ONE + " and sequence_nr = ?", entity, seq)
                .one();
        if (row == null) {
            throw new IllegalStateException("Expected event " + seq + " of " + entity + ".");
        }
        return bytes(row.getByteBuffer(0));
    }

    @Override
    public void overwrite(String entity, long seq, byte[] payload) {
        Row row = session.execute("select timestamp from messages" + OF_ONE + " and sequence_nr = ?", entity, seq)
                .one();
        session.execute(
                "update messages set event = ?" + OF_ONE + " and sequence_nr = ? and timestamp = ?",
                ByteBuffer.wrap(payload),
                entity,
                seq,
                row.getUuid(0));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
