package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.Problems;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.process.Effects;
import dev.symbio.platform.process.Effects.Effect;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Cause and effect between entities. */
public final class EffectEndpoints {
    private static final QueryParameter KIND = QueryParameter.text("kind", "What the entity is, such as sla.");
    private static final QueryParameter ENTITY = QueryParameter.text("entity", "Its id, such as acme.4711.");

    /**
     * One event that made another entity do something. What the event was and whose is told to its own tenant, and to those
     * who see its entity.
     *
     * @param process by which rule
     * @param state waiting, done or refused
     * @param code why it was refused
     * @param targetSeq the target's sequence number after it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EffectView(
            String process,
            @Nullable String causeKind,
            @Nullable String cause,
            @Nullable Long causeSeq,
            @Nullable String causeEvent,
            @Nullable String causeType,
            String targetKind,
            String target,
            String command,
            String state,
            @Nullable String code,
            @Nullable String detail,
            @Nullable Long targetSeq,
            Instant madeAt) {
        static EffectView of(Effect effect, boolean withCause) {
            return new EffectView(
                    effect.process(),
                    withCause ? effect.cause().kind() : null,
                    withCause ? effect.cause().publicId() : null,
                    withCause ? effect.causeSeq() : null,
                    withCause ? effect.causeEvent() : null,
                    withCause ? effect.causeType() : null,
                    effect.target().kind(),
                    effect.target().publicId(),
                    effect.command(),
                    effect.state(),
                    effect.code(),
                    effect.detail(),
                    effect.targetSeq(),
                    effect.madeAt());
        }
    }

    private final Effects effects;
    private final Jdbi sql;
    private final Executor blocking;

    public EffectEndpoints(Effects effects, Jdbi sql, Executor blocking) {
        this.effects = effects;
        this.sql = sql;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(Endpoint.get("/api/v1/effects")
                .named(
                        "listEffects",
                        "Audit",
                        "What an entity made others do and what others made it do, newest first, at most 500; what concerns"
                                + " neither you nor your entities is left out")
                .needs(Permission.AUDIT_READ)
                .query(KIND, ENTITY)
                .answers(200, "Causes and effects", Page.class, EffectView.class)
                .handledBy(this::list));
    }

    /** An entity that one may not see has no effects that one may see: the list is empty, as for one that is not there. */
    private CompletionStage<Answer> list(Call<Void> call) {
        Optional<EntityRef> entity = call.query(KIND.name())
                .flatMap(kind -> call.query(ENTITY.name()).flatMap(id -> EntityRef.parse(kind, id)));
        if (entity.isEmpty()) {
            throw Problems.INVALID_PARAMETER.because("Expected kind and entity, such as kind=sla&entity=acme.4711.");
        }
        return CompletableFuture.supplyAsync(
                () -> Answer.ok(new Page<>(
                        entity.map(found -> views(found, call.tenant())).orElse(List.of()), null)),
                blocking);
    }

    List<EffectView> views(EntityRef entity, TenantId reader) {
        List<Effect> found = effects.of(entity, reader);
        Set<EntityRef> seen = sql.withHandle(handle -> found.stream()
                .map(Effect::cause)
                .distinct()
                .filter(cause -> cause.tenant().equals(reader) || Concerned.sees(handle, reader, cause))
                .collect(Collectors.toSet()));
        return found.stream()
                .filter(effect -> effect.target().equals(entity) || seen.contains(effect.cause()))
                .map(effect -> EffectView.of(effect, seen.contains(effect.cause())))
                .toList();
    }
}
