package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.Rejection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may ask what in which phase. To tenants who may not see the commitment it does not exist. */
final class Admission {
    private enum Who {
        HOST,
        PARTY,
        PLATFORM
    }

    private record Rule(Who who, Set<Phase> phases) {}

    private static final Map<Class<? extends CommitmentCommand>, Rule> RULES = new HashMap<>();

    static {
        allow(CommitmentCommand.Change.class, Who.HOST, Phase.DRAFTED);
        allow(CommitmentCommand.Sign.class, Who.PARTY, Phase.DRAFTED);
        allow(CommitmentCommand.Trigger.class, Who.PARTY, Phase.ACTIVE);
        allow(CommitmentCommand.RecordTelemetry.class, Who.PARTY, Phase.ACTIVE);
        allow(CommitmentCommand.CompleteBackfill.class, Who.PARTY, Phase.ACTIVE);
        allow(CommitmentCommand.ProposeWaiver.class, Who.PARTY, Phase.ACTIVE);
        allow(CommitmentCommand.AnswerWaiver.class, Who.PARTY, Phase.ACTIVE);
        allow(CommitmentCommand.RecordObstacle.class, Who.PARTY, Phase.DRAFTED, Phase.ACTIVE);
        allow(CommitmentCommand.End.class, Who.HOST, Phase.DRAFTED, Phase.ACTIVE);
        allow(CommitmentCommand.Advance.class, Who.PLATFORM, Phase.ACTIVE);
    }

    private Admission() {}

    /** The decider, asked only when the sender and the phase allow it. */
    static <K extends CommitmentCommand> EntityKind.Decider<ValueCommitment, K, CommitmentEvent> guarded(
            EntityKind.Decider<ValueCommitment, K, CommitmentEvent> decider) {
        return (commitment, command, context) -> refusal(commitment, command, context)
                .map(Decision::<CommitmentEvent>rejected)
                .orElseGet(() -> decider.decide(commitment, command, context));
    }

    static Rejection notFound() {
        return Rejection.notFound("commitment.not-found", "There is no such value commitment.");
    }

    private static Optional<Rejection> refusal(ValueCommitment commitment, CommitmentCommand command, Context context) {
        Rule rule = RULES.get(command.getClass());
        boolean platform = context.principal().isSystem();
        if (commitment.phase() == Phase.ABSENT || !platform && !commitment.visibleTo(context.tenant())) {
            return Optional.of(notFound());
        }
        boolean fits =
                switch (rule.who) {
                    case PLATFORM -> platform;
                    case PARTY -> !platform;
                    case HOST -> !platform && context.tenant().equals(commitment.host());
                };
        if (!fits) {
            return Optional.of(
                    Rejection.forbidden("commitment.not-for-you", "Expected " + words(rule.who) + " to ask for this."));
        }
        if (!rule.phases.contains(commitment.phase())) {
            String phases = rule.phases.stream().map(Phase::word).collect(Collectors.joining(" or "));
            return Optional.of(Rejection.conflict(
                    "commitment.wrong-phase",
                    "Expected a commitment that is " + phases + " but it is "
                            + commitment.phase().word() + "."));
        }
        return Optional.empty();
    }

    private static String words(Who who) {
        return switch (who) {
            case PLATFORM -> "the platform itself";
            case PARTY -> "the host or the customer";
            case HOST -> "the tenant that promises";
        };
    }

    private static void allow(Class<? extends CommitmentCommand> command, Who who, Phase first, Phase... more) {
        RULES.put(command, new Rule(who, EnumSet.of(first, more)));
    }
}
