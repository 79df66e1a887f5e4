package dev.symbio.ops.demo;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.host.Home;
import dev.symbio.ops.journeys.EventLog;
import dev.symbio.ops.journeys.JourneyLoad;
import dev.symbio.ops.journeys.JourneyReport;
import dev.symbio.ops.journeys.LogMapping;
import dev.symbio.ops.opportunities.Mapping;
import dev.symbio.ops.opportunities.PipelineFile;
import dev.symbio.ops.opportunities.PipelineLoad;
import dev.symbio.ops.opportunities.PipelineReader;
import dev.symbio.ops.opportunities.PipelineReport;
import dev.symbio.ops.telemetry.TelemetryReplay;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.time.CalendarSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What else a folder of data may have besides deliveries: a sales pipeline, telemetry of machines, a log of incidents. Each is
 * brought in as its replay does it; what is not there is left out.
 */
final class OtherFiles {
    private final Path data;
    private final Path report;
    private final ApiClient client;
    private final PrintWriter out;

    /** @param report where each report goes, in a folder of its own; null for none */
    OtherFiles(Path data, Path report, ApiClient client, PrintWriter out) {
        this.data = data;
        this.report = report;
        this.client = client;
        this.out = out;
    }

    void load() throws InterruptedException {
        pipeline(data.resolve("pipeline").resolve("sales_pipeline.csv"));
        machines(data.resolve("machines").resolve("telemetry_daily_mean.csv.gz"));
        incidents(data.resolve("incidents").resolve("incident_event_log.csv.gz"));
    }

    private void pipeline(Path file) throws InterruptedException {
        if (!announced(file)) {
            return;
        }
        PipelineFile rows = PipelineReader.read(file, Mapping.read(Home.file("ops/mappings/pipeline.json")));
        PipelineReport result = PipelineLoad.run(client, "pipeline", rows, sent -> {});
        say(result.summary());
        if (report != null) {
            result.writeTo(report.resolve("opportunities"));
        }
    }

    private void machines(Path file) throws InterruptedException {
        if (!announced(file)) {
            return;
        }
        TelemetryReplay result =
                TelemetryReplay.run(file, Home.file("ops/mappings/machines.json"), client, Instant.now());
        say(result.summary());
        if (report != null) {
            result.writeTo(report.resolve("telemetry"));
        }
    }

    private void incidents(Path file) throws InterruptedException {
        if (!announced(file)) {
            return;
        }
        LogMapping mapping = LogMapping.read(Home.file("ops/mappings/incidents.json"));
        EventLog log = EventLog.read(file, mapping);
        JourneyReport result = new JourneyLoad(log, mapping, calendar(), client, out).run();
        say(log.cases().size() + " journeys, " + result.problems().size() + " rows or cases reported.");
        if (report != null) {
            result.writeTo(report.resolve("journeys"));
        }
    }

    private static CalendarSpec calendar() {
        Path file = Home.file("ops/mappings/incidents-calendar.json");
        try {
            return Json.MAPPER.readValue(Files.readAllBytes(file), CalendarSpec.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean announced(Path file) {
        boolean there = Files.isRegularFile(file);
        say(there ? "Loading " + file + " ..." : "There is no " + file + "; left out.");
        return there;
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
