package dev.symbio.ops.bulk;

import dev.symbio.ops.host.Stores;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.storage.Profile;
import java.util.List;

/** Takes events by the thousand, each entity's in order. Nobody else may write to the journal meanwhile. Not thread-safe. */
public interface BulkJournal extends AutoCloseable {

    /** The journal of these stores. */
    static BulkJournal open(Stores stores) {
        return stores.profile() == Profile.CASSANDRA ? new CassandraBulk(stores) : new SqlBulk(stores);
    }

    /** Returns when they are stored. */
    void write(List<StoredEvent> events);

    @Override
    void close();
}
