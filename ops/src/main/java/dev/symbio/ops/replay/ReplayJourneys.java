package dev.symbio.ops.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.ops.journeys.EventLog;
import dev.symbio.ops.journeys.JourneyLoad;
import dev.symbio.ops.journeys.JourneyReport;
import dev.symbio.ops.journeys.LogMapping;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.time.CalendarSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From an event log of cases to journeys, and how much of their limits they used. */
@Command(
        name = "journeys",
        description = {
            "Makes one journey per case of an event log, brings its states in as history, and reports per priority how many"
                    + " kept their limit. The same file has one effect, however often it is replayed.",
            "Rows and cases that cannot be used are reported with their line; the others go in."
        },
        mixinStandardHelpOptions = true)
final class ReplayJourneys implements Callable<Integer> {
    private static final int MAX_PROBLEMS_SHOWN = 50;

    @Parameters(
            paramLabel = "FILE.csv[.gz]",
            description = "One row per event, with case, state, time, group, priority.")
    private Path file;

    @Option(
            names = "--mapping",
            required = true,
            paramLabel = "M.json",
            description = "What columns and states mean; ops/mappings/incidents.json is one to start from.")
    private Path mapping;

    @Option(
            names = "--calendar",
            required = true,
            paramLabel = "C.json",
            description = "When time counts; ops/mappings/incidents-calendar.json is one to start from.")
    private Path calendar;

    @Mixin
    private Target target;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where journeys.csv and problems.csv go. Without it the journeys are printed.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        target.check();
        LogMapping meaning = LogMapping.read(mapping);
        CalendarSpec hours = calendar();
        EventLog log = EventLog.read(file, meaning);
        PrintWriter err = spec.commandLine().getErr();
        err.println(log.cases().size() + " cases with " + log.events() + " events");
        target.replay(platform -> replay(log, meaning, hours, platform));
        return 0;
    }

    private CalendarSpec calendar() {
        try {
            CalendarSpec read = Json.MAPPER.readValue(Files.readAllBytes(calendar), CalendarSpec.class);
            List<Fault> faults = read.faults("");
            if (!faults.isEmpty()) {
                throw new UnusableFile(calendar + " is no calendar: "
                        + faults.stream()
                                .map(fault -> fault.pointer() + ": " + fault.detail())
                                .collect(Collectors.joining(" ")));
            }
            return read;
        } catch (JsonProcessingException wrong) {
            throw new UnusableFile(calendar + " is no calendar: " + wrong.getOriginalMessage(), wrong);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + calendar + " but: " + unreadable, unreadable);
        }
    }

    private void replay(EventLog log, LogMapping meaning, CalendarSpec hours, URI platform)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        JourneyReport result =
                new JourneyLoad(log, meaning, hours, new ApiClient(platform, Patience.DEFAULT), err).run();
        result.problems().stream()
                .limit(MAX_PROBLEMS_SHOWN)
                .forEach(problem -> err.println(file.getFileName() + ", line " + problem.line() + ", " + problem.id()
                        + ": " + problem.detail() + " [" + problem.code() + "]"));
        if (result.problems().size() > MAX_PROBLEMS_SHOWN) {
            err.println("... and " + (result.problems().size() - MAX_PROBLEMS_SHOWN) + " more"
                    + (report == null ? "; --report DIR lists them all." : "; all are in problems.csv."));
        }
        if (report == null) {
            spec.commandLine().getOut().print(result.journeysCsv());
            spec.commandLine().getOut().flush();
        } else {
            result.writeTo(report);
            err.println("Written: " + report.resolve("journeys.csv") + " and " + report.resolve("problems.csv"));
        }
    }
}
