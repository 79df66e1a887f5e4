package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pcollections.PMap;

/** Who has a say on the buyer's side. Each role is confirmed once; it must be released before somebody else has it. */
final class DecisionChain {
    private DecisionChain() {}

    static Decision<OpportunityEvent> record(
            Opportunity opportunity, OpportunityCommand.RecordRoles command, Context context) {
        Rules rules = new Rules()
                .happened(opportunity, command.happenedAt(), context)
                .all(faults(opportunity, command.roles()));
        if (command.roles().isEmpty()) {
            rules.fault("/roles", "opportunity.value-missing", "Expected at least one role.");
        }
        return rules.then(() -> Decision.events(new OpportunityEvent.RolesRecorded(
                command.roles(), Rules.when(opportunity, command.happenedAt(), context))));
    }

    static List<Fault> faults(Opportunity opportunity, List<ChainRole> roles) {
        List<Fault> faults = new ArrayList<>();
        Set<BuyerRole> seen = EnumSet.noneOf(BuyerRole.class);
        for (int i = 0; i < roles.size(); i++) {
            ChainRole entry = roles.get(i);
            String pointer = "/roles/" + i;
            if (entry == null || entry.role() == null) {
                faults.add(new Fault(pointer + "/role", "opportunity.value-missing", "Expected a role."));
            } else if (isConfirmed(opportunity, entry.role())) {
                faults.add(new Fault(
                        pointer + "/role",
                        "opportunity.role-already-confirmed",
                        "Expected a role that is not confirmed yet but "
                                + entry.role().word() + " is. Release it first."));
            } else if (!seen.add(entry.role())) {
                faults.add(new Fault(
                        pointer + "/role",
                        "opportunity.role-repeated",
                        "Expected each role once but " + entry.role().word() + " stands there twice."));
            } else if (entry.person() == null
                    || entry.person().isBlank()
                    || entry.person().length() > Rules.MAX_NAME_CHARS) {
                faults.add(new Fault(
                        pointer + "/person",
                        "opportunity.person-invalid",
                        "Expected who it is, in at most " + Rules.MAX_NAME_CHARS + " characters."));
            }
        }
        return faults;
    }

    private static boolean isConfirmed(Opportunity opportunity, BuyerRole role) {
        ChainRole known = opportunity.chain().get(role.word());
        return known != null && known.confirmed();
    }

    static Decision<OpportunityEvent> release(
            Opportunity opportunity, OpportunityCommand.ReleaseRole command, Context context) {
        Rules rules = new Rules()
                .required("/reason", command.reason(), Rules.MAX_NOTE_CHARS)
                .happened(opportunity, command.happenedAt(), context);
        if (!opportunity.chain().containsKey(command.role().word())) {
            return Decision.rejected(Rejection.conflict(
                    "opportunity.role-unknown",
                    "Expected a role that somebody has but " + command.role().word() + " is vacant."));
        }
        return rules.then(() -> Decision.events(new OpportunityEvent.RoleReleased(
                command.role(), command.reason(), Rules.when(opportunity, command.happenedAt(), context))));
    }

    static Opportunity recorded(Opportunity opportunity, OpportunityEvent.RolesRecorded event) {
        return with(opportunity, event.roles()).at(event.at());
    }

    static Opportunity with(Opportunity opportunity, List<ChainRole> roles) {
        PMap<String, ChainRole> chain = opportunity.chain();
        for (ChainRole entry : roles) {
            chain = chain.plus(entry.role().word(), entry);
        }
        return opportunity.withChain(chain);
    }

    static Opportunity released(Opportunity opportunity, OpportunityEvent.RoleReleased event) {
        return opportunity
                .withChain(opportunity.chain().minus(event.role().word()))
                .at(event.at());
    }
}
