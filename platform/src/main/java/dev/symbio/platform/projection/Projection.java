package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.StoredEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * A read model's feed: per event class, the SQL that keeps its tables up to date.
 *
 * @param name stable, its offset is stored under it: {@code sla-statements}
 * @param onEvery called with a group of events before their own handlers; null when there is none
 * @param everyWanted which events {@code onEvery} has to see; it may see others too
 * @param gathersFor how long events are gathered before one transaction takes them: rows are seen that much later, and cost
 *     that much less
 * @param tables that hold nothing but what this projection makes of events, so that they can be emptied and filled again;
 *     empty for one that cannot be rebuilt
 */
public record Projection<E>(
        String name,
        EntityKind<?, E, ?> kind,
        Map<Class<?>, Reading> handlers,
        StoredHandler onEvery,
        Predicate<StoredEvent> everyWanted,
        Duration gathersFor,
        List<String> tables) {
    /** What people wait for in lists. */
    private static final Duration GATHERS_FOR = Duration.ofMillis(60);

    /**
     * How an event class is handled.
     *
     * @param view what the event's data is read as: the class itself, or a part of it
     */
    public record Reading(Class<?> view, RunHandler<Object> handler) {}

    /** Takes events of one class that follow each other, of any entities, in the transaction that also stores the offset. */
    @FunctionalInterface
    public interface RunHandler<V> {
        /** Must not reach outside of the transaction. */
        void handle(Handle sql, List<Recorded<V>> run);
    }

    /** Takes one event, in the transaction that also stores the offset. */
    @FunctionalInterface
    public interface TypedHandler<V> {
        /** Must not reach outside of the transaction. */
        void handle(Handle sql, Recorded<V> recorded);
    }

    /** Sees every event of a group, whatever its class, as it is stored. */
    @FunctionalInterface
    public interface StoredHandler {
        void handle(Handle sql, List<StoredEvent> group);
    }

    public Projection {
        handlers = Map.copyOf(handlers);
        tables = List.copyOf(tables);
    }

    public static <E> Builder<E> of(String name, EntityKind<?, E, ?> kind) {
        return new Builder<>(name, kind);
    }

    /** Collects the handlers; event classes without one are skipped. */
    public static final class Builder<E> {
        private final String name;
        private final EntityKind<?, E, ?> kind;
        private final Map<Class<?>, Reading> handlers = new LinkedHashMap<>();
        private StoredHandler onEvery;
        private Predicate<StoredEvent> everyWanted = event -> true;
        private Duration gathersFor = GATHERS_FOR;
        private List<String> tables = List.of();

        private Builder(String name, EntityKind<?, E, ?> kind) {
            this.name = name;
            this.kind = kind;
        }

        public <V extends E> Builder<E> on(Class<V> event, TypedHandler<V> handler) {
            return onRun(event, (sql, run) -> run.forEach(recorded -> handler.handle(sql, recorded)));
        }

        /** For frequent events: what many of them change can be written at once. */
        public <V extends E> Builder<E> onRun(Class<V> event, RunHandler<V> handler) {
            return onRun(event, event, handler);
        }

        /** For frequent and large events of which the read model wants a part: only that part is read. */
        @SuppressWarnings("unchecked")
        public <V> Builder<E> onRun(Class<? extends E> event, Class<V> view, RunHandler<V> handler) {
            RunHandler<Object> untyped = (sql, run) -> handler.handle(sql, (List<Recorded<V>>) (List<?>) run);
            if (handlers.put(event, new Reading(view, untyped)) != null) {
                throw new IllegalArgumentException(name + ": " + event.getSimpleName() + " has two handlers.");
            }
            return this;
        }

        public Builder<E> onEvery(StoredHandler handler) {
            onEvery = handler;
            return this;
        }

        /** Sees at least the events that are wanted; where a group has none of them, nothing is done for it. */
        public Builder<E> onEvery(Predicate<StoredEvent> wanted, StoredHandler handler) {
            everyWanted = wanted;
            return onEvery(handler);
        }

        /** For read models that nobody waits for. */
        public Builder<E> gathersFor(Duration time) {
            gathersFor = time;
            return this;
        }

        /**
         * Lets operators rebuild it from nothing: without an offset it starts by emptying these tables. Only for tables that
         * nobody else writes to and that no decision, process or notice reads: while it is rebuilt, rows are missing.
         */
        public Builder<E> rebuilds(String... own) {
            tables = List.of(own);
            return this;
        }

        public Projection<E> build() {
            return new Projection<>(name, kind, handlers, onEvery, everyWanted, gathersFor, tables);
        }
    }
}
