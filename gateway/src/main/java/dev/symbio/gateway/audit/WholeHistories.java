package dev.symbio.gateway.audit;

import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Who may see all of an entity's history, and so be given what proves it: its host, and of an SLA contract both parties. Of
 * other kinds a partner sees a part: of a journey its own, of a commitment what names nobody else's people, of an opportunity
 * none of the past.
 */
final class WholeHistories {
    private final EntitiesAsSeen entities;

    WholeHistories(EntitiesAsSeen entities) {
        this.entities = entities;
    }

    /** The entity that the path names by {@code kind} and {@code entity}. @param notFound thrown when it cannot be one */
    static EntityRef named(Call<?> call, Supplier<ProblemException> notFound) {
        try {
            return EntityRef.parse(call.path("kind"), call.path("entity")).orElseThrow(notFound);
        } catch (IllegalArgumentException notAnEntity) {
            throw notFound.get();
        }
    }

    /** An entity that is not there may be seen by its host: it has nothing that could be proven. */
    CompletionStage<Boolean> seenBy(TenantId tenant, EntityRef entity) {
        if (entity.kind().equals(SlaContract.KIND.name())) {
            return entities.state(SlaContract.KIND, entity, tenant)
                    .thenApply(found -> found.exists()
                            && found.state().visibleTo(tenant)
                            && found.state().parties().binds(tenant));
        }
        return CompletableFuture.completedFuture(entity.tenant().equals(tenant));
    }
}
