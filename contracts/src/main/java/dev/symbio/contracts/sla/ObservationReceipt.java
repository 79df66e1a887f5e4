package dev.symbio.contracts.sla;

import java.util.List;

/**
 * What became of a batch of observations. Indexes count from 0 in the order sent.
 *
 * @param accepted recorded now, late ones included
 * @param repeated known already with the same content: no effect
 * @param late recorded for a period that had closed; they become adjustments of the next statement
 * @param conflicts known already with other content: the first one stays
 * @param refused not recorded because they do not fit the contract; only when the command was {@code partial}
 */
public record ObservationReceipt(
        int accepted, int repeated, int late, List<Conflict> conflicts, List<Refused> refused) {
    public ObservationReceipt {
        conflicts = List.copyOf(conflicts);
        refused = List.copyOf(refused);
    }

    public record Conflict(int index, String id, String detail) {}

    /** @param field name of the observation's field at fault */
    public record Refused(int index, String id, String field, String code, String detail) {}
}
