package dev.symbio.platform.entity;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * Follows an entity's history from its first event on, exactly as the entity does when it wakes, and verifies each event on
 * the way. Snapshots are left aside: what an auditor is told rests on events alone. The journal is read as one stream.
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

    /** The state after the event with this number, or after the last one if there are fewer. */
    public <S> CompletionStage<Snapshot<S>> until(EntityKind<?, ?, S> kind, EntityRef entity, long seq) {
        return through(kind, entity, seq, (event, before, after) -> {});
    }

    /** The state after all events before the first one that does not belong to it. */
    public <S> CompletionStage<Snapshot<S>> whilst(
            EntityKind<?, ?, S> kind, EntityRef entity, Predicate<EventMeta> belongs) {
        return walk(kind, entity, Long.MAX_VALUE, belongs, (event, before, after) -> {});
    }

    /**
     * Goes through the events up to a number, one after the other.
     *
     * @return fails with {@link EntityUnavailable} when the history does not verify
     */
    public <S> CompletionStage<Snapshot<S>> through(
            EntityKind<?, ?, S> kind, EntityRef entity, long seq, Visitor<S> visitor) {
        return walk(kind, entity, seq, meta -> true, visitor);
    }

    private <C, E, S> CompletionStage<Snapshot<S>> walk(
            EntityKind<C, E, S> kind, EntityRef entity, long seq, Predicate<EventMeta> belongs, Visitor<S> visitor) {
        // nobody repeats a command here, what is stored was small enough, and names are opened on the way out
        HostedEntity<C, E, S> hosted = new HostedEntity<>(kind, entity, 1, Integer.MAX_VALUE, null);
        return history.walk(
                        entity,
                        seq,
                        EVENTS_AT_ONCE,
                        hosted.initial(),
                        (state, events) -> CompletableFuture.supplyAsync(
                                () -> followed(hosted, state, events, belongs, visitor), worker),
                        event -> event.readable() && !belongs.test(event.meta()))
                .thenApply(state -> new Snapshot<>(state.seq(), state.domain()));
    }

    private static <S> HostState<S> followed(
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
                return state;
            }
            visitor.visit(event, state.domain(), next.domain());
            state = next;
        }
        return state;
    }
}
