package dev.symbio.contracts.notification;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.projection.Projection;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A feature's declaration of which of its events are news for whom. */
public final class Notices {
    /** What happened longer before it was recorded is history: nobody has to act on it now. */
    private static final Duration HISTORY = Duration.ofHours(24);

    private Notices() {}

    /** Whether the event tells of something long past that was brought in later. */
    public static boolean isHistory(EventMeta meta) {
        return Duration.between(meta.happenedAt(), meta.recordedAt()).compareTo(HISTORY) > 0;
    }

    /** @param name stable: {@code opportunity-notices} */
    public static <E> Builder<E> of(String name, EntityKind<?, E, ?> kind) {
        return new Builder<>(Projection.of(name, kind));
    }

    /** Collects who is told of what. */
    public static final class Builder<E> {
        private final Projection.Builder<E> projection;

        private Builder(Projection.Builder<E> projection) {
            this.projection = projection;
        }

        public <V extends E> Builder<E> on(Class<V> event, Function<Recorded<V>, List<Notice>> news) {
            projection.on(event, (sql, recorded) -> InboxTable.put(sql, recorded.meta(), news.apply(recorded)));
            return this;
        }

        /** For events that do not tell by themselves who is concerned: the read side can be asked. */
        public <V extends E> Builder<E> on(Class<V> event, BiFunction<Handle, Recorded<V>, List<Notice>> news) {
            projection.on(event, (sql, recorded) -> InboxTable.put(sql, recorded.meta(), news.apply(sql, recorded)));
            return this;
        }

        public Projection<E> build() {
            return projection.build();
        }
    }
}
