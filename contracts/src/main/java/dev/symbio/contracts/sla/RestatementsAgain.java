package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Statement.Adjustment.Reason;
import dev.symbio.platform.entity.EventMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Follows a contract's history and settles the closed periods once more that had to be settled again: because of late
 * observations, an accepted exclusion or a dispute. What has to be settled again is seen from the books before and after each
 * event; what was stored of it is not looked at, but to be compared. Lives for one reading of a history; not for several threads
 * at the same time.
 */
public final class RestatementsAgain {
    private static final Set<Class<? extends SlaEvent>> CAUSES = Set.of(
            SlaEvent.ObservationsRecorded.class, SlaEvent.ExclusionAnswered.class, SlaEvent.DisputeResolved.class);
    private static final Set<Class<? extends SlaEvent>> SETTLEMENTS =
            Set.of(SlaEvent.PeriodClosed.class, SlaEvent.AdjustmentsSettled.class);

    /**
     * What was stored, and what it should be.
     *
     * @param meta of the event that stored it; of the one that it should have followed if there is none
     * @param observations how many the restated periods had, those that do not count included
     * @param computed empty if there was nothing to settle again
     */
    public record Again(
            EventMeta meta, long observations, List<Restatement> stored, Optional<List<Restatement>> computed) {}

    /** An event that changed closed periods. */
    private record Cause(EventMeta meta, Class<? extends SlaEvent> type, SlaContract before, SlaContract after) {
        List<Restatement> computed() {
            return type == SlaEvent.DisputeResolved.class
                    ? resolved().map(this::later).orElse(List.of())
                    : Restating.of(after.ledger(), after.timeline(), touched());
        }

        private List<Restatement> later(PeriodAccount resolved) {
            return Restating.after(resolved, after.ledger(), after.timeline());
        }

        /** Closed periods that got observations or corrections. */
        Map<String, Reason> touched() {
            Reason reason =
                    type == SlaEvent.ObservationsRecorded.class ? Reason.LATE_OBSERVATIONS : Reason.EXCLUSION_ACCEPTED;
            Map<String, Reason> touched = new HashMap<>();
            for (PeriodAccount account : after.ledger().periods().values()) {
                PeriodAccount was = before.ledger().periods().get(account.period());
                if (account != was && !account.running() && differs(was, account)) {
                    touched.put(account.period(), reason);
                }
            }
            return touched;
        }

        /** @param was null if the period had no account */
        private static boolean differs(PeriodAccount was, PeriodAccount account) {
            return was == null
                    || was.observations() != account.observations()
                    || !was.corrections().equals(account.corrections());
        }

        /** The period whose statement was disputed before and is no longer. */
        Optional<PeriodAccount> resolved() {
            return after.ledger().periods().values().stream()
                    .filter(account -> account != before.ledger().periods().get(account.period()))
                    .filter(account -> account.statusOrNull() != StatementStatus.DISPUTED)
                    .filter(account -> before.period(account.period())
                            .filter(was -> was.statusOrNull() == StatementStatus.DISPUTED)
                            .isPresent())
                    .findFirst();
        }

        boolean restates() {
            return type == SlaEvent.DisputeResolved.class
                    ? resolved().isPresent()
                    : !touched().isEmpty();
        }
    }

    /**
     * @param stored null if there is no event that says so
     * @param cause null if the event follows none
     */
    private record Waiting(EventMeta meta, SlaEvent.CreditsRestated stored, Cause cause) {
        Optional<Again> again() {
            List<Restatement> found = stored == null ? List.of() : stored.periods();
            List<Restatement> computed = cause == null ? List.of() : cause.computed();
            if (stored == null && computed.isEmpty()) {
                return Optional.empty();
            }
            long observations = cause == null
                    ? 0
                    : computed.stream()
                            .mapToLong(each -> StatementAgain.observations(cause.after, each.period()))
                            .sum();
            return Optional.of(new Again(
                    meta, observations, found, computed.isEmpty() ? Optional.empty() : Optional.of(computed)));
        }
    }

    private List<Waiting> waiting = new ArrayList<>();
    private List<Waiting> settled = List.of();
    /** Null unless the last event was one. */
    private Cause last;

    /**
     * Takes the next event.
     *
     * @param event asked for if what it says is needed
     * @param before the contract before the event
     */
    public void follow(
            EventMeta meta,
            Class<? extends SlaEvent> type,
            Supplier<SlaEvent> event,
            SlaContract before,
            SlaContract after) {
        if (type == SlaEvent.CreditsRestated.class) {
            waiting.add(new Waiting(meta, (SlaEvent.CreditsRestated) event.get(), last));
        } else if (last != null) {
            waiting.add(new Waiting(last.meta, null, last));
        }
        last = CAUSES.contains(type)
                ? Optional.of(new Cause(meta, type, before, after))
                        .filter(Cause::restates)
                        .orElse(null)
                : null;
        if (SETTLEMENTS.contains(type)) {
            settled = waiting;
            waiting = new ArrayList<>();
        }
    }

    /** Those that the last statement of a period or of adjustments settled; none before the first one. */
    public List<Again> settled() {
        return settled.stream().map(Waiting::again).flatMap(Optional::stream).toList();
    }
}
