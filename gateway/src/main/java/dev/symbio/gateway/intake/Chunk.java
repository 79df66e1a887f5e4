package dev.symbio.gateway.intake;

import java.util.List;

/**
 * Good rows that go in together, as one command.
 *
 * @param number counted from 1 within the file
 * @param lines the line of each row
 * @param fingerprint SHA-256 of the rows' lines, so that another file under the same key is recognised
 */
public record Chunk<T>(int number, List<T> rows, long[] lines, String fingerprint) {
    /** The command id of this chunk, under the file's Idempotency-Key. */
    public String commandId(String key) {
        return key + "#" + number;
    }
}
