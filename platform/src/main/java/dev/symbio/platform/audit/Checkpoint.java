package dev.symbio.platform.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * What all chains of a tenant were at a moment.
 *
 * @param number 1 for the tenant's first; without gaps
 * @param chains how many entities
 * @param events how many events they have together
 * @param root of the hash tree over the {@link ChainHead}s, in hex
 * @param previous SHA-256 of the document of the checkpoint before it, in hex; zeros for the first
 * @param keyId which key signed it
 */
public record Checkpoint(
        TenantId tenant,
        long number,
        Instant madeAt,
        long chains,
        long events,
        String root,
        String previous,
        String keyId) {
    static final String FIRST = "0".repeat(64);

    /**
     * A checkpoint as it is published.
     *
     * @param document the very text that was signed: JSON of a {@link Checkpoint}
     * @param signature Ed25519 over the document's UTF-8 bytes, in base64
     */
    public record Signed(String document, String signature) {
        /** @throws IllegalArgumentException if the document is not that of a checkpoint */
        public Checkpoint read() {
            try {
                return Json.MAPPER.readValue(document, Checkpoint.class);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("Not a checkpoint: " + e.getOriginalMessage(), e);
            }
        }

        /** SHA-256 of the document, in hex. */
        public String hash() {
            return Digests.hexOf(document);
        }
    }

    Signed signedWith(SigningKey key) {
        try {
            String document = Json.MAPPER.writeValueAsString(this);
            return new Signed(document, key.sign(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
