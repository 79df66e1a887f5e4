package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a contract is in its life. Which command is possible when is one table: {@link Admission}. */
public enum Phase {
    /** Nothing has happened yet. */
    @JsonProperty("absent")
    ABSENT,
    @JsonProperty("drafted")
    DRAFTED,
    @JsonProperty("offered")
    OFFERED,
    @JsonProperty("countered")
    COUNTERED,
    @JsonProperty("active")
    ACTIVE,
    /** Its end is set; what lies before the end is still measured and settled. */
    @JsonProperty("retired")
    RETIRED,
    /** Never came into force. */
    @JsonProperty("withdrawn")
    WITHDRAWN;

    /** As written in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
