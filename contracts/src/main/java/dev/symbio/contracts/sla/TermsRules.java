package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.SlaTerms.Credits;
import dev.symbio.contracts.sla.SlaTerms.Indicator;
import dev.symbio.contracts.sla.SlaTerms.MeasuringClock;
import dev.symbio.contracts.sla.SlaTerms.Meets;
import dev.symbio.contracts.sla.SlaTerms.Objective;
import dev.symbio.contracts.sla.SlaTerms.Rounding;
import dev.symbio.contracts.sla.SlaTerms.Window;
import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks terms as a whole: all faults at once, each with its place. */
public final class TermsRules {
    static final int MAX_DAYS_PER_WINDOW = 366;
    static final int MAX_DECIMALS = 6;
    static final Duration MAX_GRACE = Duration.ofDays(366);
    static final Duration MAX_DISPUTE_WINDOW = Duration.ofDays(366);
    static final Duration MAX_LATE_OBSERVATIONS = Duration.ofDays(1_100);
    static final int MAX_EXPECTED_PER_PERIOD = 10_000_000;

    private static final String MISSING = "sla.term-missing";
    private static final String OUT_OF_RANGE = "sla.term-out-of-range";

    private final List<Fault> faults = new ArrayList<>();

    private TermsRules() {}

    /** All faults, with pointers from {@code /terms} on; empty if the terms are complete and consistent. */
    public static List<Fault> check(SlaTerms terms) {
        TermsRules rules = new TermsRules();
        if (rules.present("", terms)) {
            rules.checkAll(terms);
        }
        return List.copyOf(rules.faults);
    }

    static Optional<Fault> checkStart(Instant effectiveFrom) {
        if (effectiveFrom == null) {
            return Optional.of(new Fault("/effectiveFrom", MISSING, "Expected the moment from which the terms hold."));
        }
        boolean inRange =
                !effectiveFrom.isBefore(ObservationRules.EARLIEST) && effectiveFrom.isBefore(ObservationRules.LATEST);
        return inRange
                ? Optional.empty()
                : Optional.of(new Fault(
                        "/effectiveFrom",
                        "sla.date-out-of-range",
                        "Expected a time from " + ObservationRules.EARLIEST + " to " + ObservationRules.LATEST + "."));
    }

    private void checkAll(SlaTerms terms) {
        checkIndicator(terms.indicator());
        checkObjective(terms);
        checkWindow(terms.window());
        if (present("/currency", terms.currency()) && !ObservationRules.isCurrency(terms.currency())) {
            fault("/currency", "sla.unknown-currency", "Expected an ISO 4217 currency such as USD.");
        }
        checkRounding(terms.rounding());
        checkCredits(terms);
        checkExclusions(terms.exclusions());
        present("/noData", terms.noData());
        checkDuration("/grace", terms.grace(), Duration.ZERO, MAX_GRACE);
        checkDuration("/disputeWindow", terms.disputeWindow(), Duration.ofHours(1), MAX_DISPUTE_WINDOW);
        checkDuration("/lateObservations", terms.lateObservations(), Duration.ZERO, MAX_LATE_OBSERVATIONS);
        Integer expected = terms.expectedPerPeriod();
        if (expected != null && (expected < 1 || expected > MAX_EXPECTED_PER_PERIOD)) {
            fault("/expectedPerPeriod", OUT_OF_RANGE, "Expected 1 to " + MAX_EXPECTED_PER_PERIOD + ".");
        }
    }

    private void checkIndicator(Indicator indicator) {
        if (!present("/indicator", indicator) || !present("/indicator/kind", indicator.kind())) {
            return;
        }
        boolean percentile = indicator.kind() == Indicator.Kind.PERCENTILE;
        if (percentile
                ? indicator.percentile() == null || indicator.percentile() < 1 || indicator.percentile() > 100
                : indicator.percentile() != null) {
            fault("/indicator/percentile", OUT_OF_RANGE, "Expected 1 to 100 for a percentile, nothing else.");
        }
        boolean counts = indicator.kind() == Indicator.Kind.RATIO || indicator.kind() == Indicator.Kind.COUNT;
        if (indicator.meets() != null && !counts) {
            fault("/indicator/meets", "sla.term-not-applicable", "Expected meets only for a ratio or a count.");
        } else if (indicator.meets() != null) {
            checkMeets(indicator.meets(), indicator.unit());
        }
        checkUnit("/indicator/unit", indicator.unit());
        boolean working = indicator.clock() == MeasuringClock.WORKING;
        if (working != (indicator.calendar() != null)) {
            fault(
                    "/indicator/calendar",
                    working ? MISSING : "sla.term-not-applicable",
                    "Expected a calendar exactly when the clock is working.");
        }
    }

    private void checkMeets(Meets meets, String indicatorUnit) {
        present("/indicator/meets/operator", meets.operator());
        if (number("/indicator/meets/value", meets.value())
                && meets.operator() == Operator.WITHIN
                && meets.value().signum() < 0) {
            fault("/indicator/meets/value", OUT_OF_RANGE, "Expected a distance of zero or more.");
        }
        checkUnit("/indicator/meets/unit", meets.unit());
        if (meets.unit() != null && indicatorUnit != null && !meets.unit().equals(indicatorUnit)) {
            fault("/indicator/meets/unit", "sla.unit-differs", "Expected the unit of the indicator.");
        }
    }

