package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.time.Instant;
import java.util.List;

/** It is taken up, and what is known about it changes. */
final class Opening {
    private Opening() {}

    static Decision<OpportunityEvent> open(Opportunity opportunity, OpportunityCommand.Open command, Context context) {
        if (!Admission.hosts(context) || context.principal().isSystem()) {
            return Decision.rejected(Admission.notFound());
        }
        if (opportunity.exists()) {
            return Decision.rejected(exists());
        }
        Instant at = Rules.when(opportunity, command.happenedAt(), context);
        return check(command.profile(), command.people())
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> Decision.events(
                        new OpportunityEvent.Opened(command.profile(), command.people(), null, at),
                        Stages.event(
                                Stage.FIRST_TOUCH,
                                null,
                                List.of(),
                                null,
                                null,
                                command.profile(),
                                command.people(),
                                at)));
    }

    static Rejection exists() {
        return Rejection.conflict("opportunity.already-opened", "Expected a new opportunity but it exists.");
    }

    static Decision<OpportunityEvent> change(
            Opportunity opportunity, OpportunityCommand.Change command, Context context) {
        return check(command.profile(), command.people())
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> command.profile().equals(opportunity.profile())
                                && command.people().equals(opportunity.people())
                        ? Decision.nothing()
                        : Decision.events(new OpportunityEvent.Changed(
                                command.profile(),
                                command.people(),
                                Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Rules check(Profile profile, People people) {
        return new Rules()
                .required("/customer", profile.customer(), Rules.MAX_NAME_CHARS)
                .optional("/industry", profile.industry(), Rules.MAX_NAME_CHARS)
                .optional("/region", profile.region(), Rules.MAX_NAME_CHARS)
                .optional("/product", profile.product(), Rules.MAX_NAME_CHARS)
                .money("", profile.amount(), profile.currency())
                .day("/expectedClose", profile.expectedClose())
                .required("/owner", people.owner(), Rules.MAX_NAME_CHARS)
                .optional("/supervisor", people.supervisor(), Rules.MAX_NAME_CHARS);
    }

    static Opportunity opened(Opportunity none, OpportunityEvent.Opened event) {
        return new Opportunity(
                event.profile(),
                event.people(),
                Progress.opened(event.at()),
                none.activity(),
                none.chain(),
                null,
                null,
                null,
                null,
                none.shares(),
                event.imported());
    }

    static Opportunity changed(Opportunity opportunity, OpportunityEvent.Changed event) {
        return opportunity.with(event.profile(), event.people()).at(event.at());
    }
}
