package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a measured value is compared with a limit. */
public enum Comparison {
    @JsonProperty(">=")
    AT_LEAST(">="),
    @JsonProperty(">")
    MORE_THAN(">"),
    @JsonProperty("<=")
    AT_MOST("<="),
    @JsonProperty("<")
    LESS_THAN("<");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /** @param compared negative, zero or positive as the value is below, at or above the limit */
    boolean holds(int compared) {
        return switch (this) {
            case AT_LEAST -> compared >= 0;
            case MORE_THAN -> compared > 0;
            case AT_MOST -> compared <= 0;
            case LESS_THAN -> compared < 0;
        };
    }
}
