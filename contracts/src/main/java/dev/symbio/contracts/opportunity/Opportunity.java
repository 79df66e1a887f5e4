package dev.symbio.contracts.opportunity;

import static dev.symbio.contracts.opportunity.Admission.guarded;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;

/**
 * The state of an opportunity. What can be asked and what happens is the table {@link #KIND}; each decision is in the class
 * named after its subject.
 *
 * @param chain who has a say on the buyer's side, by role
 * @param stall the rule that holds in this stage; null where nothing stalls
 * @param stalledSince what the last alert was about; null when there was none in this stay, or a contact came since
 * @param payments null before it is won
 * @param renewal what is known of the end of the contract; null when nothing is
 * @param shares the fields that each co-seller sees, by tenant
 * @param imported the line it came from; null when it was opened here
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Opportunity(
        Profile profile,
        People people,
        Progress progress,
        Activity activity,
        PMap<String, ChainRole> chain,
        StallRule stall,
        Instant stalledSince,
        Payments payments,
        Renewal renewal,
        PMap<String, PVector<SharedField>> shares,
        ImportedRow imported) {
    public static final Opportunity NONE = new Opportunity(
            null,
            null,
            Progress.NONE,
            Activity.NONE,
            HashTreePMap.empty(),
            null,
            null,
            null,
            null,
            HashTreePMap.empty(),
            null);

    public static final EntityKind<OpportunityCommand, OpportunityEvent, Opportunity> KIND = EntityKind.of(
                    "opportunity", OpportunityCommand.class, OpportunityEvent.class, NONE)
            .decides(OpportunityCommand.Open.class, Opening::open)
            .decides(OpportunityCommand.BringIn.class, BringingIn::bringIn)
            .decides(OpportunityCommand.Change.class, guarded(Opening::change))
            .decides(OpportunityCommand.RecordContact.class, guarded(Contacts::record))
            .decides(OpportunityCommand.RecordRoles.class, guarded(DecisionChain::record))
            .decides(OpportunityCommand.ReleaseRole.class, guarded(DecisionChain::release))
            .decides(OpportunityCommand.AddArtefact.class, guarded(Evidence::add))
            .decides(OpportunityCommand.ReviseClause.class, guarded(Evidence::revise))
            .decides(OpportunityCommand.Advance.class, guarded(Stages::advance))
            .decides(OpportunityCommand.GoBack.class, guarded(Stages::goBack))
            .decides(OpportunityCommand.StartPoc.class, guarded(Stages::startPoc))
            .decides(OpportunityCommand.Win.class, guarded(Ending::win))
            .decides(OpportunityCommand.Lose.class, guarded(Ending::lose))
            .decides(OpportunityCommand.Abandon.class, guarded(Ending::abandon))
            .decides(OpportunityCommand.ExpectPayment.class, guarded(Collecting::expect))
            .decides(OpportunityCommand.RecordPayment.class, guarded(Collecting::receive))
            .decides(OpportunityCommand.Share.class, guarded(CoSelling::share))
            .decides(OpportunityCommand.EndShare.class, guarded(CoSelling::end))
            .decides(OpportunityCommand.AlertStall.class, guarded(Alerts::stall))
            .decides(OpportunityCommand.AlertOverdue.class, guarded(Alerts::overdue))
            .decides(OpportunityCommand.AlertLapsed.class, guarded(Alerts::lapsed))
            .decides(OpportunityCommand.ReportRenewal.class, guarded(Renewals::report))
            .decides(OpportunityCommand.AlertRenewal.class, guarded(Renewals::alert))
            .evolves("opened", 1, OpportunityEvent.Opened.class, Opening::opened)
            .evolves("changed", 1, OpportunityEvent.Changed.class, Opening::changed)
            .evolves("stage-entered", 1, OpportunityEvent.StageEntered.class, Stages::entered)
            .evolves("contact-recorded", 1, OpportunityEvent.ContactRecorded.class, Contacts::recorded)
            .evolves("minutes-missing", 1, OpportunityEvent.MinutesMissing.class, (before, event) -> before)
            .evolves("competitor-mentions-jumped", 1, OpportunityEvent.CompetitorMentionsJumped.class, Mentions::told)
            .evolves("roles-recorded", 1, OpportunityEvent.RolesRecorded.class, DecisionChain::recorded)
            .evolves("role-released", 1, OpportunityEvent.RoleReleased.class, DecisionChain::released)
            .evolves("artefact-added", 1, OpportunityEvent.ArtefactAdded.class, Evidence::added)
            .evolves("clause-revised", 1, OpportunityEvent.ClauseRevised.class, Evidence::revised)
            .evolves("poc-started", 1, OpportunityEvent.PocStarted.class, Stages::pocStarted)
            .evolves("stalled", 1, OpportunityEvent.Stalled.class, Alerts::stalled)
            .evolves("won", 1, OpportunityEvent.Won.class, Ending::won)
            .evolves("lost", 1, OpportunityEvent.Lost.class, Ending::lost)
            .evolves("abandoned", 1, OpportunityEvent.Abandoned.class, Ending::abandoned)
            .evolves("payment-expected", 1, OpportunityEvent.PaymentExpected.class, Collecting::expected)
            .evolves("payment-received", 1, OpportunityEvent.PaymentReceived.class, Collecting::received)
            .evolves("payment-overdue", 1, OpportunityEvent.PaymentOverdue.class, Alerts::overdueTold)
            .evolves("promise-lapsed", 1, OpportunityEvent.PromiseLapsed.class, Alerts::lapsedTold)
            .evolves("renewal-reported", 1, OpportunityEvent.RenewalReported.class, Renewals::reported)
            .evolves("renewal-at-risk", 1, OpportunityEvent.RenewalAtRisk.class, Renewals::told)
            .evolves("shared", 1, OpportunityEvent.Shared.class, CoSelling::shared)
            .evolves("share-ended", 1, OpportunityEvent.ShareEnded.class, CoSelling::ended)
            .deadlines(Alerts::deadlines, Alerts::commandFor)
            .snapshotEvery(200)
            .build();

    public boolean exists() {
        return progress.outcome() != null;
    }

    public boolean isOpen() {
        return progress.outcome() == Outcome.OPEN;
    }

    /** The fields that a tenant other than the host sees; empty when it may not know that there is anything. */
    public Optional<Set<SharedField>> sharedWith(TenantId tenant) {
        return Optional.ofNullable(shares.get(tenant.value())).map(EnumSet::copyOf);
    }

    /** Confirmed roles of all there are. */
    public int rolesConfirmed() {
        return (int) chain.values().stream().filter(ChainRole::confirmed).count();
    }

    Opportunity with(Profile newProfile, People newPeople) {
        return new Opportunity(
                newProfile,
                newPeople,
                progress,
                activity,
                chain,
                stall,
                stalledSince,
                payments,
                renewal,
                shares,
                imported);
    }

    Opportunity with(Progress newProgress) {
        return new Opportunity(
                profile,
                people,
                newProgress,
                activity,
                chain,
                stall,
                stalledSince,
                payments,
                renewal,
                shares,
                imported);
    }

    Opportunity with(Activity newActivity) {
        return new Opportunity(
                profile,
                people,
                progress,
                newActivity,
                chain,
                stall,
                stalledSince,
                payments,
                renewal,
                shares,
                imported);
    }

    Opportunity withChain(PMap<String, ChainRole> newChain) {
        return new Opportunity(
                profile,
                people,
                progress,
                activity,
                newChain,
                stall,
                stalledSince,
                payments,
                renewal,
                shares,
                imported);
    }

    Opportunity withStall(StallRule rule, Instant alerted) {
        return new Opportunity(
                profile, people, progress, activity, chain, rule, alerted, payments, renewal, shares, imported);
    }

    Opportunity with(Payments newPayments) {
        return new Opportunity(
                profile,
                people,
                progress,
                activity,
                chain,
                stall,
                stalledSince,
                newPayments,
                renewal,
                shares,
                imported);
    }

    Opportunity with(Renewal newRenewal) {
        return new Opportunity(
                profile,
                people,
                progress,
                activity,
                chain,
                stall,
                stalledSince,
                payments,
                newRenewal,
                shares,
                imported);
    }

    Opportunity withShares(PMap<String, PVector<SharedField>> newShares) {
        return new Opportunity(
                profile,
                people,
                progress,
                activity,
                chain,
                stall,
                stalledSince,
                payments,
                renewal,
                newShares,
                imported);
    }

    /** A fact happened then. */
    Opportunity at(Instant fact) {
        return with(progress.at(fact));
    }
}
