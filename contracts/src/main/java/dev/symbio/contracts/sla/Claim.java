package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is claimed to be true of a disputed observation. */
public enum Claim {
    @JsonProperty("met")
    MET,
    @JsonProperty("not-met")
    NOT_MET,
    /** It should not count at all. */
    @JsonProperty("excluded")
    EXCLUDED,
    /** Its measured value is another one. */
    @JsonProperty("value")
    VALUE
}
