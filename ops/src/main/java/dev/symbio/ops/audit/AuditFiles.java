package dev.symbio.ops.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.audit.Checkpoint;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What auditors keep in files: public keys and checkpoints. */
final class AuditFiles {
    private static final long MAX_BYTES = 1 << 20;

    private AuditFiles() {}

    /** PEM, or the base64 that {@code GET /api/v1/audit/keys} gives. */
    static PublicSigningKey key(Path file) {
        PublicSigningKey key = new PublicSigningKey(text(file));
        if (!key.usable()) {
            throw new UnusableFile("Expected an Ed25519 public key, as PEM or base64, in " + file + ".");
        }
        return key;
    }

    /** Those in the files; without any, whichever an export names. */
    static TrustedKeys keys(List<Path> files) {
        return files.isEmpty()
                ? TrustedKeys.inFile()
                : TrustedKeys.of(files.stream().map(AuditFiles::key).toList());
    }

    /** As {@code GET /api/v1/audit/checkpoints} lists it, or the message that a webhook got. */
    static Checkpoint.Signed checkpoint(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(text(file));
            JsonNode view = json.has("data") ? json.get("data") : json;
            Checkpoint.Signed signed = new Checkpoint.Signed(
                    view.path("document").asText(), view.path("signature").asText());
            signed.read();
            return signed;
        } catch (JsonProcessingException | IllegalArgumentException notOne) {
            throw new UnusableFile(
                    "Expected a checkpoint with its document and signature, as JSON, in " + file + ".", notOne);
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnusableFile("Expected at most " + MAX_BYTES + " bytes in " + file + ".");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UnusableFile("Expected a file that can be read but: " + unreadable, unreadable);
        }
    }
}
