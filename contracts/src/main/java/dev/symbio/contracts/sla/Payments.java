package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.SlaEvent.StatementAccepted.Acceptance;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * From an accepted statement to the money: accepted (by time passing, or earlier by both parties), then (if something is to be paid) sent to finance, acknowledged,
 * paid. An acknowledgement proves that the obligation has arrived, so it need not wait for our own record of sending it.
 */
final class Payments {
    /** More statements than this are accepted by the next deadline, due at once. */
    static final int MAX_STATEMENTS_PER_DECISION = 200;

    private Payments() {}

    static Decision<SlaEvent> accept(SlaContract contract, SlaCommand.AcceptStatement command, Context context) {
        String period = command.period();
        TenantId party = context.tenant();
        Optional<Rejection> refusal = notIn(contract, period, StatementStatus.ISSUED);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        List<TenantId> given = contract.statement(period).orElseThrow().acceptedBy();
        if (given.contains(party)) {
            return Decision.nothing();
        }
        List<SlaEvent> events = new ArrayList<>();
        events.add(new SlaEvent.AcceptanceGiven(period, party, context.now()));
        if (given.contains(contract.parties().otherThan(party))) {
            events.addAll(acceptance(contract, period, Acceptance.BY_BOTH, party, context));
        }
        return Decision.events(events);
    }

    /** Accepts every statement whose dispute window is over, oldest first. */
    static Decision<SlaEvent> acceptUndisputed(
            SlaContract contract, SlaCommand.AcceptUndisputed command, Context context) {
        List<SlaEvent> events = new ArrayList<>();
        contract.ledger().periods().values().stream()
                .filter(account -> account.statusOrNull() == StatementStatus.ISSUED)
                .filter(account -> !DueDates.acceptedAt(contract, account).isAfter(context.now()))
                .sorted(Comparator.comparing((PeriodAccount account) -> DueDates.acceptedAt(contract, account))
                        .thenComparing(Ledger.IN_ORDER))
                .limit(MAX_STATEMENTS_PER_DECISION)
                .forEach(account ->
                        events.addAll(acceptance(contract, account.period(), Acceptance.UNDISPUTED, null, context)));
        return Decision.events(events);
    }

    static List<SlaEvent> acceptance(
            SlaContract contract, String period, Acceptance how, TenantId by, Context context) {
        Statement statement = contract.statement(period).orElseThrow().statement();
        Instant now = context.now();
        SlaEvent accepted = new SlaEvent.StatementAccepted(period, how, by, now);
        if (statement.payable().signum() == 0) {
            return List.of(accepted);
        }
        return List.of(
                accepted,
                new SlaEvent.PaymentDue(
                        context.newId("payment:" + period),
                        contract.name(),
                        period,
                        statement.payable(),
                        statement.currency(),
                        contract.parties().provider(),
                        contract.parties().customer(),
                        now));
    }

    static Decision<SlaEvent> markSent(SlaContract contract, SlaCommand.MarkSent command, Context context) {
        if (wasReached(contract, command.period(), StatementStatus.SENT)) {
            return Decision.nothing();
        }
        Optional<Rejection> refusal = notPayable(contract, command.period(), StatementStatus.ACCEPTED);
        return refusal.isPresent()
                ? Decision.rejected(refusal.get())
                : Decision.events(new SlaEvent.StatementSent(command.period(), command.deliveryId(), context.now()));
    }

    static Decision<SlaEvent> acknowledge(SlaContract contract, SlaCommand.Acknowledge command, Context context) {
        Optional<Rejection> refusal = notPayable(
                        contract, command.period(), StatementStatus.ACCEPTED, StatementStatus.SENT)
                .or(() -> reference(command.reference()));
        return refusal.isPresent()
                ? Decision.rejected(refusal.get())
                : Decision.events(new SlaEvent.PaymentAcknowledged(
                        command.period(), command.reference(), context.tenant(), context.now()));
    }

    static Decision<SlaEvent> confirmPaid(SlaContract contract, SlaCommand.ConfirmPaid command, Context context) {
        Optional<Rejection> refusal = notPayable(contract, command.period(), StatementStatus.ACKNOWLEDGED)
                .or(() -> reference(command.reference()))
                .or(() -> paidOn(command, context.now()));
        return refusal.isPresent()
                ? Decision.rejected(refusal.get())
                : Decision.events(new SlaEvent.PaymentConfirmed(
                        command.period(), command.reference(), command.paidOn(), context.tenant(), context.now()));
    }

