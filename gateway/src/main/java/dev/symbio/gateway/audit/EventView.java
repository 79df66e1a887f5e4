package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.gateway.http.Problems;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event of an entity's history.
 *
 * @param type public name with version
 * @param tenant who caused it
 * @param subject who it was in that tenant; absent when that is another tenant than the reader's
 * @param commandId the Idempotency-Key it came with, likewise
 * @param correlationId of the request, likewise
 * @param previousHash of the event before; with {@code hash} this makes the history verifiable
 * @param data what happened, as far as the reader may see it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventView(
        long seq,
        String id,
        String type,
        Instant happenedAt,
        Instant recordedAt,
        TenantId tenant,
        @Nullable String subject,
        @Nullable String commandId,
        @Nullable String correlationId,
        String previousHash,
        String hash,
        Object data) {
    static EventView of(StoredEvent stored, Object data, TenantId reader) {
        EventMeta meta = stored.meta();
        boolean own = meta.by().tenant().equals(reader);
        return new EventView(
                meta.seq(),
                meta.id(),
                meta.type(),
                meta.happenedAt(),
                meta.recordedAt(),
                meta.by().tenant(),
                own ? meta.by().subject() : null,
                own ? meta.command().id() : null,
                own ? meta.correlationId() : null,
                stored.previousHashHex(),
                stored.hashHex(),
                data);
    }

    /** Nothing is told about an event whose bytes are not those that were written. */
    static StoredEvent verified(StoredEvent stored) {
        if (!stored.intact()) {
            throw Problems.ENTITY_QUARANTINED.because("Its history does not verify.");
        }
        return stored;
    }
}
