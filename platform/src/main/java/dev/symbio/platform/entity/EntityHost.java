package dev.symbio.platform.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.SnapshotAdapter;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The one actor that hosts entities of every kind. See the package page for the life of a command. */
final class EntityHost<C, E, S>
        extends EventSourcedBehaviorWithEnforcedReplies<HostCommand, StoredEvent, HostState<S>> {

    private static final int SNAPSHOTS_KEPT = 2;

    private final ActorContext<HostCommand> actor;
    private final HostedEntity<C, E, S> hosted;
    private final HostSettings settings;
    private final HostMetrics metrics;
    private final Set<String> tags;
    /** States already computed while deciding, so that live events are not evolved a second time. */
    private final Map<StoredEvent, HostState<S>> prepared = new IdentityHashMap<>();

    private EntityHost(
            ActorContext<HostCommand> actor, PersistenceId id, HostedEntity<C, E, S> hosted, HostSettings settings) {
        super(id);
        this.actor = actor;
        this.hosted = hosted;
        this.settings = settings;
        this.metrics = settings.metrics();
        this.tags = settings.tagged() ? Slice.tagsOf(id.id()) : Set.of();
    }

    static <C, E, S> Behavior<HostCommand> create(EntityKind<C, E, S> kind, EntityRef entity, HostSettings settings) {
        HostedEntity<C, E, S> hosted =
                new HostedEntity<>(kind, entity, settings.commandsKept(), settings.maxEventBytes());
        return Behaviors.setup(actor -> new EntityHost<>(actor, persistenceId(entity), hosted, settings));
    }

    static PersistenceId persistenceId(EntityRef entity) {
        return PersistenceId.ofUniqueId(entity.persistenceId());
    }

    @Override
    public HostState<S> emptyState() {
        return hosted.initial();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(hosted.kind().snapshotEvery(), SNAPSHOTS_KEPT);
    }

    @Override
    public Set<String> tagsFor(StoredEvent event) {
        return tags;
    }

    @Override
    public SnapshotAdapter<HostState<S>> snapshotAdapter() {
        return StoredSnapshot.Adapter.of(hosted.kind());
    }

    @Override
    public SignalHandler<HostState<S>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> {
                    metrics.woken(kindName());
                    if (state.quarantine() != null) {
                        metrics.quarantined(hosted.entity(), state.quarantine());
                    }
                })
                .build();
    }

    @Override
    public CommandHandlerWithReply<HostCommand, StoredEvent, HostState<S>> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(HostCommand.Deliver.class, this::deliver)
                .onCommand(HostCommand.Due.class, this::due)
                .onCommand(HostCommand.Take.class, this::take)
                .onCommand(
                        HostCommand.GetState.class, (state, get) -> Effect().reply(get.replyTo(), answerState(state)))
                .onCommand(
                        HostCommand.Stop.class, (state, stop) -> Effect().stop().thenNoReply())
                .build();
    }

    private Object answerState(HostState<S> state) {
        return state.quarantine() == null
                ? new Snapshot<>(state.seq(), state.domain())
                : new Reply.Quarantined(state.quarantine());
    }

    private ReplyEffect<StoredEvent, HostState<S>> deliver(HostState<S> state, HostCommand.Deliver deliver) {
        C command = hosted.kind().commandType().cast(deliver.command());
        return answer(
                () -> hosted.handle(state, command, deliver.meta(), now()),
                () -> hosted.kind().commandName(command),
                deliver.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> due(HostState<S> state, HostCommand.Due due) {
        CommandMeta meta = CommandMeta.caused(
                "deadline:" + due.name() + "@" + due.dueAt() + "#" + state.seq(),
                Principal.system(hosted.entity().tenant()),
                UUID.randomUUID().toString(),
                null);
        return answer(
                () -> hosted.due(state, due.name(), due.dueAt(), meta, now()),
                () -> "deadline " + due.name(),
                due.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> take(HostState<S> state, HostCommand.Take take) {
        return answer(() -> hosted.take(state, take.events()), () -> "events of an import", take.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> answer(
            Supplier<HostedEntity.Outcome<S>> decision, Supplier<String> what, ActorRef<Reply> replyTo) {
        if (settings.stoodStill().getAsBoolean()) {
            // Another node may host this entity by now. The sender learns nothing, as if this node were gone.
            return Effect().stop().thenNoReply();
        }
        long started = System.nanoTime();
        HostedEntity.Outcome<S> outcome;
        try {
            outcome = decision.get();
        } catch (RuntimeException defect) {
            actor.getLog().error("{}: deciding {} failed", hosted.entity(), what.get(), defect);
            metrics.failed(kindName());
            return Effect().reply(replyTo, new Reply.Failed(defect.toString()));
        }
        if (outcome.reply() instanceof Reply.Rejected rejected) {
            metrics.rejected(kindName(), rejected.rejection().code());
        }
        if (outcome.events().isEmpty()) {
            return Effect().reply(replyTo, outcome.reply());
        }
        prepared.clear();
        for (int i = 0; i < outcome.events().size(); i++) {
            prepared.put(outcome.events().get(i), outcome.states().get(i));
        }
        return Effect().persist(outcome.events()).thenReply(replyTo, next -> {
            settings.signals().written(kindName());
            metrics.accepted(kindName(), outcome.events().size(), System.nanoTime() - started);
            return outcome.reply();
        });
    }

    private String kindName() {
        return hosted.kind().name();
    }

    @Override
    public EventHandler<HostState<S>, StoredEvent> eventHandler() {
        return (state, stored) -> {
            HostState<S> live = prepared.remove(stored);
            return live != null ? live : hosted.replay(state, stored);
        };
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
