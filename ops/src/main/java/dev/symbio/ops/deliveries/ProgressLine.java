package dev.symbio.ops.deliveries;

import java.io.PrintWriter;

/** Prints how far a load is, once a second at most, and the end. */
public final class ProgressLine implements Progress {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final PrintWriter out;
    private final long started = System.nanoTime();
    private long printed = started;

    public ProgressLine(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void providerDone(int done, int of, long deliveries) {
        long now = System.nanoTime();
        if (done < of && now - printed < PAUSE_NANOS) {
            return;
        }
        printed = now;
        out.printf("%d of %d providers, %d deliveries, %.1f s%n", done, of, deliveries, (now - started) / 1e9);
        out.flush();
    }
}
