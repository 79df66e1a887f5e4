package dev.symbio.ops.deliveries;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What came out.
 *
 * @param statements one per provider and period with data, by provider and period
 * @param problems rows that did not go in, by line
 */
public record Report(List<StatementLine> statements, List<RowProblem> problems) {
    private static final List<String> PROBLEM_COLUMNS = List.of("line", "id", "code", "detail");

    public Report {
        statements = statements.stream()
                .filter(line -> line.total() > 0)
                .sorted(StatementLine.BY_PROVIDER_AND_PERIOD)
                .toList();
        problems = problems.stream().sorted(RowProblem.BY_LINE).toList();
    }

    /** Writes {@code statements.csv} and {@code problems.csv}. */
    public void writeTo(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("statements.csv"), statementsCsv());
            Files.writeString(directory.resolve("problems.csv"), problemsCsv());
        } catch (IOException unwritable) {
            throw new UnusableFile(
                    "Expected to write the report into " + directory + " but: " + unwritable, unwritable);
        }
    }

    public String statementsCsv() {
        return csv(
                StatementLine.COLUMNS,
                statements.stream().map(StatementLine::fields).toList());
    }

    public String problemsCsv() {
        return csv(
                PROBLEM_COLUMNS,
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
