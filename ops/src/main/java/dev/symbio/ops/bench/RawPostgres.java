package dev.symbio.ops.bench;

import dev.symbio.ops.host.Stores;
import dev.symbio.platform.entity.JournalSerializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** As pgbench does it: each client on a connection of its own, a prepared insert and a commit for each row. */
final class RawPostgres implements RawStore {
    private static final String TABLE = "raw_journal";
    private static final String INSERT = "insert into " + TABLE + " (\"persistence_id\", \"sequence_number\","
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
            + " \"event_ser_manifest\") values (?, ?, '', 0, '', ?, " + JournalSerializer.IDENTIFIER
            + ", 'symbio.sla.observations-recorded.v1')";

    private final Stores stores;
    private final AtomicLong rows = new AtomicLong();

    RawPostgres(Stores stores) throws SQLException {
        this.stores = stores;
        try (Connection connection = stores.connect();
                Statement create = connection.createStatement()) {
            create.execute("create table " + TABLE + " (like \"event_journal\" including all)");
        }
    }

    @Override
    public Load.Worker inserting(byte[] event) {
        try {
            return new Client(stores.connect(), event);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private final class Client implements Load.Worker {
        private final Connection connection;
        private final PreparedStatement insert;
        private final byte[] event;

        Client(Connection connection, byte[] event) throws SQLException {
            this.connection = connection;
            this.event = event;
            insert = connection.prepareStatement(INSERT);
        }

        @Override
        public long work() throws SQLException {
            long row = rows.incrementAndGet();
            insert.setString(1, RawStore.entity(row));
            insert.setLong(2, row);
            insert.setBytes(3, event);
            return insert.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = stores.connect();
                Statement drop = connection.createStatement()) {
            drop.execute("drop table " + TABLE);
        }
    }
}
