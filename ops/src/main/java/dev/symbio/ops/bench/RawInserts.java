package dev.symbio.ops.bench;

import dev.symbio.platform.storage.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The same bytes written straight into the same kind of database: a new H2 file under the platform's own URL options. Either
 * into a bare table with a primary key, or as rows of the journal's own table with its indexes.
 */
final class RawInserts implements AutoCloseable {
    private static final String JOURNAL_SCHEMA = "/db/platform/V0101__journal.sql";
    private static final String BARE = "insert into facts (id, payload) values (?, ?)";
    private static final String JOURNAL = "insert into \"event_journal\" (\"deleted\", \"persistence_id\","
            + " \"sequence_number\", \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
            + " \"event_ser_id\", \"event_ser_manifest\")"
            + " values (false, ?, ?, '00000000-0000-0000-0000-000000000000', 0, '', ?, 0,"
            + " 'symbio.sla.observations-recorded.v1')";
    private static final int ENTITIES = 1_000;

    private final String url;
    private final Connection keepsOpen;
    private final AtomicLong ids = new AtomicLong();

    RawInserts(Path directory) throws SQLException, IOException {
        url = Store.embeddedUrl(directory);
        keepsOpen = DriverManager.getConnection(url, "sa", "");
        try (Statement create = keepsOpen.createStatement();
                InputStream schema = RawInserts.class.getResourceAsStream(JOURNAL_SCHEMA)) {
            create.execute("create table facts (id bigint primary key, payload binary varying(1048576) not null)");
            create.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A worker that inserts one row after the other into the bare table, each committed by itself. */
    Load.Worker singleRows(byte[] row) {
        return new Inserting(BARE, 1, row);
    }

    /** A worker that inserts one row after the other into the journal's table, each committed by itself. */
    Load.Worker singleJournalRows(byte[] event) {
        return new Inserting(JOURNAL, 1, event);
    }

    /** A worker that inserts and commits rows by the batch. */
    Load.Worker batches(int rowsPerBatch, byte[] row) {
        return new Inserting(BARE, rowsPerBatch, row);
    }

    private final class Inserting implements Load.Worker {
        private final boolean journal;
        private final int rows;
        private final byte[] row;
        private final Connection connection;
        private final PreparedStatement insert;

        Inserting(String statement, int rows, byte[] row) {
            this.journal = statement.equals(JOURNAL);
            this.rows = rows;
            this.row = row;
            try {
                connection = DriverManager.getConnection(url, "sa", "");
                connection.setAutoCommit(false);
                insert = connection.prepareStatement(statement);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public long work() throws SQLException {
            for (int i = 0; i < rows; i++) {
                long id = ids.incrementAndGet();
                if (journal) {
                    insert.setString(1, "sla|buyer.00000000-0000-0000-0000-" + id % ENTITIES);
                    insert.setLong(2, id);
                    insert.setBytes(3, row);
                } else {
                    insert.setLong(1, id);
                    insert.setBytes(2, row);
                }
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            return rows;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        keepsOpen.close();
    }
}
