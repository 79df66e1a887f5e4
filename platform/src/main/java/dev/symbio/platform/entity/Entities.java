package dev.symbio.platform.entity;

import java.util.concurrent.CompletionStage;

/**
 * The way to entities, wherever in the cluster they live. Both calls fail with {@link EntityUnavailable} when no answer
 * came in time (the outcome is unknown: safe to repeat with the same command id) or when the entity is in quarantine.
 */
public interface Entities {
    <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta);

    /** The entity's state now, for its own detail page; lists are answered by read models. */
    <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity);
}
