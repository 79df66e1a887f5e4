package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** A contract that was won comes to its end: it is told when the customer has been left alone for too long before that. */
final class Renewals {
    static final String DEADLINE = "renewal";

    private Renewals() {}

    static Decision<OpportunityEvent> report(
            Opportunity opportunity, OpportunityCommand.ReportRenewal command, Context context) {
        Rules rules = new Rules().day("/endsOn", command.endsOn()).happened(opportunity, command.happenedAt(), context);
        BigDecimal share = command.ticketResolution();
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0 || Rules.tooLong(share)) {
            rules.fault(
                    "/ticketResolution",
                    "opportunity.share-out-of-range",
                    "Expected a share from 0 to 1 but got " + share.toPlainString() + ".");
        }
        return rules.then(() -> Decision.events(new OpportunityEvent.RenewalReported(
                command.endsOn(), share, command.rule(), Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Optional<Deadline> deadline(Opportunity opportunity) {
        return atRiskAt(opportunity).map(at -> Deadline.elapsed(DEADLINE, at));
    }

    /** When it will be quiet for too long and the end near, unless a contact comes; once per contact. */
    private static Optional<Instant> atRiskAt(Opportunity opportunity) {
        Renewal renewal = opportunity.renewal();
        if (renewal == null
                || renewal.ticketResolution().compareTo(renewal.rule().resolutionBelow()) >= 0
                || quietSince(opportunity).equals(renewal.told())) {
            return Optional.empty();
        }
        Instant ends = renewal.endsOn().atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant near = ends.minus(renewal.rule().endsWithin());
        Instant quiet = quietSince(opportunity).plus(renewal.rule().quietFor());
        Instant both = near.isAfter(quiet) ? near : quiet;
        return both.isBefore(ends) ? Optional.of(both) : Optional.empty();
    }

    private static Instant quietSince(Opportunity opportunity) {
        Instant signed = opportunity.progress().closedAt();
        Instant contact = opportunity.activity().lastContactAt();
        return contact != null && contact.isAfter(signed) ? contact : signed;
    }

    static Decision<OpportunityEvent> alert(
            Opportunity opportunity, OpportunityCommand.AlertRenewal command, Context context) {
        return atRiskAt(opportunity)
                .filter(due -> !due.isAfter(context.now()))
                .<Decision<OpportunityEvent>>map(due -> Decision.events(new OpportunityEvent.RenewalAtRisk(
                        opportunity.renewal().endsOn(),
                        opportunity.renewal().ticketResolution(),
                        quietSince(opportunity),
                        opportunity.profile().customer(),
                        opportunity.people(),
                        due)))
                .orElseGet(Decision::nothing);
    }

    static Opportunity reported(Opportunity opportunity, OpportunityEvent.RenewalReported event) {
        return opportunity
                .with(new Renewal(event.endsOn(), event.ticketResolution(), event.rule(), null))
                .at(event.at());
    }

    static Opportunity told(Opportunity opportunity, OpportunityEvent.RenewalAtRisk event) {
        return opportunity.with(opportunity.renewal().told(event.quietSince()));
    }
}
