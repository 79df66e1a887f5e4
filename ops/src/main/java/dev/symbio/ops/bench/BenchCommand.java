package dev.symbio.ops.bench;

import dev.symbio.ops.host.TemporaryDirectory;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.Machine;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec;

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
                            + " threads: at least 0.5.")
    int commands() throws Exception {
        return run("bench-commands", new CommandsBench());
    }

    @Command(name = "memory", description = "100,000 contracts, 1,000 of them hot, in a heap of 1 GiB.")
    int memory(
            @Option(names = "--contracts", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
                    int contracts)
            throws Exception {
        return run("bench-memory", new MemoryBench(contracts));
    }

    @Command(name = "visible", description = "From closing a period to its statement in the list: p99 within 500 ms.")
    int visible() throws Exception {
        return run("bench-visible", new VisibleBench());
    }

    @Command(name = "journeys", description = "Journeys of six tasks in three tenants, from start to done.")
    int journeys() throws Exception {
        return run("bench-journeys", new JourneysBench());
    }

    @Command(name = "telemetry", description = "Telemetry samples into 100 value commitments, in batches of 500.")
    int telemetry() throws Exception {
        return run("bench-telemetry", new TelemetryBench());
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
