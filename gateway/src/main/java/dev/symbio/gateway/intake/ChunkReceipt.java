package dev.symbio.gateway.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a chunk.
 *
 * @param accepted rows that are in now, late ones included
 * @param repeated rows that were in before, with the same content
 * @param late of the accepted ones, those that came after their time
 * @param conflicts rows that were in before with other content
 * @param refused rows that do not fit
 */
public record ChunkReceipt(int accepted, int repeated, int late, List<RowNote> conflicts, List<RowNote> refused) {
    /**
     * @param index of the row within the chunk, counted from 0
     * @param field at fault; null or empty when it is the whole row
     */
    public record RowNote(int index, @Nullable String id, @Nullable String field, String code, String detail) {}
}
