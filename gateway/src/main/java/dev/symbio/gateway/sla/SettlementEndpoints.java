package dev.symbio.gateway.sla;

import static dev.symbio.gateway.sla.SlaProblems.conflict;
import static dev.symbio.gateway.sla.SlaProblems.forbidden;
import static dev.symbio.gateway.sla.SlaProblems.invalid;

import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.sla.SlaRequests.DisputeRequest;
import dev.symbio.gateway.sla.SlaRequests.ExclusionAnswer;
import dev.symbio.gateway.sla.SlaRequests.ExclusionRequest;
import dev.symbio.gateway.sla.SlaRequests.PaidRequest;
import dev.symbio.gateway.sla.SlaRequests.ReferenceRequest;
import dev.symbio.gateway.sla.SlaRequests.ResolutionRequest;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** What the parties do about what was measured: exclude, dispute, accept, pay. */
final class SettlementEndpoints {
    private static final String EXCLUSIONS = Contracts.ONE + "/exclusions";
    private static final String STATEMENT = Contracts.ONE + "/statements/{period}";
    private static final String DONE = "It is done";

    private static final List<ProblemType> RESOLUTION =
            invalid("sla.outcome-missing", "sla.granted-not-split", "sla.observation-unknown", "sla.text-too-long");

    private final Contracts contracts;

    SettlementEndpoints(Contracts contracts) {
        this.contracts = contracts;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                claimExclusion(),
                answerExclusion(),
                accept(),
                dispute(),
                proposeResolution(),
                agreeResolution(),
                ruleDispute(),
                acknowledge(),
                confirmPaid());
    }

    private Endpoint<?> claimExclusion() {
        return Endpoint.post(EXCLUSIONS)
                .named("claimExclusion", Contracts.TAG, "Claim that observations should not count")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(ExclusionRequest.class)
                .answers(200, "The claim waits for the other party", SlaViews.ExclusionDone.class)
                .problems(SlaProblems.COMMAND)
                .problems(conflict("sla.too-many-claims"))
                .problems(SlaProblems.TEXT)
                .problems(invalid(
                        "sla.invalid",
                        "sla.reason-missing",
                        "sla.batch-size",
                        "sla.observation-unknown",
                        "sla.exclusion-not-agreed",
                        "sla.already-excluded"))
                .asksEntity()
                .handledBy(this::claimed);
    }

    private CompletionStage<Answer> claimed(Call<ExclusionRequest> call) {
        EntityRef contract = Contracts.ref(call);
        ExclusionRequest claim = call.body();
        SlaCommand command = new SlaCommand.ClaimExclusion(claim.reason(), claim.observationIds(), claim.evidence());
        return contracts.send(contract, command, call).thenApply(done -> Answer.ok(new SlaViews.ExclusionDone(
                        contract.publicId(),
                        done.seq(),
                        done.result().path("exclusionId").asText()))
                .withSeq(done.seq()));
    }

    private Endpoint<?> answerExclusion() {
        return Endpoint.post(EXCLUSIONS + "/{exclusion}/answer")
                .named("answerExclusion", Contracts.TAG, "Accept or refuse the other party's claim")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(ExclusionAnswer.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.EXCLUSION_UNKNOWN)
                .problems(forbidden("sla.own-claim"))
                .problems(conflict("sla.exclusion-lapsed"))
                .problems(SlaProblems.TEXT)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.AnswerExclusion(
                        call.path("exclusion"),
                        call.body().accept(),
                        call.body().note())));
    }

    private Endpoint<?> accept() {
        return Endpoint.post(STATEMENT + "/accept")
                .named(
                        "acceptStatement",
                        Contracts.TAG,
                        "Accept a statement before its dispute window is over; it takes both parties")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(Nothing.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict("sla.statement-not-issued"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.AcceptStatement(call.path("period"))));
    }

    private Endpoint<?> dispute() {
        return Endpoint.post(STATEMENT + "/dispute")
                .named("disputeStatement", Contracts.TAG, "Dispute observations of an issued statement")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(DisputeRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict("sla.statement-not-issued", "sla.dispute-window-over"))
                .problems(SlaProblems.TEXT)
                .problems(invalid(
                        "sla.invalid",
                        "sla.batch-size",
                        "sla.observation-unknown",
                        "sla.observation-twice",
                        "sla.claim-not-applicable",
                        "sla.observations-invalid"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.Dispute(
                        call.path("period"),
                        call.body().observations(),
                        call.body().evidence())));
    }

    private Endpoint<?> proposeResolution() {
        return Endpoint.post(STATEMENT + "/dispute/propose")
                .named("proposeResolution", Contracts.TAG, "Propose how to resolve the dispute")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(ResolutionRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict("sla.statement-not-disputed"))
                .problems(RESOLUTION)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.ProposeResolution(
                        call.path("period"),
                        call.body().outcome(),
                        granted(call),
                        call.body().note())));
    }

    private static List<String> granted(Call<ResolutionRequest> call) {
        return Objects.requireNonNullElse(call.body().granted(), List.of());
    }

    private Endpoint<?> agreeResolution() {
        return Endpoint.post(STATEMENT + "/dispute/agree")
                .named("agreeResolution", Contracts.TAG, "Agree to the other party's proposal")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(Nothing.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict("sla.statement-not-disputed", "sla.no-resolution-proposed"))
                .problems(forbidden("sla.own-proposal"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.AgreeResolution(call.path("period"))));
    }

    private Endpoint<?> ruleDispute() {
        return Endpoint.post(STATEMENT + "/dispute/rule")
                .named("ruleDispute", Contracts.TAG, "Resolve the dispute as the arbiter")
                .needs(Permission.CONTRACT_SETTLE)
                .takes(ResolutionRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict("sla.statement-not-disputed"))
                .problems(RESOLUTION)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.RuleDispute(
                        call.path("period"),
                        call.body().outcome(),
                        granted(call),
                        call.body().note())));
    }

    private Endpoint<?> acknowledge() {
        return Endpoint.post(STATEMENT + "/acknowledge")
                .named("acknowledgePayment", Contracts.TAG, "Finance has taken the obligation in")
                .needs(Permission.FINANCE)
                .takes(ReferenceRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict("sla.nothing-to-pay", "sla.statement-not-accepted", "sla.statement-not-sent"))
                .problems(SlaProblems.TEXT)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.Acknowledge(
                        call.path("period"), call.body().reference())));
    }

    private Endpoint<?> confirmPaid() {
        return Endpoint.post(STATEMENT + "/paid")
                .named("confirmPaid", Contracts.TAG, "Finance confirms the payment")
                .needs(Permission.FINANCE)
                .takes(PaidRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.STATEMENT_UNKNOWN)
                .problems(conflict(
                        "sla.nothing-to-pay",
                        "sla.statement-not-accepted",
                        "sla.statement-not-sent",
                        "sla.statement-not-acknowledged"))
                .problems(SlaProblems.TEXT)
                .problems(invalid("sla.date-missing", "sla.in-the-future"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.ConfirmPaid(
                        call.path("period"),
                        call.body().reference(),
                        call.body().paidOn())));
    }
}
