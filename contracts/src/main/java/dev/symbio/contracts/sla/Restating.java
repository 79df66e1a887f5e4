package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Statement.Adjustment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Settles closed periods again, in order, from the first one that something turned out for: a credit can move the
 * rolling cap, and an indicator can be carried on, so later periods may change too. Statements stay as they are; the
 * differences wait for the next one.
 */
final class Restating {
    private Restating() {}

    /** @param touched periods whose observations changed, and why */
    static List<Restatement> of(Ledger books, Timeline timeline, Map<String, Adjustment.Reason> touched) {
        Optional<Instant> first = touched.keySet().stream()
                .map(period -> books.periods().get(period).start())
                .min(Instant::compareTo);
        return first.map(from -> from(books, timeline, touched, from)).orElse(List.of());
    }

    /** The periods after one that has just been settled again. */
    static List<Restatement> after(PeriodAccount settled, Ledger books, Timeline timeline) {
        return from(books, timeline, Map.of(), settled.end());
    }

    private static List<Restatement> from(
            Ledger books, Timeline timeline, Map<String, Adjustment.Reason> touched, Instant from) {
        List<Restatement> restatements = new ArrayList<>();
        Ledger settled = books;
        for (PeriodAccount account : books.closed()) {
            if (account.start().isBefore(from)) {
                continue;
            }
            boolean isTouched = touched.containsKey(account.period());
            Settlement now = again(account, timeline, settled, isTouched);
            Closing before = account.closing();
            boolean differs = now.credit().compareTo(before.credit()) != 0
                    || !Objects.equals(now.indicator(), before.indicator());
            if (isTouched || differs) {
                Adjustment.Reason reason =
                        touched.getOrDefault(account.period(), Adjustment.Reason.EARLIER_PERIOD_CHANGED);
                restatements.add(new Restatement(
                        account.period(),
                        now.totals(),
                        now.indicator(),
                        Adjustment.of(account.period(), reason, before.credit(), now.credit())));
                settled = settled.with(account.with(before.restated(now.indicator(), now.credit())));
            }
        }
        return restatements;
    }

    /** Values are only looked at again where something changed: those of old periods may be gone. */
    private static Settlement again(PeriodAccount account, Timeline timeline, Ledger books, boolean measureAgain) {
        Optional<IndicatorValue> measured = account.tally().total() == 0
                ? Optional.empty()
                : measureAgain
                        ? Indicators.measure(account, timeline.terms(account.version()))
                        : Optional.of(account.closing().indicator());
        return Settlement.of(account, measured, timeline, books);
    }

    /** The books after a restatement: today's truth in the accounts, differences waiting. */
    static Ledger restated(Ledger books, List<Restatement> restatements) {
        Ledger next = books;
        for (Restatement each : restatements) {
            next = next.change(
                    each.period(),
                    account -> account.with(account.closing()
                            .restated(each.indicator(), each.change().newCredit())));
        }
        return next.plusPending(restatements.stream().map(Restatement::change).toList());
    }
}
