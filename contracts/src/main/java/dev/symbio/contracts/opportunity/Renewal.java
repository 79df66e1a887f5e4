package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The end of a contract that was won, and how likely the customer is to go on.
 *
 * @param ticketResolution share of the customer's tickets that were resolved, 0 to 1
 * @param told since when it had been quiet when the risk was told; null when it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Renewal(LocalDate endsOn, BigDecimal ticketResolution, RenewalRule rule, Instant told) {
    Renewal told(Instant quietSince) {
        return new Renewal(endsOn, ticketResolution, rule, quietSince);
    }
}