    private static Optional<Rejection> reference(String reference) {
        return TextRules.required("/reference", reference, TextRules.MAX_REFERENCE_CHARS)
                .map(TextRules::rejection);
    }

    private static Optional<Rejection> paidOn(SlaCommand.ConfirmPaid command, Instant now) {
        String pointer = "/paidOn";
        if (command.paidOn() == null) {
            return Optional.of(
                    TextRules.rejection(new Fault(pointer, "sla.date-missing", "Expected the day of the payment.")));
        }
        // The earliest midnight of that day anywhere on earth.
        Instant dayBegins =
                command.paidOn().atStartOfDay(java.time.ZoneOffset.ofHours(14)).toInstant();
        return dayBegins.isAfter(now)
                ? Optional.of(TextRules.rejection(new Fault(
                        pointer,
                        "sla.in-the-future",
                        "Expected a payment that was made but " + command.paidOn() + " is still to come.")))
                : Optional.empty();
    }

    private static boolean wasReached(SlaContract contract, String period, StatementStatus status) {
        return period != null
                && contract.statement(period)
                        .filter(standing -> standing.status().compareTo(status) >= 0)
                        .isPresent();
    }

    private static Optional<Rejection> notPayable(SlaContract contract, String period, StatementStatus... expected) {
        return notIn(contract, period, expected).or(() -> contract.statement(period)
                .filter(standing -> standing.payment() == null)
                .map(none -> Rejection.conflict(
                        "sla.nothing-to-pay", "Expected something to pay but statement " + period + " has nothing.")));
    }

    /** Why a statement cannot take a step, unless it has one of these statuses. */
    static Optional<Rejection> notIn(SlaContract contract, String period, StatementStatus... expected) {
        Optional<Standing> standing = period == null ? Optional.empty() : contract.statement(period);
        if (standing.isEmpty()) {
            return Optional.of(
                    Rejection.notFound("sla.statement-unknown", "There is no such statement in this contract."));
        }
        StatementStatus status = standing.get().status();
        if (Arrays.asList(expected).contains(status)) {
            return Optional.empty();
        }
        String words = Arrays.stream(expected).map(StatementStatus::word).collect(Collectors.joining(" or "));
        return Optional.of(Rejection.conflict(
                "sla.statement-not-" + expected[0].word(),
                "Expected a statement that is " + words + " but " + period + " is " + status.word() + "."));
    }

    static SlaContract standing(SlaContract contract, String period, UnaryOperator<Standing> change) {
        return contract.with(contract.ledger()
                .change(
                        period,
                        account -> account.with(change.apply(account.closing().standing()))));
    }

    static SlaContract acceptanceGiven(SlaContract contract, SlaEvent.AcceptanceGiven event) {
        return standing(contract, event.period(), standing -> standing.acceptedBy(event.by()));
    }

    static SlaContract accepted(SlaContract contract, SlaEvent.StatementAccepted event) {
        return standing(contract, event.period(), standing -> standing.with(StatementStatus.ACCEPTED));
    }

    static SlaContract due(SlaContract contract, SlaEvent.PaymentDue event) {
        return standing(
                contract,
                event.period(),
                standing -> standing.with(Payment.due(event.obligationId()), StatementStatus.ACCEPTED));
    }

    static SlaContract sent(SlaContract contract, SlaEvent.StatementSent event) {
        return standing(
                contract,
                event.period(),
                standing -> standing.with(standing.payment().sent(event.deliveryId()), StatementStatus.SENT));
    }

    static SlaContract acknowledged(SlaContract contract, SlaEvent.PaymentAcknowledged event) {
        return standing(
                contract,
                event.period(),
                standing -> standing.with(
                        standing.payment().acknowledged(event.reference()), StatementStatus.ACKNOWLEDGED));
    }

    static SlaContract confirmed(SlaContract contract, SlaEvent.PaymentConfirmed event) {
        return standing(
                contract,
                event.period(),
                standing -> standing.with(
                        standing.payment().paid(event.reference(), event.paidOn()), StatementStatus.PAID));
    }
}
