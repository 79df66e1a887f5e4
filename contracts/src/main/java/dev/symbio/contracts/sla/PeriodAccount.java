package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collection;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * One period with data or a statement: its observations, counters, and how it was closed.
 *
 * @param observations by id; dropped once nothing can change them any more, the counters stay
 * @param warned the highest early warning given so far
 * @param closing null while the period is open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PeriodAccount(
        String period,
        Instant start,
        Instant end,
        int version,
        PMap<String, Observation> observations,
        PMap<String, Correction> corrections,
        Tally tally,
        Outlook.Level warned,
        Closing closing) {

    static PeriodAccount open(Period period) {
        return open(period, HashTreePMap.empty(), Outlook.Level.ON_TRACK);
    }

    static PeriodAccount open(Period period, PMap<String, Correction> corrections, Outlook.Level warned) {
        return new PeriodAccount(
                period.key(),
                period.start(),
                period.end(),
                period.version(),
                HashTreePMap.empty(),
                corrections,
                Tally.ZERO,
                warned,
                null);
    }

    /** Whether the period is still open. */
    boolean running() {
        return closing == null;
    }

    boolean hasStatement() {
        return closing != null && closing.standing() != null;
    }

    /** Whether it only settles what turned out after the contract's last period. */
    boolean adjustmentsOnly() {
        return !start.isBefore(end);
    }

    StatementStatus statusOrNull() {
        return hasStatement() ? closing.standing().status() : null;
    }

    PeriodAccount plus(Collection<Observation> batch, SlaTerms terms) {
        PMap<String, Observation> all = observations;
        Tally sum = tally;
        for (Observation each : batch) {
            all = all.plus(each.id(), each);
            sum = sum.plus(Measurement.of(each, correction(each.id()), terms));
        }
        return new PeriodAccount(period, start, end, version, all, corrections, sum, warned, closing);
    }

    Correction correction(String observationId) {
        return corrections.getOrDefault(observationId, Correction.NONE);
    }

    PeriodAccount corrected(String observationId, Correction correction, SlaTerms terms) {
        Observation observation = observations.get(observationId);
        Tally newTally = tally.minus(Measurement.of(observation, correction(observationId), terms))
                .plus(Measurement.of(observation, correction, terms));
        return new PeriodAccount(
                period,
                start,
                end,
                version,
                observations,
                corrections.plus(observationId, correction),
                newTally,
                warned,
                closing);
    }

    PeriodAccount with(Closing newClosing) {
        return new PeriodAccount(period, start, end, version, observations, corrections, tally, warned, newClosing);
    }

    PeriodAccount with(Standing standing) {
        return with(closing.with(standing));
    }

    PeriodAccount warned(Outlook.Level level) {
        return new PeriodAccount(period, start, end, version, observations, corrections, tally, level, closing);
    }

    /** Without what is only needed as long as something can still change. */
    PeriodAccount sealed() {
        return new PeriodAccount(
                period, start, end, version, HashTreePMap.empty(), HashTreePMap.empty(), tally, warned, closing);
    }
}
