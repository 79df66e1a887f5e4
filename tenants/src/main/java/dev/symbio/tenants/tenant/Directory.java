package dev.symbio.tenants.tenant;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Tenants and roles as every request needs them: cached for {@value #STALE_AFTER_SECONDS} s. What is sent through
 * {@link #send} is seen at once on this node; other nodes see it when their cache expires. That no such tenant exists is
 * cached as well; that an entity gave no answer is not.
 */
public final class Directory {
    public static final int STALE_AFTER_SECONDS = 5;
    private static final int MAX_TENANTS = 10_000;

    private final Entities entities;
    private final AsyncLoadingCache<TenantId, Snapshot<Tenant>> cache;

    public Directory(Entities entities, Clock clock) {
        this.entities = entities;
        Ticker ticker = new ForwardTicker(clock);
        cache = Caffeine.newBuilder()
                .maximumSize(MAX_TENANTS)
                .expireAfterWrite(Duration.ofSeconds(STALE_AFTER_SECONDS))
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync((tenant, executor) ->
                        entities.state(Tenant.KIND, Tenant.ref(tenant)).toCompletableFuture());
    }

    public CompletionStage<Optional<Tenant>> tenant(TenantId id) {
        return snapshot(id).thenApply(found -> found.map(Snapshot::state));
    }

    /** With the sequence number, which is the ETag. */
    public CompletionStage<Optional<Snapshot<Tenant>>> snapshot(TenantId id) {
        return cache.get(id).thenApply(found -> found.exists() ? Optional.of(found) : Optional.empty());
    }

    /** Empty if the tenant does not exist or the subject is no member of it. */
    public CompletionStage<Set<Role>> roles(String subject, TenantId id) {
        return tenant(id).thenApply(found -> found.map(t -> t.rolesOf(subject)).orElse(Set.of()));
    }

    /** Empty if the tenant does not exist or the subject is no member of it. */
    public CompletionStage<Optional<Member>> member(String subject, TenantId id) {
        return tenant(id).thenApply(found -> found.map(t -> t.members().get(subject)));
    }

    public CompletionStage<Reply> send(TenantId id, TenantCommand command, CommandMeta meta) {
        return entities.send(Tenant.ref(id), command, meta)
                .whenComplete((reply, failure) -> cache.synchronous().invalidate(id));
    }

    /** Makes sure that the operator tenant exists, with somebody in it who can create the others. */
    public CompletionStage<Reply> ensureOperator() {
        TenantCommand.Create create = new TenantCommand.Create(
                "Symbio",
                TenantKind.OPERATOR.name(),
                "UTC",
                null,
                List.of(new TenantCommand.NewMember("operator", "Operator", List.of(Role.OPERATOR.name()))));
        Principal system = Principal.system(Tenant.OPERATOR_ID);
        return send(
                Tenant.OPERATOR_ID,
                create,
                CommandMeta.caused("ensure-operator-tenant", system, "ensure-operator-tenant", null));
    }
}
