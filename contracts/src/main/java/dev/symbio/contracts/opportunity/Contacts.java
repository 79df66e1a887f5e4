package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Talking to the customer. Three times in a row without minutes is told, and so is a jump of what competitors are named. */
final class Contacts {
    static final int MAX_CONTACTS = 500;
    static final int MINUTES_MISSING = 3;

    private static final int MAX_TAGS = 20;
    private static final int MAX_TAG_CHARS = 60;

    private Contacts() {}

    static Decision<OpportunityEvent> record(
            Opportunity opportunity, OpportunityCommand.RecordContact command, Context context) {
        if (opportunity.activity().contacts().size() >= MAX_CONTACTS) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.too-many-contacts", "Expected at most " + MAX_CONTACTS + " contacts."));
        }
        Instant at = Rules.when(opportunity, command.happenedAt(), context);
        return check(opportunity, command, context).then(() -> Decision.events(events(opportunity, command, at)));
    }

    private static Rules check(Opportunity opportunity, OpportunityCommand.RecordContact command, Context context) {
        Rules rules = new Rules()
                .required("/summary", command.summary(), Rules.MAX_NOTE_CHARS)
                .optional("/nextAction", command.nextAction(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context)
                .all(DecisionChain.faults(opportunity, command.roles()));
        if (command.painPoints().size() > MAX_TAGS) {
            rules.fault("/painPoints", "opportunity.too-many-tags", "Expected at most " + MAX_TAGS + " tags.");
        }
        for (int i = 0; i < Math.min(command.painPoints().size(), MAX_TAGS); i++) {
            rules.required("/painPoints/" + i, command.painPoints().get(i), MAX_TAG_CHARS);
        }
        if (command.competitors().size() > MAX_TAGS) {
            rules.fault("/competitors", "opportunity.too-many-tags", "Expected at most " + MAX_TAGS + " competitors.");
        }
        for (int i = 0; i < Math.min(command.competitors().size(), MAX_TAGS); i++) {
            rules.required("/competitors/" + i, command.competitors().get(i), MAX_TAG_CHARS);
        }
        if ((command.nextAction() == null) != (command.nextActionAt() == null)) {
            rules.fault(
                    command.nextAction() == null ? "/nextAction" : "/nextActionAt",
                    "opportunity.promise-incomplete",
                    "Expected what was promised together with its time.");
        } else if (command.nextActionAt() != null
                && command.nextActionAt().isBefore(Rules.when(opportunity, command.happenedAt(), context))) {
            rules.fault(
                    "/nextActionAt",
                    "opportunity.promise-in-the-past",
                    "Expected a next action after the contact but it is for " + command.nextActionAt() + ".");
        }
        return rules;
    }

    private static List<OpportunityEvent> events(
            Opportunity opportunity, OpportunityCommand.RecordContact command, Instant at) {
        List<OpportunityEvent> events = new ArrayList<>();
        Contact contact = new Contact(
                command.summary(),
                command.painPoints(),
                command.roles(),
                command.nextAction(),
                command.nextActionAt(),
                command.minutes(),
                command.competitors(),
                at);
        events.add(new OpportunityEvent.ContactRecorded(contact));
        int withoutMinutes = opportunity.activity().withoutMinutes() + 1;
        if (!command.minutes() && withoutMinutes % MINUTES_MISSING == 0) {
            events.add(new OpportunityEvent.MinutesMissing(
                    withoutMinutes, opportunity.profile().customer(), opportunity.people(), at));
        }
        Mentions.jump(opportunity, opportunity.activity().with(contact), command.mentions(), at)
                .ifPresent(events::add);
        return events;
    }

    /** A contact ends a stall. */
    static Opportunity recorded(Opportunity opportunity, OpportunityEvent.ContactRecorded event) {
        return DecisionChain.with(
                opportunity
                        .with(opportunity.activity().with(event.contact()))
                        .withStall(opportunity.stall(), null)
                        .at(event.at()),
                event.contact().roles());
    }
}
