package dev.symbio.platform.cluster;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a node out of its cluster whose process stood still. Meanwhile the others may have gone on without it, and its
 * entities may live elsewhere. So nothing is decided or answered here any more, and the node leaves: it is started again with
 * nothing in memory.
 *
 * <p>What was on its way to the journal when the process stopped is not covered here. PostgreSQL refuses a second event of
 * one number; on Cassandra an entity that starts elsewhere shuts it out (see {@code CassandraFence}).
 */
public final class Standstill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ActorSystem<?> system;
    private final ScheduledExecutorService looks;

    private Standstill(ActorSystem<?> system) {
        this.system = system;
        Heartbeat.ofThisProcess();
        looks = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "symbio-standstill");
            thread.setDaemon(true);
            return thread;
        });
        looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static Standstill watch(ActorSystem<?> system) {
        return new Standstill(system);
    }

    /** Whether this node has stood still for so long that it must not decide anything. Quick. */
    public boolean stood() {
        return Heartbeat.ofThisProcess().stood();
    }

    private void look() {
        if (stood()) {
            LOG.error(
                    "This process stood still for more than {} s. It leaves the cluster.", Heartbeat.LIMIT.toSeconds());
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(new Down(cluster.selfMember().address()));
            looks.shutdown();
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
