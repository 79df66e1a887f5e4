package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a period without a single observation. */
public enum NoData {
    /** No statement. */
    @JsonProperty("skip")
    SKIP,
    /** A breach in the worst tier. */
    @JsonProperty("breach")
    BREACH,
    /** The indicator of the period before is repeated; without one, the period is skipped. */
    @JsonProperty("carry")
    CARRY
}
