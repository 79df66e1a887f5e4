package dev.symbio.contracts.commitment;

import java.util.Optional;
import java.util.Set;

/**
 * Judges a window once more: from the commitment as it was before the stored verdict, which comes from the samples, triggers and
 * terms recorded until then. The stored verdict itself is not looked at.
 */
public final class VerdictAgain {
    /** The events that carry a verdict of their own; no others need to be looked at. */
    public static final Set<Class<? extends CommitmentEvent>> EVENTS =
            Set.of(CommitmentEvent.WindowJudged.class, CommitmentEvent.PromiseBreached.class);

    private VerdictAgain() {}

    /** The verdict that an event carries. */
    public static Optional<Verdict> stored(CommitmentEvent event) {
        if (event instanceof CommitmentEvent.WindowJudged judged) {
            return Optional.of(judged.verdict());
        }
        return event instanceof CommitmentEvent.PromiseBreached breached
                ? Optional.of(breached.verdict())
                : Optional.empty();
    }

    /** What it should be; empty if by the commitment before it no window of the promise was to be judged. */
    public static Optional<Verdict> computed(ValueCommitment before, String promise) {
        return before.terms().promise(promise).flatMap(promised -> before.track(promise)
                .filter(track -> track.startsAt() != null)
                .map(track -> Judging.next(before, promised, track)));
    }
}
