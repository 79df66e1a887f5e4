package dev.symbio.gateway.opportunity;

import static dev.symbio.gateway.opportunity.OpportunityProblems.COMMAND;
import static dev.symbio.gateway.opportunity.OpportunityProblems.conflict;
import static dev.symbio.gateway.opportunity.OpportunityProblems.invalid;

import dev.symbio.contracts.opportunity.Artefact;
import dev.symbio.contracts.opportunity.ChainRole;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.contracts.opportunity.SalesRules;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.opportunity.OpportunityRequests.ArtefactRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.ContactRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.EndShareRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.OpportunityRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.ReleaseRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.RevisionRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.RoleEntry;
import dev.symbio.gateway.opportunity.OpportunityRequests.RolesRequest;
import dev.symbio.gateway.opportunity.OpportunityRequests.ShareRequest;
import dev.symbio.gateway.opportunity.OpportunityViews.OpportunityDone;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Opening an opportunity, and what is done for it from day to day. */
final class WorkEndpoints {
    static final String DONE = "It is done";

    private final Opportunities opportunities;
    private final SalesPeople people;

    WorkEndpoints(Opportunities opportunities, SalesPeople people) {
        this.opportunities = opportunities;
        this.people = people;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(open(), change(), contact(), roles(), release(), artefact(), revision(), share(), endShare());
    }

    private Endpoint<?> open() {
        return Endpoint.post(Opportunities.PATH)
                .named("openOpportunity", Opportunities.TAG, "Take an opportunity up, in the first stage")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(OpportunityRequest.class)
                .answers(201, "Taken up", OpportunityDone.class)
                .problems(COMMAND)
                .problems(OpportunityProblems.PROFILE)
                .problems(OpportunityProblems.PEOPLE)
                .problems(conflict("opportunity.already-opened"))
                .asksEntity()
                .handledBy(this::opened);
    }

    private CompletionStage<Answer> opened(Call<OpportunityRequest> call) {
        OpportunityRequest wanted = call.body();
        EntityRef opportunity =
                Opportunity.KIND.ref(call.tenant(), DerivedIds.of(call).toString());
        OpportunityCommand command =
                new OpportunityCommand.Open(wanted.profile(), wanted.people(), wanted.happenedAt());
        return people.check(call.tenant(), wanted.people())
                .thenCompose(checked -> opportunities.send(opportunity, command, call))
                .thenApply(done -> Answer.created(
                                Opportunities.PATH + "/" + opportunity.publicId(),
                                new OpportunityDone(opportunity.publicId(), done.seq()))
                        .withSeq(done.seq()));
    }

    private Endpoint<?> change() {
        return Endpoint.put(Opportunities.ONE)
                .named("changeOpportunity", Opportunities.TAG, "Say again what is to be sold to whom, and by whom")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(OpportunityRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(OpportunityProblems.PROFILE)
                .problems(OpportunityProblems.PEOPLE)
                .asksEntity()
                .handledBy(this::changed);
    }

    /** Whether the opportunity is the caller's at all comes first: what is not is not there. */
    private CompletionStage<Answer> changed(Call<OpportunityRequest> call) {
        OpportunityRequest wanted = call.body();
        return opportunities
                .own(call)
                .thenCompose(found -> people.check(call.tenant(), wanted.people()))
                .thenCompose(checked -> opportunities
                        .<OpportunityRequest>carriesOut(asked ->
                                new OpportunityCommand.Change(wanted.profile(), wanted.people(), wanted.happenedAt()))
                        .handle(call));
    }

    private Endpoint<?> contact() {
        return Endpoint.post(Opportunities.ONE + "/contacts")
                .named("recordContact", Opportunities.TAG, "Record what came out of talking to the customer")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(ContactRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(OpportunityProblems.ROLES)
                .problems(conflict("opportunity.too-many-contacts"))
                .problems(invalid(
                        "opportunity.too-many-tags",
                        "opportunity.promise-incomplete",
                        "opportunity.promise-in-the-past"))
                .asksEntity()
                .handledBy(opportunities.carriesOutWithRules((call, rules) -> contact(call.body(), rules)));
    }

    private static OpportunityCommand contact(ContactRequest wanted, SalesRules rules) {
        return new OpportunityCommand.RecordContact(
                wanted.summary(),
                wanted.painPoints(),
                chain(wanted.roles()),
                wanted.nextAction(),
                wanted.nextActionAt(),
                wanted.minutes(),
                wanted.competitors(),
                rules.mentionRule(),
                wanted.happenedAt());
    }

    private static List<ChainRole> chain(@Nullable List<RoleEntry> roles) {
        return roles == null
                ? List.of()
                : roles.stream()
                        .map(entry ->
                                new ChainRole(entry.role(), entry.person(), Boolean.TRUE.equals(entry.confirmed())))
                        .toList();
    }

    private Endpoint<?> roles() {
        return Endpoint.post(Opportunities.ONE + "/decision-chain")
                .named("recordRoles", Opportunities.TAG, "Name or confirm who has a say on the buyer's side")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(RolesRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(OpportunityProblems.ROLES)
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.RecordRoles(
                        chain(call.body().roles()), call.body().happenedAt())));
    }

    private Endpoint<?> release() {
        return Endpoint.post(Opportunities.ONE + "/decision-chain/release")
                .named("releaseRole", Opportunities.TAG, "Say that somebody has no say any more")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(ReleaseRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.role-unknown"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.ReleaseRole(
                        call.body().role(), call.body().reason(), call.body().happenedAt())));
    }

    private Endpoint<?> artefact() {
        return Endpoint.post(Opportunities.ONE + "/artefacts")
                .named("addArtefact", Opportunities.TAG, "Add something that proves work done")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(ArtefactRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.too-many-artefacts"))
                .problems(invalid("opportunity.kind-invalid", "opportunity.digest-invalid"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.AddArtefact(
                        new Artefact(
                                call.body().name(),
                                call.body().kind(),
                                call.body().digest(),
                                call.body().link()),
                        call.body().happenedAt())));
    }

    private Endpoint<?> revision() {
        return Endpoint.post(Opportunities.ONE + "/clause-revisions")
                .named("reviseClause", Opportunities.TAG, "Count that a clause of the contract was revised")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(RevisionRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.too-many-revisions"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.ReviseClause(
                        call.body().clause(), call.body().note(), call.body().happenedAt())));
    }

    private Endpoint<?> share() {
        return Endpoint.post(Opportunities.ONE + "/shares")
                .named("shareOpportunity", Opportunities.TAG, "Sell together with a partner: it sees these fields only")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(ShareRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.too-many-partners"))
                .problems(invalid("opportunity.own-tenant", "opportunity.value-missing"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.Share(
                        call.body().partner(), call.body().fields())));
    }

    private Endpoint<?> endShare() {
        return Endpoint.post(Opportunities.ONE + "/shares/end")
                .named("endShare", Opportunities.TAG, "Show a partner nothing any more")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(EndShareRequest.class)
                .answers(200, DONE, OpportunityDone.class)
                .problems(COMMAND)
                .problems(conflict("opportunity.not-shared"))
                .asksEntity()
                .handledBy(opportunities.carriesOut(call -> new OpportunityCommand.EndShare(
                        call.body().partner(), call.body().reason())));
    }
}
