package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How big the customer is, as the tenant counts it. */
public enum CustomerSize {
    @JsonProperty("small")
    SMALL,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("large")
    LARGE;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
