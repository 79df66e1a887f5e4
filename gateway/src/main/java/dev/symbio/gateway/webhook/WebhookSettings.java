package dev.symbio.gateway.webhook;

import dev.symbio.platform.dispatch.BackOff;
import java.time.Duration;

/**
 * How deliveries are sent.
 *
 * @param pollEvery how often the outbox is looked at
 * @param concurrency attempts at the same time
 * @param perTenant of these, how many to one tenant's endpoints, so that those who have many do not hold up the others
 * @param perEndpoint of these, how many to one endpoint, so that a slow one does not hold up the others
 * @param connectTimeout for finding the address, and again for the connection
 * @param answerTimeout for everything up to the status line
 * @param firstRetryAfter pause after the first failure; it doubles with each further one
 * @param maxRetryAfter the longest pause
 * @param giveUpAfter counted from the first attempt
 * @param keepFor how long what is over can be looked at
 */
public record WebhookSettings(
        Duration pollEvery,
        int concurrency,
        int perTenant,
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
            3,
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Duration.ofHours(4),
            Duration.ofDays(3),
            Duration.ofDays(30));

    Duration pauseAfter(int failures, String deliveryId) {
        return new BackOff(firstRetryAfter, maxRetryAfter).pauseAfter(failures, deliveryId);
    }

    /** How long a claimed attempt may take before another node, or this one after a restart, may try again. */
    Duration lease() {
        return connectTimeout.plus(answerTimeout).multipliedBy(3);
    }
}
