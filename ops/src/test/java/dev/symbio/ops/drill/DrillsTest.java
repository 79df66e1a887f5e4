package dev.symbio.ops.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drills in short. Their full size is {@code ops/drill}. */
class DrillsTest {
    private static final int KILLS = 3;

    private final long seed = ThreadLocalRandom.current().nextInt(1_000_000);
    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void losesNothingAcknowledgedAndNoKeyHasTwoEffectsWhenKilled() throws InterruptedException {
        Findings findings = new Findings("drill-kill");
        new KillDrill(folder, seed, out).run(KILLS, findings);
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
    void takesOnlyTheCorruptedContractOutOfService() throws InterruptedException {
        Findings findings = new Findings("drill-corrupt");
        new CorruptDrill(folder, seed).run(findings);
        holds(findings);
    }

    @Test
    void firesEachDeadlineOnceAlthoughItRestarts() throws InterruptedException {
        Findings findings = new Findings("drill-deadlines");
        new DeadlinesDrill(folder, seed, out).run(2_000, findings);
        holds(findings);
    }

    private void holds(Findings findings) {
        JsonNode json = findings.json();
        assertThat(json.path("holds").asBoolean()).as("%s", json).isTrue();
    }
}
