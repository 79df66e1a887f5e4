package dev.symbio.platform.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether this process stood still for so long that others may have gone on without it: stopped, swapped out, its machine
 * suspended. Once it has, it has for ever; only a new process starts with nothing in memory.
 */
public final class Heartbeat {
    /** Below the time after which others take over ({@code stable-after}). */
    static final Duration LIMIT = Duration.ofSeconds(6);

    private static final Duration BEAT = Duration.ofMillis(200);

    /** One for all of the process: it stands still as a whole. */
    private static final class Running {
        static final Heartbeat OF_THIS_PROCESS = start();

        private static Heartbeat start() {
            Heartbeat heartbeat = new Heartbeat(System::nanoTime);
            ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "symbio-heartbeat");
                thread.setDaemon(true);
                return thread;
            });
            beats.scheduleWithFixedDelay(heartbeat::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
            return heartbeat;
        }
    }

    private final LongSupplier nanos;
    private volatile long lastBeat;
    private volatile boolean stood;

    Heartbeat(LongSupplier nanos) {
        this.nanos = nanos;
        lastBeat = nanos.getAsLong();
    }

    public static Heartbeat ofThisProcess() {
        return Running.OF_THIS_PROCESS;
    }

    /** Quick. */
    public boolean stood() {
        return stood || nanos.getAsLong() - lastBeat > LIMIT.toNanos();
    }

    void beat() {
        if (stood()) {
            stood = true; // before the next line, which makes it look alive again
        }
        lastBeat = nanos.getAsLong();
    }
}
