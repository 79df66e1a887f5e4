package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may ask what in which phase. To tenants who may not see the contract it does not exist. */
final class Admission {
    private enum Who {
        PARTY,
        ARBITER,
        PLATFORM
    }

    private record Rule(Who who, Set<Phase> phases) {}

    private static final Map<Class<? extends SlaCommand>, Rule> RULES = new HashMap<>();

    static {
        allow(SlaCommand.Offer.class, Who.PARTY, Phase.DRAFTED);
        allow(SlaCommand.Counter.class, Who.PARTY, Phase.OFFERED, Phase.COUNTERED);
        allow(SlaCommand.Sign.class, Who.PARTY, Phase.OFFERED, Phase.COUNTERED);
        allow(SlaCommand.Withdraw.class, Who.PARTY, Phase.DRAFTED, Phase.OFFERED, Phase.COUNTERED);
        allow(SlaCommand.ProposeAmendment.class, Who.PARTY, Phase.ACTIVE);
        allow(SlaCommand.SignAmendment.class, Who.PARTY, Phase.ACTIVE);
        allow(SlaCommand.RejectAmendment.class, Who.PARTY, Phase.ACTIVE);
        allow(SlaCommand.RecordObservations.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.ReportVerdict.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.CompleteBackfill.class, Who.PARTY, Phase.ACTIVE);
        allow(SlaCommand.ClosePeriod.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.CloseDuePeriods.class, Who.PLATFORM, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.ClaimExclusion.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.AnswerExclusion.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.Dispute.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.ProposeResolution.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.AgreeResolution.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.RuleDispute.class, Who.ARBITER, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.AcceptStatement.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.AcceptUndisputed.class, Who.PLATFORM, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.MarkSent.class, Who.PLATFORM, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.Acknowledge.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.ConfirmPaid.class, Who.PARTY, Phase.ACTIVE, Phase.RETIRED);
        allow(SlaCommand.Retire.class, Who.PARTY, Phase.ACTIVE);
    }

    private Admission() {}

    /** The decider, asked only when the sender and the phase allow it. */
    static <K extends SlaCommand> EntityKind.Decider<SlaContract, K, SlaEvent> guarded(
            EntityKind.Decider<SlaContract, K, SlaEvent> decider) {
        return (contract, command, context) -> refusal(contract, command, context)
                .map(Decision::<SlaEvent>rejected)
                .orElseGet(() -> decider.decide(contract, command, context));
    }

    static Rejection notFound() {
        return Rejection.notFound("sla.not-found", "There is no such SLA contract.");
    }

    private static Optional<Rejection> refusal(SlaContract contract, SlaCommand command, Context context) {
        Rule rule = RULES.get(command.getClass());
        boolean platform = context.principal().isSystem();
        if (contract.phase() == Phase.ABSENT || !platform && !contract.visibleTo(context.tenant())) {
            return Optional.of(notFound());
        }
        if (!fits(rule.who, contract.parties(), context.tenant(), platform)) {
            return Optional.of(
                    Rejection.forbidden("sla.not-for-you", "Expected " + words(rule.who) + " to ask for this."));
        }
        if (!rule.phases.contains(contract.phase())) {
            String phases = rule.phases.stream().map(Phase::word).collect(Collectors.joining(" or "));
            return Optional.of(Rejection.conflict(
                    "sla.wrong-phase",
                    "Expected a contract that is " + phases + " but it is "
                            + contract.phase().word() + "."));
        }
        return Optional.empty();
    }

    private static boolean fits(Who who, Parties parties, TenantId tenant, boolean platform) {
        return switch (who) {
            case PLATFORM -> platform;
            case PARTY -> !platform && parties.binds(tenant);
            case ARBITER -> !platform && parties.isArbiter(tenant);
        };
    }

    private static String words(Who who) {
        return switch (who) {
            case PLATFORM -> "the platform itself";
            case PARTY -> "a party of the contract";
            case ARBITER -> "the arbiter of the contract";
        };
    }

    private static void allow(Class<? extends SlaCommand> command, Who who, Phase first, Phase... more) {
        RULES.put(command, new Rule(who, EnumSet.of(first, more)));
    }
}
