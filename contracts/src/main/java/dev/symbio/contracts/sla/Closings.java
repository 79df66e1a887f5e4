package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pcollections.TreePVector;

/**
 * Periods close in order, once they are over: by deadline after their grace time, or by hand. Closing settles the period
 * and issues its statement; a period without data that the terms skip gets none, unless adjustments wait.
 */
final class Closings {
    /** More periods than this are closed by the next deadline, due at once. */
    static final int MAX_PERIODS_PER_DECISION = 200;

    /** What closing by hand answers. */
    record Closed(List<String> statements) {}

    private Closings() {}

    static Decision<SlaEvent> completeBackfill(
            SlaContract contract, SlaCommand.CompleteBackfill command, Context context) {
        if (!contract.backfilling()) {
            return Decision.rejected(
                    Rejection.conflict("sla.no-backfill", "Expected an open backfill but there is none."));
        }
        List<SlaEvent> events = new ArrayList<>();
        events.add(new SlaEvent.BackfillCompleted(context.tenant(), context.now()));
        events.addAll(closeDue(contract.evolve(events), context.now()));
        return answer(events);
    }

    static Decision<SlaEvent> closeDuePeriods(
            SlaContract contract, SlaCommand.CloseDuePeriods command, Context context) {
        return Decision.events(closeDue(contract, context.now()));
    }

    static Decision<SlaEvent> closePeriod(SlaContract contract, SlaCommand.ClosePeriod command, Context context) {
        Optional<Period> wanted = command.period() == null
                ? Optional.empty()
                : contract.timeline().named(command.period());
        Optional<Rejection> refusal = wanted.isEmpty()
                ? Optional.of(Rejection.notFound("sla.period-unknown", "There is no such period in this contract."))
                : refusal(contract, wanted.get(), context.now());
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Instant until = wanted.get().end();
        List<SlaEvent> events = close(contract, period -> !period.end().isAfter(until), context.now());
        if (contract.evolve(events).ledger().openFrom().isBefore(until)) {
            return Decision.rejected(Rejection.conflict(
                    "sla.earlier-periods-open",
                    "Expected at most " + MAX_PERIODS_PER_DECISION
                            + " periods to close at once; close an earlier one first."));
        }
        return answer(events);
    }

    private static Optional<Rejection> refusal(SlaContract contract, Period period, Instant now) {
        if (contract.backfilling()) {
            return Optional.of(Rejection.conflict(
                    "sla.backfill-open", "Expected the backfill to be complete before a period closes."));
        }
        if (period.end().isAfter(now)) {
            return Optional.of(Rejection.conflict(
                    "sla.period-not-over",
                    "Expected a period that is over but " + period.key() + " lasts until " + period.end() + "."));
        }
        if (period.start().isBefore(contract.ledger().openFrom())) {
            return Optional.of(Rejection.conflict(
                    "sla.period-already-closed", "Expected an open period but " + period.key() + " is closed."));
        }
        return Optional.empty();
    }

    private static Decision<SlaEvent> answer(List<SlaEvent> events) {
        List<String> statements = events.stream()
                .filter(SlaEvent.PeriodClosed.class::isInstance)
                .map(event -> ((SlaEvent.PeriodClosed) event).statement().period())
                .toList();
        return Decision.events(events).withResult(new Closed(statements));
    }

    private static List<SlaEvent> closeDue(SlaContract contract, Instant now) {
        return contract.backfilling() ? List.of() : close(contract, due(contract.timeline(), now), now);
    }

    private static Predicate<Period> due(Timeline timeline, Instant now) {
        return period -> !DueDates.dueAt(timeline, period).isAfter(now);
    }

    private static List<SlaEvent> close(SlaContract contract, Predicate<Period> closes, Instant now) {
        List<SlaEvent> events = new ArrayList<>();
        SlaContract state = contract;
        while (events.size() < MAX_PERIODS_PER_DECISION) {
            Optional<Period> next = state.firstOpen().filter(closes);
            if (next.isEmpty()) {
                break;
            }
            SlaEvent event = getsStatement(state, next.get())
                    ? new SlaEvent.PeriodClosed(settle(state, next.get(), now))
                    : skip(state, closes, now);
            events.add(event);
            state = SlaContract.KIND.evolve(state, event);
        }
        return events;
    }

    /**
     * What has to be told before something can turn out late: empty periods that are over and were left alone, as no
     * deadline wakes a contract for a period that is skipped.
     */
    static List<SlaEvent> catchUp(SlaContract contract, Instant now) {
        if (contract.backfilling()) {
            return List.of();
        }
        Predicate<Period> due = due(contract.timeline(), now);
        Optional<Period> next = contract.firstOpen().filter(due).filter(period -> !getsStatement(contract, period));
        return next.isEmpty() ? List.of() : List.of(skip(contract, due, now));
    }

