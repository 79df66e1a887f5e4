package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The six stages of every opportunity, in this order. There is no other and none that says nothing. */
public enum Stage {
    @JsonProperty("first-touch")
    FIRST_TOUCH,
    @JsonProperty("needs-diagnosis")
    NEEDS_DIAGNOSIS,
    @JsonProperty("demo")
    DEMO,
    @JsonProperty("objection-handling")
    OBJECTION_HANDLING,
    @JsonProperty("quote")
    QUOTE,
    @JsonProperty("contract")
    CONTRACT;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
