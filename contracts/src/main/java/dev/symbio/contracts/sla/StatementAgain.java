package dev.symbio.contracts.sla;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settles once more what a stored event says was settled: from the contract as it was before that event, which comes from the
 * observations, corrections and terms recorded until then, by the rules of settling. The stored statement itself is not looked at; the adjustments
 * that waited for it are taken as they were recorded, and it is for {@link RestatementsAgain} to settle them once more.
 */
public final class StatementAgain {
    /** The events that carry a statement; no others need to be looked at. */
    public static final Set<Class<? extends SlaEvent>> EVENTS =
            Set.of(SlaEvent.PeriodClosed.class, SlaEvent.AdjustmentsSettled.class, SlaEvent.DisputeResolved.class);

    private StatementAgain() {}

    /** The statement that an event carries. */
    public static Optional<Statement> stored(SlaEvent event) {
        if (event instanceof SlaEvent.PeriodClosed closed) {
            return Optional.of(closed.statement());
        }
        if (event instanceof SlaEvent.AdjustmentsSettled settled) {
            return Optional.of(settled.statement());
        }
        return event instanceof SlaEvent.DisputeResolved resolved
                ? Optional.of(resolved.statement())
                : Optional.empty();
    }

    /** What it should be; empty if by the contract before it there was nothing to settle. */
    public static Optional<Statement> computed(SlaContract before, SlaEvent event) {
        if (event instanceof SlaEvent.PeriodClosed closed) {
            return before.timeline()
                    .named(closed.statement().period())
                    .map(period ->
                            Closings.settle(before, period, closed.statement().issuedAt()));
        }
        if (event instanceof SlaEvent.AdjustmentsSettled settled) {
            List<SlaEvent> due =
                    Closings.settleIfOver(before, settled.statement().issuedAt());
            return due.stream().findFirst().flatMap(StatementAgain::stored);
        }
        if (event instanceof SlaEvent.DisputeResolved resolved) {
            return before.statement(resolved.period())
                    .filter(standing -> standing.dispute() != null)
                    .map(standing -> Disputes.resolved(before, resolved.period(), resolved.resolution())
                            .statement());
        }
        return Optional.empty();
    }

    /** How many observations the period had then, those that do not count included. */
    public static long observations(SlaContract before, String period) {
        return before.period(period)
                .map(account -> (long) account.observations().size())
                .orElse(0L);
    }
}
