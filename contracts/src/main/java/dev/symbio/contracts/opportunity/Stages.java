package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.List;

/** From stage to stage: forward one by one through the gate of the stage that is left, back only with a reason. */
final class Stages {
    private Stages() {}

    static Decision<OpportunityEvent> advance(
            Opportunity opportunity, OpportunityCommand.Advance command, Context context) {
        Stage from = opportunity.progress().stage();
        if (command.to().ordinal() != from.ordinal() + 1) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.not-the-next-stage",
                    "Expected the stage after " + from.word() + " but got "
                            + command.to().word() + "."));
        }
        return new Rules()
                .happened(opportunity, command.happenedAt(), context)
                .all(missing(opportunity, command.gate(), "/to"))
                .then(() -> Decision.events(event(
                        command.to(),
                        from,
                        command.gate(),
                        null,
                        command.stall(),
                        opportunity.profile(),
                        opportunity.people(),
                        Rules.when(opportunity, command.happenedAt(), context))));
    }

    /**
     * One fault for each kind of artefact that the gate asks for and that is not there.
     *
     * @param pointer to what in the command asks to leave the stage
     */
    static List<Fault> missing(Opportunity opportunity, List<String> gate, String pointer) {
        return gate.stream()
                .filter(kind -> !opportunity.activity().has(kind))
                .map(kind -> new Fault(
                        pointer,
                        "opportunity.artefact-missing",
                        "Expected an artefact of kind " + kind + " before stage "
                                + opportunity.progress().stage().word() + " is left but there is none."))
                .toList();
    }

    static Decision<OpportunityEvent> goBack(
            Opportunity opportunity, OpportunityCommand.GoBack command, Context context) {
        Stage from = opportunity.progress().stage();
        if (command.to().ordinal() >= from.ordinal()) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.not-an-earlier-stage",
                    "Expected a stage before " + from.word() + " but got "
                            + command.to().word() + "."));
        }
        return new Rules()
                .required("/reason", command.reason(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> Decision.events(event(
                        command.to(),
                        from,
                        List.of(),
                        command.reason(),
                        command.stall(),
                        opportunity.profile(),
                        opportunity.people(),
                        Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Decision<OpportunityEvent> startPoc(
            Opportunity opportunity, OpportunityCommand.StartPoc command, Context context) {
        if (opportunity.progress().poc()) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.poc-already-started", "Expected no proof of concept yet but one has begun."));
        }
        return new Rules()
                .optional("/note", command.note(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context)
                .then(() -> Decision.events(new OpportunityEvent.PocStarted(
                        command.note(),
                        opportunity.progress().stage(),
                        opportunity.profile(),
                        opportunity.people(),
                        Rules.when(opportunity, command.happenedAt(), context))));
    }

    /** Only quotes stall. */
    static OpportunityEvent.StageEntered event(
            Stage stage,
            Stage from,
            List<String> gate,
            String reason,
            StallRule stall,
            Profile profile,
            People people,
            Instant at) {
        return new OpportunityEvent.StageEntered(
                stage, from, gate, reason, stage == Stage.QUOTE ? stall : null, profile, people, at);
    }

    static Opportunity entered(Opportunity opportunity, OpportunityEvent.StageEntered event) {
        return opportunity
                .with(opportunity.progress().entered(event.stage(), event.at()))
                .withStall(event.stall(), null);
    }

    static Opportunity pocStarted(Opportunity opportunity, OpportunityEvent.PocStarted event) {
        return opportunity.with(opportunity.progress().inPoc()).at(event.at());
    }
}
