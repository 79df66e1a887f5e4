package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.audit.AuditTrail;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what when, and why. The event's own data is in the history of its entity.
 *
 * @param seq of the event within its entity
 * @param id of the event
 * @param type public name with version
 * @param tenant who caused it
 * @param subject who it was in that tenant; absent when that is another tenant than the reader's
 * @param onBehalfOf for whom the subject acted, likewise
 * @param correlationId of the request that set it in motion, likewise
 * @param causationId event or command that caused it, likewise
 * @param model name and version of the model whose answer was used; absent when none was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrailView(
        String kind,
        String entity,
        long seq,
        String id,
        String type,
        Instant happenedAt,
        Instant recordedAt,
        TenantId tenant,
        @Nullable String subject,
        @Nullable String onBehalfOf,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String model) {
    static TrailView of(AuditTrail.Entry entry, TenantId reader) {
        boolean own = entry.byTenant().equals(reader);
        return new TrailView(
                entry.entity().kind(),
                entry.entity().publicId(),
                entry.seq(),
                entry.eventId(),
                entry.type(),
                entry.happenedAt(),
                entry.recordedAt(),
                entry.byTenant(),
                own ? entry.bySubject() : null,
                own ? entry.onBehalfOf() : null,
                own ? entry.correlationId() : null,
                own ? entry.causationId() : null,
                entry.model());
    }

    static TrailView of(EventMeta meta, TenantId reader) {
        boolean own = meta.by().tenant().equals(reader);
        return new TrailView(
                meta.entity().kind(),
                meta.entity().publicId(),
                meta.seq(),
                meta.id(),
                meta.type(),
                meta.happenedAt(),
                meta.recordedAt(),
                meta.by().tenant(),
                own ? meta.by().subject() : null,
                own ? meta.by().onBehalfOf() : null,
                own ? meta.correlationId() : null,
                own ? meta.causationId() : null,
                meta.model());
    }
}
