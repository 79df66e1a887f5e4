package dev.symbio.ops.drill;

import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.host.TemporaryDirectory;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
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
    private static final int CLUSTER = 3;
    private static final String ONE_PROFILE = "embedded, postgres or cassandra; one node. Default: ${DEFAULT-VALUE}.";
    private static final String PROFILE = "postgres or cassandra. Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec;

    @Command(
            name = "kill",
            description = "kill -9 under load, of the one node or of one of several: every acknowledged write is there"
                    + " afterwards, every Idempotency-Key had one effect, every journal opens; on one node also: read"
                    + " models say what the journal says.",
            mixinStandardHelpOptions = true)
    int kill(
            @Option(names = "--rounds", defaultValue = "20", description = "Kills. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(
                            names = "--profile",
                            defaultValue = "embedded",
                            description = "embedded (one node), postgres or cassandra. Default: ${DEFAULT-VALUE}.")
                    String label,
            @Option(names = "--nodes", description = "1, or those of a cluster. Default: 1 on embedded, else 3.")
                    Integer nodes,
            @Option(
                            names = "--load-seconds",
                            paramLabel = "N",
                            defaultValue = "0",
                            description =
                                    "The load on one node lasts at least so long before each kill. After 45 s the"
                                            + " embedded database writes over old parts of its file. Default: ${DEFAULT-VALUE}.")
                    int loadSeconds,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Profile profile = any(label);
        int count = nodes != null ? nodes : profile.shared() ? CLUSTER : 1;
        if (count > 1) {
            return cluster(Fault.KILL, label, count, rounds, seed);
        }
        Findings findings = new Findings(alone(loadSeconds > 0 ? "kill-late" : "kill", profile));
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new KillDrill(
                            profile,
                            directory.path(),
                            Duration.ofSeconds(loadSeconds),
                            used(seed),
                            spec.commandLine().getOut())
                    .run(rounds, findings);
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
        long used = used(seed);
        Findings findings = new Findings("drill-rolling-" + profile);
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalCluster cluster = ClusterDrill.start(shared(profile), nodes, directory.path())) {
            new ClusterDrill(used, spec.commandLine().getOut()).roll(cluster, rounds, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    private int cluster(Fault fault, String profile, int nodes, int rounds, Long seed) throws InterruptedException {
        long used = used(seed);
        Findings findings = new Findings("drill-" + fault.name().toLowerCase(Locale.ROOT) + "-" + profile);
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalCluster cluster = ClusterDrill.start(shared(profile), nodes, directory.path())) {
            new ClusterDrill(used, spec.commandLine().getOut()).run(cluster, fault, rounds, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    /** Figures of the default profile bear no mark; clusters have files of their own. */
    private static String alone(String drill, Profile profile) {
        return "drill-" + drill + (profile.shared() ? "-one-" + profile.label() : "");
    }

    private Profile any(String label) {
        return Profile.of(label)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Expected embedded, postgres or cassandra but got \"" + label + "\"."));
    }

    private Profile shared(String label) {
        return Profile.of(label)
                .filter(Profile::shared)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Expected postgres or cassandra but got \"" + label + "\"."));
    }

    /** Told first of all, so that it is known of a drill, too, that does not come to its figures. */
    private long used(Long seed) {
        long used = seed == null ? ThreadLocalRandom.current().nextInt(SEEDS) : seed;
        PrintWriter out = spec.commandLine().getOut();
        out.println("seed " + used);
        out.flush();
        return used;
    }

    @Command(
            name = "corrupt",
            description = "Changes bytes of stored events: those contracts answer 503 and alarm, all others work.",
            mixinStandardHelpOptions = true)
    int corrupt(
            @Option(names = "--flips", defaultValue = "200", description = "Contracts. Default: ${DEFAULT-VALUE}.")
                    int flips,
            @Option(
                            names = "--bytes",
                            defaultValue = "8",
                            description = "Changed in an event of each. Default: ${DEFAULT-VALUE}.")
                    int bytes,
            @Option(names = "--profile", defaultValue = "embedded", description = ONE_PROFILE) String label,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Profile profile = any(label);
        Findings findings = new Findings(alone("corrupt", profile));
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new CorruptDrill(profile, directory.path(), used(seed)).run(flips, bytes, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "journal",
            description =
                    "The store that has the journal is slow, fails, is full, hangs, is dead or exhausted, under load:"
                            + " no false success, every refusal honest and in time, healthy soon after without a restart."
                            + " Which of them: see --fault. The embedded profile's need strace (Debian's package) and root.",
            mixinStandardHelpOptions = true)
    int journal(
            @Option(names = "--profile", defaultValue = "embedded", description = ONE_PROFILE) String label,
            @Option(
                            names = "--fault",
                            split = ",",
                            description =
                                    "Some of SLOW, FAILING, FULL, EXHAUSTED (embedded), SLOW, HANGING, LOST,"
                                            + " DEAD, EXHAUSTED (postgres), SLOW, HANGING, LOST, DEAD (cassandra). Default: all.")
                    List<JournalFault> faults,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Profile profile = any(label);
        List<JournalFault> there = JournalFault.of(profile);
        List<JournalFault> chosen = faults == null ? there : faults;
        if (!there.containsAll(chosen)) {
            throw new ParameterException(
                    spec.commandLine(), "Expected some of " + there + " on " + label + " but got " + chosen + ".");
        }
        Findings findings = new Findings(alone("journal", profile));
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new JournalDrill(
                            profile,
                            directory.path(),
                            used(seed),
                            spec.commandLine().getOut())
                    .run(chosen, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "duplicates",
            description =
                    "Every key comes one to five times at once over several connections, some with another payload,"
                            + " known observations under other keys, acknowledgements again: each has one effect.",
            mixinStandardHelpOptions = true)
    int duplicates(
            @Option(names = "--keys", defaultValue = "10000", description = "Default: ${DEFAULT-VALUE}.") int keys,
            @Option(names = "--profile", defaultValue = "embedded", description = ONE_PROFILE) String label,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Profile profile = any(label);
        Findings findings = new Findings(alone("duplicates", profile));
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new DuplicatesDrill(profile, directory.path(), used(seed)).run(keys, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "clock",
            description =
                    "The node's clock jumps under load, by an hour, over midnight and through a change of summer time:"
                            + " deadlines fire once, nothing is lost, no history goes back in time. Needs faketime (Debian's"
                            + " package).",
            mixinStandardHelpOptions = true)
    int clock(
            @Option(
                            names = "--contracts",
                            defaultValue = "50",
                            description = "With a deadline each. Default: ${DEFAULT-VALUE}.")
                    int contracts,
            @Option(names = "--profile", defaultValue = "embedded", description = ONE_PROFILE) String label,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Profile profile = any(label);
        Findings findings = new Findings(alone("clock", profile));
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new ClockDrill(
                            profile,
                            directory.path(),
                            used(seed),
                            spec.commandLine().getOut())
                    .run(contracts, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }

    @Command(
            name = "deadlines",
            description =
                    "Many deadlines due within a minute, with a restart in the middle or kill -9 some times: each fires"
                            + " exactly once, and commands are answered meanwhile.",
            mixinStandardHelpOptions = true)
    int deadlines(
            @Option(names = "--deadlines", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
                    int deadlines,
            @Option(
                            names = "--kills",
                            defaultValue = "0",
                            description = "kill -9 so often while they fire; 0: one restart in order.")
                    int kills,
            @Option(names = "--seed", description = SEED) Long seed)
            throws InterruptedException {
        Findings findings = new Findings(kills > 0 ? "drill-deadlines-kill" : "drill-deadlines");
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            new DeadlinesDrill(
                            directory.path(),
                            Duration.ofMinutes(1),
                            used(seed),
                            spec.commandLine().getOut())
                    .run(deadlines, kills, findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }
}
