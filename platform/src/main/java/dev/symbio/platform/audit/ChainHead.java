package dev.symbio.platform.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * The newest event of an entity's chain.
 *
 * @param hash of that event, in hex
 */
public record ChainHead(EntityRef entity, long seq, String hash) {

    /** The leaf of the tenant's hash tree, as JSON in this order. */
    @JsonPropertyOrder({"kind", "entity", "seq", "hash"})
    private record Leaf(String kind, String entity, long seq, String hash) {}

    byte[] leaf() {
        return leafText().getBytes(StandardCharsets.UTF_8);
    }

    /** What its leaf in the tenant's hash tree says. */
    public String leafText() {
        return Json.written(new Leaf(entity.kind(), entity.publicId(), seq, hash));
    }
}
