package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Outlook.Level;
import dev.symbio.contracts.sla.SlaTerms.Indicator.Kind;
import dev.symbio.contracts.sla.SlaTerms.Objective;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many errors an objective allows and how many there are. What an error is depends on the indicator: for a ratio
 * that must be high an observation that was missed, for one that must be low one that was met; for a percentile a value
 * on the wrong side of the target; for a count that must stay low each observation counted, for one that must be reached
 * each that does not count.
 *
 * @param allowed null when it depends on how many observations will come, and nobody knows
 * @param used errors as a share of those allowed; null when that is unknown or none is allowed
 * @param burnRate how fast they come compared with what is allowed; null when unknown
 */
record ErrorBudget(
        long errors, Long allowed, BigDecimal used, BigDecimal burnRate, boolean canStillBeMet, Level level) {
    private static final int SHOWN_DECIMALS = 4;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    /** The part of a period that has passed: 0 to 1. */
    static BigDecimal elapsed(Period period, Instant now) {
        long length = Duration.between(period.start(), period.end()).toSeconds();
        long passed = Math.min(
                length, Math.max(0, Duration.between(period.start(), now).toSeconds()));
        return length == 0
                ? BigDecimal.ONE
                : BigDecimal.valueOf(passed).divide(BigDecimal.valueOf(length), 9, RoundingMode.HALF_UP);
    }

    static ErrorBudget of(
            SlaTerms terms, Tally tally, Long expected, Optional<IndicatorValue> indicator, BigDecimal elapsed) {
        return switch (terms.indicator().kind()) {
            case RATIO, PERCENTILE -> ofShare(terms, tally, expected);
            case COUNT -> ofCount(terms.objective(), tally, expected, elapsed);
            case MEAN -> ofMean(terms.objective(), tally, expected, indicator);
        };
    }

    private static ErrorBudget ofShare(SlaTerms terms, Tally tally, Long expected) {
        boolean percentile = terms.indicator().kind() == Kind.PERCENTILE;
        boolean errorIsMet = !percentile && !terms.objective().operator().wantsMore();
        long errors = errorIsMet ? tally.met() : tally.total() - tally.met();
        Long allowed = expected == null
                ? null
                : percentile ? allowedOfPercentile(terms, expected) : allowedOfRatio(terms.objective(), expected);
        BigDecimal share = allowedShare(terms);
        BigDecimal burnRate = tally.total() == 0
                ? null
                : quotient(BigDecimal.valueOf(errors), share.multiply(BigDecimal.valueOf(tally.total())));
        boolean possible = allowed == null ? errors == 0 || share.signum() > 0 : errors <= allowed;
        return of(errors, allowed, burnRate, possible);
    }

    /** The allowed errors as a share of all observations. */
    private static BigDecimal allowedShare(SlaTerms terms) {
        Objective objective = terms.objective();
        BigDecimal low = terms.indicator().kind() == Kind.PERCENTILE
                ? BigDecimal.valueOf(terms.indicator().percentile()).divide(PERCENT)
                : objective.target();
        boolean complement = terms.indicator().kind() == Kind.PERCENTILE
                ? !objective.operator().wantsMore()
                : objective.operator().wantsMore();
        return complement ? BigDecimal.ONE.subtract(low) : low;
    }

    private static long allowedOfRatio(Objective objective, long total) {
        BigDecimal share =
                objective.operator().wantsMore() ? BigDecimal.ONE.subtract(objective.target()) : objective.target();
        BigDecimal errors = share.multiply(BigDecimal.valueOf(total));
        boolean exactlyAllowed = objective.operator() == Operator.AT_LEAST || objective.operator() == Operator.AT_MOST;
        return exactlyAllowed
                ? errors.setScale(0, RoundingMode.FLOOR).longValueExact()
                : errors.setScale(0, RoundingMode.CEILING).longValueExact() - 1;
    }

    private static long allowedOfPercentile(SlaTerms terms, long total) {
        long rank = Indicators.rank(terms.indicator().percentile(), total);
        return terms.objective().operator().wantsMore() ? rank - 1 : total - rank;
    }

    private static ErrorBudget ofCount(Objective objective, Tally tally, Long expected, BigDecimal elapsed) {
        if (objective.operator().wantsMore()) {
            long errors = tally.total() - tally.met();
            long needed = leastCount(objective);
            Long allowed = expected == null ? null : expected - needed;
            BigDecimal burnRate = allowed == null || tally.total() == 0
                    ? null
                    : quotient(
                            BigDecimal.valueOf(errors).multiply(BigDecimal.valueOf(expected)),
                            BigDecimal.valueOf(Math.max(0, allowed)).multiply(BigDecimal.valueOf(tally.total())));
            return of(errors, allowed, burnRate, allowed == null || errors <= allowed);
        }
        long allowed = mostCount(objective);
        BigDecimal burnRate =
                quotient(BigDecimal.valueOf(tally.met()), elapsed.multiply(BigDecimal.valueOf(Math.max(0, allowed))));
        return of(tally.met(), allowed, burnRate, tally.met() <= allowed);
    }

    private static long leastCount(Objective objective) {
        return objective.operator() == Operator.AT_LEAST
                ? objective.target().setScale(0, RoundingMode.CEILING).longValueExact()
                : objective.target().setScale(0, RoundingMode.FLOOR).longValueExact() + 1;
    }

    private static long mostCount(Objective objective) {
        return objective.operator() == Operator.AT_MOST
                ? objective.target().setScale(0, RoundingMode.FLOOR).longValueExact()
                : objective.target().setScale(0, RoundingMode.CEILING).longValueExact() - 1;
    }

    /** Any mean can still be turned by what is to come; half of it in and on the wrong side is a warning. */
    private static ErrorBudget ofMean(
            Objective objective, Tally tally, Long expected, Optional<IndicatorValue> indicator) {
        boolean misses = indicator.isPresent() && !indicator.get().meets(objective);
        boolean halfIsIn = expected != null && 2 * tally.total() >= expected;
        Level level = misses && halfIsIn ? Level.BURNING : Level.ON_TRACK;
        return new ErrorBudget(tally.total() - tally.met(), null, null, null, true, level);
    }

    private static ErrorBudget of(long errors, Long allowed, BigDecimal burnRate, boolean canStillBeMet) {
        BigDecimal used = allowed == null ? null : quotient(BigDecimal.valueOf(errors), BigDecimal.valueOf(allowed));
        boolean burning = burnRate != null
                && burnRate.compareTo(BigDecimal.ONE) >= 0
                && used != null
                && used.compareTo(HALF) >= 0;
        Level level = !canStillBeMet ? Level.LOST : burning ? Level.BURNING : Level.ON_TRACK;
        return new ErrorBudget(errors, allowed, used, burnRate, canStillBeMet, level);
    }

    private static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() <= 0 ? null : dividend.divide(divisor, SHOWN_DECIMALS, RoundingMode.HALF_UP);
    }
}
