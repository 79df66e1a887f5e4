package dev.symbio.gateway.intake;

import dev.symbio.gateway.http.JsonBody;
import dev.symbio.gateway.http.Problem.Fault;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.platform.json.InstantText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one CSV row by column name. An empty field is absent. Notes what cannot be read. */
public final class Fields {
    private static final int MAX_DECIMAL_DIGITS = 40;
    private static final int MAX_QUOTED_CHARS = 60;

    private final long line;
    private final Map<String, Integer> positions;
    private final List<String> values;
    private final List<Fault> faults = new ArrayList<>(0);

    Fields(long line, Map<String, Integer> positions, List<String> values) {
        this.line = line;
        this.positions = positions;
        this.values = values;
    }

    public @Nullable String text(String column) {
        Integer position = positions.get(column);
        if (position == null) {
            return null;
        }
        String value = values.get(position).strip();
        return value.isEmpty() ? null : value;
    }

    public @Nullable Instant instant(String column) {
        String value = text(column);
        if (value == null) {
            return null;
        }
        try {
            return InstantText.parse(value);
        } catch (DateTimeException e) {
            return wrong(column, value, "an instant such as 2026-03-01T08:00:00Z");
        }
    }

    public @Nullable BigDecimal decimal(String column) {
        String value = text(column);
        if (value == null) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(value);
            if (number.precision() <= MAX_DECIMAL_DIGITS && Math.abs(number.scale()) <= MAX_DECIMAL_DIGITS) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // noted below, like a number that is too long
        }
        return wrong(column, value, "a decimal number of at most " + MAX_DECIMAL_DIGITS + " digits");
    }

    public @Nullable Boolean bool(String column) {
        String value = text(column);
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> wrong(column, value, "true or false");
        };
    }

    /** @param known what can stand there, as it is written */
    public <T> @Nullable T oneOf(String column, Map<String, T> known) {
        String value = text(column);
        T found = value == null ? null : known.get(value);
        return value == null || found != null
                ? found
                : wrong(column, value, "one of " + String.join(", ", new TreeSet<>(known.keySet())));
    }

    public @Nullable Duration duration(String column) {
        String value = text(column);
        return value == null
                ? null
                : read(column, value, Duration::parse, "a duration such as PT48H")
                        .orElse(null);
    }

    /** Notes it when there is nothing. */
    public @Nullable String required(String column) {
        String value = text(column);
        return value == null ? wrong(column, "", "a value") : value;
    }

    /** Reads a part of the column's value. */
    public <T> Optional<T> read(String column, String value, Function<String, T> reader, String expected) {
        try {
            return Optional.of(reader.apply(value));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.ofNullable(wrong(column, value, expected));
        }
    }

    /** A column with JSON in it. */
    public <T> @Nullable T json(String column, JsonBody<T> body) {
        String value = text(column);
        try {
            return value == null ? null : body.read(value.getBytes(StandardCharsets.UTF_8));
        } catch (ProblemException notThat) {
            return wrong(column, value, "JSON as in an NDJSON file");
        }
    }

    private <T> @Nullable T wrong(String column, String value, String expected) {
        String shown = value.length() <= MAX_QUOTED_CHARS ? value : value.substring(0, MAX_QUOTED_CHARS) + "...";
        faults.add(new Fault(
                "/" + column,
                line,
                null,
                null,
                text("id"),
                "field.value",
                "Expected " + expected + " but got \"" + shown + "\"."));
        return null;
    }

    List<Fault> faults() {
        return faults;
    }
}
