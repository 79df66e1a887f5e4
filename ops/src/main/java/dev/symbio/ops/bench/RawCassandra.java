package dev.symbio.ops.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import dev.symbio.ops.host.Stores;
import dev.symbio.platform.entity.JournalSerializer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** The driver alone: one session for all clients, each with one insert on its way, answered by a local quorum. */
final class RawCassandra implements RawStore {
    private static final String TABLE = "raw_messages";

    private final CqlSession session;
    private final PreparedStatement insert;
    private final AtomicLong rows = new AtomicLong();

    RawCassandra(Stores stores) {
        session = stores.cassandra();
        session.execute("create table " + TABLE + " (persistence_id text, partition_nr bigint, sequence_nr bigint,"
                + " timestamp timeuuid, timebucket text, writer_uuid text, ser_id int, ser_manifest text,"
                + " event_manifest text, event blob, tags set<text>,"
                + " primary key ((persistence_id, partition_nr), sequence_nr, timestamp))");
        insert = session.prepare(SimpleStatement.newInstance("insert into " + TABLE
                        + " (persistence_id, partition_nr, sequence_nr, timestamp, timebucket, writer_uuid, ser_id,"
                        + " ser_manifest, event_manifest, event) values (?, 0, ?, ?, '0', '', "
                        + JournalSerializer.IDENTIFIER + ", 'symbio.sla.observations-recorded.v1', '', ?)")
                .setConsistencyLevel(DefaultConsistencyLevel.LOCAL_QUORUM));
    }

    @Override
    public Load.Worker inserting(byte[] event) {
        return new Load.Worker() {
            @Override
            public long work() {
                long row = rows.incrementAndGet();
                session.execute(insert.bind(RawStore.entity(row), row, Uuids.timeBased(), ByteBuffer.wrap(event)));
                return 1;
            }

            @Override
            public void close() {
                // the session is everybody's
            }
        };
    }

    @Override
    public void close() {
        session.execute("drop table " + TABLE);
        session.close();
    }
}
