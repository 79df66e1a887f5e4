package dev.symbio.contracts.commitment;

import java.util.List;

/**
 * What became of a batch of samples. Indexes count from 0 in the order sent.
 *
 * @param accepted recorded now
 * @param repeated known already with the same content: no effect
 * @param late older than the tolerance, or of judged windows only: not recorded
 * @param conflicts known already with other content: the first one stays
 * @param refused not recorded because they do not fit; only when the command was {@code partial}
 */
public record TelemetryReceipt(
        int accepted, int repeated, List<RowNote> late, List<RowNote> conflicts, List<Refused> refused) {
    public TelemetryReceipt {
        late = List.copyOf(late);
        conflicts = List.copyOf(conflicts);
        refused = List.copyOf(refused);
    }

    public record RowNote(int index, String id, String detail) {}

    /** @param field of the sample at fault, such as {@code values/pressure} */
    public record Refused(int index, String id, String field, String code, String detail) {}
}
