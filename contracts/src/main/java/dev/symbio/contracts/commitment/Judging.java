package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What time brings about: windows begin, are judged, and breaches go up the ladder, strictly in the order of time, so that
 * catching up with history gives what would have happened live.
 */
final class Judging {
    /** What is left is due at once and comes with the next command. */
    static final int MAX_STEPS_PER_COMMAND = 100;

    private enum What {
        BEGIN("begin"),
        JUDGE("judge"),
        ESCALATE("escalate");

        private final String word;

        What(String word) {
            this.word = word;
        }
    }

    private record Step(What what, Promise promise, Instant due) {}

    private Judging() {}

    static Decision<CommitmentEvent> advance(
            ValueCommitment commitment, CommitmentCommand.Advance command, Context context) {
        return Decision.events(due(commitment, context.now()));
    }

    static Decision<CommitmentEvent> completeBackfill(
            ValueCommitment commitment, CommitmentCommand.CompleteBackfill command, Context context) {
        if (!commitment.backfilling()) {
            return Decision.rejected(Rejection.conflict(
                    "commitment.no-backfill", "Expected a commitment that takes history in but it does not."));
        }
        List<CommitmentEvent> events = new ArrayList<>();
        events.add(new CommitmentEvent.BackfillCompleted(context.tenant(), context.now()));
        events.addAll(due(commitment.evolve(events), context.now()));
        return Decision.events(events);
    }

    static ValueCommitment backfillCompleted(ValueCommitment commitment, CommitmentEvent.BackfillCompleted event) {
        return commitment.backfilled(event.at());
    }

    /** What is due by now, in order; at most {@value #MAX_STEPS_PER_COMMAND}. */
    static List<CommitmentEvent> due(ValueCommitment commitment, Instant now) {
        List<CommitmentEvent> events = new ArrayList<>();
        ValueCommitment state = commitment;
        while (events.size() < MAX_STEPS_PER_COMMAND) {
            Optional<Step> step = first(state);
            if (step.isEmpty() || step.get().due().isAfter(now)) {
                return events;
            }
            CommitmentEvent event = eventOf(state, step.get());
            events.add(event);
            state = ValueCommitment.KIND.evolve(state, event);
        }
        return events;
    }

    static Set<Deadline> deadlines(ValueCommitment commitment) {
        Set<Deadline> all = new HashSet<>();
        for (Step step : steps(commitment)) {
            all.add(Deadline.elapsed(step.what().word + ":" + step.promise().key(), step.due()));
        }
        return all;
    }

    /** On a tie, what comes first in {@link What}, then the promise that comes first. */
    private static Optional<Step> first(ValueCommitment commitment) {
        Step first = null;
        for (Step step : steps(commitment)) {
            int order = first == null ? -1 : step.due().compareTo(first.due());
            if (order < 0 || order == 0 && step.what().compareTo(first.what()) < 0) {
                first = step;
            }
        }
        return Optional.ofNullable(first);
    }

