package dev.symbio.contracts.commitment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * How one promise is doing.
 *
 * @param base its state but for the risk
 * @param startsAt when its first window begins; null while the trigger has not happened
 * @param next the first window that is not judged
 * @param open tallies of windows that are not judged, by number, as text because JSON has no other keys
 * @param verdicts how many there are
 * @param last verdict; null before the first
 * @param breachedAt since when it is breached; null when it is not
 * @param rung of the ladder that is climbed next
 * @param riskIn the window whose target will be missed if it goes on so; null when there is no risk
 * @param waiver that waits for its second signature
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Track(
        PromiseState base,
        Instant startsAt,
        int next,
        PMap<String, Tally> open,
        int verdicts,
        Verdict last,
        Instant breachedAt,
        int rung,
        Integer riskIn,
        Waiver waiver) {
    static final Track NEW =
            new Track(PromiseState.PENDING, null, 0, HashTreePMap.empty(), 0, null, null, 0, null, null);

    /** As it is shown: at risk if it is, unless there is worse. */
    public PromiseState state() {
        boolean good = base == PromiseState.TRACKING || base == PromiseState.RECOVERED;
        return good && riskIn != null ? PromiseState.AT_RISK : base;
    }

    boolean settled() {
        return base == PromiseState.FULFILLED || base == PromiseState.WAIVED;
    }

    Tally tally(int window) {
        return open.getOrDefault(Integer.toString(window), Tally.EMPTY);
    }

    /** How many samples a window that is not judged has. */
    public long samplesOf(int window) {
        return tally(window).samples();
    }

    Track startingAt(Instant start, int first) {
        return new Track(base, start, first, open, verdicts, last, breachedAt, rung, riskIn, waiver);
    }

    Track with(PromiseState state) {
        return new Track(state, startsAt, next, open, verdicts, last, breachedAt, rung, riskIn, waiver);
    }

    Track with(int window, Tally tally) {
        PMap<String, Tally> more = open.plus(Integer.toString(window), tally);
        return new Track(base, startsAt, next, more, verdicts, last, breachedAt, rung, riskIn, waiver);
    }

    Track withRisk(Integer window) {
        return new Track(base, startsAt, next, open, verdicts, last, breachedAt, rung, window, waiver);
    }

    Track with(Waiver proposed) {
        return new Track(base, startsAt, next, open, verdicts, last, breachedAt, rung, riskIn, proposed);
    }

    Track climbed() {
        return new Track(base, startsAt, next, open, verdicts, last, breachedAt, rung + 1, riskIn, waiver);
    }

    /** A second breach in a row goes on up the same ladder. */
    Track judged(Verdict verdict) {
        boolean breached = verdict.state() == PromiseState.BREACHED;
        Instant since = !breached ? null : breachedAt == null ? verdict.at() : breachedAt;
        return new Track(
                verdict.state(),
                startsAt,
                verdict.window() + 1,
                open.minus(Integer.toString(verdict.window())),
                verdict.number(),
                verdict,
                since,
                since == null || breachedAt == null ? 0 : rung,
                null,
                waiver);
    }
}
