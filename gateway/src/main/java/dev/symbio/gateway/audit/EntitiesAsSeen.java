package dev.symbio.gateway.audit;

import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Jdbi;

/**
 * Entities of kinds that several tenants can take part in, as one of these sees them. An entity in quarantine cannot say who
 * sees it; only its host, and whom the lists say, are told of the quarantine. To all others it is as if it were not there:
 * otherwise they learnt that it is.
 */
public final class EntitiesAsSeen implements Entities {
    private static final List<EntityKind<?, ?, ?>> KINDS =
            List.of(SlaContract.KIND, Journey.KIND, JourneyTemplate.KIND, ValueCommitment.KIND, Opportunity.KIND);

    private final Entities entities;
    private final Jdbi sql;
    private final Clock clock;
    private final Executor blocking;

    EntitiesAsSeen(Entities entities, Jdbi sql, Clock clock, Executor blocking) {
        this.entities = entities;
        this.sql = sql;
        this.clock = clock;
        this.blocking = blocking;
    }

    public static EntitiesAsSeen of(Platform platform) {
        return new EntitiesAsSeen(platform.entities(), platform.sql(), platform.clock(), platform.blocking());
    }

    /** By the tenant that sends: one that must not know of the quarantine gets the answer of an entity that is not there. */
    @Override
    public <C> CompletionStage<Reply> send(EntityRef entity, C command, CommandMeta meta) {
        return entities.send(entity, command, meta)
                .thenCompose(reply -> reply instanceof Reply.Quarantined
                        ? told(entity, meta.principal().tenant())
                                .thenApply(told -> told ? reply : absent(entity, command, meta, reply))
                        : CompletableFuture.completedFuture(reply));
    }

    private Reply absent(EntityRef entity, Object command, CommandMeta meta, Reply otherwise) {
        return KINDS.stream()
                .filter(kind -> kind.name().equals(entity.kind()))
                .findFirst()
                .filter(kind -> kind.commandType().isInstance(command))
                .map(kind -> refused(kind, entity, command, meta, otherwise))
                .orElse(otherwise);
    }

    private <C, E, S> Reply refused(
            EntityKind<C, E, S> kind, EntityRef entity, Object command, CommandMeta meta, Reply otherwise) {
        Context context = new Context(entity, clock.instant(), meta.principal(), meta.commandId());
        Decision<E> decision = kind.decide(kind.none(), kind.commandType().cast(command), context);
        return decision instanceof Decision.Rejected<E> rejected ? new Reply.Rejected(rejected.rejection()) : otherwise;
    }

    /** Whoever reads, the state of an entity in quarantine is not told: for use where the reader sees the entity anyway. */
    @Override
    public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity) {
        return entities.state(kind, entity);
    }

    /** The entity's state now; as one that is not there, if the reader must not know of its quarantine. */
    public <S> CompletionStage<Snapshot<S>> state(EntityKind<?, ?, S> kind, EntityRef entity, TenantId reader) {
        return entities.state(kind, entity)
                .exceptionallyCompose(failure -> isQuarantine(failure)
                        ? told(entity, reader)
                                .thenCompose(told -> told
                                        ? CompletableFuture.failedFuture(failure)
                                        : CompletableFuture.completedFuture(new Snapshot<>(0, kind.none())))
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isQuarantine(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof EntityUnavailable unavailable && unavailable.why() == EntityUnavailable.Why.QUARANTINED;
    }

    private CompletionStage<Boolean> told(EntityRef entity, TenantId reader) {
        return reader.equals(entity.tenant())
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.supplyAsync(
                        () -> sql.withHandle(handle -> Concerned.sees(handle, reader, entity)), blocking);
    }
}
