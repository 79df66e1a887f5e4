package dev.symbio.gateway.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.symbio.platform.entity.TenantId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A budget of requests per tenant and node, so that no tenant can take the others' share. */
public final class RateLimit {
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final long MAX_TENANTS_REMEMBERED = 100_000;

    private final int requestsPerSecond;
    private final int burstRequests;
    private final Cache<TenantId, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN_AFTER)
            .maximumSize(MAX_TENANTS_REMEMBERED)
            .build();

    /**
     * @param requestsPerSecond that a tenant can keep up
     * @param burstRequests that it can send at once after a pause
     */
    public RateLimit(int requestsPerSecond, int burstRequests) {
        if (requestsPerSecond < 1 || burstRequests < requestsPerSecond) {
            throw new IllegalArgumentException("Expected at least 1 request per second and a burst of no less, but got "
                    + requestsPerSecond + " and " + burstRequests + ".");
        }
        this.requestsPerSecond = requestsPerSecond;
        this.burstRequests = burstRequests;
    }

    void take(TenantId tenant) {
        ConsumptionProbe probe = buckets.get(tenant, this::newBucket).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw Problems.RATE_LIMITED
                    .because("Expected at most " + requestsPerSecond + " requests per second.")
                    .retryAfterSeconds(seconds);
        }
    }

    private Bucket newBucket(TenantId tenant) {
        return Bucket.builder()
                // By elapsed time: after a wall clock is set back, its next refill would be as far away.
                .withNanosecondPrecision()
                .addLimit(limit -> limit.capacity(burstRequests).refillGreedy(requestsPerSecond, Duration.ofSeconds(1)))
                .build();
    }
}
