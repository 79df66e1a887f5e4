package dev.symbio.ops.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a client goes on asking.
 *
 * @param maxAttempts including the first
 * @param firstPause before the second attempt when the answer names none; doubles from then on, up to {@code maxPause}
 * @param maxPause also the most that a Retry-After is honoured with
 */
public record Patience(int maxAttempts, Duration firstPause, Duration maxPause) {
    /** About a minute and a half in all: longer than a restart of the platform takes. */
    public static final Patience DEFAULT = new Patience(24, Duration.ofMillis(100), Duration.ofSeconds(5));

    /** One attempt: the caller wants to know what happened to exactly this request. */
    public static final Patience NONE = new Patience(1, Duration.ZERO, Duration.ZERO);

    /** @param attempt the number of the attempt that failed, from 1 */
    Duration pauseAfter(int attempt, Duration retryAfter) {
        if (retryAfter != null) {
            return retryAfter.compareTo(maxPause) > 0 ? maxPause : retryAfter;
        }
        long doubled = firstPause.toMillis() << Math.min(attempt - 1, 16);
        long bounded = Math.min(doubled, maxPause.toMillis());
        // Up to a quarter less, so that clients that failed together do not come back together.
        return Duration.ofMillis(
                bounded - (bounded < 4 ? 0 : ThreadLocalRandom.current().nextLong(bounded / 4)));
    }

    /** @throws InterruptedException when someone wants the caller to stop */
    public static void pause(Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        for (long left = pause.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Waits for someone to want the caller to stop. */
    public static void untilInterrupted() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
