package dev.symbio.contracts.sla;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A statement and what has become of it.
 *
 * @param dispute null when there was none
 * @param payment null when nothing is due (yet)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standing(Statement statement, StatementStatus status, DisputeCase dispute, Payment payment) {
    static Standing issued(Statement statement) {
        return new Standing(statement, StatementStatus.ISSUED, null, null);
    }

    Standing with(StatementStatus newStatus) {
        return new Standing(statement, newStatus, dispute, payment);
    }

    Standing with(DisputeCase newDispute) {
        return new Standing(statement, status, newDispute, payment);
    }

    Standing with(Payment newPayment, StatementStatus newStatus) {
        return new Standing(statement, newStatus, dispute, newPayment);
    }

    Standing restated(Statement newStatement, DisputeCase resolved) {
        return new Standing(newStatement, StatementStatus.ISSUED, resolved, payment);
    }

    /** Nothing more will happen to it. */
    boolean settled() {
        return status == StatementStatus.PAID
                || status == StatementStatus.ACCEPTED && statement.payable().signum() == 0;
    }
}
