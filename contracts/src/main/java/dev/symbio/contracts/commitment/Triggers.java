package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pcollections.PMap;

/** What makes the first window of a promise begin. */
final class Triggers {
    private Triggers() {}

    static Decision<CommitmentEvent> trigger(
            ValueCommitment commitment, CommitmentCommand.Trigger sent, Context context) {
        CommitmentCommand.Trigger command = sent.inMicros();
        Optional<Rejection> refusal = refusal(commitment, command, context.now());
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        if (command.happenedAt().equals(commitment.happened().get(command.name()))) {
            return Decision.nothing();
        }
        List<CommitmentEvent> events = new ArrayList<>();
        events.add(new CommitmentEvent.Triggered(command.name(), command.happenedAt(), context.tenant()));
        events.addAll(Judging.due(commitment.evolve(events), context.now()));
        return Decision.events(events);
    }

    private static Optional<Rejection> refusal(
            ValueCommitment commitment, CommitmentCommand.Trigger command, Instant now) {
        List<Promise> waiting = commitment.terms().promises().stream()
                .filter(promise -> command.name().equals(promise.trigger().event()))
                .toList();
        if (waiting.isEmpty()) {
            return fault("/name", "commitment.trigger-unknown", "Expected an event that a promise waits for.");
        }
        if (command.happenedAt().isAfter(now)) {
            return fault(
                    "/happenedAt",
                    "commitment.in-the-future",
                    "Expected a moment that is not after " + now + " but got " + command.happenedAt() + ".");
        }
        Instant known = commitment.happened().get(command.name());
        if (known != null) {
            return known.equals(command.happenedAt())
                    ? Optional.empty()
                    : Optional.of(Rejection.conflict(
                            "commitment.trigger-differs",
                            "Expected " + command.name() + " to have happened at " + known + ", as recorded before."));
        }
        // What it would have to count is not kept any more: better no verdict than a wrong one.
        for (Promise promise : waiting) {
            Instant start = promise.trigger().startAfter(command.happenedAt());
            Optional<Instant> judged = judgedUntil(commitment, promise.source().stream());
            if (judged.isPresent() && start.isBefore(judged.get())) {
                return Optional.of(Rejection.conflict(
                        "commitment.trigger-before-judged",
                        "Expected an event that starts promise " + promise.key() + " not before " + judged.get()
                                + ", until when its stream has been judged, but it would begin at " + start + "."));
            }
            Kept kept = commitment.kept().getOrDefault(promise.source().stream(), Kept.NONE);
            if (start.isBefore(kept.knownFrom(commitment.terms().tolerance()))) {
                return Optional.of(Rejection.conflict(
                        "commitment.trigger-too-late",
                        "Expected the event before the telemetry that it starts counting, or at most "
                                + commitment.terms().tolerance() + " later. Promise " + promise.key()
                                + " would begin at " + start + "."));
            }
        }
        return Optional.empty();
    }

    /** The end of the last window that any promise on the stream was judged for: what came before it is settled. */
    private static Optional<Instant> judgedUntil(ValueCommitment commitment, String stream) {
        return commitment.terms().promises().stream()
                .filter(promise -> promise.source().stream().equals(stream))
                .map(promise -> commitment.tracks().get(promise.key()).last())
                .filter(Objects::nonNull)
                .map(Verdict::end)
                .max(Instant::compareTo);
    }

    private static Optional<Rejection> fault(String pointer, String code, String detail) {
        return Optional.of(TextRules.rejection(new Fault(pointer, code, detail)));
    }

    static ValueCommitment activated(ValueCommitment commitment, CommitmentEvent.Activated event) {
        PMap<String, Track> tracks = commitment.tracks();
        for (Promise promise : commitment.terms().promises()) {
            Track track = Track.NEW;
            if (promise.trigger().date() != null) {
                Instant start = promise.trigger().startAfter(promise.trigger().date());
                track = track.startingAt(start, first(promise, start, commitment.backfilling(), event.at()));
            }
            tracks = tracks.plus(promise.key(), track);
        }
        return commitment.activeSince(event.at(), tracks);
    }

    /** Samples that came before the trigger and are kept count. */
    static ValueCommitment triggered(ValueCommitment commitment, CommitmentEvent.Triggered event) {
        ValueCommitment next = commitment.happened(event.name(), event.at());
        for (Promise promise : commitment.terms().promises()) {
            Track track = commitment.tracks().get(promise.key());
            if (event.name().equals(promise.trigger().event()) && track.base() == PromiseState.PENDING) {
                Instant start = promise.trigger().startAfter(event.at());
                boolean all = commitment.backfilling() || commitment.backfilledAt() != null;
                Track started = track.startingAt(start, first(promise, start, all, commitment.activeSince()));
                Kept kept = commitment.kept().getOrDefault(promise.source().stream(), Kept.NONE);
                next = next.with(
                        promise.key(),
                        Telemetry.counted(started, promise, kept.samples().values()));
            }
        }
        return next;
    }

    /** Without history, windows that were over when the commitment became active are not judged. */
    private static int first(Promise promise, Instant start, boolean history, Instant activeSince) {
        if (history || promise.window().kind() == Promise.WindowKind.ONCE || !activeSince.isAfter(start)) {
            return 0;
        }
        Windows windows = new Windows(promise, start);
        int first = windows.at(activeSince);
        return first == Windows.NONE ? promise.window().count() - 1 : first;
    }
}
