package dev.symbio.gateway.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * How deliveries are sent.
 *
 * @param pollEvery how often the outbox is looked at
 * @param concurrency attempts at the same time
 * @param perEndpoint of these, how many to one endpoint, so that a slow one does not hold up the others
 * @param connectTimeout for the connection
 * @param answerTimeout for everything up to the status line
 * @param firstRetryAfter pause after the first failure; it doubles with each further one
 * @param maxRetryAfter the longest pause
 * @param giveUpAfter counted from the first attempt
 * @param keepFor how long what is over can be looked at
 */
public record WebhookSettings(
        Duration pollEvery,
        int concurrency,
        int perEndpoint,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration firstRetryAfter,
        Duration maxRetryAfter,
        Duration giveUpAfter,
        Duration keepFor) {
    public static final WebhookSettings DEFAULT = new WebhookSettings(
            Duration.ofMillis(500),
            8,
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofHours(4),
            Duration.ofDays(3),
            Duration.ofDays(30));

    private static final int MAX_DOUBLINGS = 20;
    private static final int JITTER_STEPS = 1_000;

    /**
     * The pause after a number of failures: exponential, and up to half as long again, by an amount that follows from the
     * delivery, so that a thousand deliveries that failed together do not come back together.
     */
    Duration pauseAfter(int failures, String deliveryId) {
        Duration doubled = firstRetryAfter.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        Duration pause = doubled.compareTo(maxRetryAfter) < 0 ? doubled : maxRetryAfter;
        UUID spread = UUID.nameUUIDFromBytes((deliveryId + "|" + failures).getBytes(StandardCharsets.UTF_8));
        long steps = Math.floorMod(spread.getMostSignificantBits(), JITTER_STEPS);
        return pause.plus(pause.dividedBy(2).multipliedBy(steps).dividedBy(JITTER_STEPS));
    }

    /** How long a claimed attempt may take before another node, or this one after a restart, may try again. */
    Duration lease() {
        return connectTimeout.plus(answerTimeout).multipliedBy(3);
    }
}
