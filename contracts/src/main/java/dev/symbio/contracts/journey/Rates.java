package dev.symbio.contracts.journey;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Parts of a whole, all with the same number of decimals. */
final class Rates {
    private static final int DECIMALS = 6;

    private Rates() {}

    /** @return null when there is no whole */
    static BigDecimal of(long some, long all) {
        return all == 0
                ? null
                : BigDecimal.valueOf(some).divide(BigDecimal.valueOf(all), DECIMALS, RoundingMode.HALF_EVEN);
    }
}
