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

    /** All of it. */
    public CompletionStage<Answer> page(Call<?> call, EntityRef ref) {
        return page(call, ref, 1, (recorded, reader) -> Optional.of(recorded.event()));
    }

    /** @param first sequence number of the first event that the caller may see */
    public CompletionStage<Answer> page(Call<?> call, EntityRef ref, long first, Cut<E> cut) {
        List<String> filter = List.of("events", kind.name(), ref.publicId());
        long next = cursors.position(call, filter).map(Long::parseLong).orElse(0L) + 1;
        int wanted = call.limit() + 1;
        return collected(call, ref, Math.max(first, next), wanted, cut, new ArrayList<>())
                .thenApply(views -> Answer.ok(cursors.page(call, filter, views, view -> Long.toString(view.seq()))));
    }

    /** One more than the limit, if there are as many that the caller may see. */
    private CompletionStage<List<EventView>> collected(
            Call<?> call, EntityRef ref, long from, int chunk, Cut<E> cut, List<EventView> views) {
        int wanted = call.limit() + 1;
        return history.events(ref, from, chunk).thenCompose(stored -> {
            for (StoredEvent each : stored) {
                if (views.size() < wanted) {
                    cut.seen(codec.read(EventView.verified(each)), call.tenant())
                            .ifPresent(data -> views.add(EventView.of(each, data, call.tenant(), openings)));
                }
            }
            return views.size() == wanted || stored.size() < chunk
                    ? CompletableFuture.completedFuture(views)
                    : collected(call, ref, from + chunk, QueryParameter.MAX_LIMIT, cut, views);
        });
    }
}
