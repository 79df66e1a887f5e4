package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.StoredEvent;
import org.jdbi.v3.core.Handle;

/** Hands one stored event to a projection's handlers. */
final class EventDigest<E> {
    private final Projection<E> projection;
    private final EventCodec<E> codec;

    EventDigest(Projection<E> projection) {
        this.projection = projection;
        this.codec = new EventCodec<>(projection.kind());
    }

    /** @param entity with {@code seq}, the place at which the journal keeps the event */
    void digest(Handle sql, EntityRef entity, long seq, StoredEvent stored) {
        if (!stored.intact()) {
            throw new IllegalStateException("The stored event does not match its hash.");
        }
        if (!stored.meta().entity().equals(entity) || stored.meta().seq() != seq) {
            throw new IllegalStateException("The stored event belongs elsewhere.");
        }
        if (projection.onEvery() != null) {
            projection.onEvery().handle(sql, stored.meta());
        }
        Projection.Handler<E> handler =
                projection.handlers().get(codec.typeOf(stored.meta().type()));
        if (handler != null) {
            Recorded<E> recorded = codec.read(stored);
            handler.handle(sql, recorded);
        }
    }
}
