package dev.symbio.contracts.sla;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The exact value of an indicator, as a fraction: 19 of 20 is compared with 0.95 without ever being divided.
 *
 * @param numerator met observations, a sum, a percentile or a count
 * @param denominator 1 or the number of observations; never zero
 */
public record IndicatorValue(BigDecimal numerator, long denominator) {
    static final int SHOWN_DECIMALS = 6;

    public IndicatorValue {
        numerator = Decimals.normal(numerator);
        if (denominator < 1) {
            throw new IllegalArgumentException("Expected a positive denominator but got " + denominator + ".");
        }
    }

    static IndicatorValue of(long numerator, long denominator) {
        return new IndicatorValue(BigDecimal.valueOf(numerator), denominator);
    }

    /** Negative, zero or positive as this is below, at or above the limit. */
    int compareTo(BigDecimal limit) {
        return numerator.compareTo(limit.multiply(BigDecimal.valueOf(denominator)));
    }

    boolean meets(SlaTerms.Objective objective) {
        return objective.operator().holds(compareTo(objective.target()));
    }

    /** For reading, never for comparing. */
    BigDecimal shown() {
        return numerator.divide(BigDecimal.valueOf(denominator), SHOWN_DECIMALS, RoundingMode.HALF_UP);
    }
}
