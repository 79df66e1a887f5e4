package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Admission.guarded;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The state of an SLA contract. What can be asked and what happens is the table {@link #KIND}; each decision is in the
 * class named after its subject.
 *
 * @param drafter hosts the contract and wrote it down
 * @param proposal on the table, under negotiation or as an amendment; null when there is none
 * @param lastVersion highest version number given to terms
 * @param backfilling history is still being brought in: nothing closes
 * @param timeline the signed terms and the periods they make
 * @param ledger what was observed and settled
 * @param exclusions claims that wait for an answer, by id
 * @param endReason why it was withdrawn or retired; null while it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SlaContract(
        String name,
        Parties parties,
        TenantId drafter,
        Phase phase,
        Proposal proposal,
        int lastVersion,
        boolean backfilling,
        Timeline timeline,
        Ledger ledger,
        PMap<String, ExclusionClaim> exclusions,
        String endReason) {

    public static final SlaContract NONE = new SlaContract(
            null, null, null, Phase.ABSENT, null, 0, false, Timeline.EMPTY, Ledger.EMPTY, HashTreePMap.empty(), null);

    public static final EntityKind<SlaCommand, SlaEvent, SlaContract> KIND = EntityKind.of(
                    "sla", SlaCommand.class, SlaEvent.class, NONE)
            .decides(SlaCommand.Draft.class, Negotiation::draft)
            .decides(SlaCommand.Offer.class, guarded(Negotiation::offer))
            .decides(SlaCommand.Counter.class, guarded(Negotiation::counter))
            .decides(SlaCommand.Sign.class, guarded(Negotiation::sign))
            .decides(SlaCommand.Withdraw.class, guarded(Negotiation::withdraw))
            .decides(SlaCommand.ProposeAmendment.class, guarded(Amendments::propose))
            .decides(SlaCommand.SignAmendment.class, guarded(Amendments::sign))
            .decides(SlaCommand.RejectAmendment.class, guarded(Amendments::reject))
            .decides(SlaCommand.RecordObservations.class, guarded(Recording::record))
            .decides(SlaCommand.ReportVerdict.class, guarded(Recording::report))
            .decides(SlaCommand.CompleteBackfill.class, guarded(Closings::completeBackfill))
            .decides(SlaCommand.ClosePeriod.class, guarded(Closings::closePeriod))
            .decides(SlaCommand.CloseDuePeriods.class, guarded(Closings::closeDuePeriods))
            .decides(SlaCommand.ClaimExclusion.class, guarded(Exclusions::claim))
            .decides(SlaCommand.AnswerExclusion.class, guarded(Exclusions::answer))
            .decides(SlaCommand.Dispute.class, guarded(Disputes::dispute))
            .decides(SlaCommand.ProposeResolution.class, guarded(Disputes::propose))
            .decides(SlaCommand.AgreeResolution.class, guarded(Disputes::agree))
            .decides(SlaCommand.RuleDispute.class, guarded(Disputes::rule))
            .decides(SlaCommand.AcceptStatement.class, guarded(Payments::accept))
            .decides(SlaCommand.AcceptUndisputed.class, guarded(Payments::acceptUndisputed))
            .decides(SlaCommand.MarkSent.class, guarded(Payments::markSent))
            .decides(SlaCommand.Acknowledge.class, guarded(Payments::acknowledge))
            .decides(SlaCommand.ConfirmPaid.class, guarded(Payments::confirmPaid))
            .decides(SlaCommand.Retire.class, guarded(Retirement::retire))
            .evolves("contract-drafted", 1, SlaEvent.Drafted.class, Negotiation::drafted)
            .evolves("contract-offered", 1, SlaEvent.Offered.class, Negotiation::offered)
            .evolves("contract-countered", 1, SlaEvent.Countered.class, Negotiation::countered)
            .evolves("contract-signed", 1, SlaEvent.Signed.class, Negotiation::signed)
            .evolves("contract-withdrawn", 1, SlaEvent.Withdrawn.class, Negotiation::withdrawn)
            .evolves("amendment-proposed", 1, SlaEvent.AmendmentProposed.class, Amendments::proposed)
            .evolves("amendment-signed", 1, SlaEvent.AmendmentSigned.class, Amendments::signed)
            .evolves("amendment-rejected", 1, SlaEvent.AmendmentRejected.class, Amendments::rejected)
            .evolves("observations-recorded", 1, SlaEvent.ObservationsRecorded.class, Recording::recorded)
            .evolves("backfill-completed", 1, SlaEvent.BackfillCompleted.class, Closings::backfillCompleted)
            .evolves("periods-skipped", 1, SlaEvent.PeriodsSkipped.class, Closings::periodsSkipped)
            .evolves("period-closed", 1, SlaEvent.PeriodClosed.class, Closings::periodClosed)
            .evolves("adjustments-settled", 1, SlaEvent.AdjustmentsSettled.class, Closings::adjustmentsSettled)
            .evolves("credits-restated", 1, SlaEvent.CreditsRestated.class, Closings::creditsRestated)
            .evolves("exclusion-claimed", 1, SlaEvent.ExclusionClaimed.class, Exclusions::claimed)
            .evolves("exclusion-answered", 1, SlaEvent.ExclusionAnswered.class, Exclusions::answered)
            .evolves("early-warning-raised", 1, SlaEvent.EarlyWarningRaised.class, EarlyWarning::raised)
            .evolves("statement-disputed", 1, SlaEvent.StatementDisputed.class, Disputes::disputed)
            .evolves("resolution-proposed", 1, SlaEvent.ResolutionProposed.class, Disputes::proposed)
            .evolves("dispute-resolved", 1, SlaEvent.DisputeResolved.class, Disputes::resolved)
            .evolves("acceptance-given", 1, SlaEvent.AcceptanceGiven.class, Payments::acceptanceGiven)
            .evolves("statement-accepted", 1, SlaEvent.StatementAccepted.class, Payments::accepted)
            .evolves("payment-due", 1, SlaEvent.PaymentDue.class, Payments::due)
            .evolves("statement-sent", 1, SlaEvent.StatementSent.class, Payments::sent)
            .evolves("payment-acknowledged", 1, SlaEvent.PaymentAcknowledged.class, Payments::acknowledged)
            .evolves("payment-confirmed", 1, SlaEvent.PaymentConfirmed.class, Payments::confirmed)
            .evolves("contract-retired", 1, SlaEvent.Retired.class, Retirement::retired)
            .deadlines(SlaContract::deadlines, DueDates::commandFor)
            .snapshotEvery(200)
            .build();

    /**
     * Whether a tenant may know that the contract exists: what was never offered only its author, the arbiter only what
     * is signed.
     */
    public boolean visibleTo(TenantId tenant) {
        return switch (phase) {
            case ABSENT -> false;
            case DRAFTED -> tenant.equals(drafter);
            case OFFERED, COUNTERED -> parties.binds(tenant);
            case WITHDRAWN -> tenant.equals(drafter) || proposal.signedBy() != null && parties.binds(tenant);
            case ACTIVE, RETIRED -> parties.binds(tenant) || parties.isArbiter(tenant);
        };
    }

    /** Statements that are still at hand here, oldest first; the read model has all of them. */
    public List<Standing> statements() {
        return ledger.periods().values().stream()
                .filter(PeriodAccount::hasStatement)
                .sorted(Ledger.IN_ORDER)
                .map(account -> account.closing().standing())
                .toList();
    }

    public Optional<Standing> statement(String period) {
        return ledger.account(period).filter(PeriodAccount::hasStatement).map(account -> account.closing()
                .standing());
    }

    /** The observations of a period, with what was corrected: what it takes to compute its statement again. */
    public Optional<PeriodAccount> period(String period) {
        return ledger.account(period);
    }

    /** The early warning for each open period that has data, and for the one that holds {@code now}. */
    public List<Outlook> outlooks(Instant now) {
        return EarlyWarning.outlooks(this, now);
    }

    /** The terms in force at a moment, or those under negotiation as long as nothing is signed. */
    public Optional<SlaTerms> termsAt(Instant moment) {
        if (timeline.versions().isEmpty()) {
            return Optional.ofNullable(proposal).map(Proposal::terms);
        }
        Instant within = moment.isBefore(timeline.start()) ? timeline.start() : moment;
        SlaTerms terms = null;
        for (TermsVersion version : timeline.versions()) {
            terms = version.effectiveFrom().isAfter(within) ? terms : version.terms();
        }
        return Optional.ofNullable(terms);
    }

    public Set<Deadline> deadlines() {
        return DueDates.of(this);
    }

    String currency() {
        return timeline.last().terms().currency();
    }

    /** The first period that is not closed; empty once the contract is over. */
    Optional<Period> firstOpen() {
        return timeline.at(ledger.openFrom());
    }

    /** No period is left to close: what turns out now needs a statement of its own. */
    boolean over() {
        return phase == Phase.RETIRED && !ledger.openFrom().isBefore(timeline.until());
    }

    SlaContract evolve(Collection<? extends SlaEvent> events) {
        return KIND.evolve(this, events);
    }

    SlaContract with(Phase newPhase) {
        return new SlaContract(
                name,
                parties,
                drafter,
                newPhase,
                proposal,
                lastVersion,
                backfilling,
                timeline,
                ledger,
                exclusions,
                endReason);
    }

    SlaContract with(Proposal newProposal) {
        int version = newProposal == null ? lastVersion : Math.max(lastVersion, newProposal.version());
        return new SlaContract(
                name,
                parties,
                drafter,
                phase,
                newProposal,
                version,
                backfilling,
                timeline,
                ledger,
                exclusions,
                endReason);
    }

    SlaContract with(Timeline newTimeline) {
        return new SlaContract(
                name,
                parties,
                drafter,
                phase,
                proposal,
                lastVersion,
                backfilling,
                newTimeline,
                ledger,
                exclusions,
                endReason);
    }

    SlaContract with(Ledger newLedger) {
        return new SlaContract(
                name,
                parties,
                drafter,
                phase,
                proposal,
                lastVersion,
                backfilling,
                timeline,
                newLedger,
                exclusions,
                endReason);
    }

    SlaContract with(PMap<String, ExclusionClaim> claims) {
        return new SlaContract(
                name, parties, drafter, phase, proposal, lastVersion, backfilling, timeline, ledger, claims, endReason);
    }

    SlaContract backfilled() {
        return new SlaContract(
                name, parties, drafter, phase, proposal, lastVersion, false, timeline, ledger, exclusions, endReason);
    }

    SlaContract ended(Phase newPhase, String reason) {
        return new SlaContract(
                name,
                parties,
                drafter,
                newPhase,
                proposal,
                lastVersion,
                backfilling,
                timeline,
                ledger,
                exclusions,
                reason);
    }
}