    private void checkUnit(String pointer, String unit) {
        if (unit != null && (unit.isBlank() || unit.length() > ObservationRules.MAX_UNIT_CHARS)) {
            fault(pointer, OUT_OF_RANGE, "Expected 1 to " + ObservationRules.MAX_UNIT_CHARS + " characters.");
        }
    }

    private void checkObjective(SlaTerms terms) {
        Objective objective = terms.objective();
        if (!present("/objective", objective)) {
            return;
        }
        if (present("/objective/operator", objective.operator()) && objective.operator() == Operator.WITHIN) {
            fault("/objective/operator", "sla.term-not-applicable", "Expected >=, >, <= or < for an objective.");
        }
        if (number("/objective/target", objective.target())
                && objective.operator() != null
                && terms.indicator() != null
                && terms.indicator().kind() != null) {
            checkTarget(terms.indicator().kind(), objective);
        }
    }

    /** A target that is always or never met is a mistake. */
    private void checkTarget(Indicator.Kind kind, Objective objective) {
        BigDecimal target = objective.target();
        Operator operator = objective.operator();
        boolean zeroDecides = operator == Operator.MORE_THAN || operator == Operator.AT_MOST;
        boolean tooLow = target.signum() < 0 || target.signum() == 0 && !zeroDecides;
        int toOne = target.compareTo(BigDecimal.ONE);
        if (kind == Indicator.Kind.RATIO && (tooLow || toOne > 0 || toOne == 0 && zeroDecides)) {
            fault("/objective/target", OUT_OF_RANGE, "Expected a ratio from 0 to 1 that can be met and missed.");
        } else if (kind == Indicator.Kind.COUNT && tooLow) {
            fault("/objective/target", OUT_OF_RANGE, "Expected a count that can be met and missed.");
        }
    }

    private void checkWindow(Window window) {
        if (!present("/window", window) || !present("/window/kind", window.kind())) {
            return;
        }
        boolean days = window.kind() == Window.Kind.DAYS;
        if (days
                ? window.days() == null || window.days() < 1 || window.days() > MAX_DAYS_PER_WINDOW
                : window.days() != null) {
            fault(
                    "/window/days",
                    OUT_OF_RANGE,
                    "Expected 1 to " + MAX_DAYS_PER_WINDOW + " for a window of days, nothing else.");
        }
        if (!days) {
            present("/window/zone", window.zone());
        }
    }

    private void checkRounding(Rounding rounding) {
        if (!present("/rounding", rounding)) {
            return;
        }
        present("/rounding/mode", rounding.mode());
        if (present("/rounding/decimals", rounding.decimals())
                && (rounding.decimals() < 0 || rounding.decimals() > MAX_DECIMALS)) {
            fault("/rounding/decimals", OUT_OF_RANGE, "Expected 0 to " + MAX_DECIMALS + ".");
        }
    }

    private void checkCredits(SlaTerms terms) {
        Credits credits = terms.credits();
        if (!present("/credits", credits)) {
            return;
        }
        Integer decimals = terms.rounding() == null ? null : terms.rounding().decimals();
        checkAmount("/credits/capPerPeriod", credits.capPerPeriod(), decimals);
        checkAmount("/credits/capRolling12Months", credits.capRolling12Months(), decimals);
        checkAmount("/credits/baseAmount", credits.baseAmount(), null);
        if (present("/credits/tiers", credits.tiers())) {
            faults.addAll(TierRules.check(terms));
        }
    }

    private void checkAmount(String pointer, BigDecimal amount, Integer maxDecimals) {
        if (amount == null || !number(pointer, amount)) {
            return;
        }
        if (amount.signum() < 0) {
            fault(pointer, OUT_OF_RANGE, "Expected zero or more.");
        } else if (maxDecimals != null && amount.scale() > maxDecimals) {
            fault(pointer, OUT_OF_RANGE, "Expected at most " + maxDecimals + " decimals, as credits are rounded to.");
        }
    }

    private void checkExclusions(List<ExclusionReason> exclusions) {
        if (!present("/exclusions", exclusions)) {
            return;
        }
        Set<ExclusionReason> seen = EnumSet.noneOf(ExclusionReason.class);
        for (int i = 0; i < exclusions.size(); i++) {
            if (present("/exclusions/" + i, exclusions.get(i)) && !seen.add(exclusions.get(i))) {
                fault("/exclusions/" + i, "sla.term-repeated", "Expected each reason once.");
            }
        }
    }

    private void checkDuration(String pointer, Duration duration, Duration least, Duration most) {
        if (present(pointer, duration) && (duration.compareTo(least) < 0 || duration.compareTo(most) > 0)) {
            fault(pointer, OUT_OF_RANGE, "Expected " + IsoDays.text(least) + " to " + IsoDays.text(most) + ".");
        }
    }

    private boolean number(String pointer, BigDecimal number) {
        if (!present(pointer, number)) {
            return false;
        }
        if (!Decimals.fits(number)) {
            fault(pointer, OUT_OF_RANGE, Decimals.TOO_LONG);
        }
        return Decimals.fits(number);
    }

    private boolean present(String pointer, Object term) {
        if (term == null) {
            fault(pointer, MISSING, "Expected this term but it is missing.");
        }
        return term != null;
    }

    private void fault(String pointer, String code, String detail) {
        faults.add(new Fault("/terms" + pointer, code, detail));
    }
}
