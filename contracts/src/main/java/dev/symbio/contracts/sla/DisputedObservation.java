package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;

/**
 * One observation of a statement and what is claimed to be true instead.
 *
 * @param value the claimed value for {@link Claim#VALUE}, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DisputedObservation(String id, Claim claim, BigDecimal value) {
    public DisputedObservation {
        value = Decimals.normal(value);
    }
}
