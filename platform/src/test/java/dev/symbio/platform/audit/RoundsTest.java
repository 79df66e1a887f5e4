package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.runtime.Tally;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be done once a day, on nodes that are restarted more often. */
class RoundsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @Test
    void whatIsDueOnceADayIsDoneSoonAfterARestartADayLater() {
        Instant first = withPlatform(Clock.systemUTC(), platform -> lastDone(platform, Instant.MIN));

        Instant sameDay = withPlatform(in(Duration.ofHours(12)), platform -> lastDone(platform, Instant.MIN));
        assertThat(sameDay).as("the interval goes on").isEqualTo(first);

        Instant nextDay = withPlatform(in(Duration.ofHours(25)), platform -> lastDone(platform, first.plusMillis(1)));
        assertThat(nextDay).isAfter(first.plus(Duration.ofHours(24)));
    }

    @Test
    void whatTheLastCheckFoundIsKnownAfterARestart() {
        withPlatform(Clock.systemUTC(), platform -> {
            new RoundTable(platform.sql()).found(JournalWatch.ROUND + " journal", 3, Instant.now());
            return null;
        });
        double broken = withPlatform(Clock.systemUTC(), platform -> platform.meters()
                .get("symbio.journal.broken")
                .tag("place", "journal")
                .gauge()
                .value());
        assertThat(broken).isEqualTo(3);
    }

    private static Clock in(Duration time) {
        return Clock.offset(Clock.systemUTC(), time);
    }

    private <T> T withPlatform(Clock clock, Function<Platform, T> work) {
        Platform platform = Platform.start(
                Settings.load(Map.of("symbio.data-dir", directory.toString())),
                clock,
                List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection()))));
        try {
            return work.apply(platform);
        } finally {
            platform.stop();
        }
    }

    /** When the journal was last checked, once that is not before. */
    private static Instant lastDone(Platform platform, Instant notBefore) {
        await().atMost(SOON).until(() -> done(platform).stream().anyMatch(at -> !at.isBefore(notBefore)));
        return done(platform).get(0);
    }

    private static List<Instant> done(Platform platform) {
        return platform.sql().withHandle(sql -> sql.createQuery("select done_at from maintenance_round where name = ?")
                .bind(0, JournalWatch.ROUND)
                .mapTo(Instant.class)
                .list());
    }
}
