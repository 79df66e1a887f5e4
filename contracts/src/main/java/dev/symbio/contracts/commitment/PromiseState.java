package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How a promise is doing. */
public enum PromiseState {
    /** Its trigger has not happened, or the delay is running. */
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("tracking")
    TRACKING,
    /** If the rest of the window is like what was seen of it, the target is missed. */
    @JsonProperty("at-risk")
    AT_RISK,
    /** The last window that was judged missed the target. */
    @JsonProperty("breached")
    BREACHED,
    /** The last window was met after one that was not. */
    @JsonProperty("recovered")
    RECOVERED,
    /** The last window there is was met. */
    @JsonProperty("fulfilled")
    FULFILLED,
    /** Both sides have let it go. */
    @JsonProperty("waived")
    WAIVED;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
