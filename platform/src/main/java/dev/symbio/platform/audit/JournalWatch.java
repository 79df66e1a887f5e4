package dev.symbio.platform.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the whole journal, slowly enough that nobody notices; raises an alarm for what does not hold. Blocking. */
public final class JournalWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);

    /** Its name among the {@link Rounds}. */
    public static final String ROUND = "journal-watch";

    private final Jdbi sql;
    private final RoundTable rounds;
    private final Clock clock;
    private final Supplier<TrustedKeys> keys;
    private final int eventsPerSecond;
    private final Counter checked;

    /** @param keys asked for anew for each check */
    public JournalWatch(
            Jdbi sql, Supplier<TrustedKeys> keys, int eventsPerSecond, Clock clock, MeterRegistry meters) {
        this.sql = sql;
        this.rounds = new RoundTable(sql);
        this.clock = clock;
        this.keys = keys;
        this.eventsPerSecond = eventsPerSecond;
        checked = meters.counter("symbio.journal.checked.events");
        // as the last check found it, whichever node did it, and also after a restart
        meters.gauge("symbio.journal.broken", rounds, table -> table.findings(ROUND));
    }

    @Override
    public void run() {
        long started = System.nanoTime();
        JournalCheck.Report report = new JournalCheck(sql, keys.get(), step -> pace(step, started)).run();
        rounds.found(ROUND, report.findings().size(), clock.instant());
        report.findings().forEach(finding -> LOG.error("ALARM journal: {}", finding));
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
