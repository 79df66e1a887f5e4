package dev.symbio.ops.journeys;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the columns of an event log are called, and what their values mean.
 *
 * @param caseColumn names the case; {@code "case"} in the file
 * @param dateFormats tried one after the other, such as {@code d/M/yyyy H:mm[:ss]}
 * @param zone of dates without an offset
 * @param missing values that stand for none
 * @param openedIn the state in which a case is opened
 * @param running states in which time runs; in all that are neither running nor stopped it pauses
 * @param stopped states in which the work is delivered
 * @param accepted those of the stopped states that accept it
 * @param priorityEndsBefore what follows a priority's short name, as in {@code 3 - Moderate}; may be absent
 * @param limits by the priority's short name
 */
public record LogMapping(
        @JsonProperty("case") String caseColumn,
        String state,
        String openedAt,
        String at,
        String group,
        String priority,
        List<String> dateFormats,
        String zone,
        List<String> missing,
        String openedIn,
        List<String> running,
        List<String> stopped,
        List<String> accepted,
        String priorityEndsBefore,
        LinkedHashMap<String, Duration> limits) {

    public static LogMapping read(Path file) {
        LogMapping mapping;
        try {
            mapping = Json.MAPPER
                    .readerFor(LogMapping.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(Files.readAllBytes(file));
        } catch (JsonProcessingException wrong) {
            throw new UnusableFile(file + " is no mapping: " + wrong.getOriginalMessage(), wrong);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " but: " + unreadable, unreadable);
        }
        mapping.check(file);
        return mapping;
    }

    private void check(Path file) {
        boolean complete = caseColumn != null
                && state != null
                && openedAt != null
                && at != null
                && group != null
                && priority != null
                && dateFormats != null
                && !dateFormats.isEmpty()
                && missing != null
                && openedIn != null
                && running != null
                && stopped != null
                && accepted != null
                && limits != null
                && !limits.isEmpty();
        if (!complete) {
            throw new UnusableFile("Expected all of case, state, openedAt, at, group, priority, dateFormats, missing,"
                    + " openedIn, running, stopped, accepted and limits in " + file + ".");
        }
        try {
            formatters();
            zoneId();
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new UnusableFile(
                    "Expected date formats and a zone in " + file + " but: " + wrong.getMessage(), wrong);
        }
    }

    List<String> columns() {
        return List.of(caseColumn, state, openedAt, at, group, priority);
    }

    /** Empty when the value stands for none. */
    Optional<String> stated(String value) {
        String trimmed = value.strip();
        return missing.contains(trimmed) ? Optional.empty() : Optional.of(trimmed);
    }

    String shortPriority(String text) {
        int end = priorityEndsBefore == null ? -1 : text.indexOf(priorityEndsBefore);
        return end < 0 ? text : text.substring(0, end).strip();
    }

    List<DateTimeFormatter> formatters() {
        // a year without an era is strict only as "u"; strict, so that 31 February is none
        return dateFormats.stream()
                .map(format -> DateTimeFormatter.ofPattern(format.replace('y', 'u'), Locale.ENGLISH)
                        .withResolverStyle(ResolverStyle.STRICT))
                .toList();
    }

    ZoneId zoneId() {
        return ZoneId.of(zone == null ? "UTC" : zone);
    }

    static Optional<Instant> instant(String text, List<DateTimeFormatter> formats, ZoneId zone) {
        for (DateTimeFormatter format : formats) {
            try {
                TemporalAccessor time = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
                return Optional.of(
                        time instanceof OffsetDateTime offset
                                ? offset.toInstant()
                                : ((LocalDateTime) time).atZone(zone).toInstant());
            } catch (DateTimeException notThisFormat) {
                continue;
            }
        }
        return Optional.empty();
    }
}
