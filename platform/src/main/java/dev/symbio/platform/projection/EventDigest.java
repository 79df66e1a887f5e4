package dev.symbio.platform.projection;

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

    void digest(Handle sql, StoredEvent stored) {
        if (!stored.intact()) {
            throw new IllegalStateException("The stored event does not match its hash.");
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
