package dev.symbio.platform.audit;

import dev.symbio.platform.audit.JournalPlaces.Place;
import dev.symbio.platform.storage.Profile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the whole journal, slowly enough that nobody notices; raises an alarm for what does not hold. Blocking. */
public final class JournalWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);

    private final JournalPlaces places;
    private final PublicSigningKey key;
    private final int eventsPerSecond;
    private final Profile profile;
    private final Counter checked;
    private final Map<Place, AtomicInteger> broken = new EnumMap<>(Place.class);

    public JournalWatch(
            JournalPlaces places, PublicSigningKey key, int eventsPerSecond, Profile profile, MeterRegistry meters) {
        this.places = places;
        this.key = key;
        this.eventsPerSecond = eventsPerSecond;
        this.profile = profile;
        checked = meters.counter("symbio.journal.checked.events");
        for (Place place : Place.values()) {
            AtomicInteger count = new AtomicInteger();
            broken.put(place, count);
            meters.gauge("symbio.journal.broken", Tags.of("profile", profile.label(), "place", place.label()), count);
        }
    }

    @Override
    public void run() {
        long started = System.nanoTime();
        JournalCheck.Report report = new JournalCheck(places, key, step -> pace(step, started)).run();
        broken.forEach((place, count) -> count.set((int) report.findings().stream()
                .filter(finding -> finding.place() == place)
                .count()));
        report.findings()
                .forEach(finding -> LOG.error(
                        "ALARM journal: profile {}, {}: {}",
                        profile.label(),
                        finding.place().label(),
                        finding));
        LOG.info(
                "{} events of {} entities were checked: {} do not hold.",
                report.events(),
                report.chains(),
                report.findings().size());
    }

    private void pace(JournalCheck.Progress step, long started) {
        checked.increment(step.part());
        long due = started + step.events() * 1_000_000_000L / eventsPerSecond;
        long left = due - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
    }
}
