package dev.symbio.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event stored, and the same computed anew from the events before it.
 *
 * @param seq of the event that stored it
 * @param inputs how many observations or samples it is computed from
 * @param recomputed absent if by what was recorded before there was nothing to compute
 * @param differences none if they are equal; pointers into both
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recomputation<T>(
        long seq,
        String event,
        Instant recordedAt,
        long inputs,
        boolean equal,
        T stored,
        @Nullable T recomputed,
        List<Difference> differences) {
    public static <T> Recomputation<T> of(EventMeta meta, long inputs, T stored, Optional<T> computed) {
        JsonNode before = Json.MAPPER.valueToTree(stored);
        JsonNode after = computed.<JsonNode>map(Json.MAPPER::valueToTree).orElse(JsonNodeFactory.instance.nullNode());
        List<Difference> differences = JsonDifferences.between(before, after);
        return new Recomputation<>(
                meta.seq(),
                meta.id(),
                meta.recordedAt(),
                inputs,
                differences.isEmpty(),
                stored,
                computed.orElse(null),
                differences);
    }
}
