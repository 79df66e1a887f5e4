package dev.symbio.tenants.tenant;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** Counts as the clock does, but goes on from where it was when the clock is set back: nothing stays in a cache for longer. */
final class ForwardTicker implements Ticker {
    private final Clock clock;
    private long lastMillis;
    private long setBackMillis;

    ForwardTicker(Clock clock) {
        this.clock = clock;
        lastMillis = clock.millis();
    }

    @Override
    public synchronized long read() {
        long now = clock.millis();
        setBackMillis += Math.max(0, lastMillis - now);
        lastMillis = now;
        return TimeUnit.MILLISECONDS.toNanos(now + setBackMillis);
    }
}
