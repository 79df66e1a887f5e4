package dev.symbio.ops.drill;

import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.host.TemporaryDirectory;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the drills. */
@Command(
        name = "drill",
        description = "Breaks things on purpose and checks the promises; ends with 1 when one is broken. Figures go to"
                + " ops/results.",
        mixinStandardHelpOptions = true)
public final class DrillCommand {
    private static final int SEEDS = 1_000_000;
    private static final String SEED = "Of all randomness. Default: another each time.";
    private static final String NODES = "Of the cluster. Default: ${DEFAULT-VALUE}.";
    private static final String PROFILE = "postgres or cassandra. Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "kill",
            description = "kill -9 under load, of the one node or of one of several: every acknowledged write is there"
                    + " afterwards, every Idempotency-Key had one effect, every journal opens.",
            mixinStandardHelpOptions = true)
    int kill(
            @Option(names = "--rounds", defaultValue = "20", description = "Kills. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(
                            names = "--profile",
                            defaultValue = "embedded",
                            description = "embedded (one node), postgres or cassandra. Default: ${DEFAULT-VALUE}.")
                    String profile,
            @Option(names = "--nodes", defaultValue = "3", description = NODES) int nodes,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        if (!profile.equals(Profile.EMBEDDED.label())) {
            return cluster(Fault.KILL, profile, nodes, rounds, seed);
        }
        Findings findings = new Findings("drill-kill");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new KillDrill(directory.path(), used(seed), spec.commandLine().getOut()).run(rounds, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "pause",
            description = "A node stands still for 20 s (SIGSTOP) under load and goes on: no entity has two writers,"
                    + " nothing acknowledged is lost.",
            mixinStandardHelpOptions = true)
    int pause(
            @Option(names = "--rounds", defaultValue = "20", description = "Pauses. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(names = "--profile", defaultValue = "postgres", description = PROFILE) String profile,
            @Option(names = "--nodes", defaultValue = "3", description = NODES) int nodes,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        return cluster(Fault.PAUSE, profile, nodes, rounds, seed);
    }

    @Command(
            name = "partition",
            description = "A node and the others do not hear each other for 30 s under load: no entity has two writers,"
                    + " nothing acknowledged is lost.",
            mixinStandardHelpOptions = true)
    int partition(
            @Option(names = "--rounds", defaultValue = "20", description = "Partitions. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(names = "--profile", defaultValue = "postgres", description = PROFILE) String profile,
            @Option(names = "--nodes", defaultValue = "3", description = NODES) int nodes,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        return cluster(Fault.PARTITION, profile, nodes, rounds, seed);
    }

    @Command(
            name = "rolling",
            description = "Every node is restarted, one after the other, under load: no request fails.",
            mixinStandardHelpOptions = true)
    int rolling(
            @Option(names = "--rounds", defaultValue = "3", description = "Of all nodes. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(names = "--profile", defaultValue = "postgres", description = PROFILE) String profile,
            @Option(names = "--nodes", defaultValue = "3", description = NODES) int nodes,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Findings findings = new Findings("drill-rolling-" + profile);
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalCluster cluster = ClusterDrill.start(shared(profile), nodes, directory.path())) {
            new ClusterDrill(used(seed), spec.commandLine().getOut()).roll(cluster, rounds, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    private int cluster(Fault fault, String profile, int nodes, int rounds, Long seed) throws InterruptedException {
        Findings findings = new Findings("drill-" + fault.name().toLowerCase(Locale.ROOT) + "-" + profile);
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalCluster cluster = ClusterDrill.start(shared(profile), nodes, directory.path())) {
            new ClusterDrill(used(seed), spec.commandLine().getOut()).run(cluster, fault, rounds, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    private Profile shared(String label) {
        return Profile.of(label)
                .filter(Profile::shared)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Expected postgres or cassandra but got \"" + label + "\"."));
    }

    private static long used(Long seed) {
        return seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
    }

    @Command(
            name = "corrupt",
            description = "Changes one byte of a stored event: that contract answers 503 and alarms, the others work.",
            mixinStandardHelpOptions = true)
    int corrupt(@Option(names = "--seed", description = SEED) Long seed) throws InterruptedException {
        Findings findings = new Findings("drill-corrupt");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new CorruptDrill(directory.path(), used(seed)).run(findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "deadlines",
            description =
                    "Many deadlines due within a minute, with a restart in the middle: each fires exactly once, and"
                            + " commands are answered meanwhile.",
            mixinStandardHelpOptions = true)
    int deadlines(
            @Option(names = "--deadlines", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
                    int deadlines,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Findings findings = new Findings("drill-deadlines");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new DeadlinesDrill(directory.path(), used(seed), spec.commandLine().getOut()).run(deadlines, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }
}
