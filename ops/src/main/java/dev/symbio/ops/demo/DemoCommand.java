package dev.symbio.ops.demo;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.deliveries.DeliveryFile;
import dev.symbio.ops.deliveries.DeliveryFormat;
import dev.symbio.ops.deliveries.DeliveryReader;
import dev.symbio.ops.deliveries.Load;
import dev.symbio.ops.deliveries.ProgressLine;
import dev.symbio.ops.deliveries.Report;
import dev.symbio.ops.deliveries.Terms;
import dev.symbio.ops.host.Home;
import dev.symbio.ops.host.OwnSymbio;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Symbio alive. */
@Command(
        name = "demo",
        description =
                "Starts Symbio on the embedded profile, in a new temporary directory, with companies, contracts and"
                        + " deliveries, and goes on until Ctrl-C.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final long DEFAULT_SEED = 2_024;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Deliveries come from DIR/scms/deliveries.csv instead of a generator, and what else there is from"
                            + " DIR/pipeline, DIR/machines and DIR/incidents.")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description =
                    "Of the public API; health and metrics are 1010 above it. 0 takes any. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--report", paramLabel = "DIR", description = "Where statements.csv and problems.csv go.")
    private Path report;

    @Option(names = "--exit", description = "Ends when all is settled.")
    private boolean exit;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_SEED,
            description = "Of the generator. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PartnerHistory history = data == null ? PartnerHistory.upTo(LocalDate.now(ZoneOffset.UTC), seed) : null;
        DeliveryFile file = history == null
                ? DeliveryReader.read(data.resolve("scms").resolve("deliveries.csv"), DeliveryFormat.SCMS)
                : history.asFile();
        Terms terms = Terms.read(Home.file("ops/terms/deliveries.json"));
        try (OwnSymbio symbio = OwnSymbio.inTemporaryDirectory(port);
                FinanceDesk finance = new FinanceDesk()) {
            Welcome.print(out, symbio);
            out.println(
                    history == null
                            ? "Loading " + file.rows() + " deliveries of " + data + " ..."
                            : "Loading two years of " + file.rows() + " generated deliveries (seed " + seed + ") ...");
            out.flush();
            ApiClient client = new ApiClient(symbio.url(), Patience.DEFAULT);
            Load load = Load.of(file, terms, client, new ProgressLine(out));
            load.awaitStatements();
            if (history == null) {
                new OtherFiles(data, report, client, out).load();
            } else {
                new Undertakings(client, seed, out).begin();
            }
            live(load, history, finance, out);
        }
        return 0;
    }

    private void live(Load load, PartnerHistory history, FinanceDesk finance, PrintWriter out)
            throws InterruptedException {
        Life life = history == null ? null : new Life(load.contracts(), history, seed, out);
        if (life != null) {
            life.lookBack();
        }
        Settling settling = new Settling(finance, out);
        if (life == null || exit) {
            settling.settle(load.contracts());
        }
        Report result = load.report();
        out.println(load.summary(result));
        if (report != null) {
            result.writeTo(report);
            out.println("Written: " + report.resolve("statements.csv"));
        }
        if (exit) {
            out.flush();
            return;
        }
        out.println("Ctrl-C ends it.");
        out.flush();
        if (life == null) {
            Patience.untilInterrupted();
        } else {
            settling.open(load.contracts());
            life.goOn();
        }
    }
}
