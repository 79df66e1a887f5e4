package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.DataKey;
import dev.symbio.platform.personal.Mark;
import dev.symbio.platform.personal.Openings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event of an entity's history.
 *
 * @param type public name with version
 * @param tenant who caused it
 * @param subject who it was in that tenant; absent when that is another tenant than the reader's
 * @param onBehalfOf for whom the subject acted, likewise
 * @param commandId the Idempotency-Key it came with, likewise
 * @param correlationId of the request, likewise
 * @param causationId event or command that caused it, likewise; absent when nothing did but the request
 * @param model name and version of the model whose answer was used; absent when none was
 * @param previousHash of the event before; with {@code hash} this makes the history verifiable
 * @param redacted how what was personal in it was destroyed; absent when nothing was
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
        @JsonPropertyDescription("For whom the subject acted; to its own tenant alone.") @Nullable String onBehalfOf,
        @Nullable String commandId,
        @Nullable String correlationId,
        @JsonPropertyDescription("Event or command that caused it; to the subject's own tenant alone.") @Nullable
                String causationId,
        @JsonPropertyDescription("Name and version of the model whose answer was used.") @Nullable String model,
        String previousHash,
        String hash,
        @Nullable List<Redacted> redacted,
        Object data) {
    /**
     * That a person's data was destroyed.
     *
     * @param at absent when it was not destroyed here: its key never was here
     * @param reason absent when it was for another tenant than the reader's
     * @param by who wanted it, likewise; also absent when that was the operator
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Redacted(@Nullable Instant at, @Nullable String reason, @Nullable String by) {
        static Redacted of(DataKey key, TenantId reader) {
            DataKey.Destroyed how = key.destruction().orElse(null);
            if (how == null || !reader.value().equals(key.tenant())) {
                return new Redacted(how == null ? null : how.at(), null, null);
            }
            return new Redacted(how.at(), how.why(), how.byTenant().equals(key.tenant()) ? how.by() : null);
        }
    }

    static EventView of(StoredEvent stored, Object data, TenantId reader, Openings openings) {
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
                own ? meta.by().onBehalfOf() : null,
                own ? meta.command().id() : null,
                own ? meta.correlationId() : null,
                own ? meta.causationId() : null,
                meta.model(),
                stored.previousHashHex(),
                stored.hashHex(),
                redacted(stored, data, reader, openings),
                data);
    }

    private static @Nullable List<Redacted> redacted(
            StoredEvent stored, Object data, TenantId reader, Openings openings) {
        byte[] bytes = stored.bytes();
        if (!Mark.isIn(bytes, 0, bytes.length)) {
            return null;
        }
        List<Redacted> redacted = openings.redactions(Json.written(data)).stream()
                .map(key -> Redacted.of(key, reader))
                .distinct()
                .toList();
        return redacted.isEmpty() ? null : redacted;
    }
}
