package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settlement of one period, with every number it was made of, so that a partner can compute it again.
 *
 * @param period its name: {@code 2011-Q3}, {@code 2011-07}, {@code 2011}, {@code 2011-07-05.P30D}, or
 *     {@code adjustments-1} for what turned out after the last period of a retired contract
 * @param end first moment after the period
 * @param termsVersion the version of the terms in force at its start
 * @param workings how the credit came about; null when only adjustments are settled
 * @param credit of this period, after caps
 * @param restated the numbers after a dispute about this statement; null when there was none that changed something
 * @param adjustments what changed in the credits of closed periods, this one included after a dispute
 * @param carriedIn negative balance from the statement before, or zero
 * @param payable by the provider to the customer; never negative
 * @param carriedOut negative balance that goes to the next statement, or zero
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Statement(
        String period,
        Instant start,
        Instant end,
        int termsVersion,
        Instant issuedAt,
        Parties parties,
        String currency,
        Totals totals,
        Workings workings,
        BigDecimal credit,
        Restated restated,
        List<Adjustment> adjustments,
        BigDecimal carriedIn,
        BigDecimal payable,
        BigDecimal carriedOut) {

    public Statement {
        adjustments = List.copyOf(adjustments);
    }

    /**
     * What was counted.
     *
     * @param total observations that count
     * @param met of these, how many were met
     * @param excluded observations left out because both parties accepted it
     * @param rate the indicator, for reading only (six decimals); null without data
     * @param value sum of the counted observations' amounts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Totals(long total, long met, long excluded, BigDecimal rate, BigDecimal value) {}

    /**
     * From the indicator to the credit.
     *
     * @param numerator of the exact indicator: met, sum of values, the percentile, or the count; null without data
     * @param denominator of the exact indicator
     * @param operator of the objective
     * @param target of the objective
     * @param noData the rule that was applied because nothing counted, else null; {@code skip} (no breach) also when
     *     both parties had excluded all there was
     * @param breached whether the objective was missed
     * @param tier the tier that applies; null when not breached
     * @param base what the tier's percentage is of
     * @param beforeCaps base times percent, rounded
     * @param capPerPeriod null when there is none
     * @param cutByPeriodCap what the cap per period took away
     * @param capRolling null when there is none
     * @param earlierCredits credits of the periods that share the rolling cap with this one
     * @param cutByRollingCap what the rolling cap took away
     * @param credit what remains
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Workings(
            BigDecimal numerator,
            Long denominator,
            Operator operator,
            BigDecimal target,
            NoData noData,
            boolean breached,
            SlaTerms.Tier tier,
            BigDecimal base,
            BigDecimal beforeCaps,
            BigDecimal capPerPeriod,
            BigDecimal cutByPeriodCap,
            BigDecimal capRolling,
            List<PeriodCredit> earlierCredits,
            BigDecimal cutByRollingCap,
            BigDecimal credit) {
        public Workings {
            earlierCredits = List.copyOf(earlierCredits);
        }
    }

    /** The numbers of a statement after a dispute about it. */
    public record Restated(Totals totals, Workings workings) {}

    /** The credit of another period, as known when this statement was made. */
    public record PeriodCredit(String period, BigDecimal credit) {}

    /**
     * A change of a closed period's credit.
     *
     * @param reasons why, each once
     * @param oldCredit before the first of the changes that this line sums up
     * @param newCredit after the last of them
     * @param delta sum of the changes (not new less old if a dispute settled a part of them in between)
     */
    public record Adjustment(
            String period, List<Reason> reasons, BigDecimal oldCredit, BigDecimal newCredit, BigDecimal delta) {
        public enum Reason {
            @JsonProperty("late-observations")
            LATE_OBSERVATIONS,
            @JsonProperty("exclusion-accepted")
            EXCLUSION_ACCEPTED,
            @JsonProperty("dispute-resolved")
            DISPUTE_RESOLVED,
            /** A cap or a carried indicator moved because an earlier period changed. */
            @JsonProperty("earlier-period-changed")
            EARLIER_PERIOD_CHANGED
        }

        public Adjustment {
            reasons = List.copyOf(reasons);
        }

        static Adjustment of(String period, Reason reason, BigDecimal oldCredit, BigDecimal newCredit) {
            return new Adjustment(period, List.of(reason), oldCredit, newCredit, newCredit.subtract(oldCredit));
        }

        Adjustment then(Adjustment next) {
            List<Reason> all = Stream.concat(reasons.stream(), next.reasons.stream())
                    .distinct()
                    .sorted()
                    .toList();
            return new Adjustment(period, all, oldCredit, next.newCredit, delta.add(next.delta));
        }
    }
}
