package dev.symbio.platform.storage;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.config.CassandraSettings;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The journal in Cassandra as entities recover from it. Each window is a query; several are under way at a time. */
public final class CassandraJournal implements StoredEvents {
    private static final String PARTITION_EVENTS = CassandraStore.PLUGIN_PATH + ".journal.target-partition-size";
    private static final int QUERIES_AT_ONCE = 32;
    private static final int IDS_AT_ONCE = 1_000;
    /** What one command leads to is fewer events, and lies in one partition: also in the next one. */
    private static final long MAX_BATCH_EVENTS = 1_000;

    private final CompletionStage<CqlSession> session;
    private final long partitionEvents;
    private final SimpleStatement events;
    private final SimpleStatement ids;

    private CassandraJournal(CompletionStage<CqlSession> session, String keyspace, long partitionEvents) {
        this.session = session;
        this.partitionEvents = partitionEvents;
        events = read("select sequence_nr, timestamp, event from " + keyspace + ".messages where persistence_id = ?"
                + " and partition_nr = ? and sequence_nr >= ? and sequence_nr <= ?");
        ids = read("select distinct persistence_id, partition_nr from " + keyspace + ".messages")
                .setPageSize(IDS_AT_ONCE);
    }

    /** Another node is asked when the one that was has gone. */
    private static SimpleStatement read(String query) {
        return SimpleStatement.newInstance(query).setIdempotent(true);
    }

    /** Over the session of the node's own journal. */
    public static CassandraJournal of(ActorSystem<?> system, CassandraSettings settings) {
        return new CassandraJournal(
                CassandraSessionRegistry.get(Adapter.toClassic(system))
                        .sessionFor(CassandraStore.PLUGIN_PATH)
                        .underlying(),
                settings.keyspace(),
                system.settings().config().getLong(PARTITION_EVENTS));
    }

    /** Without a node. @param session closed by whoever has opened it */
    public static CassandraJournal of(CqlSession session, String keyspace) {
        return new CassandraJournal(
                CompletableFuture.completedFuture(session),
                keyspace,
                ConfigFactory.defaultReference().getLong(PARTITION_EVENTS));
    }

    /** A query that is under way. */
    private record Asked(Window window, CompletionStage<AsyncResultSet> answer) {}

    @Override
    public List<Row> read(List<Window> windows) {
        CqlSession cassandra = await(session);
        // the driver keeps it: Cassandra is asked once
        PreparedStatement select = cassandra.prepare(events);
        List<Row> rows = new ArrayList<>();
        Queue<Asked> asked = new ArrayDeque<>();
        for (Window window : windows) {
            long last = (window.to() - 1 + MAX_BATCH_EVENTS) / partitionEvents;
            for (long partition = (window.from() - 1) / partitionEvents; partition <= last; partition++) {
                if (asked.size() == QUERIES_AT_ONCE) {
                    collect(asked.remove(), rows);
                }
                asked.add(new Asked(
                        window,
                        cassandra.executeAsync(
                                select.bind(window.entity().persistenceId(), partition, window.from(), window.to()))));
            }
        }
        asked.forEach(query -> collect(query, rows));
        return rows;
    }

    private static void collect(Asked query, List<Row> rows) {
        AsyncResultSet page = await(query.answer());
        while (true) {
            page.currentPage()
                    .forEach(row -> rows.add(new Row(
                            query.window().entity(),
                            row.getLong("sequence_nr"),
                            Instant.ofEpochMilli(Uuids.unixTimestamp(row.getUuid("timestamp"))),
                            StoredEvent.of(bytes(row.getByteBuffer("event"))))));
            if (!page.hasMorePages()) {
                return;
            }
            page = await(page.fetchNextPage());
        }
    }

    /** @param event null if somebody has taken it out of its row */
    private static byte[] bytes(ByteBuffer event) {
        byte[] bytes = new byte[event == null ? 0 : event.remaining()];
        if (event != null) {
            event.get(bytes);
        }
        return bytes;
    }

    /** Of all entities that have events, in no order, some more than once; read page by page. */
    public Iterator<String> persistenceIds() {
        Iterator<com.datastax.oss.driver.api.core.cql.Row> rows =
                await(session).execute(ids).iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public String next() {
                return rows.next().getString(0);
            }
        };
    }

    /** Every query has a time limit of the driver's. */
    private static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
