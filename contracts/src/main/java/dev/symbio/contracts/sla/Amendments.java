package dev.symbio.contracts.sla;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * New terms for a signed contract: proposed (and signed) by one party, signed by the other, in force from the boundary
 * of a period that is not closed. A period belongs to the version in force at its start.
 */
final class Amendments {
    private Amendments() {}

    static Decision<SlaEvent> propose(SlaContract contract, SlaCommand.ProposeAmendment command, Context context) {
        if (contract.proposal() != null) {
            return Decision.rejected(Rejection.conflict(
                    "sla.amendment-open",
                    "Expected the amendment on the table, version "
                            + contract.proposal().version() + ", to be answered first."));
        }
        List<Fault> faults = new ArrayList<>(TermsRules.check(command.terms()));
        TermsRules.checkStart(command.effectiveFrom()).ifPresent(faults::add);
        TextRules.optional("/note", command.note(), TextRules.MAX_NOTE_CHARS).ifPresent(faults::add);
        if (faults.isEmpty()) {
            faults.addAll(misfits(contract, command.terms(), command.effectiveFrom()));
        }
        if (!faults.isEmpty()) {
            return Decision.rejected(Negotiation.refused(faults));
        }
        return Decision.events(new SlaEvent.AmendmentProposed(
                contract.lastVersion() + 1,
                command.terms(),
                command.effectiveFrom(),
                command.note(),
                context.tenant()));
    }

    private static List<Fault> misfits(SlaContract contract, SlaTerms terms, Instant from) {
        TermsVersion last = contract.timeline().last();
        List<Fault> faults = new ArrayList<>();
        if (!terms.currency().equals(last.terms().currency())) {
            faults.add(new Fault(
                    "/terms/currency",
                    "sla.currency-differs",
                    "Expected " + last.terms().currency()
                            + ", the contract's currency, which an amendment cannot change."));
        }
        if (!WindowCalendar.zone(terms.window())
                .normalized()
                .equals(WindowCalendar.zone(last.terms().window()).normalized())) {
            faults.add(new Fault(
                    "/terms/window/zone",
                    "sla.zone-differs",
                    "Expected "
                            + WindowCalendar.zone(last.terms().window())
                            + ", the contract's time zone, which an amendment cannot change."));
        }
        misplaced(contract, terms, from).ifPresent(faults::add);
        return faults;
    }

    /** Where the beginning is wrong; asked again at the signature, as periods close in between. */
    private static Optional<Fault> misplaced(SlaContract contract, SlaTerms terms, Instant from) {
        String pointer = "/effectiveFrom";
        if (from.isBefore(contract.ledger().openFrom())) {
            return Optional.of(new Fault(
                    pointer,
                    "sla.period-already-closed",
                    "Expected a beginning at or after " + contract.ledger().openFrom()
                            + ", where the first open period starts."));
        }
        Instant lastFrom = contract.timeline().last().effectiveFrom();
        if (!from.isAfter(lastFrom)) {
            return Optional.of(new Fault(
                    pointer,
                    "sla.before-last-version",
                    "Expected a beginning after " + lastFrom + ", where the last version begins."));
        }
        boolean boundaryBefore = contract.timeline()
                .at(from)
                .map(Period::start)
                .filter(from::equals)
                .isPresent();
        boolean boundaryAfter =
                WindowCalendar.at(terms.window(), from, from).start().equals(from);
        return boundaryBefore && boundaryAfter
                ? Optional.empty()
                : Optional.of(new Fault(
                        pointer,
                        "sla.not-a-period-boundary",
                        "Expected the first moment of a period, by the old terms and by the new ones."));
    }

    static Decision<SlaEvent> sign(SlaContract contract, SlaCommand.SignAmendment command, Context context) {
        Proposal proposal = contract.proposal();
        if (proposal == null) {
            return Decision.rejected(noAmendment());
        }
        Optional<Rejection> refusal = Negotiation.refusedSignature(proposal, command.version(), context.tenant());
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Optional<Fault> fault = misplaced(contract, proposal.terms(), proposal.effectiveFrom());
        if (fault.isPresent()) {
            return Decision.rejected(
                    Rejection.conflict(fault.get().code(), fault.get().detail()));
        }
        Optional<Measurement.Problem> problem = Rebooking.affected(contract.ledger(), proposal.effectiveFrom()).stream()
                .flatMap(account -> account.observations().values().stream())
                .map(each -> Measurement.problem(each, proposal.terms()))
                .flatMap(Optional::stream)
                .findFirst();
        return problem.isPresent()
                ? Decision.rejected(Rejection.conflict(
                        "sla.observations-do-not-fit",
                        "Expected terms that can measure what is already recorded from then on. "
                                + problem.get().detail()))
                : Decision.events(new SlaEvent.AmendmentSigned(command.version(), context.tenant(), context.now()));
    }

    static Decision<SlaEvent> reject(SlaContract contract, SlaCommand.RejectAmendment command, Context context) {
        Proposal proposal = contract.proposal();
        if (proposal == null || proposal.version() != command.version()) {
            return Decision.rejected(noAmendment());
        }
        Optional<Fault> fault = TextRules.required("/reason", command.reason(), TextRules.MAX_NOTE_CHARS);
        return fault.isPresent()
                ? Decision.rejected(TextRules.rejection(fault.get()))
                : Decision.events(
                        new SlaEvent.AmendmentRejected(command.version(), command.reason(), context.tenant()));
    }

    private static Rejection noAmendment() {
        return Rejection.conflict("sla.no-amendment", "Expected an amendment of that version on the table.");
    }

    static SlaContract proposed(SlaContract contract, SlaEvent.AmendmentProposed event) {
        return contract.with(
                new Proposal(event.version(), event.terms(), event.effectiveFrom(), event.note(), event.by()));
    }

    static SlaContract signed(SlaContract contract, SlaEvent.AmendmentSigned event) {
        Proposal agreed = contract.proposal();
        Timeline timeline =
                contract.timeline().with(new TermsVersion(agreed.version(), agreed.terms(), agreed.effectiveFrom()));
        return contract.with((Proposal) null)
                .with(timeline)
                .with(Rebooking.of(contract.ledger(), timeline, agreed.effectiveFrom()));
    }

    static SlaContract rejected(SlaContract contract, SlaEvent.AmendmentRejected event) {
        return contract.with((Proposal) null);
    }
}
