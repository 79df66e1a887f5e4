package dev.symbio.ops.bulk;

import dev.symbio.ops.host.Stores;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.JournalSerializer;
import dev.symbio.platform.entity.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** H2 and PostgreSQL: one connection, one transaction for each batch, so that numbers and transactions are in order. */
final class SqlBulk implements BulkJournal {
    private static final String INSERT = "insert into \"event_journal\" (\"persistence_id\", \"sequence_number\","
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
            + " \"event_ser_manifest\") values (?, ?, '', ?, '', ?, ?, ?)";

    private final Connection connection;
    private final PreparedStatement insert;

    SqlBulk(Stores stores) {
        try {
            connection = stores.connect();
            connection.setAutoCommit(false);
            insert = connection.prepareStatement(INSERT);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void write(List<StoredEvent> events) {
        try {
            for (StoredEvent event : events) {
                EventMeta meta = event.meta();
                insert.setString(1, meta.entity().persistenceId());
                insert.setLong(2, meta.seq());
                insert.setLong(3, meta.recordedAt().toEpochMilli());
                insert.setBytes(4, event.bytes());
                insert.setInt(5, JournalSerializer.IDENTIFIER);
                insert.setString(6, meta.type());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
