package dev.symbio.gateway.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.symbio.gateway.http.Problem;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.platform.personal.Mark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first line of a CSV file, and how the lines below it are cut by it. */
final class CsvHeader {
    static final ProblemType WRONG_HEADER =
            new ProblemType("intake.wrong-header", 400, "The file's header is not acceptable.");
    private static final String ID = "id";

    /**
     * A line cut into values.
     *
     * @param code and wrong: why the values do not count, or null
     */
    record Split(List<String> values, @Nullable String code, @Nullable String wrong) {
        static Split broken(String code, String wrong) {
            return new Split(List.of(), code, wrong);
        }
    }

    private final Map<String, Integer> positions;

    private CsvHeader(Map<String, Integer> positions) {
        this.positions = positions;
    }

    static ProblemException unreadable(String detail) {
        return WRONG_HEADER.because(detail, List.of(Problem.Fault.inLine(1, null, "header.unreadable", detail)));
    }

    static CsvHeader read(@Nullable String line, RowMapper<?> mapper) {
        Split split = line == null ? Split.broken("", "Expected text in UTF-8.") : cut(line);
        if (split.wrong() != null) {
            throw unreadable(split.wrong());
        }
        List<Problem.Fault> faults = new ArrayList<>();
        Map<String, Integer> positions = new HashMap<>();
        String expected = "Expected columns out of " + String.join(", ", mapper.columns()) + ".";
        for (int i = 0; i < split.values().size(); i++) {
            String name = split.values().get(i).strip();
            if (!mapper.columns().contains(name)) {
                faults.add(fault("header.unknown-column", "There is no column \"" + shown(name) + "\". " + expected));
            } else if (positions.put(name, i) != null) {
                faults.add(fault("header.repeated-column", "Expected the column " + name + " once."));
            }
        }
        for (String required : mapper.requiredColumns()) {
            if (!positions.containsKey(required)) {
                faults.add(fault("header.missing-column", "Expected a column " + required + "."));
            }
        }
        if (!faults.isEmpty()) {
            throw WRONG_HEADER.because(faults.get(0).detail(), faults);
        }
        return new CsvHeader(Map.copyOf(positions));
    }

    private static Problem.Fault fault(String code, String detail) {
        return Problem.Fault.inLine(1, null, code, detail);
    }

    private static String shown(String name) {
        return name.length() <= 60 ? name : name.substring(0, 60) + "...";
    }

    Split split(String line) {
        Split split = cut(line);
        int wanted = positions.size();
        int found = split.values().size();
        if (split.wrong() != null || found == wanted) {
            return split;
        }
        String code = found > wanted ? "row.too-many-fields" : "row.too-few-fields";
        return new Split(split.values(), code, "Expected " + wanted + " fields but got " + found + ".");
    }

    Fields fields(long line, List<String> values) {
        return new Fields(line, positions, values);
    }

    /** The row's id, as far as it can be told. */
    @Nullable
    String idIn(List<String> values) {
        Integer position = positions.get(ID);
        return position == null
                        || position >= values.size()
                        || values.get(position).isBlank()
                ? null
                : shown(values.get(position).strip());
    }

    private static Split cut(String line) {
        if (line.indexOf(Mark.OPENS) >= 0) {
            return Split.broken("row.malformed", "Expected no character " + Mark.OPENS + ".");
        }
        if (line.chars().filter(c -> c == '"').count() % 2 != 0) {
            return Split.broken("row.open-quote", "Expected each quote to be closed on the same line.");
        }
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(line)) {
            Iterator<CsvRecord> records = reader.iterator();
            List<String> first = records.hasNext() ? records.next().getFields() : List.of();
            // the parser ends a record at a carriage return, too; what follows it must not be lost without a word
            return records.hasNext()
                    ? new Split(
                            first,
                            "row.malformed",
                            "Expected one row per line; a carriage return alone does not end a line.")
                    : new Split(first, null, null);
        } catch (CsvParseException e) {
            return Split.broken(
                    "row.malformed", "Expected a quoted field to be followed by a comma or the line's end.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
