package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who has a say on the buyer's side. All of them make a complete decision chain. */
public enum BuyerRole {
    @JsonProperty("purchasing")
    PURCHASING,
    @JsonProperty("it")
    IT,
    @JsonProperty("legal")
    LEGAL,
    @JsonProperty("finance")
    FINANCE,
    @JsonProperty("business")
    BUSINESS,
    @JsonProperty("executive")
    EXECUTIVE,
    @JsonProperty("end-user")
    END_USER;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
