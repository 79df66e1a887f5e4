package dev.symbio.ops.journeys;

import dev.symbio.ops.deliveries.CsvRows;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.ops.journeys.LoggedCase.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A log as it was read.
 *
 * @param cases in the order in which they first appear
 * @param events rows that became events
 * @param problems rows that did not
 * @param digest of the file's content
 */
public record EventLog(List<LoggedCase> cases, long events, List<RowProblem> problems, String digest) {
    private static final int GZIP = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    /** Plain or gzip, whatever the file is called. */
    public static EventLog read(Path file, LogMapping mapping) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > 2 && (bytes[0] & 0xff) == GZIP && (bytes[1] & 0xff) == GZIP_SECOND) {
                try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    bytes = unzipped.readAllBytes();
                }
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            Rows rows = new Rows(mapping, file);
            CsvRows.read(text.startsWith("\uFEFF") ? text.substring(1) : text, rows);
            return rows.log(sha256(bytes));
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " but: " + unreadable, unreadable);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    private static final class Rows implements CsvRows.Sink {
        private final LogMapping mapping;
        private final Path file;
        private final List<DateTimeFormatter> formats;
        private final ZoneId zone;
        private final Map<String, Instant> times = new HashMap<>();
        private final Map<String, List<Event>> byCase = new LinkedHashMap<>();
        private final List<RowProblem> problems = new ArrayList<>();
        private List<String> header;
        private int[] columns;
        private long events;

        Rows(LogMapping mapping, Path file) {
            this.mapping = mapping;
            this.file = file;
            formats = mapping.formatters();
            zone = mapping.zoneId();
        }

        @Override
        public boolean row(long line, List<String> fields) {
            if (header == null) {
                readHeader(fields);
                return true;
            }
            if (fields.size() != header.size()) {
                problem(
                        line,
                        "",
                        "row.columns",
                        "Expected " + header.size() + " columns but got " + fields.size() + ".");
                return false;
            }
            event(line, fields);
            return true;
        }

        @Override
        public void broken(long line, String why) {
            if (header == null) {
                throw new UnusableFile("Expected a header in " + file + " but: " + why);
            }
            problem(line, "", "row.malformed", why);
        }

        private void readHeader(List<String> names) {
            header = names.stream().map(String::strip).toList();
            columns = mapping.columns().stream().mapToInt(this::column).toArray();
        }

        private int column(String name) {
            int at = header.indexOf(name);
            if (at < 0 || at != header.lastIndexOf(name)) {
                throw new UnusableFile("Expected one column \"" + name + "\" in " + file + " but its header is "
                        + String.join(",", header) + ".");
            }
            return at;
        }

        private void event(long line, List<String> fields) {
            Optional<String> id = mapping.stated(fields.get(columns[0]));
            if (id.isEmpty()) {
                problem(line, "", "case.missing", "Expected a case in column \"" + mapping.caseColumn() + "\".");
                return;
            }
            String at = fields.get(columns[3]);
            Instant time = time(at);
            if (time == null) {
                problem(
                        line,
                        id.get(),
                        "time.unreadable",
                        "Expected a time like " + String.join(" or ", mapping.dateFormats()) + " in column \""
                                + mapping.at() + "\" but got \"" + at + "\".");
                return;
            }
            events++;
            byCase.computeIfAbsent(id.get(), none -> new ArrayList<>(6))
                    .add(new Event(
                            line,
                            time,
                            time(fields.get(columns[2])),
                            fields.get(columns[1]).strip(),
                            mapping.stated(fields.get(columns[4])).orElse(null),
                            mapping.stated(fields.get(columns[5]))
                                    .map(mapping::shortPriority)
                                    .orElse(null)));
        }

        /** The same few minutes come again and again. */
        private Instant time(String text) {
            return mapping.stated(text)
                    .map(stated -> times.computeIfAbsent(stated, fresh -> LogMapping.instant(fresh, formats, zone)
                            .orElse(null)))
                    .orElse(null);
        }

        private void problem(long line, String id, String code, String detail) {
            problems.add(new RowProblem(line, id, code, detail));
        }

        EventLog log(String digest) {
            if (header == null) {
                throw new UnusableFile("Expected a header in " + file + " but it is empty.");
            }
            List<LoggedCase> cases = new ArrayList<>();
            byCase.forEach((id, rows) -> {
                long line = rows.get(0).line();
                rows.sort(Comparator.comparing(Event::at)); // stable: the file's order on ties
                Instant opened = rows.stream()
                        .map(Event::openedAt)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
                cases.add(new LoggedCase(id, line, opened, List.copyOf(rows)));
            });
            return new EventLog(cases, events, List.copyOf(problems), digest);
        }
    }
}