    private static boolean getsStatement(SlaContract contract, Period period) {
        if (contract.ledger().owesAdjustments() || hasData(contract, period)) {
            return true;
        }
        return switch (contract.timeline().terms(period.version()).noData()) {
            case SKIP -> false;
            case BREACH -> true;
            case CARRY ->
                Settlement.indicatorBefore(
                                period.start(),
                                contract.ledger(),
                                contract.timeline(),
                                contract.timeline().terms(period.version()))
                        .isPresent();
        };
    }

    private static boolean hasData(SlaContract contract, Period period) {
        PeriodAccount account = contract.ledger().periods().get(period.key());
        return account != null && account.tally().total() > 0;
    }

    private static SlaEvent skip(SlaContract contract, Predicate<Period> closes, Instant now) {
        Instant until = contract.ledger().openFrom();
        Optional<Period> next = contract.firstOpen();
        while (next.isPresent() && closes.test(next.get()) && !getsStatement(contract, next.get())) {
            until = next.get().end();
            next = contract.timeline().at(until);
        }
        return new SlaEvent.PeriodsSkipped(until, now);
    }

    static Statement settle(SlaContract contract, Period period, Instant now) {
        PeriodAccount account = contract.ledger().account(period.key()).orElseGet(() -> PeriodAccount.open(period));
        SlaTerms terms = contract.timeline().terms(period.version());
        Settlement settlement =
                Settlement.of(account, Indicators.measure(account, terms), contract.timeline(), contract.ledger());
        return issue(contract, period, settlement.totals(), settlement.workings(), now);
    }

    /** What turned out after the last period of a contract that is over; there is no later statement to wait for. */
    static List<SlaEvent> settleIfOver(SlaContract contract, Instant now) {
        if (!contract.over() || !contract.ledger().owesAdjustments()) {
            return List.of();
        }
        Instant end = contract.timeline().until();
        Period none = new Period(
                "adjustments-" + (contract.ledger().extraStatements() + 1),
                end,
                end,
                contract.timeline().last().number());
        Statement.Totals nothing = new Statement.Totals(0, 0, 0, null, BigDecimal.ZERO);
        return List.of(new SlaEvent.AdjustmentsSettled(issue(contract, none, nothing, null, now)));
    }

    private static Statement issue(
            SlaContract contract, Period period, Statement.Totals totals, Statement.Workings workings, Instant now) {
        Ledger books = contract.ledger();
        BigDecimal zero = contract.timeline().terms(period.version()).zero();
        BigDecimal credit = workings == null ? zero : workings.credit();
        BigDecimal carriedIn = books.carried().add(zero);
        BigDecimal balance = books.pending().stream()
                .map(Adjustment::delta)
                .reduce(credit, BigDecimal::add)
                .add(carriedIn);
        return new Statement(
                period.key(),
                period.start(),
                period.end(),
                period.version(),
                now,
                contract.parties(),
                contract.currency(),
                totals,
                workings,
                credit,
                null,
                books.pending(),
                carriedIn,
                balance.max(zero),
                balance.min(zero));
    }

    static SlaContract backfillCompleted(SlaContract contract, SlaEvent.BackfillCompleted event) {
        return contract.backfilled().with(contract.ledger().liveSince(event.at()));
    }

    static SlaContract periodsSkipped(SlaContract contract, SlaEvent.PeriodsSkipped event) {
        Ledger books = contract.ledger().openFrom(event.until());
        for (PeriodAccount account : contract.ledger().running().toList()) {
            if (!account.end().isAfter(event.until())) {
                BigDecimal nothing =
                        contract.timeline().terms(account.version()).zero();
                books = books.with(account.with(new Closing(event.at(), null, nothing, null)));
            }
        }
        return contract.with(Retention.applied(books, contract, event.at()));
    }

    static SlaContract periodClosed(SlaContract contract, SlaEvent.PeriodClosed event) {
        Statement statement = event.statement();
        Statement.Workings workings = statement.workings();
        IndicatorValue indicator =
                workings.numerator() == null ? null : new IndicatorValue(workings.numerator(), workings.denominator());
        return contract.with(Retention.applied(
                closed(contract, statement, indicator).openFrom(statement.end()), contract, statement.issuedAt()));
    }

    static SlaContract adjustmentsSettled(SlaContract contract, SlaEvent.AdjustmentsSettled event) {
        return contract.with(closed(contract, event.statement(), null).countingExtraStatement());
    }

    private static Ledger closed(SlaContract contract, Statement statement, IndicatorValue indicator) {
        Period period = new Period(statement.period(), statement.start(), statement.end(), statement.termsVersion());
        Closing closing = new Closing(statement.issuedAt(), indicator, statement.credit(), Standing.issued(statement));
        PeriodAccount account = contract.ledger().account(period.key()).orElseGet(() -> PeriodAccount.open(period));
        return contract.ledger().with(account.with(closing)).waiting(TreePVector.empty(), statement.carriedOut());
    }

    static SlaContract creditsRestated(SlaContract contract, SlaEvent.CreditsRestated event) {
        return contract.with(
                Retention.applied(Restating.restated(contract.ledger(), event.periods()), contract, event.at()));
    }
}
