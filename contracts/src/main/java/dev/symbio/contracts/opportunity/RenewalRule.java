package dev.symbio.contracts.opportunity;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * When a renewal is at risk: all three at once (cap 16).
 *
 * @param quietFor no contact for so long
 * @param endsWithin the contract ends in so long, or sooner
 * @param resolutionBelow fewer of the customer's tickets were resolved, 0 to 1
 */
public record RenewalRule(Duration quietFor, Duration endsWithin, BigDecimal resolutionBelow) {
    public static final RenewalRule DEFAULT =
            new RenewalRule(Duration.ofDays(90), Duration.ofDays(120), new BigDecimal("0.85"));
}
