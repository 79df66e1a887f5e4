package dev.symbio.ops.bench;

import dev.symbio.ops.host.TemporaryDirectory;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.Machine;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Groups the benchmarks. */
@Command(
        name = "bench",
        description =
                "Measures one promise, as a ratio to the bare database in the same run where there is one; ends with"
                        + " 1 when it is broken. Figures go to ops/results.",
        mixinStandardHelpOptions = true)
public final class BenchCommand {
    @Option(
            names = "--seconds",
            defaultValue = "20",
            scope = ScopeType.INHERIT,
            paramLabel = "N",
            description = "How long each stretch is measured. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    private static final int CONTRACTS = 1_000;
    /** Until the compiler is done with what a command runs through, on two cores. */
    private static final Duration COMMANDS_WARM_UP = Duration.ofSeconds(90);

    private static final int VISIBLE_CONTRACTS = 400;
    private static final Duration VISIBLE_WARM_UP = Duration.ofSeconds(10);
    private static final int SNAPSHOT_EVERY = 200;
    private static final int REPLAYS = 5;
    private static final Duration SCALE_WARM_UP = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    /** Where it is measured. */
    static final class OnProfile {
        @Option(
                names = "--profile",
                defaultValue = "embedded",
                converter = ProfileName.class,
                paramLabel = "PROFILE",
                description = "embedded, postgres or cassandra, on real servers. Default: ${DEFAULT-VALUE}.")
        private Profile profile;

        @Option(names = "--seed", paramLabel = "N", description = "Of what is drawn. Default: any.")
        private Long seed;

        @Option(
                names = "--when-quiet",
                description = "When all data is there, waits for the enter key before measuring.")
        private boolean whenQuiet;

        Quiet quiet(PrintWriter out) {
            return whenQuiet ? Quiet.asked(out) : Quiet.NOW;
        }

        Profile profile() {
            return profile;
        }

        long seed() {
            return seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
        }

        /** Of the findings; each profile has its own. */
        String name(String bench) {
            return profile == Profile.EMBEDDED ? bench : bench + "-" + profile.label();
        }
    }

    /** Reads a profile's name. */
    static final class ProfileName implements ITypeConverter<Profile> {
        @Override
        public Profile convert(String label) {
            return Profile.of(label)
                    .orElseThrow(() -> new TypeConversionException(
                            "Expected one of " + Profile.labels() + " but got \"" + label + "\"."));
        }
    }

    /** What a benchmark does with a directory of its own. */
    @FunctionalInterface
    interface Bench {
        void run(Path directory, Duration measured, Findings findings) throws Exception;
    }

    @Command(
            name = "intake",
            description =
                    "Observations per second through HTTP in batches of 500, against raw batched inserts of the same"
                            + " bytes: at least 0.3.")
    int intake() throws Exception {
        return run("bench-intake", new IntakeBench());
    }

    @Command(
            name = "commands",
            description =
                    "Single commands of one event from 64 clients, against raw committed single-row inserts from 64"
                            + " threads: at least 0.5. On the other profiles one node or several on this machine, against"
                            + " PostgreSQL or Cassandra alone.")
    int commands(
            @Mixin OnProfile on,
            @Option(names = "--nodes", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.") int nodes)
            throws Exception {
        String name = named("bench-commands", on, nodes);
        if (on.profile() == Profile.EMBEDDED) {
            return run(name, new CommandsBench());
        }
        return run(
                name,
                new SharedCommandsBench(
                        on.profile(),
                        nodes,
                        CONTRACTS,
                        COMMANDS_WARM_UP,
                        spec.commandLine().getOut()));
    }

    @Command(name = "memory", description = "100,000 contracts, 1,000 of them hot, in a heap of 1 GiB.")
    int memory(
            @Option(names = "--contracts", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
                    int contracts)
            throws Exception {
        return run("bench-memory", new MemoryBench(contracts));
    }

    @Command(
            name = "visible",
            description =
                    "From closing a period to its statement in the list, of another node where there are several: p99"
                            + " within 500 ms, on the other profiles within 2 s.")
    int visible(
            @Mixin OnProfile on,
            @Option(names = "--nodes", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.") int nodes)
            throws Exception {
        return run(
                named("bench-visible", on, nodes),
                new VisibleBench(
                        on.profile(),
                        nodes,
                        VISIBLE_CONTRACTS,
                        VISIBLE_WARM_UP,
                        on.quiet(spec.commandLine().getOut())));
    }

    /** Of the findings. @throws ParameterException for several nodes where there can be one */
    private String named(String bench, OnProfile on, int nodes) {
        if (on.profile() == Profile.EMBEDDED && nodes != 1) {
            throw new ParameterException(spec.commandLine(), "Expected one node on the embedded profile.");
        }
        return on.name(bench) + (nodes == 1 ? "" : "-" + nodes + "-nodes");
    }

    @Command(name = "journeys", description = "Journeys of six tasks in three tenants, from start to done.")
    int journeys() throws Exception {
        return run("bench-journeys", new JourneysBench());
    }

    @Command(name = "telemetry", description = "Telemetry samples into 100 value commitments, in batches of 500.")
    int telemetry() throws Exception {
        return run("bench-telemetry", new TelemetryBench());
    }

    @Command(
            name = "journal",
            description =
                    "A journal of 1,000,000 events: starting on it, waking an entity of 10,000 events, rebuilding a"
                            + " read model, verifying the whole. One node starts within 15 s.")
    int journal(
            @Mixin OnProfile on,
            @Option(names = "--events", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
                    int events)
            throws Exception {
        int longest = Math.min(10_000, events / 10 / SNAPSHOT_EVERY * SNAPSHOT_EVERY);
        PrintWriter out = spec.commandLine().getOut();
        return run(
                on.name("bench-journal"),
                new JournalBench(on.profile(), events, longest, REPLAYS, on.seed(), on.quiet(out), out));
    }

    @Command(
            name = "scale",
            description =
                    "Commands to any of 1,000,000 entities, against a tenth of them: p99 at most 1.2 times; and what an"
                            + " entity weighs in memory.")
    int scale(
            @Mixin OnProfile on,
            @Option(names = "--entities", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
                    int entities)
            throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        return run(
                on.name("bench-scale"),
                new ScaleBench(on.profile(), entities, SCALE_WARM_UP, on.seed(), on.quiet(out), out));
    }

    private int run(String name, Bench bench) throws Exception {
        spec.commandLine().getOut().println(Machine.here());
        spec.commandLine().getOut().flush();
        Findings findings = new Findings(name);
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            bench.run(directory.path(), Duration.ofSeconds(seconds), findings);
        }
        return findings.conclude(spec.commandLine().getOut());
    }
}
