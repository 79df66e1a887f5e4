package dev.symbio.ops.bulk;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import dev.symbio.ops.host.Stores;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.JournalSerializer;
import dev.symbio.platform.entity.Slice;
import dev.symbio.platform.entity.StoredEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Cassandra, row by row as the plugin leaves them: the event, its copy under its slice, how far the slice has got and
 * from where copies may be missing, the entity's id. What lies in one partition goes in one batch.
 */
final class CassandraBulk implements BulkJournal {
    private static final int IN_FLIGHT = 96;
    /** Below what Cassandra refuses as a too large batch. */
    private static final int BATCH_BYTES = 24 << 10;

    private static final int ROW_BYTES = 200;
    /** Events of one entity in one partition, as the plugin counts them by default. */
    private static final long PARTITION_EVENTS = 500_000;

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();
    private static final String WRITER = new UUID(0, 0).toString();

    private final CqlSession session;
    private final PreparedStatement message;
    private final PreparedStatement tagged;
    private final PreparedStatement progress;
    private final PreparedStatement scanning;
    private final PreparedStatement entity;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    CassandraBulk(Stores stores) {
        session = stores.cassandra();
        message = session.prepare(
                "insert into messages (persistence_id, partition_nr, sequence_nr, timestamp, timebucket,"
                        + " writer_uuid, ser_id, ser_manifest, event_manifest, event, tags)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)");
        tagged = session.prepare("insert into tag_views (tag_name, timebucket, timestamp, persistence_id,"
                + " tag_pid_sequence_nr, sequence_nr, writer_uuid, ser_id, ser_manifest, event_manifest, event)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)");
        progress = session.prepare("insert into tag_write_progress (persistence_id, tag, sequence_nr,"
                + " tag_pid_sequence_nr, offset) values (?, ?, ?, ?, ?)");
        scanning = session.prepare("insert into tag_scanning (persistence_id, sequence_nr) values (?, ?)");
        entity = session.prepare("insert into all_persistence_ids (persistence_id) values (?)");
    }

    /** Rows of one partition, until they are enough for a batch. */
    private final class Partition {
        private final List<BoundStatement> rows = new ArrayList<>();
        private int bytes;

        void add(BoundStatement row, int size) {
            if (bytes + size > BATCH_BYTES) {
                flush();
            }
            rows.add(row);
            bytes += size;
        }

        void flush() {
            if (rows.size() == 1) {
                send(rows.get(0));
            } else if (!rows.isEmpty()) {
                BatchStatementBuilder batch = BatchStatement.builder(DefaultBatchType.UNLOGGED);
                rows.forEach(batch::addStatement);
                send(batch.build());
            }
            rows.clear();
            bytes = 0;
        }
    }

    @Override
    public void write(List<StoredEvent> events) {
        Map<String, Partition> partitions = new LinkedHashMap<>();
        Map<String, BoundStatement> last = new LinkedHashMap<>();
        Map<String, BoundStatement> copied = new LinkedHashMap<>();
        for (StoredEvent event : events) {
            EventMeta meta = event.meta();
            String id = meta.entity().persistenceId();
            String tag = Slice.tagsOf(id).iterator().next();
            UUID at = Uuids.timeBased();
            long hour = Uuids.unixTimestamp(at) / HOUR_MILLIS * HOUR_MILLIS;
            ByteBuffer bytes = ByteBuffer.wrap(event.bytes());
            int size = event.size() + ROW_BYTES;
            partitions
                    .computeIfAbsent(id, partition -> new Partition())
                    .add(
                            message.bind(
                                    id,
                                    (meta.seq() - 1) / PARTITION_EVENTS,
                                    meta.seq(),
                                    at,
                                    Long.toString(hour),
                                    WRITER,
                                    JournalSerializer.IDENTIFIER,
                                    meta.type(),
                                    bytes,
                                    Set.of(tag)),
                            size);
            partitions
                    .computeIfAbsent(tag + hour, partition -> new Partition())
                    .add(
                            tagged.bind(
                                    tag,
                                    hour,
                                    at,
                                    id,
                                    meta.seq(),
                                    meta.seq(),
                                    WRITER,
                                    JournalSerializer.IDENTIFIER,
                                    meta.type(),
                                    bytes),
                            size);
            if (meta.seq() == 1) {
                send(entity.bind(id));
            }
            last.put(id, progress.bind(id, tag, meta.seq(), meta.seq(), at));
            copied.put(id, scanning.bind(id, meta.seq()));
        }
        partitions.values().forEach(Partition::flush);
        last.values().forEach(this::send);
        copied.values().forEach(this::send);
        room.acquireUninterruptibly(IN_FLIGHT);
        room.release(IN_FLIGHT);
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    private void send(Statement<?> statement) {
        room.acquireUninterruptibly();
        session.executeAsync(statement).whenComplete((done, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
            room.release();
        });
    }

    @Override
    public void close() {
        session.close();
    }
}
