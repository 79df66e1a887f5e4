package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * What came out of talking to the customer.
 *
 * @param painPoints tags
 * @param roles whom it showed or confirmed in the decision chain
 * @param nextAction what was promised, until {@code nextActionAt}
 * @param minutes whether minutes were taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Contact(
        String summary,
        List<String> painPoints,
        List<ChainRole> roles,
        String nextAction,
        Instant nextActionAt,
        boolean minutes,
        Instant at) {
    public Contact {
        painPoints = Lists.of(painPoints);
        roles = Lists.of(roles);
    }
}
