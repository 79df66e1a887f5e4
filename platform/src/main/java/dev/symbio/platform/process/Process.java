package dev.symbio.platform.process;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Recorded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Which events of one kind make which other entities do what.
 *
 * @param name stable, its offset and its commands' ids are stored under it: {@code opportunity-starts-journey}
 */
public record Process<E>(String name, EntityKind<?, E, ?> kind, Map<Class<?>, Reaction<E>> reactions) {
    /** What one event leads to. Called again after a failure: the same event must lead to the same steps. */
    @FunctionalInterface
    public interface Reaction<V> {
        /**
         * @param sql to read what is configured; changes nothing
         * @return empty when the event concerns nobody
         */
        List<Step> react(Handle sql, Recorded<V> recorded);
    }

    public Process {
        reactions = Map.copyOf(reactions);
    }

    public static <E> Builder<E> of(String name, EntityKind<?, E, ?> kind) {
        return new Builder<>(name, kind);
    }

    /** Collects the reactions; event classes without one are skipped. */
    public static final class Builder<E> {
        private final String name;
        private final EntityKind<?, E, ?> kind;
        private final Map<Class<?>, Reaction<E>> reactions = new LinkedHashMap<>();

        private Builder(String name, EntityKind<?, E, ?> kind) {
            this.name = name;
            this.kind = kind;
        }

        @SuppressWarnings("unchecked")
        public <V extends E> Builder<E> on(Class<V> event, Reaction<V> reaction) {
            Reaction<E> untyped = (sql, recorded) -> reaction.react(sql, (Recorded<V>) (Recorded<?>) recorded);
            if (reactions.put(event, untyped) != null) {
                throw new IllegalArgumentException(name + ": " + event.getSimpleName() + " has two reactions.");
            }
            return this;
        }

        public Process<E> build() {
            return new Process<>(name, kind, reactions);
        }
    }
}
