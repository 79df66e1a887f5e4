package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One measured fact, such as a delivery.
 *
 * @param id the source's own id: the same id is counted once
 * @param at the moment whose period it belongs to; for deliveries the promised one
 * @param happenedAt when it happened, such as the delivery itself; null when that is {@code at} or {@code measuredTo}
 * @param met whether the promise was kept; null when it follows from {@code value}, from the measured times, or (for a
 *     promised moment) from {@code happenedAt} being no later than {@code at}
 * @param value what was measured; null when there is nothing to measure or it follows from the measured times (in hours)
 * @param unit of {@code value}; null or the unit of the terms
 * @param amount what the fact is worth, for credits; null is nothing
 * @param currency of {@code amount}; null or the contract's
 * @param orderedAt when it was ordered; only to find impossible facts
 * @param measuredFrom start of the time measured, such as when a question came in
 * @param measuredTo end of the time measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Observation(
        String id,
        Instant at,
        Instant happenedAt,
        Boolean met,
        BigDecimal value,
        String unit,
        BigDecimal amount,
        String currency,
        Instant orderedAt,
        Instant measuredFrom,
        Instant measuredTo) {

    public Observation {
        value = Decimals.normal(value);
        amount = Decimals.normal(amount);
    }

    /** A kept or broken promise. */
    public static Observation of(String id, Instant at, boolean met, BigDecimal amount) {
        return new Observation(id, at, null, met, null, null, amount, null, null, null, null);
    }

    /** A measured value. */
    public static Observation measured(String id, Instant at, BigDecimal value, BigDecimal amount) {
        return new Observation(id, at, null, null, value, null, amount, null, null, null, null);
    }

    /** A delivery: met when it was there by the promised moment. */
    public static Observation delivery(
            String id, Instant promised, Instant delivered, BigDecimal amount, String currency) {
        return new Observation(id, promised, delivered, null, null, null, amount, currency, null, null, null);
    }

    /** Without what the contract says anyway, so that the same fact is always equal to itself. */
    Observation within(String contractCurrency) {
        return contractCurrency.equals(currency)
                ? new Observation(
                        id, at, happenedAt, met, value, unit, amount, null, orderedAt, measuredFrom, measuredTo)
                : this;
    }

    /** When the fact became one, as far as it says so. */
    Instant factTime() {
        if (happenedAt != null) {
            return happenedAt;
        }
        return measuredTo != null ? measuredTo : at;
    }
}
