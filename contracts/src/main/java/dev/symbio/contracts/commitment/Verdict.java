package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/**
 * The judgement of one window, with every number that it was made of.
 *
 * @param number of the verdict on this promise, from 1
 * @param window of the promise, from 0
 * @param value as measured, exactly; null without samples
 * @param shown the value with six decimals
 * @param carried the outcome is that of the window before, because there were no samples
 * @param state of the promise from now on
 * @param at when it fell due
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
        String promise,
        int number,
        int window,
        Instant start,
        Instant end,
        long samples,
        Measured value,
        BigDecimal shown,
        Comparison operator,
        BigDecimal target,
        Outcome outcome,
        boolean carried,
        PromiseState state,
        Instant at) {
    /** What a window came to. */
    public enum Outcome {
        @JsonProperty("met")
        MET,
        @JsonProperty("breached")
        BREACHED,
        /** No samples, and by the promise that says nothing. */
        @JsonProperty("skipped")
        SKIPPED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What samples give by the target alone; empty when the no-data rule has to say. */
    static Outcome outcomeOf(Comparison operator, BigDecimal target, Measured value) {
        return value.meets(operator, target) ? Outcome.MET : Outcome.BREACHED;
    }
}
