package dev.symbio.ops.drill;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.symbio.ops.host.Stores;
import dev.symbio.platform.storage.Profile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Random;

/** The journal, read and changed past the node that owns it. Entities are named as the journal names them. */
interface StoredEvents {
    /** What is told of each event. */
    interface Reader {
        /** @param writer each start of an entity writes under a name of its own */
        void read(String entity, long seq, String writer, byte[] stored);
    }

    /** All events; those of one entity follow each other in order. In Cassandra a number can be there twice. */
    void each(Reader reader);

    long lastSeq(String entity);

    byte[] payload(String entity, long seq);

    void overwrite(String entity, long seq, byte[] payload);

    /** On tables of SQL; the connection stays with its owner. */
    static StoredEvents in(Connection connection) {
        return new SqlStoredEvents(connection);
    }

    /** In Cassandra; the session stays with its owner. */
    static StoredEvents in(CqlSession session) {
        return new CqlStoredEvents(session);
    }

    /** What is done with a journal. */
    interface Use<T> {
        T with(StoredEvents journal, Connection tables);
    }

    /** Opens tables and journal of a node's stores; on the embedded profile the node must not run. */
    static <T> T open(Stores stores, Use<T> use) {
        try (Connection tables = stores.connect()) {
            if (stores.profile() != Profile.CASSANDRA) {
                return use.with(in(tables), tables);
            }
            try (CqlSession session = stores.cassandra()) {
                return use.with(in(session), tables);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What was changed. */
    record Flipped(String entity, long seq, int position, int bytes) {
        @Override
        public String toString() {
            return "from byte " + position + " of " + bytes + " in event " + seq + " of " + entity;
        }
    }

    /** Changes so many bytes that follow each other, of one event of the entity, chosen at random. */
    default Flipped flip(String entity, int count, Random random) {
        long seq = 1 + random.nextInt(Math.toIntExact(lastSeq(entity)));
        byte[] payload = payload(entity, seq);
        int position = random.nextInt(payload.length - count + 1);
        for (int i = 0; i < count; i++) {
            payload[position + i] ^= (byte) (1 + random.nextInt(255));
        }
        overwrite(entity, seq, payload);
        return new Flipped(entity, seq, position, payload.length);
    }
}
