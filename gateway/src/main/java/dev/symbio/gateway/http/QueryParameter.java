package dev.symbio.gateway.http;

import dev.symbio.platform.json.InstantText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A declared query parameter. Undeclared ones are refused, because a misspelt filter must not silently return everything.
 *
 * @param check tells what is wrong with a value
 * @param allowed the values it can have; empty when it is free text
 */
public record QueryParameter(
        String name, String description, List<String> allowed, Function<String, Optional<String>> check) {
    public static final int MAX_LIMIT = 200;
    private static final int MAX_TEXT_CHARS = 2_000;
    private static final Instant FIRST_INSTANT = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant INSTANTS_END = Instant.parse("3000-01-01T00:00:00Z");
    private static final Pattern MONTH = Pattern.compile("(19|20)\\d\\d-(0[1-9]|1[0-2])");

    /** Rows per page. */
    public static final QueryParameter LIMIT = whole(
            "limit",
            "How many rows to return, 1 to " + MAX_LIMIT + "; " + Call.DEFAULT_LIMIT + " if absent.",
            1,
            MAX_LIMIT);

    /** Where to go on: {@code next} of the page before. */
    public static final QueryParameter CURSOR =
            text("cursor", "The value of `next` in the page before, together with the same filter.");

    public static QueryParameter text(String name, String description) {
        return new QueryParameter(name, description, List.of(), QueryParameter::acceptableText);
    }

    public static QueryParameter oneOf(String name, String description, List<String> allowed) {
        return new QueryParameter(
                name,
                description,
                List.copyOf(allowed),
                value -> allowed.contains(value)
                        ? Optional.empty()
                        : Optional.of("Expected one of " + String.join(", ", allowed) + "."));
    }

    public static QueryParameter whole(String name, String description, int least, int most) {
        return new QueryParameter(name, description, List.of(), value -> whole(value, least, most));
    }

    public static QueryParameter month(String name, String description) {
        return new QueryParameter(
                name,
                description,
                List.of(),
                value -> MONTH.matcher(value).matches()
                        ? Optional.empty()
                        : Optional.of("Expected a month such as 2026-11."));
    }

    public static QueryParameter instant(String name, String description) {
        return new QueryParameter(
                name,
                description,
                List.of(),
                value -> instant(value).isPresent()
                        ? Optional.empty()
                        : Optional.of("Expected an instant such as 2026-03-01T08:00:00Z."));
    }

    /** Empty for what is no instant, or none that every store can hold. */
    public static Optional<Instant> instant(String value) {
        try {
            return Optional.of(InstantText.parse(value))
                    .filter(instant -> !instant.isBefore(FIRST_INSTANT) && instant.isBefore(INSTANTS_END));
        } catch (DateTimeException notAnInstant) {
            return Optional.empty();
        }
    }

    private static Optional<String> whole(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return Optional.empty();
            }
        } catch (NumberFormatException notANumber) {
            // answered below, like a number out of range
        }
        return Optional.of("Expected a whole number from " + least + " to " + most + ".");
    }

    private static Optional<String> acceptableText(String value) {
        if (value.isEmpty() || value.length() > MAX_TEXT_CHARS || value.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("Expected 1 to " + MAX_TEXT_CHARS + " printable characters.");
        }
        return Optional.empty();
    }
}
