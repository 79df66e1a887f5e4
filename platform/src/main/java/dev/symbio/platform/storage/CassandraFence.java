package dev.symbio.platform.storage;

import static java.util.concurrent.TimeUnit.MICROSECONDS;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.stream.alpakka.cassandra.javadsl.CassandraSession;
import akka.stream.alpakka.cassandra.javadsl.CassandraSessionRegistry;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.symbio.platform.config.CassandraSettings;
import dev.symbio.platform.entity.Fence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Cassandra does not refuse a second event of one number. So an entity that has started deletes, before it writes, whatever
 * may yet arrive behind its last event from a host that it had before, and that died, stood still or was cut off while it
 * wrote: a row that is older than the deletion never shows, although it arrives later.
 *
 * <p>The deletion is dated back by {@link #DATED_BACK}. An earlier host that was cut off wrote its last at least {@code
 * stable-after} and the time to notice, more than ten seconds, before another took over, so its rows are older still; and what
 * this host or the next one writes is newer, even if the clocks of nodes differ by some seconds. A host that hands an entity
 * over does so within milliseconds, but nothing of it is late then: every write was answered, and if one has failed, the
 * entity stays until its own host has shut that out ({@link #inDoubt}), which waits until the failure is long ago.
 */
public final class CassandraFence implements Fence {
    static final Duration DATED_BACK = Duration.ofSeconds(5);

    /** More events than one command leads to: a late batch may reach into the next partition. */
    private static final long MAX_LATE_EVENTS = 1_000;

    /** When writes of this process failed of which a replica may still show the rows: nothing dated back hides those. */
    private final Cache<String, Long> doubts =
            Caffeine.newBuilder().expireAfterWrite(DATED_BACK.multipliedBy(2)).build();

    private final CassandraSession session;
    private final String statement;
    private final long partitionEvents;

    public CassandraFence(ActorSystem<?> system, CassandraSettings settings) {
        session = CassandraSessionRegistry.get(Adapter.toClassic(system)).sessionFor(CassandraStore.PLUGIN_PATH);
        partitionEvents =
                system.settings().config().getLong(CassandraStore.PLUGIN_PATH + ".journal.target-partition-size");
        statement = "delete from " + settings.keyspace() + ".messages using timestamp ? where persistence_id = ? and"
                + " partition_nr = ? and sequence_nr > ?";
    }

    @Override
    public void inDoubt(String persistenceId) {
        doubts.put(persistenceId, System.nanoTime());
    }

    @Override
    public CompletionStage<Done> raise(String persistenceId, long lastSeq) {
        Long failed = doubts.getIfPresent(persistenceId);
        long wait = failed == null ? 0 : failed + DATED_BACK.plusSeconds(1).toNanos() - System.nanoTime();
        return wait <= 0
                ? raiseNow(persistenceId, lastSeq)
                : CompletableFuture.supplyAsync(
                                () -> raiseNow(persistenceId, lastSeq),
                                CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS))
                        .thenCompose(raised -> raised);
    }

    private CompletionStage<Done> raiseNow(String persistenceId, long lastSeq) {
        long first = lastSeq / partitionEvents;
        long last = (lastSeq + MAX_LATE_EVENTS) / partitionEvents;
        return session.underlying().thenCompose(driver -> {
            // by the clock that rows are stamped by
            long stamp = driver.getContext().getTimestampGenerator().next() - MICROSECONDS.convert(DATED_BACK);
            CompletionStage<Done> raised = raise(persistenceId, stamp, first, lastSeq);
            return last == first ? raised : raised.thenCompose(done -> raise(persistenceId, stamp, last, lastSeq));
        });
    }

    private CompletionStage<Done> raise(String persistenceId, long stamp, long partition, long lastSeq) {
        return session.executeWrite(statement, stamp, persistenceId, partition, lastSeq);
    }
}
