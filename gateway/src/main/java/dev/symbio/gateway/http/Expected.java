package dev.symbio.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in words what a field takes, without naming classes. */
final class Expected {
    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(String.class, "a text"),
            Map.entry(boolean.class, "true or false"),
            Map.entry(Boolean.class, "true or false"),
            Map.entry(int.class, "a whole number"),
            Map.entry(Integer.class, "a whole number"),
            Map.entry(long.class, "a whole number"),
            Map.entry(Long.class, "a whole number"),
            Map.entry(BigDecimal.class, "a decimal number of at most 40 digits, as text or number"),
            Map.entry(Instant.class, "an instant such as 2026-03-01T08:00:00Z"),
            Map.entry(LocalDate.class, "a date such as 2026-03-01"),
            Map.entry(Duration.class, "a duration such as P2D or PT4H"),
            Map.entry(Period.class, "a period such as P2D"),
            Map.entry(ZoneId.class, "a time zone such as Europe/Berlin"));

    private Expected() {}

    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "another type of value";
        }
        String words = WORDS.get(type);
        if (words != null) {
            return words;
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", namesOf(type));
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return "an object";
    }

    /** The constants as they are written in JSON. */
    static List<String> namesOf(Class<?> enumType) {
        List<String> names = new ArrayList<>();
        for (Object constant : enumType.getEnumConstants()) {
            JsonNode written = Json.MAPPER.valueToTree(constant);
            names.add(written.asText());
        }
        return names;
    }
}
