package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the platform says by itself: a quote has been lying for too long, a promise was not kept, the money should have come.
 * An alert tells when it was due; it is no fact about the customer, so history may still come in behind it.
 */
final class Alerts {
    private static final String STALL = "stall";
    private static final String OVERDUE = "overdue";
    private static final String LAPSED = "lapsed";

    private Alerts() {}

    static Set<Deadline> deadlines(Opportunity opportunity) {
        Set<Deadline> due = new HashSet<>();
        stallAt(opportunity).ifPresent(at -> due.add(Deadline.elapsed(STALL, at)));
        overdueAt(opportunity).ifPresent(at -> due.add(Deadline.elapsed(OVERDUE, at)));
        lapsedAt(opportunity).ifPresent(at -> due.add(Deadline.elapsed(LAPSED, at)));
        Renewals.deadline(opportunity).ifPresent(due::add);
        return due;
    }

    static OpportunityCommand commandFor(Opportunity opportunity, Deadline deadline) {
        return switch (deadline.name()) {
            case STALL -> new OpportunityCommand.AlertStall();
            case LAPSED -> new OpportunityCommand.AlertLapsed();
            case Renewals.DEADLINE -> new OpportunityCommand.AlertRenewal();
            default -> new OpportunityCommand.AlertOverdue();
        };
    }

    /** When the time of the last contact's promise passes without another contact; once per promise. */
    private static Optional<Instant> lapsedAt(Opportunity opportunity) {
        Outcome outcome = opportunity.progress().outcome();
        if (outcome != Outcome.OPEN && outcome != Outcome.WON) {
            return Optional.empty();
        }
        return opportunity
                .activity()
                .lastContact()
                .map(Contact::nextActionAt)
                .filter(at -> !at.equals(opportunity.activity().lapsed()));
    }

    /** When it stalls, unless a contact comes; once per stay and contact. */
    private static Optional<Instant> stallAt(Opportunity opportunity) {
        if (!opportunity.isOpen() || opportunity.stall() == null || opportunity.stalledSince() != null) {
            return Optional.empty();
        }
        return Optional.of(quietSince(opportunity).plus(opportunity.stall().after()));
    }

    private static Instant quietSince(Opportunity opportunity) {
        Instant entered = opportunity.progress().stageSince();
        Instant contact = opportunity.activity().lastContactAt();
        return contact != null && contact.isAfter(entered) ? contact : entered;
    }

    /** From the day after the expected one, as long as anything is outstanding; once per expected day. */
    private static Optional<Instant> overdueAt(Opportunity opportunity) {
        Payments payments = opportunity.payments();
        if (payments == null
                || payments.expectedOn() == null
                || payments.expectedOn().equals(payments.overdueFor())) {
            return Optional.empty();
        }
        BigDecimal outstanding = payments.outstanding(opportunity.profile().amount());
        return outstanding == null || outstanding.signum() == 0
                ? Optional.empty()
                : Optional.of(payments.expectedOn()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }

    static Decision<OpportunityEvent> stall(
            Opportunity opportunity, OpportunityCommand.AlertStall command, Context context) {
        return stallAt(opportunity)
                .filter(due -> !due.isAfter(context.now()))
                .<Decision<OpportunityEvent>>map(due -> Decision.events(new OpportunityEvent.Stalled(
                        quietSince(opportunity),
                        opportunity.stall().scripts(),
                        opportunity.profile().customer(),
                        opportunity.people(),
                        due)))
                .orElseGet(Decision::nothing);
    }

    static Decision<OpportunityEvent> overdue(
            Opportunity opportunity, OpportunityCommand.AlertOverdue command, Context context) {
        return overdueAt(opportunity)
                .filter(due -> !due.isAfter(context.now()))
                .<Decision<OpportunityEvent>>map(due -> Decision.events(new OpportunityEvent.PaymentOverdue(
                        opportunity.payments().expectedOn(),
                        opportunity.payments().outstanding(opportunity.profile().amount()),
                        opportunity.profile().currency(),
                        opportunity.profile().customer(),
                        opportunity.people(),
                        due)))
                .orElseGet(Decision::nothing);
    }

    static Decision<OpportunityEvent> lapsed(
            Opportunity opportunity, OpportunityCommand.AlertLapsed command, Context context) {
        return lapsedAt(opportunity)
                .filter(due -> !due.isAfter(context.now()))
                .<Decision<OpportunityEvent>>map(due -> Decision.events(new OpportunityEvent.PromiseLapsed(
                        opportunity.activity().lastContact().orElseThrow().nextAction(),
                        opportunity.profile().customer(),
                        opportunity.people(),
                        due)))
                .orElseGet(Decision::nothing);
    }

    static Opportunity stalled(Opportunity opportunity, OpportunityEvent.Stalled event) {
        return opportunity.withStall(opportunity.stall(), event.since());
    }

    static Opportunity lapsedTold(Opportunity opportunity, OpportunityEvent.PromiseLapsed event) {
        return opportunity.with(opportunity.activity().lapsed(event.at()));
    }

    static Opportunity overdueTold(Opportunity opportunity, OpportunityEvent.PaymentOverdue event) {
        return opportunity.with(opportunity.payments().overdue(event.expectedOn()));
    }
}
