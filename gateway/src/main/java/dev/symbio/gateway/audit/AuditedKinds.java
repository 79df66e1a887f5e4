package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Replay;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds that several tenants can take part in, and what a reader sees of their histories. */
final class AuditedKinds {
    private final Map<String, Audited<?, ?>> byName;
    private final Replay replay;

    AuditedKinds(List<Audited<?, ?>> kinds, Platform platform) {
        byName = kinds.stream().collect(Collectors.toMap(each -> each.kind().name(), Function.identity()));
        replay = new Replay(platform.history(), platform.blocking());
    }

    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }

    List<ProblemType> problems() {
        return byName.values().stream()
                .flatMap(each -> each.problems().stream())
                .toList();
    }

    /** @param name one of {@link #names} */
    Audited<?, ?> named(String name) {
        return byName.get(name);
    }

    /**
     * Hands on every event of an entity that the reader sees, in order, with what it sees of it.
     *
     * @return false if there is nothing for the reader: no such entity, or none of its
     */
    CompletionStage<Boolean> told(EntityRef entity, TenantId reader, BiConsumer<EventMeta, Object> event) {
        Audited<?, ?> audited = byName.get(entity.kind());
        return audited == null
                ? CompletableFuture.completedFuture(false)
                : told(audited, entity, reader, event).thenApply(end -> true).exceptionally(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    if (cause instanceof ProblemException) {
                        return false;
                    }
                    throw new CompletionException(cause);
                });
    }

    private <E, S> CompletionStage<Snapshot<S>> told(
            Audited<E, S> audited, EntityRef entity, TenantId reader, BiConsumer<EventMeta, Object> event) {
        return audited.readable(entity, reader).thenCompose(live -> told(audited, entity, live, reader, event));
    }

    /** The same for an entity that has been found readable. */
    <E, S> CompletionStage<Snapshot<S>> told(
            Audited<E, S> audited,
            EntityRef entity,
            Snapshot<S> live,
            TenantId reader,
            BiConsumer<EventMeta, Object> event) {
        EventCodec<E> codec = new EventCodec<>(audited.kind());
        return replay.all(audited.kind(), entity, live, (stored, before, after) -> {
            Optional<?> seen = audited.seen(codec.read(stored), live.state(), after, reader);
            seen.ifPresent(data -> event.accept(stored.meta(), data));
        });
    }
}
