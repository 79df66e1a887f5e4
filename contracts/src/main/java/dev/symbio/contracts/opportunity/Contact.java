package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Personal;
import java.time.Instant;
import java.util.List;

/**
 * What came out of talking to the customer.
 *
 * @param painPoints tags
 * @param roles whom it showed or confirmed in the decision chain
 * @param nextAction what was promised, until {@code nextActionAt}
 * @param minutes whether minutes were taken
 * @param competitors named by the customer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Contact(
        @Personal String summary,
        List<String> painPoints,
        List<ChainRole> roles,
        @Personal String nextAction,
        Instant nextActionAt,
        boolean minutes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> competitors,
        Instant at) {
    public Contact {
        painPoints = Lists.of(painPoints);
        roles = Lists.of(roles);
        competitors = Lists.of(competitors);
    }
}