    /** The next of each kind, for each promise. */
    private static List<Step> steps(ValueCommitment commitment) {
        if (commitment.phase() != Phase.ACTIVE || commitment.backfilling()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (Promise promise : commitment.terms().promises()) {
            Track track = commitment.tracks().get(promise.key());
            if (track.startsAt() == null || track.settled()) {
                continue;
            }
            Windows windows = new Windows(promise, track.startsAt());
            if (track.base() == PromiseState.PENDING) {
                steps.add(new Step(What.BEGIN, promise, windows.startOf(track.next())));
            } else if (windows.exists(track.next())) {
                steps.add(new Step(What.JUDGE, promise, judgedAt(commitment, windows.endOf(track.next()))));
            }
            if (track.breachedAt() != null && track.rung() < promise.ladder().size()) {
                Promise.Rung rung = promise.ladder().get(track.rung());
                steps.add(new Step(What.ESCALATE, promise, track.breachedAt().plus(rung.after())));
            }
        }
        return steps;
    }

    /** A window waits for stragglers, unless it was over when its history was complete. */
    private static Instant judgedAt(ValueCommitment commitment, Instant end) {
        Instant backfilledAt = commitment.backfilledAt();
        return backfilledAt != null && !end.isAfter(backfilledAt)
                ? end
                : end.plus(commitment.terms().tolerance());
    }

    private static CommitmentEvent eventOf(ValueCommitment commitment, Step step) {
        Promise promise = step.promise();
        Track track = commitment.tracks().get(promise.key());
        return switch (step.what()) {
            case BEGIN -> new CommitmentEvent.TrackingStarted(promise.key(), step.due());
            case ESCALATE -> {
                Promise.Rung rung = promise.ladder().get(track.rung());
                yield new CommitmentEvent.Escalated(
                        promise.key(),
                        promise.clause(),
                        track.rung(),
                        rung.subject(),
                        rung.role(),
                        track.last(),
                        step.due());
            }
            case JUDGE -> {
                Verdict verdict = verdict(promise, track, step.due());
                yield verdict.outcome() == Verdict.Outcome.BREACHED
                        ? new CommitmentEvent.PromiseBreached(
                                verdict,
                                promise.clause(),
                                promise.source().unit(),
                                commitment.terms().name(),
                                commitment.host(),
                                commitment.customer())
                        : new CommitmentEvent.WindowJudged(verdict);
            }
        };
    }

    /** The verdict on the first window that is not judged, as of when it falls due. */
    static Verdict next(ValueCommitment commitment, Promise promise, Track track) {
        Windows windows = new Windows(promise, track.startsAt());
        return verdict(promise, track, judgedAt(commitment, windows.endOf(track.next())));
    }

    private static Verdict verdict(Promise promise, Track track, Instant at) {
        Windows windows = new Windows(promise, track.startsAt());
        Tally tally = track.tally(track.next());
        Optional<Measured> value = tally.measured(promise.indicator().kind());
        BigDecimal target = promise.targetIn(track.next());
        Verdict.Outcome outcome = value.map(measured -> Verdict.outcomeOf(promise.operator(), target, measured))
                .orElseGet(() -> withoutSamples(promise, track));
        return new Verdict(
                promise.key(),
                track.verdicts() + 1,
                track.next(),
                windows.startOf(track.next()),
                windows.endOf(track.next()),
                tally.samples(),
                value.orElse(null),
                value.map(Measured::shown).orElse(null),
                promise.operator(),
                target,
                outcome,
                value.isEmpty() && promise.noData() == Promise.NoDataRule.CARRY && outcome != Verdict.Outcome.SKIPPED,
                stateAfter(track, outcome, !windows.exists(track.next() + 1)),
                at);
    }

    static Verdict.Outcome withoutSamples(Promise promise, Track track) {
        return switch (promise.noData()) {
            case SKIP -> Verdict.Outcome.SKIPPED;
            case BREACH -> Verdict.Outcome.BREACHED;
            case CARRY ->
                track.last() == null ? Verdict.Outcome.SKIPPED : track.last().outcome();
        };
    }

    private static PromiseState stateAfter(Track track, Verdict.Outcome outcome, boolean lastWindow) {
        return switch (outcome) {
            case BREACHED -> PromiseState.BREACHED;
            case SKIPPED -> track.base();
            case MET -> {
                if (lastWindow) {
                    yield PromiseState.FULFILLED;
                }
                yield track.base() == PromiseState.BREACHED ? PromiseState.RECOVERED : PromiseState.TRACKING;
            }
        };
    }

    static ValueCommitment trackingStarted(ValueCommitment commitment, CommitmentEvent.TrackingStarted event) {
        Track track = commitment.tracks().get(event.promise());
        return commitment.with(event.promise(), track.with(PromiseState.TRACKING));
    }

    static ValueCommitment windowJudged(ValueCommitment commitment, CommitmentEvent.WindowJudged event) {
        return judged(commitment, event.verdict());
    }

    static ValueCommitment promiseBreached(ValueCommitment commitment, CommitmentEvent.PromiseBreached event) {
        return judged(commitment, event.verdict());
    }

    private static ValueCommitment judged(ValueCommitment commitment, Verdict verdict) {
        Track track = commitment.tracks().get(verdict.promise());
        return commitment.with(verdict.promise(), track.judged(verdict));
    }

    static ValueCommitment escalated(ValueCommitment commitment, CommitmentEvent.Escalated event) {
        Track track = commitment.tracks().get(event.promise());
        return commitment.with(event.promise(), track.climbed());
    }
}
