package dev.symbio.ops.telemetry;

import dev.symbio.ops.deliveries.CsvRows;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.UnusableFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads a file of telemetry, plain or gzip, row by row; a row that cannot be used costs no other. */
final class TelemetryReader implements CsvRows.Sink {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?");
    private static final int MAX_DIGITS = 40;
    private static final int MAX_ID_CHARS = 80;
    private static final int MAX_QUOTED_CHARS = 60;

    private final Path file;
    private final TelemetryMapping mapping;
    private final Map<String, List<SampleRow>> byStream = new LinkedHashMap<>();
    private final List<RowProblem> problems = new ArrayList<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private int width;
    private long rows;

    private TelemetryReader(Path file, TelemetryMapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    /** @throws UnusableFile when it cannot be read or lacks a column */
    static TelemetryFile read(Path file, TelemetryMapping mapping) {
        TelemetryReader reader = new TelemetryReader(file, mapping);
        CsvRows.read(text(file), reader);
        if (reader.width == 0) {
            throw new UnusableFile(file + " is empty. Expected a header.");
        }
        return new TelemetryFile(reader.rows, reader.byStream, reader.problems);
    }

    private static String text(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            boolean gzip = bytes.length > 1 && (bytes[0] & 0xff) == GZIP_FIRST && (bytes[1] & 0xff) == GZIP_SECOND;
            if (gzip) {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    bytes = in.readAllBytes();
                }
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException missing) {
            throw new UnusableFile("There is no file " + file + ".", missing);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " but: " + unreadable, unreadable);
        } catch (OutOfMemoryError tooBig) {
            throw new UnusableFile(file + " is too big to be read in one piece.", tooBig);
        }
    }

    @Override
    public boolean row(long line, List<String> fields) {
        if (width == 0) {
            header(fields);
            return true;
        }
        rows++;
        if (fields.size() != width) {
            problem(line, "", "row.width", "Expected " + width + " fields but got " + fields.size() + ".");
            return false;
        }
        try {
            take(line, fields);
        } catch (Unusable unusable) {
            problem(line, unusable.id, unusable.code, unusable.getMessage());
        }
        return true;
    }

    @Override
    public void broken(long line, String why) {
        rows++;
        problem(line, "", "row.malformed", why);
    }

    private void header(List<String> fields) {
        width = fields.size();
        place(mapping.streamColumn(), fields);
        place(mapping.timeColumn(), fields);
        mapping.columns().values().forEach(field -> place(field.column(), fields));
    }

    private void place(String column, List<String> header) {
        int place = column.matches("#[0-9]{1,4}")
                ? Integer.parseInt(column.substring(1)) - 1
                : header.stream().map(String::strip).toList().indexOf(column);
        if (place < 0 || place >= header.size()) {
            throw new UnusableFile(
                    file + ": expected a column " + column + " but the header is " + String.join(",", header) + ".");
        }
        places.put(column, place);
    }

    private void take(long line, List<String> fields) {
        String machine = value(fields, mapping.streamColumn());
        if (machine.isEmpty() || machine.length() > MAX_ID_CHARS || machine.indexOf(NOT_UTF_8) >= 0) {
            throw new Unusable("", "row.stream", "Expected a readable id in " + mapping.streamColumn() + ".");
        }
        String stream = mapping.streamPrefix() + plain(machine);
        Instant at = moment(stream, value(fields, mapping.timeColumn()));
        String id = stream + "/" + at;
        Map<String, BigDecimal> values = new TreeMap<>();
        mapping.columns().forEach((field, column) -> {
            String text = value(fields, column.column());
            if (!text.isEmpty()) {
                values.put(field, number(id, column.column(), text));
            }
        });
        if (values.isEmpty()) {
            throw new Unusable(id, "row.no-value", "Expected at least one value but there is none.");
        }
        byStream.computeIfAbsent(stream, none -> new ArrayList<>()).add(new SampleRow(line, stream, id, at, values));
    }

    /** {@code 7.0}, as spreadsheets write whole numbers, is machine 7. */
    private static String plain(String machine) {
        return machine.matches("[0-9]{1,15}\\.0+") ? machine.substring(0, machine.indexOf('.')) : machine;
    }

    private Instant moment(String stream, String text) {
        try {
            TemporalAccessor parsed = mapping.time().parseBest(text, LocalDateTime::from, LocalDate::from);
            LocalDateTime local = parsed instanceof LocalDate day ? day.atStartOfDay() : (LocalDateTime) parsed;
            return local.atZone(mapping.zone()).toInstant();
        } catch (DateTimeException notAMoment) {
            throw new Unusable(stream, "row.time", "Expected a time as the mapping says but got " + quoted(text) + ".");
        }
    }

    private static BigDecimal number(String id, String column, String text) {
        if (NUMBER.matcher(text).matches()) {
            BigDecimal number = new BigDecimal(text);
            if (number.precision() <= MAX_DIGITS && Math.abs(number.scale()) <= MAX_DIGITS) {
                return number;
            }
        }
        throw new Unusable(id, "row.number", "Expected a number in " + column + " but got " + quoted(text) + ".");
    }

    private String value(List<String> fields, String column) {
        return fields.get(places.get(column)).strip();
    }

    private static String quoted(String text) {
        return '"' + (text.length() <= MAX_QUOTED_CHARS ? text : text.substring(0, MAX_QUOTED_CHARS) + "...") + '"';
    }

    private void problem(long line, String id, String code, String detail) {
        problems.add(new RowProblem(line, id, code, detail));
    }

    /** Why a row cannot be used. */
    private static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final String code;

        private Unusable(String id, String code, String detail) {
            super(detail, null, false, false);
            this.id = id;
            this.code = code;
        }
    }
}
