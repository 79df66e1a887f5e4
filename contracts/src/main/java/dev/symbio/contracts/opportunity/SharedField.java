package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a co-seller can be shown, field by field. What is not named here is never shared. */
public enum SharedField {
    @JsonProperty("customer")
    CUSTOMER,
    @JsonProperty("industry")
    INDUSTRY,
    @JsonProperty("size")
    SIZE,
    @JsonProperty("region")
    REGION,
    @JsonProperty("product")
    PRODUCT,
    /** With its currency. */
    @JsonProperty("amount")
    AMOUNT,
    @JsonProperty("expected-close")
    EXPECTED_CLOSE,
    /** With since when, and the outcome. */
    @JsonProperty("stage")
    STAGE,
    @JsonProperty("contacts")
    CONTACTS,
    @JsonProperty("decision-chain")
    DECISION_CHAIN,
    @JsonProperty("artefacts")
    ARTEFACTS;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
