package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.stream.Stream;

/**
 * A statement and what has become of it.
 *
 * @param acceptedBy who has accepted it before the dispute window was over; a dispute takes that back
 * @param dispute null when there was none
 * @param payment null when nothing is due (yet)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standing(
        Statement statement, StatementStatus status, List<TenantId> acceptedBy, DisputeCase dispute, Payment payment) {
    public Standing {
        acceptedBy = Copies.of(acceptedBy);
    }

    static Standing issued(Statement statement) {
        return new Standing(statement, StatementStatus.ISSUED, List.of(), null, null);
    }

    Standing with(StatementStatus newStatus) {
        return new Standing(statement, newStatus, acceptedBy, dispute, payment);
    }

    Standing acceptedBy(TenantId party) {
        List<TenantId> parties =
                Stream.concat(acceptedBy.stream(), Stream.of(party)).toList();
        return new Standing(statement, status, parties, dispute, payment);
    }

    Standing disputed(DisputeCase raised) {
        return new Standing(statement, StatementStatus.DISPUTED, List.of(), raised, payment);
    }

    Standing with(DisputeCase newDispute) {
        return new Standing(statement, status, acceptedBy, newDispute, payment);
    }

    Standing with(Payment newPayment, StatementStatus newStatus) {
        return new Standing(statement, newStatus, acceptedBy, dispute, newPayment);
    }

    Standing restated(Statement newStatement, DisputeCase resolved) {
        return new Standing(newStatement, StatementStatus.ISSUED, acceptedBy, resolved, payment);
    }

    /** Nothing more will happen to it. */
    boolean settled() {
        return status == StatementStatus.PAID
                || status == StatementStatus.ACCEPTED && statement.payable().signum() == 0;
    }
}
