package dev.symbio.contracts.commitment;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The exact value of an indicator, as a fraction: 19 of 20 is compared with 0.95 without ever being divided. */
public record Measured(BigDecimal numerator, long denominator) {
    static final int SHOWN_DECIMALS = 6;

    public Measured {
        numerator = Decimals.normal(numerator);
        if (denominator < 1) {
            throw new IllegalArgumentException("Expected a positive denominator but got " + denominator + ".");
        }
    }

    boolean meets(Comparison operator, BigDecimal target) {
        return operator.holds(numerator.compareTo(target.multiply(BigDecimal.valueOf(denominator))));
    }

    /** For reading, never for comparing. */
    public BigDecimal shown() {
        return numerator.divide(BigDecimal.valueOf(denominator), SHOWN_DECIMALS, RoundingMode.HALF_UP);
    }
}
