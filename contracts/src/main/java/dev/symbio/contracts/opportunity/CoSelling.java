package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.util.EnumSet;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** Selling together with a partner: it sees the fields that are named, for as long as that lasts. */
final class CoSelling {
    static final int MAX_PARTNERS = 20;

    private CoSelling() {}

    static Decision<OpportunityEvent> share(
            Opportunity opportunity, OpportunityCommand.Share command, Context context) {
        if (command.partner().equals(context.entity().tenant())) {
            return new Rules()
                    .fault("/partner", "opportunity.own-tenant", "Expected another tenant than your own.")
                    .then(Decision::nothing);
        }
        PVector<SharedField> known = opportunity.shares().get(command.partner().value());
        if (known == null && opportunity.shares().size() >= MAX_PARTNERS) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.too-many-partners", "Expected at most " + MAX_PARTNERS + " partners."));
        }
        Rules rules = new Rules();
        if (command.fields().isEmpty()) {
            rules.fault("/fields", "opportunity.value-missing", "Expected at least one field.");
        }
        for (int i = 0; i < command.fields().size(); i++) {
            rules.present("/fields/" + i, command.fields().get(i), "the name of a field");
        }
        return rules.then(() -> {
            List<SharedField> fields = List.copyOf(EnumSet.copyOf(command.fields()));
            return fields.equals(known)
                    ? Decision.nothing()
                    : Decision.events(new OpportunityEvent.Shared(
                            command.partner(), fields, Rules.when(opportunity, null, context)));
        });
    }

    static Decision<OpportunityEvent> end(
            Opportunity opportunity, OpportunityCommand.EndShare command, Context context) {
        if (!opportunity.shares().containsKey(command.partner().value())) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.not-shared", "Expected a partner that it is shared with but got another tenant."));
        }
        return new Rules()
                .required("/reason", command.reason(), Rules.MAX_NOTE_CHARS)
                .then(() -> Decision.events(new OpportunityEvent.ShareEnded(
                        command.partner(), command.reason(), Rules.when(opportunity, null, context))));
    }

    /** Sharing is no fact about the customer: history may still come in behind it. */
    static Opportunity shared(Opportunity opportunity, OpportunityEvent.Shared event) {
        return opportunity.withShares(
                opportunity.shares().plus(event.partner().value(), TreePVector.from(event.fields())));
    }

    static Opportunity ended(Opportunity opportunity, OpportunityEvent.ShareEnded event) {
        return opportunity.withShares(opportunity.shares().minus(event.partner().value()));
    }
}
