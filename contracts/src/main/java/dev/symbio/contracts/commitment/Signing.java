package dev.symbio.contracts.commitment;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** From the draft to the last signature, and the end. Three people of the host answer for what is promised (cap 51). */
final class Signing {
    private Signing() {}

    static Decision<CommitmentEvent> draft(
            ValueCommitment commitment, CommitmentCommand.Draft command, Context context) {
        if (!context.tenant().equals(context.entity().tenant())) {
            return Decision.rejected(Admission.notFound());
        }
        if (commitment.phase() != Phase.ABSENT) {
            return Decision.rejected(
                    Rejection.conflict("commitment.already-drafted", "Expected a new commitment but this one exists."));
        }
        List<Fault> faults = new ArrayList<>(TermsRules.check(command.terms(), command.maxPromises()));
        if (context.tenant().equals(command.customer())) {
            faults.add(new Fault(
                    "/customer", "commitment.same-party", "Expected another tenant than the one that promises."));
        }
        customerCanSign(command.terms(), command.customer() != null, faults);
        if (!faults.isEmpty()) {
            return Decision.rejected(invalid(faults));
        }
        return Decision.events(new CommitmentEvent.Drafted(
                command.terms(),
                context.tenant(),
                command.customer(),
                command.backfill(),
                command.maxPromises(),
                command.origin(),
                context.now()));
    }

    static ValueCommitment drafted(ValueCommitment commitment, CommitmentEvent.Drafted event) {
        return new ValueCommitment(
                event.terms(),
                event.host(),
                event.customer(),
                event.origin(),
                Phase.DRAFTED,
                1,
                event.backfill(),
                null,
                null,
                List.of(),
                commitment.happened(),
                commitment.tracks(),
                commitment.kept(),
                0,
                null);
    }

    static Decision<CommitmentEvent> change(
            ValueCommitment commitment, CommitmentCommand.Change command, Context context) {
        List<Fault> faults = new ArrayList<>(TermsRules.check(command.terms(), command.maxPromises()));
        customerCanSign(command.terms(), commitment.customer() != null, faults);
        if (!faults.isEmpty()) {
            return Decision.rejected(invalid(faults));
        }
        if (command.terms().equals(commitment.terms())) {
            return Decision.nothing();
        }
        return Decision.events(new CommitmentEvent.Changed(
                command.terms(), commitment.revision() + 1, command.maxPromises(), context.now()));
    }

    static ValueCommitment changed(ValueCommitment commitment, CommitmentEvent.Changed event) {
        return commitment.with(event.terms(), event.revision());
    }

    static Decision<CommitmentEvent> sign(ValueCommitment commitment, CommitmentCommand.Sign command, Context context) {
        if (command.revision() != commitment.revision()) {
            return Decision.rejected(Rejection.conflict(
                    "commitment.other-revision",
                    "Expected a signature on revision " + commitment.revision() + " but got one on "
                            + command.revision() + "."));
        }
        boolean ofCustomer = context.tenant().equals(commitment.customer());
        if (ofCustomer != (command.capacity() == Capacity.CUSTOMER)
                || !needed(commitment).contains(command.capacity())) {
            return Decision.rejected(Rejection.forbidden(
                    "commitment.wrong-capacity",
                    "Expected the signatures of " + words(needed(commitment)) + ", each by its own tenant."));
        }
        if (commitment.terms().promises().isEmpty()) {
            return Decision.rejected(Rejection.conflict(
                    "commitment.nothing-promised", "Expected at least one promise but there is none to sign."));
        }
        for (Signature signature : commitment.signatures()) {
            if (signature.capacity() == command.capacity()) {
                return Decision.rejected(Rejection.conflict(
                        "commitment.already-signed",
                        "Expected the first signature for " + command.capacity().word() + " but there is one."));
            }
            if (signature.tenant().equals(context.tenant())
                    && signature.subject().equals(context.principal().subject())) {
                return Decision.rejected(Rejection.conflict(
                        "commitment.same-person",
                        "Expected a person who has not signed but " + signature.subject() + " has, for "
                                + signature.capacity().word() + "."));
            }
        }
        return Decision.events(signatures(commitment, command, context));
    }

    private static List<CommitmentEvent> signatures(
            ValueCommitment commitment, CommitmentCommand.Sign command, Context context) {
        List<CommitmentEvent> events = new ArrayList<>();
        Signature signature =
                new Signature(command.capacity(), context.principal().subject(), context.tenant(), context.now());
        events.add(new CommitmentEvent.Signed(signature, commitment.revision()));
        if (commitment.signatures().size() + 1 == needed(commitment).size()) {
            events.add(new CommitmentEvent.Activated(commitment.revision(), context.now()));
            events.addAll(Judging.due(commitment.evolve(events), context.now()));
        }
        return events;
    }

    static ValueCommitment signed(ValueCommitment commitment, CommitmentEvent.Signed event) {
        List<Signature> all = new ArrayList<>(commitment.signatures());
        all.add(event.signature());
        return commitment.with(all);
    }

    static Decision<CommitmentEvent> end(ValueCommitment commitment, CommitmentCommand.End command, Context context) {
        return TextRules.required("/reason", command.reason(), TextRules.MAX_NOTE_CHARS)
                .map(fault -> Decision.<CommitmentEvent>rejected(TextRules.rejection(fault)))
                .orElseGet(() ->
                        Decision.events(new CommitmentEvent.Ended(command.reason(), context.tenant(), context.now())));
    }

    static ValueCommitment ended(ValueCommitment commitment, CommitmentEvent.Ended event) {
        return commitment.with(Phase.ENDED, commitment.obstacles(), event.reason());
    }

    static Set<Capacity> needed(ValueCommitment commitment) {
        return commitment.terms().customerSigns()
                ? EnumSet.allOf(Capacity.class)
                : EnumSet.complementOf(EnumSet.of(Capacity.CUSTOMER));
    }

    private static void customerCanSign(CommitmentTerms terms, boolean onPlatform, List<Fault> faults) {
        if (terms != null && terms.customerSigns() && !onPlatform) {
            faults.add(new Fault(
                    "/terms/customerSigns",
                    "commitment.customer-missing",
                    "Expected a customer's tenant that can sign but there is none."));
        }
    }

    private static String words(Set<Capacity> capacities) {
        return capacities.stream().map(Capacity::word).collect(Collectors.joining(", "));
    }

    private static Rejection invalid(List<Fault> faults) {
        return faults.size() == 1
                ? TextRules.rejection(faults.get(0))
                : Rejection.invalid(
                        "commitment.invalid",
                        "Expected terms that can be kept but found " + faults.size() + " faults.",
                        faults);
    }
}
