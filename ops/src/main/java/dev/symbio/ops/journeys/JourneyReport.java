package dev.symbio.ops.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.UnusableFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out.
 *
 * @param lines one per priority that has journeys
 * @param problems what did not go in, by line
 */
public record JourneyReport(List<Line> lines, List<RowProblem> problems) {
    /** What the platform has counted for one priority. */
    public record Line(String priority, long journeys, long met, long breached, long usedMinutes, long handovers) {
        private List<String> fields() {
            return List.of(
                    priority,
                    Long.toString(journeys),
                    Long.toString(met),
                    Long.toString(breached),
                    Long.toString(usedMinutes),
                    Long.toString(handovers));
        }
    }

    /** @param order of the priorities */
    static JourneyReport of(List<JsonNode> review, List<String> order, List<RowProblem> problems) {
        Map<String, Line> lines = new TreeMap<>(Comparator.comparingInt(order::indexOf));
        for (JsonNode row : review) {
            Line line = new Line(
                    row.path("priority").asText(),
                    row.path("tasks").asLong(),
                    row.path("met").asLong(),
                    row.path("breached").asLong(),
                    row.path("usedMinutes").asLong(),
                    row.path("handovers").asLong());
            lines.put(line.priority(), line);
        }
        List<RowProblem> sorted = new ArrayList<>(problems);
        sorted.sort(Comparator.comparingLong(RowProblem::line));
        return new JourneyReport(List.copyOf(lines.values()), List.copyOf(sorted));
    }

    /** Writes {@code journeys.csv} and {@code problems.csv}. */
    public void writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("journeys.csv"), journeysCsv());
            Files.writeString(directory.resolve("problems.csv"), problemsCsv());
        } catch (IOException unwritable) {
            throw new UnusableFile(
                    "Expected to write the report into " + directory + " but: " + unwritable, unwritable);
        }
    }

    public String journeysCsv() {
        return csv(
                List.of("priority", "journeys", "met", "breached", "used_minutes", "handovers"),
                lines.stream().map(Line::fields).toList());
    }

    public String problemsCsv() {
        return csv(
                List.of("line", "id", "code", "detail"),
                problems.stream()
                        .map(p -> List.of(Long.toString(p.line()), p.id(), p.code(), p.detail()))
                        .toList());
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
