package dev.symbio.platform.audit;

import dev.symbio.platform.audit.JournalPlaces.Place;
import dev.symbio.platform.storage.Profile;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the whole journal, slowly enough that nobody notices; raises an alarm for what does not hold. Blocking. */
public final class JournalWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);

    /** Its name among the {@link Rounds}. */
    public static final String ROUND = "journal-watch";

    private final JournalPlaces places;
    private final RoundTable rounds;
    private final Clock clock;
    private final Supplier<TrustedKeys> keys;
    private final int eventsPerSecond;
    private final Profile profile;
    private final Counter checked;

    /** @param keys asked for anew for each check */
    public JournalWatch(
            JournalPlaces places,
            Supplier<TrustedKeys> keys,
            int eventsPerSecond,
            Profile profile,
            Clock clock,
            MeterRegistry meters) {
        this.places = places;
        this.rounds = new RoundTable(places.sql());
        this.clock = clock;
        this.keys = keys;
        this.eventsPerSecond = eventsPerSecond;
        this.profile = profile;
        checked = meters.counter("symbio.journal.checked.events");
        for (Place place : Place.values()) {
            // as the last check found it, whichever node did it, and also after a restart
            meters.gauge(
                    "symbio.journal.broken",
                    Tags.of("profile", profile.label(), "place", place.label()),
                    rounds,
                    table -> table.findings(round(place)));
        }
    }

    @Override
    public void run() {
        long started = System.nanoTime();
        JournalCheck.Report report = new JournalCheck(places, keys.get(), step -> pace(step, started)).run();
        for (Place place : Place.values()) {
            long found = report.findings().stream()
                    .filter(finding -> finding.place() == place)
                    .count();
            rounds.found(round(place), (int) found, clock.instant());
        }
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

    private static String round(Place place) {
        return ROUND + " " + place.label();
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
