package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How far a statement has come. A statement with nothing to pay ends at {@link #ACCEPTED}. */
public enum StatementStatus {
    @JsonProperty("issued")
    ISSUED,
    @JsonProperty("disputed")
    DISPUTED,
    @JsonProperty("accepted")
    ACCEPTED,
    /** Delivered to the debtor's finance system. */
    @JsonProperty("sent")
    SENT,
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    @JsonProperty("paid")
    PAID;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
