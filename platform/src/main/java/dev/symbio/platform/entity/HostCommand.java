package dev.symbio.platform.entity;

import akka.actor.typed.ActorRef;
import java.time.Instant;
import java.util.List;

/** What the one generic actor understands. */
sealed interface HostCommand {
    record Deliver(Object command, CommandMeta meta, ActorRef<Reply> replyTo) implements HostCommand {}

    /** A deadline may be due; the entity looks whether it still holds. */
    record Due(String name, Instant dueAt, ActorRef<Reply> replyTo) implements HostCommand {}

    /** Events of this entity that were written elsewhere: they are verified and stored as they are. */
    record Take(List<StoredEvent> events, ActorRef<Reply> replyTo) implements HostCommand {}

    record GetState(ActorRef<Object> replyTo) implements HostCommand {}

    /** What an earlier host may still write is shut out, or could not be. Never leaves the node. */
    record Fenced(Throwable failure) implements HostCommand {}

    /** Sharding wants the entity to go; it always goes. */
    record Stop() implements HostCommand {}
}
