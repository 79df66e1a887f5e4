package dev.symbio.gateway.audit;

import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * How a kind is told to auditors: by its feature, in the feature's own views and within its own rights, so that nobody sees
 * more here than there.
 */
public interface Audited<E, S> {
    EntityKind<?, E, S> kind();

    /** What {@link #readable} can end with. */
    List<ProblemType> problems();

    /** What is answered about an entity that is not there. */
    ProblemException notFound();

    /** The entity as it is, if the reader may follow its history; ends with one of the feature's problems otherwise. */
    CompletionStage<Snapshot<S>> readable(EntityRef entity, TenantId reader);

    /** What the detail endpoint shows, or showed at that moment; empty if it was not for the reader then. */
    Optional<Object> view(EntityRef entity, AsOf.Moment<S> moment, TenantId reader);

    /**
     * What the reader sees of an event.
     *
     * @param live the entity as it is
     * @param after the entity after the event
     */
    Optional<?> seen(Recorded<E> recorded, S live, S after, TenantId reader);

    /**
     * Whether the reader sees something of every event, so that nobody has to follow the history to say of which.
     *
     * @param live the entity as it is, which the reader may see
     */
    default boolean seesAll(S live, TenantId reader) {
        return false;
    }
}
