package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What kind of thing stands between a customer and the value that was promised (cap 53). */
public enum ObstacleCategory {
    @JsonProperty("product")
    PRODUCT,
    @JsonProperty("delivery")
    DELIVERY,
    @JsonProperty("data")
    DATA,
    @JsonProperty("integration")
    INTEGRATION,
    @JsonProperty("adoption")
    ADOPTION,
    @JsonProperty("organisation")
    ORGANISATION,
    @JsonProperty("external")
    EXTERNAL,
    @JsonProperty("other")
    OTHER;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
