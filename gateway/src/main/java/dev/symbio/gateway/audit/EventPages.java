package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Openings;
import dev.symbio.platform.runtime.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The histories of one kind, page by page, oldest first. Whether the caller may see the entity at all has been decided before;
 * what of each event it sees is cut here and nowhere else.
 */
public final class EventPages<E> {
    /** What of an event a reader sees: the event, something else in its place, or nothing. */
    @FunctionalInterface
    public interface Cut<E> {
        Optional<?> seen(Recorded<E> recorded, TenantId reader);
    }

    private final EntityKind<?, E, ?> kind;
    private final EventCodec<E> codec;
    private final History history;
    private final Cursors cursors;
    private final Openings openings;

    public EventPages(EntityKind<?, E, ?> kind, Platform platform, Cursors cursors) {
        this.kind = kind;
        codec = new EventCodec<>(kind);
        history = platform.history();
        openings = platform.openings();
        this.cursors = cursors;
    }

    /** All of it. @param live as it is, which the caller may see */
    public CompletionStage<Answer> page(Call<?> call, EntityRef ref, Snapshot<?> live) {
        return page(call, ref, live, 1, (recorded, reader) -> Optional.of(recorded.event()));
    }

    /**
     * What the caller sees of it.
     *
     * @param live as it is: the history goes at least as far
     * @param first sequence number of the first event that the caller may see
     * @return ends with {@code entity.quarantined} where an event is missing or is not what was written there
     */
    public CompletionStage<Answer> page(Call<?> call, EntityRef ref, Snapshot<?> live, long first, Cut<E> cut) {
        List<String> filter = List.of("events", kind.name(), ref.publicId());
        long next = cursors.position(call, filter).map(Long::parseLong).orElse(0L) + 1;
        Reading<E> reading = new Reading<>(call, ref, live.seq(), cut, new ArrayList<>());
        return collected(reading, Math.max(first, next), call.limit() + 1)
                .thenApply(views -> Answer.ok(cursors.page(call, filter, views, view -> Long.toString(view.seq()))));
    }

    private record Reading<E>(Call<?> call, EntityRef ref, long liveSeq, Cut<E> cut, List<EventView> views) {
        /** One more than the limit. */
        boolean isFull() {
            return views.size() > call.limit();
        }
    }

    private CompletionStage<List<EventView>> collected(Reading<E> reading, long from, int chunk) {
        return history.events(reading.ref, from, chunk, reading.liveSeq).thenCompose(stored -> {
            for (StoredEvent each : stored) {
                if (!reading.isFull()) {
                    add(reading, each);
                }
            }
            return reading.isFull() || stored.size() < chunk
                    ? CompletableFuture.completedFuture(reading.views)
                    : collected(reading, from + chunk, QueryParameter.MAX_LIMIT);
        });
    }

    private void add(Reading<E> reading, StoredEvent stored) {
        TenantId reader = reading.call.tenant();
        reading.cut
                .seen(codec.read(stored), reader)
                .ifPresent(data -> reading.views.add(EventView.of(stored, data, reader, openings)));
    }
}
