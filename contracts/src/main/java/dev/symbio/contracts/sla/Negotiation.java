package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From draft to signature. A version that is offered or countered carries its sender's signature; the other party's
 * signature on that same version makes the contract active. Terms and parties never change from then on.
 */
final class Negotiation {
    private Negotiation() {}

    static Decision<SlaEvent> draft(SlaContract contract, SlaCommand.Draft command, Context context) {
        TenantId drafter = context.tenant();
        if (!drafter.equals(context.entity().tenant())) {
            return Decision.rejected(Admission.notFound());
        }
        if (contract.phase() != Phase.ABSENT) {
            return Decision.rejected(Rejection.conflict(
                    "sla.already-drafted", "Expected a new contract but it exists: \"" + contract.name() + "\"."));
        }
        List<Fault> faults = new ArrayList<>();
        TextRules.required("/name", command.name(), TextRules.MAX_NAME_CHARS).ifPresent(faults::add);
        faults.addAll(partyFaults(command, drafter));
        faults.addAll(TermsRules.check(command.terms()));
        TermsRules.checkStart(command.effectiveFrom()).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            return Decision.rejected(refused(faults));
        }
        return Decision.events(new SlaEvent.Drafted(
                command.name(),
                new Parties(command.provider(), command.customer(), command.arbiter()),
                command.terms(),
                command.effectiveFrom(),
                command.backfill(),
                drafter));
    }

    private static List<Fault> partyFaults(SlaCommand.Draft command, TenantId drafter) {
        List<Fault> faults = new ArrayList<>();
        TenantId provider = command.provider();
        TenantId customer = command.customer();
        if (provider == null) {
            faults.add(new Fault("/provider", "sla.party-missing", "Expected the tenant that provides the service."));
        }
        if (customer == null) {
            faults.add(new Fault("/customer", "sla.party-missing", "Expected the tenant that receives the service."));
        }
        if (provider == null || customer == null) {
            return faults;
        }
        if (provider.equals(customer)) {
            faults.add(new Fault("/customer", "sla.same-party", "Expected two different tenants as parties."));
        } else if (!drafter.equals(provider) && !drafter.equals(customer)) {
            faults.add(new Fault("/provider", "sla.not-a-party", "Expected your own tenant as provider or customer."));
        }
        if (command.arbiter() != null
                && (command.arbiter().equals(provider) || command.arbiter().equals(customer))) {
            faults.add(new Fault("/arbiter", "sla.arbiter-is-party", "Expected an arbiter that is no party."));
        }
        return faults;
    }

    static Rejection refused(List<Fault> faults) {
        return faults.size() == 1
                ? TextRules.rejection(faults.get(0))
                : Rejection.invalid(
                        "sla.invalid",
                        "Expected a contract that follows the rules but found " + faults.size() + " faults.",
                        faults);
    }

    static Decision<SlaEvent> offer(SlaContract contract, SlaCommand.Offer command, Context context) {
        return Decision.events(new SlaEvent.Offered(contract.proposal().version(), context.tenant()));
    }

    static Decision<SlaEvent> counter(SlaContract contract, SlaCommand.Counter command, Context context) {
        if (context.tenant().equals(contract.proposal().signedBy())) {
            return Decision.rejected(Rejection.conflict(
                    "sla.not-your-turn",
                    "Expected the other party to answer version "
                            + contract.proposal().version() + ", which is yours."));
        }
        Instant from = command.effectiveFrom() == null ? contract.proposal().effectiveFrom() : command.effectiveFrom();
        List<Fault> faults = new ArrayList<>(TermsRules.check(command.terms()));
        TermsRules.checkStart(from).ifPresent(faults::add);
        TextRules.optional("/note", command.note(), TextRules.MAX_NOTE_CHARS).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            return Decision.rejected(refused(faults));
        }
        return Decision.events(new SlaEvent.Countered(
                contract.lastVersion() + 1, command.terms(), from, command.note(), context.tenant()));
    }

    static Decision<SlaEvent> sign(SlaContract contract, SlaCommand.Sign command, Context context) {
        Optional<Rejection> refusal = refusedSignature(contract.proposal(), command.version(), context.tenant());
        return refusal.isPresent()
                ? Decision.rejected(refusal.get())
                : Decision.events(new SlaEvent.Signed(command.version(), context.tenant(), context.now()));
    }

    /** Both signatures must be on the same version, and from different parties. */
    static Optional<Rejection> refusedSignature(Proposal onTheTable, int version, TenantId signer) {
        if (onTheTable.version() != version) {
            return Optional.of(Rejection.conflict(
                    "sla.other-version",
                    "Expected a signature on version " + onTheTable.version()
                            + ", which is on the table, but got one on version " + version + "."));
        }
        if (signer.equals(onTheTable.signedBy())) {
            return Optional.of(Rejection.conflict(
                    "sla.already-signed",
                    "Expected the other party's signature: you have signed version " + version + "."));
        }
        return Optional.empty();
    }

    static Decision<SlaEvent> withdraw(SlaContract contract, SlaCommand.Withdraw command, Context context) {
        Optional<Fault> fault = TextRules.required("/reason", command.reason(), TextRules.MAX_NOTE_CHARS);
        return fault.isPresent()
                ? Decision.rejected(TextRules.rejection(fault.get()))
                : Decision.events(new SlaEvent.Withdrawn(command.reason(), context.tenant()));
    }

    static SlaContract drafted(SlaContract none, SlaEvent.Drafted event) {
        return new SlaContract(
                event.name(),
                event.parties(),
                event.by(),
                Phase.DRAFTED,
                new Proposal(1, event.terms(), event.effectiveFrom(), null, null),
                1,
                event.backfill(),
                none.timeline(),
                none.ledger(),
                none.exclusions(),
                null);
    }

    static SlaContract offered(SlaContract contract, SlaEvent.Offered event) {
        Proposal draft = contract.proposal();
        return contract.with(
                        new Proposal(draft.version(), draft.terms(), draft.effectiveFrom(), draft.note(), event.by()))
                .with(Phase.OFFERED);
    }

    static SlaContract countered(SlaContract contract, SlaEvent.Countered event) {
        return contract.with(
                        new Proposal(event.version(), event.terms(), event.effectiveFrom(), event.note(), event.by()))
                .with(Phase.COUNTERED);
    }

    static SlaContract signed(SlaContract contract, SlaEvent.Signed event) {
        Proposal agreed = contract.proposal();
        return contract.with((Proposal) null)
                .with(Phase.ACTIVE)
                .with(contract.timeline()
                        .with(new TermsVersion(agreed.version(), agreed.terms(), agreed.effectiveFrom())))
                .with(contract.ledger().openFrom(agreed.effectiveFrom()).liveSince(event.at()));
    }

    static SlaContract withdrawn(SlaContract contract, SlaEvent.Withdrawn event) {
        return contract.ended(Phase.WITHDRAWN, event.reason());
    }
}
