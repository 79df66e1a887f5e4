package dev.symbio.contracts.sla;

import java.math.BigDecimal;

/** One form for each decimal, so that {@code 1E+3}, {@code 1000} and {@code 1000.00} are equal, in memory and stored. */
final class Decimals {
    private Decimals() {}

    static BigDecimal normal(BigDecimal value) {
        if (value == null) {
            return null;
        }
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static boolean isNegative(BigDecimal value) {
        return value != null && value.signum() < 0;
    }
}
