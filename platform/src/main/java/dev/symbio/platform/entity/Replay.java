package dev.symbio.platform.entity;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Follows an entity's history from its first event on, exactly as the entity does when it wakes, and verifies each event on
 * the way, and that none is missing. Snapshots are left aside: what an auditor is told rests on events alone. The journal is read as one stream.
 */
public final class Replay {
    private static final int EVENTS_AT_ONCE = 100;

    /** Sees each event with the state before and after it. */
    @FunctionalInterface
    public interface Visitor<S> {
        void visit(StoredEvent event, S before, S after);
    }

    private final History history;
    private final Executor worker;

    /** @param worker reads events and computes states: long histories keep it busy */
    public Replay(History history, Executor worker) {
        this.history = history;
        this.worker = worker;
    }

    /**
     * The state after all events.
     *
     * @param knownSeq the history is known to have come so far
     * @return fails with {@link EntityUnavailable} when the history does not verify
     */
    public <S> CompletionStage<Snapshot<S>> whole(EntityKind<?, ?, S> kind, EntityRef entity, long knownSeq) {
        return whilst(kind, entity, knownSeq, meta -> true);
    }

    /** The same for all events before the first one that does not belong to it. */
    public <S> CompletionStage<Snapshot<S>> whilst(
            EntityKind<?, ?, S> kind, EntityRef entity, long knownSeq, Predicate<EventMeta> belongs) {
        return walk(kind, entity, Long.MAX_VALUE, belongs, (event, before, after) -> {})
                .thenCompose(end -> {
                    Snapshot<S> found = end.reaching(entity, knownSeq);
                    return end.stopped ? CompletableFuture.completedFuture(found) : complete(entity, found);
                });
    }

    /**
     * Goes through all events that there are up to the one after which the entity was seen as it is.
     *
     * @return fails with {@link EntityUnavailable} when the history does not verify, or ends before
     */
    public <S> CompletionStage<Snapshot<S>> all(
            EntityKind<?, ?, S> kind, EntityRef entity, Snapshot<S> live, Visitor<S> visitor) {
        return through(kind, entity, live.seq(), visitor).thenCompose(found -> complete(entity, found));
    }

    private <S> CompletionStage<Snapshot<S>> complete(EntityRef entity, Snapshot<S> found) {
        return history.endsWith(entity, found.seq()).thenApply(end -> found);
    }

    /**
     * Goes through the events up to a number, one after the other.
     *
     * @param seq of an event that there is
     * @return fails with {@link EntityUnavailable} when the history does not verify, or ends before
     */
    public <S> CompletionStage<Snapshot<S>> through(
            EntityKind<?, ?, S> kind, EntityRef entity, long seq, Visitor<S> visitor) {
        return walk(kind, entity, seq, meta -> true, visitor).thenApply(end -> end.reaching(entity, seq));
    }

    /** @param stopped whether there are more events, which do not belong to it */
    private record Followed<S>(HostState<S> state, boolean stopped) {
        Snapshot<S> reaching(EntityRef entity, long knownSeq) {
            if (!stopped) {
                Chain.reaches(entity, state.seq(), knownSeq);
            }
            return new Snapshot<>(state.seq(), state.domain());
        }
    }

    private <C, E, S> CompletionStage<Followed<S>> walk(
            EntityKind<C, E, S> kind, EntityRef entity, long seq, Predicate<EventMeta> belongs, Visitor<S> visitor) {
        // nobody repeats a command here, what is stored was small enough, and names are opened on the way out
        HostedEntity<C, E, S> hosted = new HostedEntity<>(kind, entity, 1, Integer.MAX_VALUE, null);
        return history.walk(
                entity,
                seq,
                EVENTS_AT_ONCE,
                new Followed<>(hosted.initial(), false),
                (from, events) -> CompletableFuture.supplyAsync(
                        () -> followed(hosted, from.state(), events, belongs, visitor), worker),
                event -> event.readable() && !belongs.test(event.meta()));
    }

    private static <S> Followed<S> followed(
            HostedEntity<?, ?, S> hosted,
            HostState<S> from,
            List<StoredEvent> events,
            Predicate<EventMeta> belongs,
            Visitor<S> visitor) {
        HostState<S> state = from;
        for (StoredEvent event : events) {
            HostState<S> next = hosted.replay(state, event);
            if (next.quarantine() != null) {
                throw new EntityUnavailable(hosted.entity(), EntityUnavailable.Why.QUARANTINED, next.quarantine());
            }
            if (!belongs.test(event.meta())) {
                // the journal is read no further than this event
                return new Followed<>(state, true);
            }
            visitor.visit(event, state.domain(), next.domain());
            state = next;
        }
        return new Followed<>(state, false);
    }
}
