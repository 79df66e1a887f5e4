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
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill and partition in a cluster of three in short, one round each on the same cluster. Their full size is {@code ops/drill}. */
class ClusterDrillsTest {
    /** How fast entities are back is for the drill to measure, on a machine that does nothing else. */
    private static final Duration AT_ALL = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static LocalCluster cluster;

    /** One for all of them: it counts what is on the cluster. */
    private static ClusterDrill drill;

    @BeforeAll
    static void start() throws InterruptedException {
        cluster = ClusterDrill.start(Profile.POSTGRES, 3, folder);
        drill = new ClusterDrill(
                ThreadLocalRandom.current().nextInt(1_000_000),
                AT_ALL,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** What one drill has broken is not held against the next. */
    @BeforeEach
    void makeWhole() throws InterruptedException {
        cluster.heal();
        for (int node = 1; node <= cluster.size(); node++) {
            if (!cluster.node(node).isAlive()) {
                cluster.node(node).start();
            }
        }
    }

    @Test
    void losesNothingWhenANodeIsKilled() throws InterruptedException {
        struck(Fault.KILL);
    }

    @Test
    void hasOneWriterOfEachEntityWhenANodeDoesNotHearTheOthers() throws InterruptedException {
        struck(Fault.PARTITION);
    }

    private void struck(Fault fault) throws InterruptedException {
        Findings findings = new Findings("drill-cluster");
        drill.run(cluster, fault, 1, findings);
        holds(findings);
    }

    private static void holds(Findings findings) {
        JsonNode json = findings.json();
        assertThat(json.path("holds").asBoolean()).as("%s", json).isTrue();
    }
}
