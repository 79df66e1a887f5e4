package dev.symbio.ops.opportunities;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.UnusableFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out, as the platform lists it.
 *
 * @param rows in the file
 * @param accepted of them, those that are new
 * @param repeated of them, those that were there before
 * @param listed the opportunities of these rows
 * @param problems rows that were not replayed, by line
 */
public record PipelineReport(
        long rows, long accepted, long repeated, List<JsonNode> listed, List<RowProblem> problems) {
    /** Opened, artefact, stage, and how it ended. */
    static final int EVENTS_PER_ROW = 4;

    private static final int MONTH_CHARS = "2017-03".length();
    private static final int MONEY_DECIMALS = 2;

    public PipelineReport {
        listed = List.copyOf(listed);
        problems = problems.stream()
                .sorted(Comparator.comparingLong(RowProblem::line))
                .toList();
    }

    /** How many there are of one kind and what they are worth together. */
    private record Sum(long count, BigDecimal value) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, value.add(other.value));
        }
    }

    /** Writes {@code opportunities.csv} and {@code problems.csv}. */
    public void writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("opportunities.csv"), opportunitiesCsv());
            Files.writeString(directory.resolve("problems.csv"), problemsCsv());
        } catch (IOException unwritable) {
            throw new UnusableFile(
                    "Expected to write the report into " + directory + " but: " + unwritable, unwritable);
        }
    }

    /** By stage or end, once by the month in which they were opened and once by that in which they ended. */
    public String opportunitiesCsv() {
        Map<List<String>, Sum> sums = new TreeMap<>(Comparator.comparing((List<String> key) -> String.join("|", key)));
        for (JsonNode item : listed) {
            String standing = item.path("standing").asText();
            String amount = item.path("amount").asText("");
            Sum one = new Sum(1, amount.isEmpty() ? BigDecimal.ZERO : new BigDecimal(amount));
            sums.merge(List.of(standing, "opened", month(item, "openedAt")), one, Sum::plus);
            if (item.hasNonNull("closedAt")) {
                sums.merge(List.of(standing, "closed", month(item, "closedAt")), one, Sum::plus);
            }
        }
        List<List<String>> lines = sums.entrySet().stream()
                .map(each -> List.of(
                        each.getKey().get(0),
                        each.getKey().get(1),
                        each.getKey().get(2),
                        Long.toString(each.getValue().count()),
                        money(each.getValue().value())))
                .toList();
        return csv(List.of("stage", "month_of", "month", "opportunities", "value"), lines);
    }

    public String problemsCsv() {
        return csv(
                List.of("line", "id", "code", "detail"),
                problems.stream()
                        .map(each -> List.of(Long.toString(each.line()), each.id(), each.code(), each.detail()))
                        .toList());
    }

    public String summary() {
        return rows + " rows: " + accepted + " brought in, " + repeated + " were there before, " + problems.size()
                + " not replayed (problems).";
    }

    private static String month(JsonNode item, String field) {
        return item.path(field).asText().substring(0, MONTH_CHARS);
    }

    private static String money(BigDecimal amount) {
        BigDecimal shortest = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        return shortest.setScale(Math.max(shortest.scale(), MONEY_DECIMALS)).toPlainString();
    }

    private static String csv(List<String> header, List<List<String>> lines) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header);
            lines.forEach(csv::writeRecord);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
