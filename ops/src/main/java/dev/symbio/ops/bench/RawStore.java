package dev.symbio.ops.bench;

import dev.symbio.ops.host.Stores;
import dev.symbio.platform.storage.Profile;
import java.sql.SQLException;

/** The store of a shared profile without Symbio: takes the same bytes into the journal's table, one committed row at a time. */
interface RawStore extends AutoCloseable {
    /** How many entities the rows belong to. */
    int ENTITIES = 1_000;

    /** A table beside the journal's, of the same shape, on the same server. */
    static RawStore on(Stores stores) throws SQLException {
        return stores.profile() == Profile.CASSANDRA ? new RawCassandra(stores) : new RawPostgres(stores);
    }

    /** One client: each piece of its work is one row, answered as stored. */
    Load.Worker inserting(byte[] event);

    static String entity(long row) {
        return "sla|buyer.00000000-0000-0000-0000-" + row % ENTITIES;
    }

    @Override
    void close() throws SQLException;
}
