package dev.symbio.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The drills in short. Their full size is {@code ops/drill}. */
class DrillsTest {
    private static final int KILLS = 2;
    private static final int FLIPS = 20;
    private static final int FLIPPED_BYTES = 8;

    private final long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @BeforeEach
    void tellTheSeed() {
        out.println("seed " + seed);
    }

    @Test
    void losesNothingAcknowledgedAndNoKeyHasTwoEffectsWhenKilled() throws InterruptedException {
        Findings findings = new Findings("drill-kill");
        new KillDrill(Profile.EMBEDDED, folder, Duration.ZERO, seed, out).run(KILLS, findings);
        holds(findings);
    }

    @Test
    void failsNoRequestWhileTheNodesOfAClusterAreRestarted() throws InterruptedException {
        Findings findings = new Findings("drill-rolling-postgres");
        try (LocalCluster cluster = ClusterDrill.start(Profile.POSTGRES, 2, folder)) {
            new ClusterDrill(seed, out).roll(cluster, 1, findings);
        }
        holds(findings);
    }

    @Test
    void takesOnlyTheCorruptedContractsOutOfService() throws InterruptedException {
        Findings findings = new Findings("drill-corrupt");
        new CorruptDrill(Profile.EMBEDDED, folder, seed).run(FLIPS, FLIPPED_BYTES, findings);
        holds(findings);
    }

    @Test
    void firesEachDeadlineOnceAlthoughItRestarts() throws InterruptedException {
        Findings findings = new Findings("drill-deadlines");
        new DeadlinesDrill(folder, Duration.ofSeconds(5), seed, out).run(2_000, 0, findings);
        holds(findings);
    }

    @Test
    void whateverIsDeliveredAgainHasOneEffect() throws InterruptedException {
        Findings findings = new Findings("drill-duplicates");
        new DuplicatesDrill(Profile.EMBEDDED, folder, seed).run(120, findings);
        holds(findings);
    }

    /** On a disk of its own, which takes root to mount. */
    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void tellsAFullDiskHonestlyAndIsWellAgainWhenThereIsRoom() throws InterruptedException {
        Findings findings = new Findings("drill-journal");
        new JournalDrill(Profile.EMBEDDED, folder, seed, out).run(List.of(JournalFault.FULL), findings);
        holds(findings);
    }

    private void holds(Findings findings) {
        JsonNode json = findings.json();
        assertThat(json.path("holds").asBoolean()).as("%s", json).isTrue();
    }
}
