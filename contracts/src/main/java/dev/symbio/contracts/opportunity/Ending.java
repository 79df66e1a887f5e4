package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How it ends. What is won needs the signed contract and a person who says so; the platform never says it. */
final class Ending {
    private Ending() {}

    static Decision<OpportunityEvent> win(Opportunity opportunity, OpportunityCommand.Win command, Context context) {
        if (opportunity.progress().stage() != Stage.CONTRACT) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.not-in-contract-stage",
                    "Expected an opportunity in stage contract but it is in "
                            + opportunity.progress().stage().word() + "."));
        }
        List<String> gate = new ArrayList<>(command.gate());
        if (!gate.contains(Artefact.CONTRACT)) {
            gate.add(Artefact.CONTRACT);
        }
        Rules rules = new Rules()
                .happened(opportunity, command.happenedAt(), context)
                .day("/expectedPaymentOn", command.expectedPaymentOn())
                .all(Stages.missing(opportunity, gate, "/confirmed"));
        if (!command.confirmed()) {
            rules.fault(
                    "/confirmed",
                    "opportunity.confirmation-missing",
                    "Expected a person's confirmation that the contract is signed.");
        }
        return rules.then(() -> Decision.events(new OpportunityEvent.Won(
                opportunity.profile(),
                opportunity.people(),
                context.principal().subject(),
                gate,
                contract(opportunity),
                command.expectedPaymentOn(),
                Rules.when(opportunity, command.happenedAt(), context))));
    }

    private static Artefact contract(Opportunity opportunity) {
        return opportunity.activity().artefacts().stream()
                .filter(artefact -> artefact.kind().equals(Artefact.CONTRACT))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    static Decision<OpportunityEvent> lose(Opportunity opportunity, OpportunityCommand.Lose command, Context context) {
        return new Rules()
                .required("/reason", command.reason(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> Decision.events(new OpportunityEvent.Lost(
                        command.reason(), Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Decision<OpportunityEvent> abandon(
            Opportunity opportunity, OpportunityCommand.Abandon command, Context context) {
        return new Rules()
                .required("/reason", command.reason(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> Decision.events(new OpportunityEvent.Abandoned(
                        command.reason(), Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Opportunity won(Opportunity opportunity, OpportunityEvent.Won event) {
        return ended(opportunity, Outcome.WON, null, event.at())
                .with(Payments.NONE.expectedOn(event.expectedPaymentOn()));
    }

    static Opportunity lost(Opportunity opportunity, OpportunityEvent.Lost event) {
        return ended(opportunity, Outcome.LOST, event.reason(), event.at());
    }

    static Opportunity abandoned(Opportunity opportunity, OpportunityEvent.Abandoned event) {
        return ended(opportunity, Outcome.ABANDONED, event.reason(), event.at());
    }

    private static Opportunity ended(Opportunity opportunity, Outcome outcome, String reason, Instant at) {
        return opportunity
                .with(opportunity.progress().ended(outcome, reason, at))
                .withStall(null, null);
    }
}
