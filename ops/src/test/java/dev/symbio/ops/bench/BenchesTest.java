package dev.symbio.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The large benchmarks in small: that they come to their figures. Whether these are good only the full size tells. */
class BenchesTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aJournalIsWrittenStartedOnReplayedRebuiltAndVerified() throws Exception {
        Findings findings = new Findings("bench-journal");
        new JournalBench(Profile.EMBEDDED, 4_000, 400, 1, 7, Quiet.NOW, out).run(folder, SHORT, findings);
        JsonNode figures = findings.json();
        assertThat(figures.path("holds").asBoolean()).as("%s", figures).isTrue();
        assertThat(figures.path("eventsVerified").asLong()).isGreaterThan(3_900);
        assertThat(figures.path("wokenForReplay").asLong()).isPositive();
        assertThat(figures.path("wokenFromSnapshot").asLong()).isPositive();
    }

    @Test
    void statementsAreSeenInTheList() throws Exception {
        Findings findings = new Findings("bench-visible");
        new VisibleBench(Profile.EMBEDDED, 1, 40, SHORT, Quiet.NOW).run(folder, SHORT, findings);
        JsonNode figures = findings.json();
        assertThat(figures.path("closings").asLong()).isPositive();
        assertThat(figures.path("visibleMillisP99").asDouble()).isPositive();
    }

    @Test
    void commandsGoToAnyOfFewAndOfManyEntities() throws Exception {
        Findings findings = new Findings("bench-scale");
        new ScaleBench(Profile.EMBEDDED, 2_000, SHORT, 7, Quiet.NOW, out).run(folder, SHORT, findings);
        JsonNode figures = findings.json();
        assertThat(figures.path("commandsPerSecond").asDouble()).isPositive();
        assertThat(figures.path("commandsPerSecondAt10Times").asDouble()).isPositive();
        assertThat(figures.path("kibPerHotEntity").asDouble()).isPositive();
        assertThat(figures.path("p99Ratio").asDouble()).isPositive();
    }
}
