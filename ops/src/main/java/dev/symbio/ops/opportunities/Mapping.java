package dev.symbio.ops.opportunities;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How a file of opportunities is to be read.
 *
 * @param about for people
 * @param columns which column is what
 * @param dates a pattern such as {@code yyyy-MM-dd}
 * @param currency of all amounts
 * @param customerWhenEmpty stands where the file names no customer; null reports such rows
 * @param standings what each word in the column of standings means
 */
public record Mapping(
        List<String> about,
        Columns columns,
        String dates,
        String currency,
        String customerWhenEmpty,
        Map<String, Standing> standings) {

    /** Names of columns; those of the last line may be null. */
    public record Columns(
            String reference,
            String owner,
            String customer,
            String openedOn,
            String closedOn,
            String standing,
            String product,
            String amount,
            String industry,
            String region,
            String supervisor) {
        List<String> used() {
            return Stream.of(
                            reference,
                            owner,
                            customer,
                            openedOn,
                            closedOn,
                            standing,
                            product,
                            amount,
                            industry,
                            region,
                            supervisor)
                    .filter(Objects::nonNull)
                    .toList();
        }

        private boolean complete() {
            return Stream.of(reference, owner, customer, openedOn, closedOn, standing)
                    .allMatch(Objects::nonNull);
        }
    }

    /**
     * @param stage where it stands, or stood when it ended
     * @param outcome null while it is open
     * @param reason why it was lost or abandoned
     */
    public record Standing(String stage, String outcome, String reason) {
        /** As the platform lists it. */
        String listed() {
            return outcome == null ? stage : outcome;
        }
    }

    /** @throws UnusableFile when it cannot be read or says too little */
    public static Mapping read(Path file) {
        Mapping mapping;
        try {
            mapping = Json.MAPPER.readValue(Files.readString(file), Mapping.class);
        } catch (JsonProcessingException notOne) {
            throw new UnusableFile(
                    file + ": expected a mapping such as ops/mappings/pipeline.json but: "
                            + notOne.getOriginalMessage(),
                    notOne);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected to read " + file + " but: " + unreadable, unreadable);
        }
        if (mapping == null
                || mapping.columns == null
                || !mapping.columns.complete()
                || mapping.dates == null
                || mapping.currency == null
                || mapping.standings == null
                || mapping.standings.values().stream().anyMatch(each -> each == null || each.stage == null)) {
            throw new UnusableFile(
                    file + ": expected columns (reference, owner, customer, openedOn, closedOn, standing),"
                            + " dates, currency, and standings with a stage each.");
        }
        mapping.dateFormat();
        return mapping;
    }

    /** @throws UnusableFile when the pattern is none */
    DateTimeFormatter dateFormat() {
        try {
            // without an era, strict dates need u for the year
            return DateTimeFormatter.ofPattern(dates.replace('y', 'u')).withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException noPattern) {
            throw new UnusableFile("Expected a pattern like yyyy-MM-dd in dates but got " + dates + ".", noPattern);
        }
    }
}
