package dev.symbio.ops.replay;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.deliveries.DeliveryFile;
import dev.symbio.ops.deliveries.DeliveryFormat;
import dev.symbio.ops.deliveries.DeliveryReader;
import dev.symbio.ops.deliveries.Load;
import dev.symbio.ops.deliveries.ProgressLine;
import dev.symbio.ops.deliveries.Report;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.Terms;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a file of deliveries to statements of settlement. */
@Command(
        name = "deliveries",
        description = {
            "Makes one provider tenant and one contract per provider, brings the deliveries in as history, and reports"
                    + " the statements of settlement. The same file has one effect, however often it is replayed.",
            "Rows that cannot be used are reported with their line; the others go in."
        },
        mixinStandardHelpOptions = true)
final class ReplayDeliveries implements Callable<Integer> {
    private static final int MAX_PROBLEMS_SHOWN = 50;

    @Parameters(
            paramLabel = "FILE.csv",
            description = "Columns id,provider,promised_on,delivered_on,value,currency; dates like 2011-07-31."
                    + " Delivered on or before the promised day is in time.")
    private Path file;

    @Option(
            names = "--terms",
            required = true,
            paramLabel = "TERMS.json",
            description = "The contract's terms; ops/terms/deliveries.json is one to start from. Its amounts are in the"
                    + " currency of each provider's rows.")
    private Path terms;

    @Mixin
    private Target target;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where statements.csv and problems.csv go. Without it the statements are printed.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        target.check();
        DeliveryFile deliveries = DeliveryReader.read(file, DeliveryFormat.PLAIN);
        Terms contractTerms = Terms.read(terms);
        target.replay(platform -> replay(deliveries, contractTerms, platform));
        return 0;
    }

    private void replay(DeliveryFile deliveries, Terms contractTerms, URI platform) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ApiClient client = new ApiClient(platform, Patience.DEFAULT);
        Load load = Load.of(deliveries, contractTerms, client, new ProgressLine(err));
        load.awaitStatements();
        Report result = load.report();
        result.problems().stream().limit(MAX_PROBLEMS_SHOWN).forEach(problem -> err.println(inWords(problem)));
        if (result.problems().size() > MAX_PROBLEMS_SHOWN) {
            err.println("... and " + (result.problems().size() - MAX_PROBLEMS_SHOWN) + " more rows"
                    + (report == null ? "; --report DIR lists them all." : "; all are in problems.csv."));
        }
        err.println(load.summary(result));
        if (report == null) {
            spec.commandLine().getOut().print(result.statementsCsv());
            spec.commandLine().getOut().flush();
        } else {
            result.writeTo(report);
            err.println("Written: " + report.resolve("statements.csv") + " and " + report.resolve("problems.csv"));
        }
    }

    private String inWords(RowProblem problem) {
        return file.getFileName() + ", line " + problem.line() + ": " + problem.detail() + " [" + problem.code() + "]";
    }
}
