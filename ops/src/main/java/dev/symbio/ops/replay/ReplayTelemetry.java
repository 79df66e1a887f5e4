package dev.symbio.ops.replay;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.telemetry.TelemetryReplay;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a file of telemetry to verdicts on what was promised. */
@Command(
        name = "telemetry",
        description = {
            "Makes one value commitment per machine with the promises of the mapping, brings the samples in as history,"
                    + " and reports the verdicts. The same file has one effect, however often it is replayed.",
            "Rows that cannot be used are reported with their line; the others go in."
        },
        mixinStandardHelpOptions = true)
final class ReplayTelemetry implements Callable<Integer> {
    private static final int MAX_PROBLEMS_SHOWN = 50;

    @Parameters(
            paramLabel = "FILE.csv",
            description = "CSV with a header, plain or gzip; one row per machine and time.")
    private Path file;

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "MAPPING.json",
            description =
                    "Which columns are what, and what is promised; ops/mappings/machines.json is one to start from.")
    private Path mapping;

    @Mixin
    private Target target;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where verdicts.csv and problems.csv go. Without it the verdicts are printed.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        target.check();
        target.replay(platform -> replay(platform));
        return 0;
    }

    private void replay(URI platform) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        TelemetryReplay result =
                TelemetryReplay.run(file, mapping, new ApiClient(platform, Patience.DEFAULT), Instant.now());
        result.problems().stream()
                .limit(MAX_PROBLEMS_SHOWN)
                .forEach(problem -> err.println(file.getFileName() + ", line " + problem.line() + ": "
                        + problem.detail() + " [" + problem.code() + "]"));
        if (result.problems().size() > MAX_PROBLEMS_SHOWN) {
            err.println("... and " + (result.problems().size() - MAX_PROBLEMS_SHOWN) + " more rows"
                    + (report == null ? "; --report DIR lists them all." : "; all are in problems.csv."));
        }
        err.println(result.summary());
        if (report == null) {
            spec.commandLine().getOut().print(result.verdictsCsv());
            spec.commandLine().getOut().flush();
        } else {
            result.writeTo(report);
            err.println("Written: " + report.resolve("verdicts.csv") + " and " + report.resolve("problems.csv"));
        }
    }
}
