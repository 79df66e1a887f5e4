package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a machine or system measured at a moment.
 *
 * @param stream where it was measured
 * @param id the source's own, unique within the stream
 * @param values by field
 * @param units by field, checked against the promises' when given; not stored
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sample(String stream, String id, Instant at, Map<String, BigDecimal> values, Map<String, String> units) {
    public Sample {
        values = Copies.of(values);
        units = Copies.of(units);
    }

    /** As it is stored: microseconds, one form for each number, no units. */
    Sample normal() {
        Map<String, BigDecimal> normal = new TreeMap<>();
        values.forEach((field, value) -> normal.put(field, Decimals.normal(value)));
        return new Sample(stream, id, at.truncatedTo(ChronoUnit.MICROS), normal, null);
    }
}
