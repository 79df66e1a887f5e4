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
 * Notices that this process stood still: stopped, swapped out, its machine suspended. Meanwhile the others may have gone on
 * without this node, and its entities may live elsewhere. So nothing is decided here any more, and the node leaves: it is
 * started again with nothing in memory.
 *
 * <p>The limit is below the time after which others take over ({@code stable-after}). What was on its way to the journal
 * when the process stopped is not covered; the journal's key or the chain of hashes finds that.
 */
public final class Standstill implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);
    private static final Duration BEAT = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private final ActorSystem<?> system;
    private final ScheduledExecutorService beats;
    private volatile long lastBeat = System.nanoTime();
    private volatile boolean stood;

    private Standstill(ActorSystem<?> system) {
        this.system = system;
        beats = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "symbio-standstill");
            thread.setDaemon(true);
            return thread;
        });
        beats.scheduleWithFixedDelay(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static Standstill watch(ActorSystem<?> system) {
        return new Standstill(system);
    }

    /** Whether this node has stood still for so long that it must not decide anything. Quick. */
    public boolean stood() {
        return stood || System.nanoTime() - lastBeat > LIMIT.toNanos();
    }

    private void beat() {
        if (!stood && stood()) {
            stood = true;
            LOG.error(
                    "This process stood still for {} s. It leaves the cluster.",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastBeat));
            Cluster cluster = Cluster.get(system);
            cluster.manager().tell(new Down(cluster.selfMember().address()));
        }
        lastBeat = System.nanoTime();
    }

    @Override
    public void close() {
        beats.shutdownNow();
    }
}
