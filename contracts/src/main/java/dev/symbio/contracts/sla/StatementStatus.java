package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;

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
    PAID
}
