package dev.symbio.ops.independent;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the rows of the sales pipeline, and sums their values, straight from the file. */
public final class OtherPipeline {
    private static final Map<String, String> STAGES =
            Map.of("Prospecting", "first-touch", "Engaging", "needs-diagnosis", "Won", "won", "Lost", "lost");

    private OtherPipeline() {}

    /** {@code stage|month of|month|count|value} of all rows that have a date. */
    public static List<String> sums(Path file) throws IOException {
        List<List<String>> rows = OtherCsv.rows(Files.readString(file));
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, BigDecimal> values = new TreeMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.get(5).length() == 10) {
                String stage = STAGES.get(row.get(4));
                List<String> keys = new ArrayList<>();
                keys.add(stage + "|opened|" + row.get(5).substring(0, 7));
                if (row.get(6).length() == 10) {
                    keys.add(stage + "|closed|" + row.get(6).substring(0, 7));
                }
                for (String key : keys) {
                    counts.merge(key, 1, Integer::sum);
                    values.merge(
                            key, row.get(7).isEmpty() ? BigDecimal.ZERO : new BigDecimal(row.get(7)), BigDecimal::add);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        counts.forEach((key, count) ->
                lines.add(key + "|" + count + "|" + values.get(key).setScale(2).toPlainString()));
        return lines;
    }

    /** The lines of rows without a date. */
    public static List<Long> undated(Path file) throws IOException {
        List<List<String>> rows = OtherCsv.rows(Files.readString(file));
        List<Long> lines = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).get(5).isEmpty()) {
                lines.add(i + 1L);
            }
        }
        return lines;
    }

    /** A report's rows in the form of {@link #sums}. */
    public static List<String> report(Path file) throws IOException {
        List<List<String>> rows = OtherCsv.rows(Files.readString(file));
        return rows.subList(1, rows.size()).stream()
                .map(row -> String.join("|", row))
                .sorted()
                .toList();
    }
}
