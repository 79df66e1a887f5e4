package dev.symbio.gateway.intake;

import dev.symbio.gateway.http.Fingerprint;
import java.util.List;

/**
 * Good rows that go in together, as one command.
 *
 * @param number counted from 1 within the file
 * @param lines the line of each row
 * @param fingerprint SHA-256 of the file up to the end of this chunk, so that another file under the same key is recognised
 */
public record Chunk<T>(int number, List<T> rows, long[] lines, String fingerprint) {
    /** No Idempotency-Key has a space: no caller's own key is the id of a chunk. */
    private static final String LATER_CHUNK = "chunk ";

    /**
     * The command id of this chunk, under the file's Idempotency-Key. The first chunk has the key itself, so that a key that
     * came with another request before is recognised; later ones have a hash, which is short however long the key is.
     */
    public String commandId(String key) {
        return number == 1
                ? key
                : LATER_CHUNK + Fingerprint.of(LATER_CHUNK, key + "#" + number).hex();
    }
}
