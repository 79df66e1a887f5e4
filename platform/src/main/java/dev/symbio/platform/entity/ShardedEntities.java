package dev.symbio.platform.entity;

import akka.actor.Cancellable;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Scheduler;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import dev.symbio.platform.config.ClusterSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import scala.compat.java8.FutureConverters;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.concurrent.ExecutionContextExecutor;

/** Entities spread over the cluster by Akka Cluster Sharding. */
public final class ShardedEntities implements Entities {
    private static final ExecutionContext ON_COMPLETING_THREAD = ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

    private final Scheduler scheduler;
    private final ExecutionContextExecutor executor;
    private final ClusterSharding sharding;
    private final HostSettings settings;
    private final Map<String, EntityTypeKey<HostCommand>> keys;

    private ShardedEntities(
            ActorSystem<?> system,
            ClusterSharding sharding,
            HostSettings settings,
            Map<String, EntityTypeKey<HostCommand>> keys) {
        scheduler = system.scheduler();
        executor = system.executionContext();
        this.sharding = sharding;
        this.settings = settings;
        this.keys = keys;
    }

    /** Starts hosting the kinds on this node. */
    public static ShardedEntities start(ActorSystem<?> system, HostSettings settings, List<EntityKind<?, ?, ?>> kinds) {
        ClusterSharding sharding = ClusterSharding.get(system);
        Map<String, EntityTypeKey<HostCommand>> keys = kinds.stream()
                .collect(Collectors.toUnmodifiableMap(
                        EntityKind::name, kind -> EntityTypeKey.create(HostCommand.class, kind.name())));
        for (EntityKind<?, ?, ?> kind : kinds) {
            sharding.init(Entity.of(
                            keys.get(kind.name()),
                            entity -> EntityHost.create(
                                    kind,
                                    EntityRef.parse(kind.name(), entity.getEntityId())
                                            .orElseThrow(),
                                    settings,
                                    (self, message) -> {
                                        // the shard keeps what comes while it leaves, and then starts it again
                                        entity.getShard().tell(new ClusterSharding.Passivate<>(self));
                                        sharding.entityRefFor(keys.get(kind.name()), entity.getEntityId())
                                                .tell(message);
                                    }))
                    .withRole(ClusterSettings.Role.ENTITIES.label())
                    .withStopMessage(new HostCommand.Stop()));
        }
        return new ShardedEntities(system, sharding, settings, keys);
    }

    @Override
    public <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta) {
        return ask(entity, replyTo -> new HostCommand.Deliver(command, meta, replyTo));
    }

    /** Tells an entity that one of its deadlines seems to be due. */
    public CompletionStage<Reply> due(EntityRef entity, String deadline, Instant dueAt) {
        return ask(entity, replyTo -> new HostCommand.Due(deadline, dueAt, replyTo));
    }

    /**
     * Stores events that were written elsewhere as they are, in order. Accepted with the sequence number after them; rejected
     * when they do not go on where the entity's history ends.
     */
    public CompletionStage<Reply> take(EntityRef entity, List<StoredEvent> events) {
        return ask(entity, replyTo -> new HostCommand.Take(List.copyOf(events), replyTo));
    }

    @Override
    public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity) {
        return this.<Object>ask(entity, HostCommand.GetState::new).thenApply(answer -> {
            if (answer instanceof Reply.Quarantined quarantined) {
                throw new EntityUnavailable(entity, EntityUnavailable.Why.QUARANTINED, quarantined.why());
            }
            @SuppressWarnings("unchecked")
            Snapshot<S> snapshot = (Snapshot<S>) answer;
            return snapshot;
        });
    }

    private <R> CompletionStage<R> ask(EntityRef entity, Function<ActorRef<R>, HostCommand> message) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        ask(entity, message, settings.askTimeout(), answer);
        settings.sendAgainEvery().ifPresent(pause -> sendAgain(entity, message, pause, settings.askTimeout(), answer));
        return answer;
    }

    /** What was sent may have been lost on its way to a node that goes, or dropped while the entity moved. */
    private <R> void sendAgain(
            EntityRef entity,
            Function<ActorRef<R>, HostCommand> message,
            Duration pause,
            Duration left,
            CompletableFuture<R> answer) {
        Duration rest = left.minus(pause);
        if (rest.isNegative() || rest.isZero()) {
            return;
        }
        Runnable again = () -> {
            if (!answer.isDone()) {
                ask(entity, message, rest, answer);
                sendAgain(entity, message, pause, rest, answer);
            }
        };
        Cancellable timer = scheduler.scheduleOnce(pause, again, executor);
        answer.whenComplete((reply, failure) -> timer.cancel());
    }

    private <R> void ask(
            EntityRef entity,
            Function<ActorRef<R>, HostCommand> message,
            Duration within,
            CompletableFuture<R> answer) {
        CompletionStage<R> asked = sharding.entityRefFor(keys.get(entity.kind()), entity.publicId())
                .ask(message::apply, within);
        // Continued on the thread that completes it: the stage that Akka returns would start a new thread per answer on
        // a
        // machine of two cores, because it hands every continuation to the common pool.
        FutureConverters.toScala(asked)
                .onComplete(
                        result -> {
                            if (result.isSuccess() && result.get() instanceof Reply.NotStored) {
                                answer.completeExceptionally(new EntityUnavailable(
                                        entity,
                                        EntityUnavailable.Why.JOURNAL_FAILED,
                                        "The journal failed; the outcome is unknown."));
                            } else if (result.isSuccess()) {
                                answer.complete(result.get());
                            } else {
                                answer.completeExceptionally(
                                        unavailable(entity, result.failed().get()));
                            }
                            return null;
                        },
                        ON_COMPLETING_THREAD);
    }

    private Throwable unavailable(EntityRef entity, Throwable cause) {
        return cause instanceof TimeoutException
                ? new EntityUnavailable(
                        entity,
                        EntityUnavailable.Why.TIMED_OUT,
                        "Expected an answer within " + settings.askTimeout().toMillis()
                                + " ms but got none; the outcome is unknown.")
                : cause;
    }
}
