package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.math.BigDecimal;
import java.time.ZoneOffset;

/** The money that was agreed: when it should come, and what came. */
final class Collecting {
    static final int MAX_PAYMENTS = 200;

    private Collecting() {}

    static Decision<OpportunityEvent> expect(
            Opportunity opportunity, OpportunityCommand.ExpectPayment command, Context context) {
        return new Rules()
                .day("/on", command.on())
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> command.on().equals(opportunity.payments().expectedOn())
                        ? Decision.nothing()
                        : Decision.events(new OpportunityEvent.PaymentExpected(
                                command.on(), Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Decision<OpportunityEvent> receive(
            Opportunity opportunity, OpportunityCommand.RecordPayment command, Context context) {
        Payments payments = opportunity.payments();
        Rules rules = new Rules()
                .required("/reference", command.reference(), Rules.MAX_NAME_CHARS)
                .day("/paidOn", command.paidOn())
                .happened(opportunity, command.happenedAt(), context);
        if (command.amount().signum() <= 0 || Rules.tooLong(command.amount())) {
            rules.fault("/amount", "opportunity.amount-out-of-range", "Expected an amount above 0, not too long.");
        }
        // somewhere on earth it is tomorrow already
        if (command.paidOn()
                .isAfter(context.now().atOffset(ZoneOffset.ofHours(14)).toLocalDate())) {
            rules.fault(
                    "/paidOn",
                    "opportunity.in-the-future",
                    "Expected a day on which it was paid but got " + command.paidOn() + ".");
        }
        return rules.then(() -> received(opportunity, payments, command, context));
    }

    private static Decision<OpportunityEvent> received(
            Opportunity opportunity, Payments payments, OpportunityCommand.RecordPayment command, Context context) {
        Payments.Received known = payments.received().get(command.reference());
        if (known != null) {
            return known.amount().compareTo(command.amount()) == 0
                            && known.paidOn().equals(command.paidOn())
                    ? Decision.nothing()
                    : Decision.rejected(Rejection.conflict(
                            "opportunity.payment-conflict",
                            "Expected a new reference or the same payment but \"" + command.reference()
                                    + "\" was another one."));
        }
        if (payments.received().size() >= MAX_PAYMENTS) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.too-many-payments", "Expected at most " + MAX_PAYMENTS + " payments."));
        }
        BigDecimal outstanding = payments.with(
                        command.reference(), new Payments.Received(command.amount(), command.paidOn()))
                .outstanding(opportunity.profile().amount());
        return Decision.events(new OpportunityEvent.PaymentReceived(
                command.reference(),
                command.amount(),
                command.paidOn(),
                outstanding != null && outstanding.signum() == 0,
                Rules.when(opportunity, command.happenedAt(), context)));
    }

    static Opportunity expected(Opportunity opportunity, OpportunityEvent.PaymentExpected event) {
        return opportunity.with(opportunity.payments().expectedOn(event.on())).at(event.at());
    }

    static Opportunity received(Opportunity opportunity, OpportunityEvent.PaymentReceived event) {
        return opportunity
                .with(opportunity
                        .payments()
                        .with(event.reference(), new Payments.Received(event.amount(), event.paidOn())))
                .at(event.at());
    }
}
