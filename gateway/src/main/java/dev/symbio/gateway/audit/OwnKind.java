package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A kind of which a tenant is told everything of its own entities and nothing of those of others: companies and what they set
 * for themselves. Their histories have no endpoints in a feature; {@link HistoryEndpoints} tells them.
 */
public final class OwnKind<E, S> implements Audited<E, S> {
    static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "audit.entity-not-found");

    private final EntityKind<?, E, S> kind;
    private final Entities entities;
    private final BiFunction<EntityRef, AsOf.Moment<S>, Object> view;
    private final Function<E, ?> data;

    /**
     * @param view what is shown of a state
     * @param data what is shown of an event
     */
    public OwnKind(
            EntityKind<?, E, S> kind,
            Entities entities,
            BiFunction<EntityRef, AsOf.Moment<S>, Object> view,
            Function<E, ?> data) {
        this.kind = kind;
        this.entities = entities;
        this.view = view;
        this.data = data;
    }

    /** Of which all is shown. */
    public OwnKind(EntityKind<?, E, S> kind, Entities entities, BiFunction<EntityRef, AsOf.Moment<S>, Object> view) {
        this(kind, entities, view, Function.identity());
    }

    @Override
    public EntityKind<?, E, S> kind() {
        return kind;
    }

    @Override
    public List<ProblemType> problems() {
        return List.of(NOT_FOUND);
    }

    @Override
    public ProblemException notFound() {
        return noSuchEntity();
    }

    static ProblemException noSuchEntity() {
        return NOT_FOUND.because("There is no such entity whose history is told here, or it is not your tenant's.");
    }

    @Override
    public CompletionStage<Snapshot<S>> readable(EntityRef entity, TenantId reader) {
        if (!entity.tenant().equals(reader)) {
            return CompletableFuture.failedFuture(noSuchEntity());
        }
        return entities.state(kind, entity).thenApply(found -> {
            if (!found.exists()) {
                throw noSuchEntity();
            }
            return found;
        });
    }

    @Override
    public Optional<Object> view(EntityRef entity, AsOf.Moment<S> moment, TenantId reader) {
        return Optional.of(view.apply(entity, moment));
    }

    @Override
    public Optional<?> seen(Recorded<E> recorded, S live, S after, TenantId reader) {
        return Optional.of(data.apply(recorded.event()));
    }

    @Override
    public boolean seesAll(S live, TenantId reader) {
        return true;
    }
}
