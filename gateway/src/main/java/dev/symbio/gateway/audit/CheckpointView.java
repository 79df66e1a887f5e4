package dev.symbio.gateway.audit;

import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;

/**
 * A checkpoint as it is published.
 *
 * @param chains how many entities it covers
 * @param root of the hash tree over the newest events of all of them
 * @param document the very text that was signed; it says all of the above
 * @param signature Ed25519 over the document's UTF-8 bytes, in base64
 */
public record CheckpointView(
        TenantId tenant,
        long number,
        Instant madeAt,
        long chains,
        long events,
        String root,
        String keyId,
        String document,
        String signature) {
    static CheckpointView of(Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        return new CheckpointView(
                checkpoint.tenant(),
                checkpoint.number(),
                checkpoint.madeAt(),
                checkpoint.chains(),
                checkpoint.events(),
                checkpoint.root(),
                checkpoint.keyId(),
                signed.document(),
                signed.signature());
    }
}
