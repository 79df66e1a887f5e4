package dev.symbio.ops.replay;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.opportunities.Mapping;
import dev.symbio.ops.opportunities.PipelineFile;
import dev.symbio.ops.opportunities.PipelineLoad;
import dev.symbio.ops.opportunities.PipelineReader;
import dev.symbio.ops.opportunities.PipelineReport;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a file of a sales pipeline to counts and values by stage and month. */
@Command(
        name = "opportunities",
        description = {
            "Makes one company and one opportunity per row, with the times at which things happened, and reports counts and"
                    + " values by stage and month. The same file has one effect, however often it is replayed.",
            "Rows that cannot be used are reported with their line; the others go in."
        },
        mixinStandardHelpOptions = true)
final class ReplayOpportunities implements Callable<Integer> {
    private static final int MAX_PROBLEMS_SHOWN = 10;

    @Parameters(paramLabel = "FILE.csv", description = "Any columns; the mapping names those that count.")
    private Path file;

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "M.json",
            description = "Which column is what; ops/mappings/pipeline.json is one to start from.")
    private Path mapping;

    @Option(
            names = "--tenant",
            paramLabel = "ID",
            defaultValue = "pipeline",
            description =
                    "The company that hosts the opportunities; ${DEFAULT-VALUE} if absent. It is brought in when it"
                            + " is missing.")
    private String tenant;

    @Mixin
    private Target target;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where opportunities.csv and problems.csv go. Without it the former is printed.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        target.check();
        if (!tenant.matches("[a-z][a-z0-9-]{1,61}")) {
            throw new ParameterException(
                    spec.commandLine(), "Expected an id like pipeline for --tenant but got " + tenant + ".");
        }
        PipelineFile pipeline = PipelineReader.read(file, Mapping.read(mapping));
        target.replay(platform -> replay(pipeline, platform));
        return 0;
    }

    private void replay(PipelineFile pipeline, URI platform) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ApiClient client = new ApiClient(platform, Patience.DEFAULT);
        PipelineReport result = PipelineLoad.run(
                client,
                tenant,
                pipeline,
                sent -> err.println(sent + " of " + pipeline.rows().size() + " rows sent"));
        result.problems().stream().limit(MAX_PROBLEMS_SHOWN).forEach(problem -> err.println(inWords(problem)));
        if (result.problems().size() > MAX_PROBLEMS_SHOWN) {
            err.println("... and " + (result.problems().size() - MAX_PROBLEMS_SHOWN) + " more rows"
                    + (report == null ? "; --report DIR lists them all." : "; all are in problems.csv."));
        }
        err.println(result.summary());
        if (report == null) {
            spec.commandLine().getOut().print(result.opportunitiesCsv());
            spec.commandLine().getOut().flush();
        } else {
            result.writeTo(report);
            err.println("Written: " + report.resolve("opportunities.csv") + " and " + report.resolve("problems.csv"));
        }
    }

    private String inWords(RowProblem problem) {
        return file.getFileName() + ", line " + problem.line() + ": " + problem.detail() + " [" + problem.code() + "]";
    }
}
