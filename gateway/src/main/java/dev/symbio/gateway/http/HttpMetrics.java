package dev.symbio.gateway.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts and times answers per endpoint, and counts what each tenant asks for. */
public final class HttpMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(20),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2)
    };
    private static final String NO_ENDPOINT = "none";
    private static final String NO_TENANT = "none";

    private record Outcome(String endpoint, int status) {}

    private record Usage(String tenant, String outcome) {}

    private final MeterRegistry registry;
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Usage, Counter> counters = new ConcurrentHashMap<>();

    public HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void answered(@Nullable Endpoint<?> endpoint, @Nullable Caller caller, int status, long nanos) {
        Outcome outcome = new Outcome(endpoint == null ? NO_ENDPOINT : endpoint.id(), status);
        timers.computeIfAbsent(outcome, this::timer).record(nanos, TimeUnit.NANOSECONDS);
        Usage usage = new Usage(caller == null ? NO_TENANT : caller.tenant().value(), status / 100 + "xx");
        counters.computeIfAbsent(usage, this::counter).increment();
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("symbio.http.answers")
                .description("Time from the request's head to the answer")
                .tags("endpoint", outcome.endpoint(), "status", Integer.toString(outcome.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter counter(Usage usage) {
        return Counter.builder("symbio.http.tenant.answers")
                .description("Answers per tenant")
                .tags("tenant", usage.tenant(), "outcome", usage.outcome())
                .register(registry);
    }
}
