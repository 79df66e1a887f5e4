package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * A period that is closed, as it is known today.
 *
 * @param indicator null without data
 * @param credit today's truth; what was issued, and how it changed since, is on the statements
 * @param standing null when the period got no statement
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Closing(Instant closedAt, IndicatorValue indicator, BigDecimal credit, Standing standing) {
    Closing restated(IndicatorValue newIndicator, BigDecimal newCredit) {
        return new Closing(closedAt, newIndicator, newCredit, standing);
    }

    Closing with(Standing newStanding) {
        return new Closing(closedAt, indicator, credit, newStanding);
    }
}
