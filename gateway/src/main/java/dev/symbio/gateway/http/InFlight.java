package dev.symbio.gateway.http;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** How many requests this node answers at the same time. The next are refused at once: waiting in line helps nobody. */
public final class InFlight {
    private static final int RETRY_SECONDS = 1;

    private final int limit;
    private final AtomicInteger now = new AtomicInteger();

    public InFlight(int limit) {
        this.limit = limit;
    }

    /** @throws ProblemException when there is no room */
    <T> CompletionStage<T> answering(Supplier<CompletionStage<T>> request) {
        if (now.incrementAndGet() > limit) {
            now.decrementAndGet();
            throw Problems.BUSY
                    .because("Expected at most " + limit + " requests at the same time.")
                    .retryAfterSeconds(RETRY_SECONDS);
        }
        try {
            return request.get().whenComplete((answer, failure) -> now.decrementAndGet());
        } catch (RuntimeException refused) {
            now.decrementAndGet();
            throw refused;
        }
    }

    /** For the metrics. */
    public int count() {
        return now.get();
    }
}
