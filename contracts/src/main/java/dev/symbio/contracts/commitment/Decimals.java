package dev.symbio.contracts.commitment;

import java.math.BigDecimal;

/** One form for each decimal, so that {@code 1E+3}, {@code 1000} and {@code 1000.00} are equal, in memory and stored. */
final class Decimals {
    static final int MAX_INTEGER_DIGITS = 12;
    static final int MAX_DECIMALS = 18;
    static final String TOO_LONG = "Expected at most " + MAX_INTEGER_DIGITS + " digits before and " + MAX_DECIMALS
            + " after the decimal point.";

    private Decimals() {}

    /** Whether a number from outside is short enough: sums of them stay within the 40 digits that stored events have. */
    static boolean fits(BigDecimal value) {
        return value.precision() - value.scale() <= MAX_INTEGER_DIGITS && value.scale() <= MAX_DECIMALS;
    }

    static BigDecimal normal(BigDecimal value) {
        if (value == null) {
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
