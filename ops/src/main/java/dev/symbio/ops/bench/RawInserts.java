package dev.symbio.ops.bench;

import dev.symbio.platform.storage.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The same bytes written straight into the same kind of database: a new H2 file under the platform's own URL options, one
 * table, a primary key, nothing else.
 */
final class RawInserts implements AutoCloseable {
    private static final String INSERT = "insert into facts (id, payload) values (?, ?)";

    private final String url;
    private final Connection keepsOpen;
    private final AtomicLong ids = new AtomicLong();

    RawInserts(Path directory) throws SQLException {
        url = Store.embeddedUrl(directory);
        keepsOpen = DriverManager.getConnection(url, "sa", "");
        try (Statement create = keepsOpen.createStatement()) {
            create.execute("create table facts (id bigint primary key, payload binary varying(1048576) not null)");
        }
    }

    /** A worker that inserts one row after the other, each committed by itself. */
    Load.Worker singleRows(byte[] row) {
        return new Inserting(1, row);
    }

    /** A worker that inserts and commits rows by the batch. */
    Load.Worker batches(int rowsPerBatch, byte[] row) {
        return new Inserting(rowsPerBatch, row);
    }

    private final class Inserting implements Load.Worker {
        private final int rows;
        private final byte[] row;
        private final Connection connection;
        private final PreparedStatement insert;

        Inserting(int rows, byte[] row) {
            this.rows = rows;
            this.row = row;
            try {
                connection = DriverManager.getConnection(url, "sa", "");
                connection.setAutoCommit(false);
                insert = connection.prepareStatement(INSERT);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public long work() throws SQLException {
            for (int i = 0; i < rows; i++) {
                insert.setLong(1, ids.incrementAndGet());
                insert.setBytes(2, row);
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
