package dev.symbio.platform.runtime;

/**
 * How to stop what is being started: a process may be asked to at any moment, also while it starts and is a member of its
 * cluster already. Whoever starts says how, as more and more is there; the last word counts. Thread-safe.
 */
public final class Stopping {
    private Runnable how = () -> {};
    private boolean asked;

    /** It was asked to stop while it started. There is nothing left to be done for whoever starts it. */
    public static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Asked() {
            super("Asked to stop while starting.");
        }
    }

    /** @throws Asked if it was asked to already; what was there by then is stopped by whoever asked */
    public synchronized void by(Runnable stop) {
        if (asked) {
            throw new Asked();
        }
        how = stop;
    }

    /** Stops what has been started. Blocking; the second who asks does nothing. @return whether this was the first */
    public boolean ask() {
        Runnable stop;
        synchronized (this) {
            if (asked) {
                return false;
            }
            asked = true;
            stop = how;
        }
        stop.run();
        return true;
    }

    /** Nothing has to be stopped any more, because it has ended by itself. @return false if it was asked to stop before */
    public synchronized boolean ended() {
        boolean first = !asked;
        asked = true;
        return first;
    }
}
