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
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The one actor that hosts entities of every kind. See the package page for the life of a command. */
final class EntityHost<C, E, S>
        extends EventSourcedBehaviorWithEnforcedReplies<HostCommand, StoredEvent, HostState<S>> {

    private static final int SNAPSHOTS_KEPT = 2;

    private final ActorContext<HostCommand> actor;
    private final EntityKind<C, E, S> kind;
    private final EntityRef entity;
    private final HostSettings settings;
    private final HostMetrics metrics;
    private final EventCodec<E> codec;
    /** States already computed while deciding, so that live events are not evolved a second time. */
    private final Map<StoredEvent, HostState<S>> prepared = new IdentityHashMap<>();

    private EntityHost(
            ActorContext<HostCommand> actor,
            PersistenceId id,
            EntityKind<C, E, S> kind,
            EntityRef entity,
            HostSettings settings) {
        super(id);
        this.actor = actor;
        this.kind = kind;
        this.entity = entity;
        this.settings = settings;
        this.metrics = settings.metrics();
        this.codec = new EventCodec<>(kind);
    }

    static <C, E, S> Behavior<HostCommand> create(EntityKind<C, E, S> kind, EntityRef entity, HostSettings settings) {
        return Behaviors.setup(actor -> new EntityHost<>(actor, persistenceId(entity), kind, entity, settings));
    }

    static PersistenceId persistenceId(EntityRef entity) {
        return PersistenceId.of(entity.kind(), entity.publicId());
    }

    @Override
    public HostState<S> emptyState() {
        return HostState.initial(kind.none());
    }

    @Override
    public Set<String> tagsFor(StoredEvent event) {
        return Set.of(settings.slices().tagOf(entity));
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(kind.snapshotEvery(), SNAPSHOTS_KEPT);
    }

    @Override
    public SnapshotAdapter<HostState<S>> snapshotAdapter() {
        return StoredSnapshot.Adapter.of(kind);
    }

    @Override
    public SignalHandler<HostState<S>> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> {
                    if (state.quarantine() != null) {
                        metrics.quarantined(entity, state.quarantine());
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
        return answer(state, kind.commandType().cast(deliver.command()), deliver.meta(), deliver.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> due(HostState<S> state, HostCommand.Due due) {
        if (state.quarantine() != null) {
            return Effect().reply(due.replyTo(), new Reply.Quarantined(state.quarantine()));
        }
        Optional<Deadline> held = kind.deadlines(state.domain()).stream()
                .filter(d -> d.name().equals(due.name()) && d.dueAt().equals(due.dueAt()))
                .findFirst();
        if (held.isEmpty() || now().isBefore(due.dueAt())) {
            return Effect().reply(due.replyTo(), new Reply.Accepted(state.seq(), null, true));
        }
        String id = "deadline:" + due.name() + "@" + due.dueAt() + "#" + state.seq();
        CommandMeta meta = CommandMeta.caused(
                id, Principal.system(entity.tenant()), UUID.randomUUID().toString(), null);
        return answer(state, kind.commandWhenDue(state.domain(), held.get()), meta, due.replyTo());
    }

    private ReplyEffect<StoredEvent, HostState<S>> answer(
            HostState<S> state, C command, CommandMeta meta, ActorRef<Reply> replyTo) {
        long started = System.nanoTime();
        Reply early = earlyAnswer(state, meta);
        if (early != null) {
            return Effect().reply(replyTo, early);
        }
        try {
            Instant now = now();
            Decision<E> decision =
                    kind.decide(state.domain(), command, new Context(entity, now, meta.principal(), meta.commandId()));
            if (decision instanceof Decision.Rejected<E> rejected) {
                metrics.rejected(kind.name(), rejected.rejection().code());
                return Effect().reply(replyTo, new Reply.Rejected(rejected.rejection()));
            }
            Decision.Accepted<E> accepted = (Decision.Accepted<E>) decision;
            JsonNode result = accepted.result() == null ? null : Json.MAPPER.valueToTree(accepted.result());
            if (accepted.events().isEmpty()) {
                return Effect().reply(replyTo, new Reply.Accepted(state.seq(), result, false));
            }
            List<StoredEvent> stored = seal(state, accepted.events(), meta, now, result);
            for (StoredEvent event : stored) {
                if (event.size() > settings.maxEventBytes()) {
                    prepared.clear();
                    return Effect().reply(replyTo, new Reply.Rejected(tooLarge(event)));
                }
            }
            return Effect().persist(stored).thenReply(replyTo, next -> {
                metrics.accepted(kind.name(), stored.size(), System.nanoTime() - started);
                return new Reply.Accepted(next.seq(), result, false);
            });
        } catch (RuntimeException defect) {
            prepared.clear();
            actor.getLog()
                    .error("{}: deciding {} failed", entity, command.getClass().getSimpleName(), defect);
            metrics.failed(kind.name());
            return Effect().reply(replyTo, new Reply.Failed(defect.toString()));
        }
    }

    /** What can be answered without deciding; null when the command has to be decided. */
    private Reply earlyAnswer(HostState<S> state, CommandMeta meta) {
        if (state.quarantine() != null) {
            return new Reply.Quarantined(state.quarantine());
        }
        HostState.Remembered before =
                state.remembered().get(HostState.key(meta.principal().tenant(), meta.commandId()));
        if (before != null) {
            return before.fingerprint().equals(meta.fingerprint())
                    ? new Reply.Accepted(before.seq(), before.result(), true)
                    : new Reply.KeyReused();
        }
        return meta.expectedSeq() != null && meta.expectedSeq() != state.seq() ? new Reply.Stale(state.seq()) : null;
    }

    private Rejection tooLarge(StoredEvent event) {
        return Rejection.invalid(
                "entity.event-too-large",
                "Expected at most " + settings.maxEventBytes() + " bytes to be stored for one command but got "
                        + event.size() + "; send less at once.");
    }

    private List<StoredEvent> seal(
            HostState<S> state, List<E> events, CommandMeta command, Instant now, JsonNode result) {
        prepared.clear();
        S after = kind.evolve(state.domain(), events);
        EventMeta.DeadlineChange change =
                DeadlineDifference.between(kind.deadlines(state.domain()), kind.deadlines(after));
        List<StoredEvent> sealed = new ArrayList<>(events.size());
        HostState<S> current = state;
        S domain = state.domain();
        for (int i = 0; i < events.size(); i++) {
            E event = events.get(i);
            boolean last = i == events.size() - 1;
            EventMeta meta = new EventMeta(
                    UUID.randomUUID().toString(),
                    entity,
                    current.seq() + 1,
                    kind.typeOf(event).storedName(),
                    event instanceof Happened happened ? happened.happenedAt() : now,
                    now,
                    command.principal(),
                    new EventMeta.CommandMark(command.commandId(), command.fingerprint(), last, last ? result : null),
                    command.correlationId(),
                    command.causationId(),
                    null,
                    last ? change : null);
            domain = last ? after : kind.evolve(domain, event);
            StoredEvent stored = StoredEvent.seal(current.lastHash(), meta, event);
            current = current.after(stored, domain, settings.commandsKept());
            prepared.put(stored, current);
            sealed.add(stored);
        }
        return sealed;
    }

    @Override
    public EventHandler<HostState<S>, StoredEvent> eventHandler() {
        return (state, stored) -> {
            HostState<S> live = prepared.remove(stored);
            return live != null ? live : replay(state, stored);
        };
    }

    private HostState<S> replay(HostState<S> state, StoredEvent stored) {
        if (state.quarantine() != null) {
            return state;
        }
        long seq = state.seq() + 1;
        if (!stored.intact()) {
            return state.quarantined("Event " + seq + " does not match its hash.");
        }
        if (!stored.follows(state.lastHash())) {
            return state.quarantined("Event " + seq + " does not follow the event before it.");
        }
        try {
            Recorded<E> recorded = codec.read(stored);
            if (recorded.meta().seq() != seq || !recorded.meta().entity().equals(entity)) {
                return state.quarantined("Event " + seq + " belongs elsewhere: "
                        + recorded.meta().entity() + " #" + recorded.meta().seq() + ".");
            }
            return state.after(stored, kind.evolve(state.domain(), recorded.event()), settings.commandsKept());
        } catch (RuntimeException unreadable) {
            return state.quarantined("Event " + seq + " cannot be replayed: " + unreadable.getMessage());
        }
    }

    private Instant now() {
        return settings.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }
}
