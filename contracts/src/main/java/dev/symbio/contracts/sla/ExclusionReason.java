package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an observation may be left out of the measurement, if the terms say so and both parties accept the claim. */
public enum ExclusionReason {
    @JsonProperty("force-majeure")
    FORCE_MAJEURE,
    @JsonProperty("customer-fault")
    CUSTOMER_FAULT
}
