package dev.symbio.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of many events and entities in short: what they build is right. Their full size is {@code ops/bench}. */
class LargeBenchesTest {
    private final long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aJournalWrittenByTheBatchIsOneThatTheEntitiesWrote() throws Exception {
        Findings findings = new Findings("bench-journal-short");
        new JournalBench(Profile.EMBEDDED, 5_000, 400, 1, seed, Quiet.NOW, out)
                .run(folder, Duration.ofSeconds(1), findings);
        JsonNode json = findings.json();
        assertThat(json.path("holds").asBoolean()).as("%s", json).isTrue();
        // each opportunity, the long one with its last event, and what the tenants left
        assertThat(json.path("eventsVerified").asLong()).as("%s", json).isGreaterThan(5_000);
        assertThat(json.path("chainsVerified").asLong()).as("%s", json).isGreaterThan(2_301);
    }

    @Test
    void commandsReachEveryEntityThatWasWrittenByTheBatch() throws Exception {
        Findings findings = new Findings("bench-scale-short");
        new ScaleBench(Profile.EMBEDDED, 2_000, Duration.ofSeconds(1), seed, Quiet.NOW, out)
                .run(folder, Duration.ofSeconds(1), findings);
        JsonNode json = findings.json();
        assertThat(json.path("commandsPerSecondAt10Times").asDouble())
                .as("%s", json)
                .isPositive();
        assertThat(json.path("kibPerHotEntity").asDouble()).as("%s", json).isPositive();
    }
}
