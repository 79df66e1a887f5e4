package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** In which capacity somebody signs: the three of the responsibility letter (cap 51), and the customer. */
public enum Capacity {
    @JsonProperty("sales")
    SALES,
    @JsonProperty("delivery")
    DELIVERY,
    @JsonProperty("customer-success")
    CUSTOMER_SUCCESS,
    @JsonProperty("customer")
    CUSTOMER;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
