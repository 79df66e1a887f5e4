package dev.symbio.ops.deliveries;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One delivery as the file tells it.
 *
 * @param line where its record starts in the file, from 1
 * @param id the source's own, unique per provider
 * @param value zero or more, in {@code currency}
 * @param currency ISO 4217
 */
public record Delivery(
        long line,
        String id,
        String provider,
        LocalDate promisedOn,
        LocalDate deliveredOn,
        BigDecimal value,
        String currency) {

    /** On the promised day is in time. */
    public boolean met() {
        return !deliveredOn.isAfter(promisedOn);
    }

    /** As the API takes it. It belongs to the period of the promised day, midnight UTC. */
    public Map<String, Object> observation() {
        Map<String, Object> observation = new LinkedHashMap<>();
        observation.put("id", id);
        observation.put("at", midnight(promisedOn));
        observation.put("happenedAt", midnight(deliveredOn));
        observation.put("met", met());
        observation.put("amount", value);
        observation.put("currency", currency);
        return observation;
    }

    private static String midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toString();
    }

    /** The same fact, wherever in the file it stands and however its value is written. */
    boolean sameFactAs(Delivery other) {
        return promisedOn.equals(other.promisedOn)
                && deliveredOn.equals(other.deliveredOn)
                && value.compareTo(other.value) == 0
                && currency.equals(other.currency);
    }
}
