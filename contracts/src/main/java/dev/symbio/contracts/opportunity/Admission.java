package dev.symbio.contracts.opportunity;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Rejection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may ask what, when. To tenants that it is not shared with, it does not exist. */
final class Admission {
    private enum Who {
        HOST,
        PLATFORM
    }

    private record Rule(Who who, Set<Outcome> outcomes) {}

    private static final Set<Outcome> OPEN = EnumSet.of(Outcome.OPEN);
    private static final Set<Outcome> WON = EnumSet.of(Outcome.WON);
    private static final Set<Outcome> ALIVE = EnumSet.of(Outcome.OPEN, Outcome.WON);
    private static final Set<Outcome> ANY = EnumSet.allOf(Outcome.class);

    private static final Map<Class<? extends OpportunityCommand>, Rule> RULES = Map.ofEntries(
            Map.entry(OpportunityCommand.Change.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.RecordContact.class, new Rule(Who.HOST, ALIVE)),
            Map.entry(OpportunityCommand.RecordRoles.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.ReleaseRole.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.AddArtefact.class, new Rule(Who.HOST, ANY)),
            Map.entry(OpportunityCommand.ReviseClause.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.Advance.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.GoBack.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.StartPoc.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.Win.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.Lose.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.Abandon.class, new Rule(Who.HOST, OPEN)),
            Map.entry(OpportunityCommand.ExpectPayment.class, new Rule(Who.HOST, WON)),
            Map.entry(OpportunityCommand.RecordPayment.class, new Rule(Who.HOST, WON)),
            Map.entry(OpportunityCommand.Share.class, new Rule(Who.HOST, ALIVE)),
            Map.entry(OpportunityCommand.EndShare.class, new Rule(Who.HOST, ANY)),
            Map.entry(OpportunityCommand.AlertStall.class, new Rule(Who.PLATFORM, ANY)),
            Map.entry(OpportunityCommand.AlertOverdue.class, new Rule(Who.PLATFORM, ANY)),
            Map.entry(OpportunityCommand.AlertLapsed.class, new Rule(Who.PLATFORM, ANY)),
            Map.entry(OpportunityCommand.ReportRenewal.class, new Rule(Who.HOST, WON)),
            Map.entry(OpportunityCommand.AlertRenewal.class, new Rule(Who.PLATFORM, ANY)));

    private Admission() {}

    /** The decider, asked only when the sender and how far it has come allow it. */
    static <K extends OpportunityCommand> EntityKind.Decider<Opportunity, K, OpportunityEvent> guarded(
            EntityKind.Decider<Opportunity, K, OpportunityEvent> decider) {
        return (opportunity, command, context) -> refusal(opportunity, command, context)
                .map(Decision::<OpportunityEvent>rejected)
                .orElseGet(() -> decider.decide(opportunity, command, context));
    }

    static Rejection notFound() {
        return Rejection.notFound("opportunity.not-found", "There is no such opportunity.");
    }

    static boolean hosts(Context context) {
        return context.tenant().equals(context.entity().tenant());
    }

    private static Optional<Rejection> refusal(Opportunity opportunity, OpportunityCommand command, Context context) {
        Rule rule = RULES.get(command.getClass());
        boolean platform = context.principal().isSystem();
        if (!opportunity.exists()
                || !hosts(context) && opportunity.sharedWith(context.tenant()).isEmpty()) {
            return Optional.of(notFound());
        }
        if (!hosts(context) || platform != (rule.who == Who.PLATFORM)) {
            return Optional.of(Rejection.forbidden(
                    "opportunity.not-for-you",
                    rule.who == Who.PLATFORM
                            ? "Expected the platform itself to ask for this."
                            : "Expected somebody of the tenant that the opportunity belongs to."));
        }
        if (!rule.outcomes.contains(opportunity.progress().outcome())) {
            String outcomes = rule.outcomes.stream().map(Outcome::word).collect(Collectors.joining(" or "));
            return Optional.of(Rejection.conflict(
                    "opportunity.wrong-phase",
                    "Expected an opportunity that is " + outcomes + " but it is "
                            + opportunity.progress().outcome().word() + "."));
        }
        return Optional.empty();
    }
}
