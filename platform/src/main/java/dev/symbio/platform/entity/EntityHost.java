package dev.symbio.platform.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
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
import dev.symbio.platform.personal.KeysUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The one actor that hosts entities of every kind. See the package page for the life of a command. */
final class EntityHost<C, E, S>
        extends EventSourcedBehaviorWithEnforcedReplies<HostCommand, StoredEvent, HostState<S>> {

    private static final int SNAPSHOTS_KEPT = 2;

    /**
     * Where the journal takes what two hosts write, an entity whose write has failed stays on this node until that write is
     * shut out: it comes back here, and whoever wants it elsewhere waits. If its history cannot be read meanwhile it gives up,
     * after 15 s: longer than an earlier host has to be silent before another takes over.
     */
    private static final BackoffSupervisorStrategy STAYS = SupervisorStrategy.restartWithBackoff(
                    Duration.ofSeconds(1), Duration.ofSeconds(8), 0)
            .withMaxRestarts(4);

    private final ActorContext<HostCommand> actor;
    private final HostedEntity<C, E, S> hosted;
    private final HostSettings settings;
    private final HostMetrics metrics;
    private final Set<String> tags;
    /** Whether nobody else can write into this entity's history any more. */
    private boolean fenced;
    /** Whether a write has failed of which it is not known yet that it will never show. */
    private boolean inDoubt;
    /** Whether this entity is wanted elsewhere, or not at all, as soon as nothing is in doubt. */
    private boolean leaving;

    private final Consumer<HostCommand> comesBackFor;
    /** How many data keys were destroyed when it was last known that this state names nobody whose key is. */
    private long destroyedKeys;
    /** States already computed while deciding, so that live events are not evolved a second time. */
    private final Map<StoredEvent, HostState<S>> prepared = new IdentityHashMap<>();
    /** Whether the state it came back with is of another number of events than the journal has. */
    private boolean misplaced;
    /** Whose command is being written; null while none is. */
    private ActorRef<Reply> writingFor;

    private EntityHost(
            ActorContext<HostCommand> actor,
            PersistenceId id,
            HostedEntity<C, E, S> hosted,
            HostSettings settings,
            Consumer<HostCommand> comesBackFor) {
        super(id, settings.fence().map(fence -> STAYS));
        this.comesBackFor = comesBackFor;
        this.destroyedKeys = settings.keys().destroyed();
        this.actor = actor;
        this.hosted = hosted;
        this.settings = settings;
        this.metrics = settings.metrics();
        this.fenced = settings.fence().isEmpty();
        this.tags = settings.tagged() ? Slice.tagsOf(id.id()) : Set.of();
    }

    /** @param comesBack lets the actor leave memory, and come back for the message */
    static <C, E, S> Behavior<HostCommand> create(
            EntityKind<C, E, S> kind,
            EntityRef entity,
            HostSettings settings,
            BiConsumer<ActorRef<HostCommand>, HostCommand> comesBack) {
        HostedEntity<C, E, S> hosted =
                new HostedEntity<>(kind, entity, settings.commandsKept(), settings.maxEventBytes(), settings.keys());
        return Behaviors.setup(actor -> new EntityHost<>(
                actor, persistenceId(entity), hosted, settings, message -> comesBack.accept(actor.getSelf(), message)));
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
        return StoredSnapshot.Adapter.of(hosted.kind(), hosted.entity());
    }

    @Override
    public SignalHandler<HostState<S>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (recovered, signal) -> {
                    misplaced = recovered.quarantine() == null && recovered.seq() != lastSequenceNumber(actor);
                    HostState<S> state = known(recovered);
                    raiseFence(state);
                    metrics.woken(kindName());
                    if (state.quarantine() != null) {
                        metrics.quarantined(hosted.entity(), state.quarantine());
                    }
                })
                .onSignal(PreRestart.class, (state, signal) -> notWritten())
                .onSignal(PostStop.class, (state, signal) -> notWritten())
                .build();
    }

    /** The journal has failed, if it was asked to write; the entity starts again with what is stored. */
    private void notWritten() {
        prepared.clear();
        fenced = settings.fence().isEmpty();
        if (writingFor != null) {
            writingFor.tell(new Reply.NotStored());
            writingFor = null;
            inDoubt();
        }
    }

    private void inDoubt() {
        settings.fence().ifPresent(fence -> {
            fence.inDoubt(hosted.entity().persistenceId());
            inDoubt = true;
        });
    }

    private void raiseFence(HostState<S> state) {
        settings.fence()
                .ifPresent(fence -> actor.pipeToSelf(
                        fence.raise(hosted.entity().persistenceId(), state.seq()),
                        (done, failure) -> new HostCommand.Fenced(failure)));
    }

    @Override
    public CommandHandlerWithReply<HostCommand, StoredEvent, HostState<S>> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(HostCommand.Fenced.class, this::fenced)
                .onCommand(HostCommand.Stop.class, (state, stop) -> leave())
                .onAnyCommand((recovered, message) -> received(known(recovered), message));
    }

    /** The state, unless it is not what the journal has by this number: its snapshot lay under another. */
    private HostState<S> known(HostState<S> state) {
        return misplaced ? state.quarantined("Its snapshot is not of the event that it lies under.") : state;
    }

    private ReplyEffect<StoredEvent, HostState<S>> received(HostState<S> state, HostCommand message) {
        if (settings.stoodStill().getAsBoolean()) {
            // Another node may host this entity by now, so this state may be an old one.
            // The sender learns nothing, as if this node were gone.
            return Effect().stop().thenNoReply();
        }
        return isCurrent(state) ? handle(state, message) : comeBackFor(message);
    }

    private ReplyEffect<StoredEvent, HostState<S>> handle(HostState<S> state, HostCommand message) {
        if (message instanceof HostCommand.Deliver deliver) {
            return deliver(state, deliver);
        }
        if (message instanceof HostCommand.Due due) {
            return due(state, due);
        }
        if (message instanceof HostCommand.Take take) {
            return take(state, take);
        }
        return Effect().reply(((HostCommand.GetState) message).replyTo(), answerState(state));
    }

    /** Whether the state names nobody whose data key was destroyed since it was read. */
    private boolean isCurrent(HostState<S> state) {
        long destroyed = settings.keys().destroyed();
        if (destroyed == destroyedKeys) {
            return true;
        }
        if (state.names().stream().anyMatch(id -> !settings.keys().withId(id).usable())) {
            return false;
        }
        destroyedKeys = destroyed;
        return true;
    }

    private ReplyEffect<StoredEvent, HostState<S>> comeBackFor(HostCommand message) {
        comesBackFor.accept(message);
        return Effect().noReply();
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
                TimeOrderedId.next(),
                null);
        return answer(
                () -> hosted.due(state, due.name(), due.dueAt(), meta, now()),
                () -> "deadline " + due.name(),
                due.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> take(HostState<S> state, HostCommand.Take take) {
        return answer(() -> hosted.take(state, take.events()), () -> "events of an import", take.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> leave() {
        leaving = inDoubt;
        return inDoubt ? Effect().noReply() : Effect().stop().thenNoReply();
    }

    /** Akka's effect is a reply effect too, but its type does not say so. */
    @SuppressWarnings("unchecked")
    private ReplyEffect<StoredEvent, HostState<S>> fenced(HostState<S> state, HostCommand.Fenced result) {
        if (result.failure() != null) {
            actor.getLog().warn("{} cannot be hosted here now", hosted.entity(), result.failure());
            if (!inDoubt) {
                return Effect().stop().thenNoReply();
            }
            inDoubt(); // from now on, so that it is not tried again at once
            raiseFence(state);
            return Effect().noReply();
        }
        fenced = true;
        inDoubt = false;
        if (leaving) {
            return Effect().stop().thenNoReply();
        }
        return (ReplyEffect<StoredEvent, HostState<S>>) Effect().unstashAll();
    }

    private ReplyEffect<StoredEvent, HostState<S>> answer(
            Supplier<HostedEntity.Outcome<S>> decision, Supplier<String> what, ActorRef<Reply> replyTo) {
        if (!fenced) {
            return Effect().stash();
        }
        long started = System.nanoTime();
        HostedEntity.Outcome<S> outcome;
        try {
            outcome = decision.get();
        } catch (RuntimeException defect) {
            if (KeysUnavailable.isCauseOf(defect)) {
                return Effect().reply(replyTo, new Reply.NotStored());
            }
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
        writingFor = replyTo;
        return Effect()
                .persist(outcome.events())
                .thenRun(next -> {
                    writingFor = null;
                    settings.signals().written(kindName());
                    metrics.accepted(kindName(), outcome.events().size(), System.nanoTime() - started);
                    if (!settings.stoodStill().getAsBoolean()) {
                        replyTo.tell(outcome.reply());
                    } // else the event may have come too late to count, although the journal took it
                })
                .thenNoReply();
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
