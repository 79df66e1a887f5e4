package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How far a commitment has come. */
public enum Phase {
    @JsonProperty("absent")
    ABSENT,
    /** Being written and signed. */
    @JsonProperty("drafted")
    DRAFTED,
    /** All have signed: promises are tracked. */
    @JsonProperty("active")
    ACTIVE,
    /** Given up or over; nothing is tracked any more. */
    @JsonProperty("ended")
    ENDED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
