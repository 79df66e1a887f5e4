package dev.symbio.ops.drill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The journal of the profiles embedded and postgres. On cassandra, the copy that projections follow. */
record SqlStoredEvents(Connection connection) implements StoredEvents {
    private static final String ALL = "select \"persistence_id\", \"sequence_number\", \"writer\", \"event_payload\""
            + " from \"event_journal\" order by \"persistence_id\", \"sequence_number\"";
    private static final String LAST =
            "select max(\"sequence_number\") from \"event_journal\" where \"persistence_id\" = ?";
    private static final String ONE =
            "select \"event_payload\" from \"event_journal\" where \"persistence_id\" = ? and \"sequence_number\" = ?";
    private static final String CHANGE =
            "update \"event_journal\" set \"event_payload\" = ? where \"persistence_id\" = ? and \"sequence_number\" = ?";

    @Override
    public void each(Reader reader) {
        try (PreparedStatement query = connection.prepareStatement(ALL);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                reader.read(rows.getString(1), rows.getLong(2), rows.getString(3), rows.getBytes(4));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public long lastSeq(String entity) {
        try (PreparedStatement query = connection.prepareStatement(LAST)) {
            query.setString(1, entity);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public byte[] payload(String entity, long seq) {
        try (PreparedStatement query = connection.prepareStatement(ONE)) {
            query.setString(1, entity);
            query.setLong(2, seq);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("Expected event " + seq + " of " + entity + ".");
                }
                return rows.getBytes(1);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void overwrite(String entity, long seq, byte[] payload) {
        try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
            update.setBytes(1, payload);
            update.setString(2, entity);
            update.setLong(3, seq);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("Expected to change one event of " + entity + ".");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
