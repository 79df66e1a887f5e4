package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How long the customer takes to buy, as the tenant counts it. */
public enum PurchaseCycle {
    @JsonProperty("short")
    SHORT,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("long")
    LONG;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
