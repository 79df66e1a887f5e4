package dev.symbio.platform.entity;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted about entities, and the alarm for those in quarantine. */
public final class HostMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(HostMetrics.class);

    private final MeterRegistry meters;
    private final Map<EntityRef, String> quarantined = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    public HostMetrics(MeterRegistry meters) {
        this.meters = meters;
        meters.gaugeMapSize("symbio.entities.quarantined", Tags.empty(), quarantined);
    }

    /** Entities met in quarantine since the start, with the reason. */
    public Map<EntityRef, String> quarantined() {
        return Map.copyOf(quarantined);
    }

    void quarantined(EntityRef entity, String why) {
        quarantined.put(entity, why);
        LOG.error("ALARM quarantine: {} takes no commands. {}", entity, why);
    }

    void accepted(String kind, int events, long nanos) {
        timers.computeIfAbsent(kind, k -> Timer.builder("symbio.commands.accepted")
                        .tag("kind", k)
                        .publishPercentileHistogram()
                        .register(meters))
                .record(nanos, TimeUnit.NANOSECONDS);
        meters.counter("symbio.events.written", "kind", kind).increment(events);
    }

    /** An entity has come into memory. */
    void woken(String kind) {
        meters.counter("symbio.entities.woken", "kind", kind).increment();
    }

    void rejected(String kind, String code) {
        meters.counter("symbio.commands.rejected", "kind", kind, "code", code).increment();
    }

    void failed(String kind) {
        meters.counter("symbio.commands.failed", "kind", kind).increment();
    }
}
