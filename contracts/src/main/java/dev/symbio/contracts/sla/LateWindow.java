package dev.symbio.contracts.sla;

import java.time.Instant;

/** How long a closed period still takes observations. */
final class LateWindow {
    private LateWindow() {}

    /** When a period closed; one that was skipped, when it would have: after its grace time, once periods closed at all. */
    static Instant closedAt(SlaContract contract, Period period) {
        PeriodAccount account = contract.ledger().periods().get(period.key());
        if (account != null && account.closing() != null) {
            return account.closing().closedAt();
        }
        Instant due = DueDates.dueAt(contract.timeline(), period);
        Instant live = contract.ledger().liveSince();
        return due.isBefore(live) ? live : due;
    }

    static Instant endOf(SlaContract contract, Period period) {
        return closedAt(contract, period)
                .plus(contract.timeline().terms(period.version()).lateObservations());
    }
}
