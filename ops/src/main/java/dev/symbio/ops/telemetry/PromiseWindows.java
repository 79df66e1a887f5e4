package dev.symbio.ops.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.deliveries.UnusableFile;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;

/** From when on, and how often, a promise is made about a file: whole months or days that hold all its samples. */
record PromiseWindows(Instant start, int count, int overBy) {

    /** @param now windows that end later are not judged yet */
    static PromiseWindows of(JsonNode window, Instant first, Instant last, Instant now) {
        ZoneId zone = ZoneId.of(window.path("zone").asText("UTC"));
        int every = Math.max(1, window.path("every").asInt(1));
        LocalDate day = first.atZone(zone).toLocalDate();
        boolean months =
                switch (window.path("kind").asText()) {
                    case "months" -> true;
                    case "days" -> false;
                    default -> throw new UnusableFile("Expected windows of months or days in the mapping.");
                };
        LocalDate from = months ? day.withDayOfMonth(1) : day;
        int count = 0;
        int over = 0;
        Instant end = from.atStartOfDay(zone).toInstant();
        while (!end.isAfter(last)) {
            count++;
            Period passed = months ? Period.ofMonths(every * count) : Period.ofDays(every * count);
            end = from.plus(passed).atStartOfDay(zone).toInstant();
            over += end.isAfter(now) ? 0 : 1;
        }
        return new PromiseWindows(from.atStartOfDay(zone).toInstant(), count, over);
    }
}
