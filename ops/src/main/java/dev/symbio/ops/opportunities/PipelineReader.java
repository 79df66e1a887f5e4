package dev.symbio.ops.opportunities;

import dev.symbio.ops.deliveries.CsvRows;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.UnusableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a file of opportunities row by row; a row that cannot be used costs no other. */
public final class PipelineReader implements CsvRows.Sink {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final Mapping mapping;
    private final DateTimeFormatter dates;
    private final List<PipelineRow> rows = new ArrayList<>();
    private final List<RowProblem> problems = new ArrayList<>();
    private final Map<String, Long> lines = new HashMap<>();
    private List<String> header;
    private long count;

    /** Why a row cannot be used. */
    private static final class BadRow extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        private BadRow(String code, String detail) {
            super(detail);
            this.code = code;
        }
    }

    private PipelineReader(Path file, Mapping mapping) {
        this.file = file;
        this.mapping = mapping;
        this.dates = mapping.dateFormat();
    }

    /** @throws UnusableFile when it cannot be read or lacks a column */
    public static PipelineFile read(Path file, Mapping mapping) {
        PipelineReader reader = new PipelineReader(file, mapping);
        CsvRows.read(text(file), reader);
        if (reader.header == null) {
            throw new UnusableFile(file + " is empty. Expected a header.");
        }
        return new PipelineFile(reader.count, reader.rows, reader.problems);
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " in UTF-8 but: " + unreadable, unreadable);
        }
    }

    @Override
    public boolean row(long line, List<String> fields) {
        if (header == null) {
            readHeader(line, fields);
            return true;
        }
        count++;
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < Math.min(fields.size(), header.size()); i++) {
            values.put(header.get(i), fields.get(i).strip());
        }
        String reference = values.getOrDefault(mapping.columns().reference(), "");
        try {
            if (fields.size() != header.size()) {
                throw new BadRow(
                        "row.other-width",
                        "Expected " + header.size() + " fields but there are " + fields.size() + ".");
            }
            rows.add(taken(line, reference, values));
        } catch (BadRow bad) {
            problems.add(new RowProblem(line, reference, bad.code, bad.getMessage()));
        }
        return fields.size() == header.size();
    }

    @Override
    public void broken(long line, String why) {
        if (header == null) {
            throw new UnusableFile(file + ", line " + line + ": expected a header but: " + why);
        }
        count++;
        problems.add(new RowProblem(line, "", "row.malformed", why));
    }

    private void readHeader(long line, List<String> names) {
        List<String> found = names.stream().map(String::strip).toList();
        List<String> missing = mapping.columns().used().stream()
                .filter(name -> !found.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw new UnusableFile(file + ", line " + line + ": expected the columns that the mapping names; missing: "
                    + String.join(", ", missing) + ".");
        }
        header = found;
    }

    private PipelineRow taken(long line, String reference, Map<String, String> values) throws BadRow {
        Mapping.Columns columns = mapping.columns();
        filled(columns.reference(), reference);
        Long before = lines.putIfAbsent(reference, line);
        if (before != null) {
            throw new BadRow("row.repeated", "Expected each id once but line " + before + " has it, too.");
        }
        String word = values.get(columns.standing());
        Mapping.Standing standing = mapping.standings().get(word);
        if (standing == null) {
            throw new BadRow(
                    "row.unknown-standing",
                    "Expected one of " + String.join(", ", mapping.standings().keySet()) + " in " + columns.standing()
                            + " but got \"" + word + "\".");
        }
        String customer = values.get(columns.customer());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("reference", reference);
        body.put("source", file.getFileName() + ", " + columns.reference() + " " + reference);
        body.put(
                "customer",
                customer.isEmpty() && mapping.customerWhenEmpty() != null
                        ? mapping.customerWhenEmpty()
                        : filled(columns.customer(), customer));
        body.put("owner", filled(columns.owner(), values.get(columns.owner())));
        body.put("openedAt", date(columns.openedOn(), values));
        body.put("stage", standing.stage());
        if (standing.outcome() != null) {
            body.put("outcome", standing.outcome());
            body.put("closedAt", date(columns.closedOn(), values));
        }
        if (standing.reason() != null) {
            body.put("reason", standing.reason());
        }
        copy(columns.product(), "product", values, body);
        copy(columns.industry(), "industry", values, body);
        copy(columns.region(), "region", values, body);
        copy(columns.supervisor(), "supervisor", values, body);
        amount(columns.amount(), values, body);
        return new PipelineRow(line, reference, standing.listed(), body);
    }

    private void amount(String column, Map<String, String> values, Map<String, Object> body) throws BadRow {
        String text = column == null ? "" : values.get(column);
        if (!text.isEmpty()) {
            if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,6})?")) {
                throw new BadRow(
                        "row.no-number", "Expected a number like 1054.50 in " + column + " but got \"" + text + "\".");
            }
            body.put("amount", text);
            body.put("currency", mapping.currency());
        }
    }

    private static void copy(String column, String name, Map<String, String> values, Map<String, Object> body) {
        if (column != null && !values.get(column).isEmpty()) {
            body.put(name, values.get(column));
        }
    }

    private String date(String column, Map<String, String> values) throws BadRow {
        String text = values.get(column);
        if (text.isEmpty()) {
            throw new BadRow(
                    "row.no-date", "Expected a date in " + column + " but it is empty: nobody knows when it was.");
        }
        try {
            return LocalDate.parse(text, dates)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
        } catch (DateTimeException noDate) {
            throw new BadRow(
                    "row.no-date",
                    "Expected a date like " + mapping.dates() + " in " + column + " but got \"" + text + "\".");
        }
    }

    private static String filled(String column, String value) throws BadRow {
        if (value.isEmpty()) {
            throw new BadRow("row.field-empty", "Expected a value in " + column + " but it is empty.");
        }
        return value;
    }
}
