package dev.symbio.ops.audit;

import java.io.PrintWriter;

/** Prints how far something is, once a second at most. */
final class Counting {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final PrintWriter out;
    private final String what;
    private final long started = System.nanoTime();
    private long printed = started;

    Counting(PrintWriter out, String what) {
        this.out = out;
        this.what = what;
    }

    /** @param of 0 when it is not known */
    void at(long done, long of) {
        long now = System.nanoTime();
        if (now - printed >= PAUSE_NANOS) {
            printed = now;
            out.printf("%,d%s %s, %.0f s%n", done, of > 0 ? String.format(" of %,d", of) : "", what, seconds());
            out.flush();
        }
    }

    double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }
}
