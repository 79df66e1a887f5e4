package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** How a measured value is compared with the agreed one. */
public enum Operator {
    @JsonProperty(">=")
    AT_LEAST(">="),
    @JsonProperty(">")
    MORE_THAN(">"),
    @JsonProperty("<=")
    AT_MOST("<="),
    @JsonProperty("<")
    LESS_THAN("<"),
    /** The value's distance from zero is at most the limit: "within +-5 days". Only for single observations. */
    @JsonProperty("within")
    WITHIN("within");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    public String symbol() {
        return symbol;
    }

    /** Whether more is better. */
    public boolean wantsMore() {
        return this == AT_LEAST || this == MORE_THAN;
    }

    boolean holds(BigDecimal value, BigDecimal limit) {
        return this == WITHIN ? value.abs().compareTo(limit) <= 0 : holds(value.compareTo(limit));
    }

    /** @param comparison negative, zero or positive as the value is below, at or above the limit */
    boolean holds(int comparison) {
        return switch (this) {
            case AT_LEAST -> comparison >= 0;
            case MORE_THAN -> comparison > 0;
            case AT_MOST -> comparison <= 0;
            case LESS_THAN -> comparison < 0;
            case WITHIN -> throw new IllegalStateException("\"within\" compares single observations only.");
        };
    }
}
