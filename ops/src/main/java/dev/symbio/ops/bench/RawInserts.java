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
 * The same bytes written straight into the same kind of database: a new H2 file under the platform's own URL options.
 */
final class RawInserts implements AutoCloseable {
    private static final String JOURNAL_SCHEMA = "/db/journal-h2/V0101__journal.sql";
    private static final int ENTITIES = 1_000;

    /** Where the bytes go. */
    enum Table {
        /** A number and the bytes: the least that a table can be. */
        BARE("insert into facts (id, payload) values (?, ?)") {
            @Override
            void bind(PreparedStatement row, long id) throws SQLException {
                row.setLong(1, id);
            }
        },
        /** Keyed by contract and the source's id, as anything must be that tells repeats from news. */
        KEYED("insert into observations (contract, id, payload) values (?, ?, ?)") {
            @Override
            void bind(PreparedStatement row, long id) throws SQLException {
                row.setString(1, entity(id));
                row.setString(2, "bench-" + id);
            }
        },
        /** The journal's own table with its indexes. */
        JOURNAL("insert into \"event_journal\" (\"deleted\", \"writer\", \"write_timestamp\", \"adapter_manifest\","
                + " \"event_ser_id\", \"event_ser_manifest\", \"persistence_id\", \"sequence_number\","
                + " \"event_payload\") values (false, '00000000-0000-0000-0000-000000000000', 0, '', 0,"
                + " 'symbio.sla.observations-recorded.v1', ?, ?, ?)") {
            @Override
            void bind(PreparedStatement row, long id) throws SQLException {
                row.setString(1, entity(id));
                row.setLong(2, id);
            }
        };

        private final String insert;
        private final int payload;

        Table(String insert) {
            this.insert = insert;
            this.payload = (int) insert.chars().filter(c -> c == '?').count();
        }

        abstract void bind(PreparedStatement row, long id) throws SQLException;

        private static String entity(long id) {
            return "sla|buyer.00000000-0000-0000-0000-" + id % ENTITIES;
        }
    }

    private final String url;
    private final Connection keepsOpen;
    private final AtomicLong ids = new AtomicLong();

    RawInserts(Path directory) throws SQLException, IOException {
        url = Store.embeddedUrl(directory);
        keepsOpen = DriverManager.getConnection(url, "sa", "");
        try (Statement create = keepsOpen.createStatement();
                InputStream schema = RawInserts.class.getResourceAsStream(JOURNAL_SCHEMA)) {
            create.execute("create table facts (id bigint primary key, payload binary varying(1048576) not null)");
            create.execute("create table observations (contract varchar(100) not null, id varchar(100) not null,"
                    + " payload binary varying(1048576) not null, primary key (contract, id))");
            create.execute(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A worker that inserts rows, and commits every so many. */
    Load.Worker inserting(Table table, int rowsPerCommit, byte[] payload) {
        return new Inserting(table, rowsPerCommit, payload);
    }

    private final class Inserting implements Load.Worker {
        private final Table table;
        private final int rows;
        private final byte[] payload;
        private final Connection connection;
        private final PreparedStatement insert;

        Inserting(Table table, int rows, byte[] payload) {
            this.table = table;
            this.rows = rows;
            this.payload = payload;
            try {
                connection = DriverManager.getConnection(url, "sa", "");
                connection.setAutoCommit(false);
                insert = connection.prepareStatement(table.insert);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public long work() throws SQLException {
            for (int i = 0; i < rows; i++) {
                table.bind(insert, ids.incrementAndGet());
                insert.setBytes(table.payload, payload);
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
