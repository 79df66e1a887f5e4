package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.SlaTerms.Indicator;
import dev.symbio.contracts.sla.SlaTerms.MeasuringClock;
import dev.symbio.contracts.sla.SlaTerms.Meets;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * What an observation means under given terms.
 *
 * @param excluded it does not count
 * @param met it was as promised; for a count, it counts; for mean and percentile, it meets the objective by itself
 * @param value what is averaged or ranked; null when the indicator needs none
 * @param amount what it is worth
 */
record Measurement(boolean excluded, boolean met, BigDecimal value, BigDecimal amount) {
    /** Ten decimals of an hour tell microseconds apart. */
    private static final int HOUR_DECIMALS = 10;

    private static final BigDecimal MICROS_PER_HOUR = BigDecimal.valueOf(3_600_000_000L);
    static final String HOURS = "h";

    /** Why an observation cannot be measured under the terms. */
    record Problem(String field, String code, String detail) {}

    static Measurement of(Observation observation, Correction correction, SlaTerms terms) {
        Indicator indicator = terms.indicator();
        BigDecimal recorded = valueOf(observation, indicator);
        BigDecimal value = correction.value() != null ? correction.value() : recorded;
        boolean met = correction.met() != null
                ? correction.met()
                : met(observation, value, correction.value() != null, terms);
        BigDecimal amount = observation.amount() == null ? BigDecimal.ZERO : observation.amount();
        return new Measurement(correction.excluded(), met, value, amount);
    }

    private static boolean met(Observation observation, BigDecimal value, boolean corrected, SlaTerms terms) {
        return switch (terms.indicator().kind()) {
            case MEAN, PERCENTILE ->
                terms.objective().operator().holds(value, terms.objective().target());
            case RATIO, COUNT -> {
                if (observation.met() != null && !corrected) {
                    yield observation.met();
                }
                Meets meets = terms.indicator().meets();
                if (meets != null && value != null) {
                    yield meets.operator().holds(value, meets.value());
                }
                // A count without a condition counts everything; a promise is kept by being there in time.
                yield terms.indicator().kind() == Indicator.Kind.COUNT
                        || observation.happenedAt() != null
                                && !observation.happenedAt().isAfter(observation.at());
            }
        };
    }

    static Optional<Problem> problem(Observation observation, SlaTerms terms) {
        Indicator indicator = terms.indicator();
        String unit = unit(indicator);
        if (observation.unit() != null && !observation.unit().equals(unit)) {
            return problem(
                    "unit",
                    "sla.unit-differs",
                    "Expected " + quoted(unit) + " but got " + quoted(observation.unit()) + ".");
        }
        if (observation.measuredFrom() != null && unit != null && !unit.equals(HOURS)) {
            return problem(
                    "measuredFrom", "sla.unit-differs", "Expected a value in " + quoted(unit) + "; times give hours.");
        }
        BigDecimal value = valueOf(observation, indicator);
        return switch (indicator.kind()) {
            case MEAN, PERCENTILE ->
                value != null
                        ? Optional.empty()
                        : problem("value", "sla.not-measurable", "Expected a value, or measuredFrom and measuredTo.");
            case RATIO, COUNT ->
                observation.met() != null
                        ? contradiction(observation.met(), value, indicator.meets())
                        : unmeasured(observation, value, indicator);
        };
    }

    private static Optional<Problem> contradiction(boolean met, BigDecimal value, Meets meets) {
        if (meets == null || value == null || met == meets.operator().holds(value, meets.value())) {
            return Optional.empty();
        }
        return problem(
                "met",
                "sla.met-contradicts-value",
                "Expected met to agree with the value " + value.toPlainString() + " but it is " + met + ".");
    }

    private static Optional<Problem> unmeasured(Observation observation, BigDecimal value, Indicator indicator) {
        if (indicator.meets() != null) {
            return value != null
                    ? Optional.empty()
                    : problem("value", "sla.not-measurable", "Expected met, a value, or measuredFrom and measuredTo.");
        }
        return indicator.kind() == Indicator.Kind.COUNT || observation.happenedAt() != null
                ? Optional.empty()
                : problem("met", "sla.not-measurable", "Expected met, or happenedAt to compare with at.");
    }

    static String unit(Indicator indicator) {
        return indicator.unit() != null || indicator.meets() == null
                ? indicator.unit()
                : indicator.meets().unit();
    }

    /** The value given, or the time measured in hours; null when there is neither. */
    private static BigDecimal valueOf(Observation observation, Indicator indicator) {
        if (observation.value() != null || observation.measuredFrom() == null) {
            return observation.value();
        }
        Duration time = indicator.clock() == MeasuringClock.WORKING
                ? indicator.calendar().workingTimeBetween(observation.measuredFrom(), observation.measuredTo())
                : Duration.between(observation.measuredFrom(), observation.measuredTo());
        BigDecimal micros = BigDecimal.valueOf(time.toSeconds())
                .movePointRight(6)
                .add(BigDecimal.valueOf(time.toNanosPart() / 1_000));
        return Decimals.normal(micros.divide(MICROS_PER_HOUR, HOUR_DECIMALS, RoundingMode.HALF_UP));
    }

    private static Optional<Problem> problem(String field, String code, String detail) {
        return Optional.of(new Problem(field, code, detail));
    }

    private static String quoted(String unit) {
        return unit == null ? "no unit" : '"' + unit + '"';
    }
}
