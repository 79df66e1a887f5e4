package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What has become of an opportunity. */
public enum Outcome {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("won")
    WON,
    /** The customer decided otherwise. */
    @JsonProperty("lost")
    LOST,
    /** The seller gave it up. */
    @JsonProperty("abandoned")
    ABANDONED;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
