package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.personal.KeyRing;
import dev.symbio.platform.projection.JournalOrder.Place;
import dev.symbio.platform.projection.JournalReader.Journaled;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Hands stored events to a projection's handlers. */
final class EventDigest<E> {
    private final Projection<E> projection;
    private final EventCodec<E> codec;

    /** @param keys by which persons are named in read models */
    EventDigest(Projection<E> projection, KeyRing keys) {
        this.projection = projection;
        this.codec = new EventCodec<>(projection.kind(), keys);
    }

    /** Whether the event may change anything here. What cannot be read is for the handler to find out. */
    boolean wants(StoredEvent event) {
        try {
            return (projection.onEvery() != null && projection.everyWanted().test(event))
                    || !projection.handlers().isEmpty()
                            && projection
                                    .handlers()
                                    .containsKey(codec.typeOf(event.meta().type()));
        } catch (RuntimeException unreadable) {
            return true;
        }
    }

    /** In order; events of one class that follow each other reach their handler together. */
    void digest(Handle sql, List<Journaled> events) {
        Class<?> type = null;
        List<Recorded<Object>> run = new ArrayList<>();
        events.forEach(event -> verify(event.entity(), event.seq(), event.event()));
        if (projection.onEvery() != null) {
            projection
                    .onEvery()
                    .handle(sql, events.stream().map(Journaled::event).toList());
        }
        if (projection.handlers().isEmpty()) {
            return;
        }
        for (Journaled event : events) {
            Class<?> next = codec.typeOf(event.event().meta().type());
            Projection.Reading reading = projection.handlers().get(next);
            if (reading != null) {
                if (next != type) {
                    handle(sql, type, run);
                    type = next;
                    run = new ArrayList<>();
                }
                run.add(new Recorded<>(event.event().meta(), codec.dataAs(event.event(), reading.view())));
            }
        }
        handle(sql, type, run);
    }

    /** @param entity with {@code seq}, the place at which the journal keeps the event */
    void digest(Handle sql, EntityRef entity, long seq, StoredEvent stored) {
        digest(sql, List.of(new Journaled(Place.START, entity, seq, "", 0, stored)));
    }

    private void handle(Handle sql, Class<?> type, List<Recorded<Object>> run) {
        if (!run.isEmpty()) {
            projection.handlers().get(type).handler().handle(sql, run);
        }
    }

    private static void verify(EntityRef entity, long seq, StoredEvent stored) {
        if (!stored.intact()) {
            throw new IllegalStateException("The stored event does not match its hash.");
        }
        if (!stored.meta().entity().equals(entity) || stored.meta().seq() != seq) {
            throw new IllegalStateException("The stored event belongs elsewhere.");
        }
    }
}
