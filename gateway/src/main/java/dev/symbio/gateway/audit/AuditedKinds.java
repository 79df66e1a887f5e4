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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of entities, and what a reader sees of their histories. */
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
                : orNothing(told(audited, entity, reader, event).thenApply(end -> true), false);
    }

    /** Whether entities of a kind show anything to other tenants than the one that hosts them. */
    boolean areShared(String kind) {
        Audited<?, ?> audited = byName.get(kind);
        return audited != null && !(audited instanceof OwnKind);
    }

    /** Which of some events of an entity the reader sees, by their ids. */
    CompletionStage<Set<String>> seen(EntityRef entity, TenantId reader, Set<String> events) {
        Audited<?, ?> audited = byName.get(entity.kind());
        return audited == null
                ? CompletableFuture.completedFuture(Set.of())
                : orNothing(seen(audited, entity, reader, events), Set.of());
    }

    private <E, S> CompletionStage<Set<String>> seen(
            Audited<E, S> audited, EntityRef entity, TenantId reader, Set<String> events) {
        return audited.readable(entity, reader).thenCompose(live -> {
            if (audited.seesAll(live.state(), reader)) {
                return CompletableFuture.completedFuture(events);
            }
            Set<String> seen = ConcurrentHashMap.newKeySet();
            return told(audited, entity, live, reader, (meta, data) -> {
                        if (events.contains(meta.id())) {
                            seen.add(meta.id());
                        }
                    })
                    .thenApply(end -> seen);
        });
    }

    /** What is not for the reader is answered like what is not there. */
    private static <T> CompletionStage<T> orNothing(CompletionStage<T> told, T nothing) {
        return told.exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ProblemException) {
                return nothing;
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
