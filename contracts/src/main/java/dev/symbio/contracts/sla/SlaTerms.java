package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.symbio.platform.time.WorkingCalendar;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * What two parties agree on, as they sign it. Read strictly: an unknown term is refused. {@link TermsRules} says what
 * makes terms complete and consistent; nothing else in this package checks them again.
 *
 * @param currency ISO 4217; of all observations, credits and caps
 * @param exclusions reasons for which an observation may be left out; may be empty
 * @param noData rule for periods without observations
 * @param grace how long after its end a period waits for stragglers before it closes
 * @param disputeWindow how long after it was issued a statement can be disputed
 * @param lateObservations how long after closing a period still takes observations (as adjustments)
 * @param expectedPerPeriod how many observations a period will have, for the early warning; null when not agreed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlaTerms(
        Indicator indicator,
        Objective objective,
        Window window,
        String currency,
        Credits credits,
        List<ExclusionReason> exclusions,
        NoData noData,
        Rounding rounding,
        @JsonSerialize(using = IsoDays.class) Duration grace,
        @JsonSerialize(using = IsoDays.class) Duration disputeWindow,
        @JsonSerialize(using = IsoDays.class) Duration lateObservations,
        Integer expectedPerPeriod) {

    /**
     * What is measured over a period.
     *
     * @param percentile 1 to 100, nearest rank; only for {@link Kind#PERCENTILE}
     * @param meets how an observation's value tells whether it is met; null when observations say so themselves
     * @param unit of the observations' values, such as {@code h}; null when they have none
     * @param clock how time between {@code measuredFrom} and {@code measuredTo} is counted; null is elapsed
     * @param calendar the hours that count; only for {@link MeasuringClock#WORKING}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Indicator(
            Kind kind, Integer percentile, Meets meets, String unit, MeasuringClock clock, WorkingCalendar calendar) {
        public enum Kind {
            /** Observations met, as a share of all: 0 to 1. */
            @JsonProperty("ratio")
            RATIO,
            /** Mean of the observations' values. */
            @JsonProperty("mean")
            MEAN,
            /** Nearest-rank percentile of the observations' values. */
            @JsonProperty("percentile")
            PERCENTILE,
            /** How many observations count: those that meet {@code meets}, or all. */
            @JsonProperty("count")
            COUNT
        }
    }

    /** An observation is met when its value compares to {@code value} like this. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Meets(Operator operator, BigDecimal value, String unit) {
        public Meets {
            value = Decimals.normal(value);
        }
    }

    public enum MeasuringClock {
        @JsonProperty("elapsed")
        ELAPSED,
        @JsonProperty("working")
        WORKING
    }

    /** What the indicator must reach. Ratio targets are 0 to 1. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Objective(Operator operator, BigDecimal target) {
        public Objective {
            target = Decimals.normal(target);
        }
    }

    /**
     * How time is cut into periods.
     *
     * @param zone whose calendar counts; null is UTC for {@link Kind#DAYS}
     * @param days length of the consecutive windows from the contract's start; only for {@link Kind#DAYS}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Window(Kind kind, ZoneId zone, Integer days) {
        public enum Kind {
            @JsonProperty("month")
            MONTH,
            @JsonProperty("quarter")
            QUARTER,
            @JsonProperty("year")
            YEAR,
            @JsonProperty("days")
            DAYS
        }
    }

    /**
     * What a breach costs.
     *
     * @param tiers cover the breach side of the objective exactly
     * @param capPerPeriod most that one period can cost; null is no cap
     * @param capRolling12Months most that a period and those starting in the twelve months before its end can cost
     *     together; null is no cap
     * @param baseAmount what the percentages are of; null is the value of the period's observations
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credits(
            List<Tier> tiers, BigDecimal capPerPeriod, BigDecimal capRolling12Months, BigDecimal baseAmount) {
        public Credits {
            tiers = tiers == null ? null : Copies.of(tiers);
            capPerPeriod = Decimals.normal(capPerPeriod);
            capRolling12Months = Decimals.normal(capRolling12Months);
            baseAmount = Decimals.normal(baseAmount);
        }
    }

    /**
     * A range of the indicator and what it costs. A boundary belongs to the better tier.
     *
     * @param from lower end; null is unbounded
     * @param to upper end; null is unbounded
     * @param percent of the period's value
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tier(BigDecimal from, BigDecimal to, BigDecimal percent) {
        public Tier {
            from = Decimals.normal(from);
            to = Decimals.normal(to);
            percent = Decimals.normal(percent);
        }
    }

    /** How a credit becomes an amount that can be paid. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rounding(Integer decimals, Mode mode) {
        public enum Mode {
            @JsonProperty("half-up")
            HALF_UP(RoundingMode.HALF_UP),
            @JsonProperty("half-even")
            HALF_EVEN(RoundingMode.HALF_EVEN),
            @JsonProperty("down")
            DOWN(RoundingMode.DOWN),
            @JsonProperty("up")
            UP(RoundingMode.UP);

            private final RoundingMode rounding;

            Mode(RoundingMode rounding) {
                this.rounding = rounding;
            }
        }

        BigDecimal round(BigDecimal amount) {
            return amount.setScale(decimals, mode.rounding);
        }
    }

    public SlaTerms {
        exclusions = exclusions == null ? null : Copies.of(exclusions);
    }

    BigDecimal round(BigDecimal amount) {
        return rounding.round(amount);
    }

    BigDecimal zero() {
        return BigDecimal.ZERO.setScale(rounding.decimals());
    }
}
