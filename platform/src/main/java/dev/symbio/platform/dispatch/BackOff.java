package dev.symbio.platform.dispatch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * The pauses between attempts to reach somebody outside.
 *
 * @param first pause after the first failure; it doubles with each further one
 * @param longest the longest pause
 */
public record BackOff(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 20;
    private static final int JITTER_STEPS = 1_000;

    /**
     * The pause after a number of failures: exponential, and up to half as long again, by an amount that follows from what
     * is sent, so that a thousand that failed together do not come back together.
     */
    public Duration pauseAfter(int failures, String id) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        Duration pause = doubled.compareTo(longest) < 0 ? doubled : longest;
        UUID spread = UUID.nameUUIDFromBytes((id + "|" + failures).getBytes(StandardCharsets.UTF_8));
        long steps = Math.floorMod(spread.getMostSignificantBits(), JITTER_STEPS);
        return pause.plus(pause.dividedBy(2).multipliedBy(steps).dividedBy(JITTER_STEPS));
    }
}
