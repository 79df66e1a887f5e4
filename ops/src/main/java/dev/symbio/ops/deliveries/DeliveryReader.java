package dev.symbio.ops.deliveries;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a file of deliveries row by row; a row that cannot be used costs no other. */
public final class DeliveryReader implements CsvRows.Sink {
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char NOT_UTF_8 = '\uFFFD';
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?");
    private static final int MAX_DIGITS = 30;

    /** No deliveries were promised before; a mistyped year must not open a thousand periods. */
    /** Contracts begin and facts happen from 1900 to 2199; a period may begin in the year before its first day. */
    private static final int FIRST_YEAR = 1901;

    private static final int LAST_YEAR = 2199;

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final Path file;
    private final DeliveryFormat format;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<RowProblem> problems = new ArrayList<>();
    private int[] places;
    private int width;
    private long rows;

    private DeliveryReader(Path file, DeliveryFormat format) {
        this.file = file;
        this.format = format;
    }

    /** @throws UnusableFile when it cannot be read or has another header */
    public static DeliveryFile read(Path file, DeliveryFormat format) {
        DeliveryReader reader = new DeliveryReader(file, format);
        CsvRows.read(text(file), reader);
        if (reader.places == null) {
            throw new UnusableFile(file + " is empty. Expected the header " + String.join(",", format.columns()) + ".");
        }
        return new DeliveryFile(reader.rows, reader.deliveries, reader.problems);
    }

    private static String text(Path file) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
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
        if (places == null) {
            header(line, fields);
            return true;
        }
        RowProblem problem = take(line, fields);
        rows++;
        if (problem != null) {
            problems.add(problem);
        }
        return fields.size() == width;
    }

    @Override
    public void broken(long line, String why) {
        if (places == null) {
            throw new UnusableFile(file + ", line " + line + ": expected a header but: " + why);
        }
        rows++;
        problems.add(new RowProblem(line, "", "row.malformed", why));
    }

    private void header(long line, List<String> names) {
        Set<String> missing = new TreeSet<>(format.columns());
        names.forEach(missing::remove);
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(format.columns());
        boolean repeated = format.columns().stream().anyMatch(name -> names.indexOf(name) != names.lastIndexOf(name));
        if (!missing.isEmpty() || repeated || (!unknown.isEmpty() && !format.otherColumns())) {
            throw new UnusableFile(file + ", line " + line + ": expected the columns "
                    + String.join(",", format.columns())
                    + (format.otherColumns() ? " among others" : " in any order")
                    + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing))
                    + (unknown.isEmpty() || format.otherColumns() ? "" : "; unknown: " + String.join(", ", unknown))
                    + (repeated ? "; a column stands there twice" : "") + ".");
        }
        places = format.columns().stream().mapToInt(names::indexOf).toArray();
        width = names.size();
    }

    /** @return what is wrong with the row, or null when it was taken */
    private RowProblem take(long line, List<String> fields) {
        String id = fields.size() > places[DeliveryFormat.ID] ? fields.get(places[DeliveryFormat.ID]) : "";
        if (fields.size() != width) {
            return new RowProblem(
                    line,
                    id,
                    fields.size() < width ? "row.missing-fields" : "row.too-many-fields",
                    "Expected " + width + " fields but there are " + fields.size() + ".");
        }
        try {
            deliveries.add(new Delivery(
                    line,
                    filled(fields, DeliveryFormat.ID),
                    filled(fields, DeliveryFormat.PROVIDER),
                    date(fields, DeliveryFormat.PROMISED_ON),
                    date(fields, DeliveryFormat.DELIVERED_ON),
                    value(fields),
                    currency(fields)));
            return null;
        } catch (BadField bad) {
            return new RowProblem(line, id, bad.code, bad.getMessage());
        }
    }

    private String name(int column) {
        return format.columns().get(column);
    }

    private String filled(List<String> fields, int column) {
        String text = fields.get(places[column]);
        if (text.isBlank()) {
            throw new BadField("row.field-empty", "Expected a value in " + name(column) + " but it is empty.");
        }
        if (text.indexOf(NOT_UTF_8) >= 0) {
            throw new BadField("row.not-utf-8", "Expected UTF-8 but " + name(column) + " is not: " + shown(text) + ".");
        }
        return text;
    }

    private LocalDate date(List<String> fields, int column) {
        String text = filled(fields, column);
        LocalDate date;
        try {
            date = format.date(text);
        } catch (DateTimeException noDate) {
            throw new BadField(
                    "row.no-date",
                    "Expected a date like " + format.dateSample() + " in " + name(column) + " but got " + shown(text)
                            + ".");
        }
        if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
            throw new BadField(
                    "row.date-out-of-range",
                    "Expected a date from " + FIRST_YEAR + " to " + LAST_YEAR + " in " + name(column) + " but got "
                            + shown(text) + ".");
        }
        return date;
    }

    private BigDecimal value(List<String> fields) {
        String text = filled(fields, DeliveryFormat.VALUE);
        if (!NUMBER.matcher(text).matches()) {
            throw new BadField(
                    "row.no-number",
                    "Expected a number like 1250.00 in " + name(DeliveryFormat.VALUE) + " but got " + shown(text)
                            + ".");
        }
        BigDecimal value = new BigDecimal(text);
        if (value.signum() < 0) {
            throw new BadField(
                    "row.negative-value",
                    "Expected zero or more in " + name(DeliveryFormat.VALUE) + " but got " + shown(text) + ".");
        }
        if (value.precision() > MAX_DIGITS || Math.abs(value.scale()) > MAX_DIGITS) {
            throw new BadField(
                    "row.no-number",
                    "Expected at most " + MAX_DIGITS + " digits in " + name(DeliveryFormat.VALUE) + " but got "
                            + shown(text) + ".");
        }
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private String currency(List<String> fields) {
        if (format.currency() != null) {
            return format.currency();
        }
        String text = filled(fields, DeliveryFormat.CURRENCY);
        if (!CURRENCIES.contains(text)) {
            throw new BadField(
                    "row.unknown-currency", "Expected an ISO 4217 code like USD but got " + shown(text) + ".");
        }
        return text;
    }

    private static String shown(String text) {
        return '"' + (text.length() <= 60 ? text : text.substring(0, 60) + "...") + '"';
    }

    /** Leaves the row where its first fault is. */
    private static final class BadField extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String code;

        BadField(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }
}
