package dev.symbio.contracts.commitment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trend: a promise is at risk when, a quarter of its window or more having passed, the target would be missed if the
 * rest were like what was seen. A sum is projected over the whole window; all other indicators are taken as they stand. The
 * risk is gone when the projection meets the target again, or the window has been judged.
 */
final class Risk {
    /** Before so much of a window has passed nothing is said. */
    private static final long FIRST_PART_OF = 4;

    private Risk() {}

    static List<CommitmentEvent> changes(ValueCommitment commitment, Instant now) {
        List<CommitmentEvent> events = new ArrayList<>();
        if (commitment.backfilling()) {
            return events;
        }
        for (Promise promise : commitment.terms().promises()) {
            change(promise, commitment.tracks().get(promise.key()), now).ifPresent(events::add);
        }
        return events;
    }

    private static Optional<CommitmentEvent> change(Promise promise, Track track, Instant now) {
        boolean good = track.base() == PromiseState.TRACKING || track.base() == PromiseState.RECOVERED;
        if (!good) {
            return Optional.empty();
        }
        Windows windows = new Windows(promise, track.startsAt());
        int window = windows.at(now);
        if (window == Windows.NONE || window != track.next()) {
            return Optional.empty();
        }
        Optional<Measured> projected = projected(promise, track.tally(window), windows, window, now);
        boolean atRisk = projected.isPresent() && !projected.get().meets(promise.operator(), promise.targetIn(window));
        if (atRisk && track.riskIn() == null) {
            return Optional.of(new CommitmentEvent.RiskRaised(
                    promise.key(),
                    window,
                    windows.startOf(window),
                    windows.endOf(window),
                    track.tally(window).samples(),
                    projected.get().shown(),
                    promise.targetIn(window),
                    now));
        }
        if (!atRisk && projected.isPresent() && track.riskIn() != null) {
            return Optional.of(new CommitmentEvent.RiskCleared(
                    promise.key(), window, projected.get().shown(), track.base(), now));
        }
        return Optional.empty();
    }

    private static Optional<Measured> projected(
            Promise promise, Tally tally, Windows windows, int window, Instant now) {
        Duration whole = Duration.between(windows.startOf(window), windows.endOf(window));
        Duration passed = Duration.between(windows.startOf(window), now);
        if (passed.multipliedBy(FIRST_PART_OF).compareTo(whole) < 0) {
            return Optional.empty();
        }
        Optional<Measured> seen = tally.measured(promise.indicator().kind());
        if (promise.indicator().kind() != Promise.IndicatorKind.SUM) {
            return seen;
        }
        return seen.map(sum -> {
            BigDecimal factor = BigDecimal.valueOf(whole.toMillis())
                    .divide(BigDecimal.valueOf(passed.toMillis()), MathContext.DECIMAL64);
            return new Measured(
                    sum.numerator().multiply(factor).setScale(Measured.SHOWN_DECIMALS, RoundingMode.HALF_UP), 1);
        });
    }

    static ValueCommitment raised(ValueCommitment commitment, CommitmentEvent.RiskRaised event) {
        Track track = commitment.tracks().get(event.promise());
        return commitment.with(event.promise(), track.withRisk(event.window()));
    }

    static ValueCommitment cleared(ValueCommitment commitment, CommitmentEvent.RiskCleared event) {
        Track track = commitment.tracks().get(event.promise());
        return commitment.with(event.promise(), track.withRisk(null));
    }
}
