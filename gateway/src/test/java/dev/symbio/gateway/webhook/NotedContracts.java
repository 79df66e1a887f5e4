package dev.symbio.gateway.webhook;

import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Contracts that take note of everything, unless told otherwise. */
final class NotedContracts implements Entities {
    /** A command as it came. */
    record Noted(EntityRef entity, SlaCommand.MarkSent command, CommandMeta meta) {}

    /** Answered in this order; then everything is accepted. */
    final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

    final List<Noted> noted = new CopyOnWriteArrayList<>();
    volatile boolean away;

    @Override
    public <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta) {
        noted.add(new Noted(entity, (SlaCommand.MarkSent) command, meta));
        if (away) {
            return CompletableFuture.failedFuture(
                    new EntityUnavailable(entity, EntityUnavailable.Why.TIMED_OUT, "no answer"));
        }
        Reply told = replies.poll();
        return CompletableFuture.completedFuture(told == null ? new Reply.Accepted(9, null, false) : told);
    }

    @Override
    public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity) {
        throw new UnsupportedOperationException();
    }
}
