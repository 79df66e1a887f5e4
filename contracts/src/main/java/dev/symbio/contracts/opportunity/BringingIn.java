package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.util.ArrayList;
import java.util.List;

/**
 * History from another system: one line becomes one opportunity, with the times at which things happened. What the other
 * system knows stands in an artefact of kind {@code imported}, and that is the gate in force: nothing is made up about stages
 * that nobody has told of. The same line has one effect.
 */
final class BringingIn {
    private static final List<String> GATE = List.of(Artefact.IMPORTED);

    /** The result of a line that was new; a repeat has none. */
    private static final String OPENED = "opened";

    private BringingIn() {}

    static Decision<OpportunityEvent> bringIn(
            Opportunity opportunity, OpportunityCommand.BringIn command, Context context) {
        if (!Admission.hosts(context) || context.principal().isSystem()) {
            return Decision.rejected(Admission.notFound());
        }
        ImportedRow row = command.row();
        if (opportunity.exists()) {
            return opportunity.imported() != null && row.sameAs(opportunity.imported())
                    ? Decision.nothing()
                    : Decision.rejected(Rejection.conflict(
                            "opportunity.import-conflict",
                            "Expected a new reference or the same line but \"" + row.reference()
                                    + "\" came with other content before."));
        }
        return check(row, command, context)
                .then(() -> Decision.events(events(command, context)).withResult(OPENED));
    }

    private static Rules check(ImportedRow row, OpportunityCommand.BringIn command, Context context) {
        boolean ended = row.standing() != Outcome.OPEN;
        Rules rules = Opening.check(row.profile(), new People(row.owner(), row.supervisor()))
                .required("/reference", row.reference(), Rules.MAX_NAME_CHARS)
                .required("/source", row.source(), Rules.MAX_NAME_CHARS)
                .present("/openedAt", row.openedAt(), "when it began")
                .happened("/openedAt", row.openedAt(), null, context.now())
                .present("/stage", row.stage(), "the stage that it has come to");
        if (ended) {
            rules.present("/closedAt", row.closedAt(), "when it ended")
                    .happened("/closedAt", row.closedAt(), row.openedAt(), context.now());
        } else if (row.closedAt() != null) {
            rules.fault("/closedAt", "opportunity.not-ended", "Expected no end of an opportunity that is open.");
        }
        if (row.standing() == Outcome.LOST || row.standing() == Outcome.ABANDONED) {
            rules.required("/reason", row.reason(), Rules.MAX_NOTE_CHARS);
        }
        if (row.standing() == Outcome.WON && !command.confirmed()) {
            rules.fault(
                    "/outcome",
                    "opportunity.confirmation-missing",
                    "Expected somebody who may confirm what is won to bring this in.");
        }
        return rules;
    }

    private static List<OpportunityEvent> events(OpportunityCommand.BringIn command, Context context) {
        ImportedRow row = command.row();
        Profile profile = row.profile();
        People people = new People(row.owner(), row.supervisor());
        Artefact artefact = new Artefact(row.source(), Artefact.IMPORTED, null, null);
        List<OpportunityEvent> events = new ArrayList<>();
        events.add(new OpportunityEvent.Opened(profile, people, row, row.openedAt()));
        events.add(new OpportunityEvent.ArtefactAdded(artefact, row.openedAt()));
        events.add(Stages.event(row.stage(), null, GATE, null, command.stall(), profile, people, row.openedAt()));
        switch (row.standing()) {
            case OPEN -> {}
            case WON ->
                events.add(new OpportunityEvent.Won(
                        profile, people, context.principal().subject(), GATE, artefact, null, row.closedAt()));
            case LOST -> events.add(new OpportunityEvent.Lost(row.reason(), row.closedAt()));
            case ABANDONED -> events.add(new OpportunityEvent.Abandoned(row.reason(), row.closedAt()));
        }
        return events;
    }
}
