package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;

/**
 * The early warning for a period that is still open.
 *
 * @param total observations so far
 * @param met of these, how many were met
 * @param rate the indicator so far, for reading; null without data
 * @param expectedTotal how many observations the period will have; null when neither agreed nor known from history
 * @param expectedFrom where that number comes from; null with it
 * @param errors observations that were missed (or counted, for a count that must stay low)
 * @param allowedErrors how many the objective allows at the expected total; null when that is unknown
 * @param budgetUsed errors as a share of those allowed; null when unknown
 * @param burnRate share of errors so far as a multiple of the allowed share: above 1 the objective will be missed if it
 *     goes on like this; null when there is no data or nothing is allowed
 * @param canStillBeMet false once even a perfect rest of the period cannot reach the objective any more
 * @param level what is to be told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outlook(
        String period,
        Instant start,
        Instant end,
        long total,
        long met,
        BigDecimal rate,
        Long expectedTotal,
        ExpectedFrom expectedFrom,
        long errors,
        Long allowedErrors,
        BigDecimal budgetUsed,
        BigDecimal burnRate,
        boolean canStillBeMet,
        Level level) {

    public enum ExpectedFrom {
        @JsonProperty("agreed")
        AGREED,
        @JsonProperty("history")
        HISTORY
    }

    /** In rising order. */
    public enum Level {
        @JsonProperty("on-track")
        ON_TRACK,
        /** Errors come faster than allowed, and half of the allowed ones are used up. */
        @JsonProperty("burning")
        BURNING,
        /** The objective can no longer be met. */
        @JsonProperty("lost")
        LOST;

        /** As written in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
