package dev.symbio.ops.drill;

import dev.symbio.platform.storage.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/** The journal of a platform that does not run, opened from behind. */
final class StoredEvents {
    private final String url;

    private StoredEvents(String url) {
        this.url = url;
    }

    static StoredEvents in(Path dataDirectory) {
        return new StoredEvents(Store.embeddedUrl(dataDirectory));
    }

    /** What was changed. */
    record Flipped(String entity, long seq, int position, int bytes) {
        @Override
        public String toString() {
            return "byte " + position + " of " + bytes + " in event " + seq + " of " + entity;
        }
    }

    /** Changes one byte of one event of the entity, all chosen at random. */
    Flipped flipOneByte(String publicId, Random random) {
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            String entity = "sla|" + publicId;
            long seq = 1 + random.nextInt(Math.toIntExact(lastSeq(connection, entity)));
            byte[] payload = payload(connection, entity, seq);
            int position = random.nextInt(payload.length);
            payload[position] ^= (byte) (1 + random.nextInt(255));
            try (PreparedStatement update = connection.prepareStatement("update \"event_journal\" set"
                    + " \"event_payload\" = ? where \"persistence_id\" = ? and \"sequence_number\" = ?")) {
                update.setBytes(1, payload);
                update.setString(2, entity);
                update.setLong(3, seq);
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("Expected to change one event of " + entity + ".");
                }
            }
            return new Flipped(entity, seq, position, payload.length);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long lastSeq(Connection connection, String entity) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select max(\"sequence_number\") from \"event_journal\" where \"persistence_id\" = ?")) {
            query.setString(1, entity);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static byte[] payload(Connection connection, String entity, long seq) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "select \"event_payload\" from \"event_journal\" where \"persistence_id\" = ? and"
                        + " \"sequence_number\" = ?")) {
            query.setString(1, entity);
            query.setLong(2, seq);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalStateException("Expected event " + seq + " of " + entity + ".");
                }
                return rows.getBytes(1);
            }
        }
    }
}
