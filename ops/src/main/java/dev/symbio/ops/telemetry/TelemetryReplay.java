package dev.symbio.ops.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.UnusableFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file that has been brought in, and what the platform says to it.
 *
 * @param rows how many rows the file had
 * @param verdicts as the API tells them: one line of the report each
 * @param problems of all rows that did not go in, by line
 */
public record TelemetryReplay(
        long rows,
        int commitments,
        long accepted,
        long repeated,
        List<List<String>> verdicts,
        List<RowProblem> problems) {
    private static final List<String> VERDICT_COLUMNS =
            List.of("stream", "promise", "window_start", "window_end", "samples", "value", "target", "outcome");
    private static final List<String> PROBLEM_COLUMNS = List.of("line", "id", "code", "detail");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration JUDGED_WITHIN = Duration.ofMinutes(5);

    /** @throws InterruptedException when the user has had enough */
    public static TelemetryReplay run(Path file, Path mappingFile, ApiClient client, Instant now)
            throws InterruptedException {
        TelemetryMapping mapping = TelemetryMapping.read(mappingFile);
        TelemetryFile telemetry = TelemetryReader.read(file, mapping);
        List<RowProblem> problems = new ArrayList<>(telemetry.problems());
        List<LoadedCommitment> loaded =
                telemetry.byStream().isEmpty() ? List.of() : new TelemetryLoader(client, mapping, now).load(telemetry);
        List<List<String>> verdicts = new ArrayList<>();
        for (LoadedCommitment commitment : loaded) {
            problems.addAll(commitment.problems());
            for (Map.Entry<String, Integer> promise : commitment.verdicts().entrySet()) {
                awaited(commitment, promise.getKey(), promise.getValue())
                        .forEach(verdict -> verdicts.add(line(commitment.stream(), verdict)));
            }
        }
        return new TelemetryReplay(
                telemetry.rows(),
                loaded.size(),
                loaded.stream().mapToLong(LoadedCommitment::accepted).sum(),
                loaded.stream().mapToLong(LoadedCommitment::repeated).sum(),
                verdicts,
                problems.stream().sorted(RowProblem.BY_LINE).toList());
    }

    /** The lists follow the commitments with a short delay. */
    private static List<JsonNode> awaited(LoadedCommitment commitment, String promise, int expected)
            throws InterruptedException {
        String path = "/value-commitments/" + commitment.id() + "/promises/" + promise + "/verdicts";
        long until = System.nanoTime() + JUDGED_WITHIN.toNanos();
        while (true) {
            List<JsonNode> verdicts = commitment.session().getAll(path);
            if (verdicts.size() >= expected) {
                return verdicts;
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Expected " + expected + " verdicts on " + promise + " of "
                        + commitment.stream() + " but there are " + verdicts.size() + ".");
            }
            Patience.pause(LOOK_AGAIN);
        }
    }

    private static List<String> line(String stream, JsonNode verdict) {
        return List.of(
                stream,
                verdict.path("promise").asText(),
                verdict.path("start").asText(),
                verdict.path("end").asText(),
                verdict.path("samples").asText(),
                verdict.path("shown").asText(""),
                verdict.path("target").asText(),
                verdict.path("outcome").asText());
    }

    /** Writes {@code verdicts.csv} and {@code problems.csv}. */
    public void writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("verdicts.csv"), verdictsCsv());
            Files.writeString(
                    directory.resolve("problems.csv"),
                    csv(
                            PROBLEM_COLUMNS,
                            problems.stream()
                                    .map(p -> List.of(Long.toString(p.line()), p.id(), p.code(), p.detail()))
                                    .toList()));
        } catch (IOException unwritable) {
            throw new UnusableFile(
                    "Expected to write the report into " + directory + " but: " + unwritable, unwritable);
        }
    }

    public String verdictsCsv() {
        return csv(VERDICT_COLUMNS, verdicts);
    }

    /** In words, for the end of a run. */
    public String summary() {
        long breached =
                verdicts.stream().filter(line -> line.get(7).equals("breached")).count();
        return rows + " rows: " + (accepted + repeated) + " samples of " + commitments + " commitments are in"
                + (repeated > 0 ? " (" + repeated + " of them were before)" : "") + ", " + problems.size()
                + " rows were reported. " + verdicts.size() + " windows are judged, " + breached + " of them breached.";
    }

    private static String csv(List<String> header, List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header);
            rows.forEach(csv::writeRecord);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
