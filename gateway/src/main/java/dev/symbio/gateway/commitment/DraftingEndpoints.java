package dev.symbio.gateway.commitment;

import static dev.symbio.gateway.commitment.CommitmentProblems.conflict;
import static dev.symbio.gateway.commitment.CommitmentProblems.forbidden;
import static dev.symbio.gateway.commitment.CommitmentProblems.invalid;

import dev.symbio.contracts.commitment.CommitmentCommand;
import dev.symbio.contracts.commitment.Phase;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.gateway.commitment.CommitmentRequests.CommitmentChangeRequest;
import dev.symbio.gateway.commitment.CommitmentRequests.CommitmentDraftRequest;
import dev.symbio.gateway.commitment.CommitmentRequests.CommitmentEndRequest;
import dev.symbio.gateway.commitment.CommitmentRequests.CommitmentSignRequest;
import dev.symbio.gateway.commitment.CommitmentRequests.WaiverAnswerRequest;
import dev.symbio.gateway.commitment.CommitmentRequests.WaiverRequest;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** From draft to signature, waivers, and the end. */
final class DraftingEndpoints {
    private static final String DONE = "It is done";

    private final Commitments commitments;
    private final int maxPromises;

    DraftingEndpoints(Commitments commitments, int maxPromises) {
        this.commitments = commitments;
        this.maxPromises = maxPromises;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(draft(), change(), sign(), proposeWaiver(), answerWaiver(), end());
    }

    private Endpoint<?> draft() {
        return Endpoint.post(Commitments.PATH)
                .named("draftCommitment", Commitments.TAG, "Write down what you promise; the customer's tenant sees it")
                .needs(Permission.COMMITMENT_MANAGE)
                .takes(CommitmentDraftRequest.class)
                .answers(201, "Written down", CommitmentViews.CommitmentDrafted.class)
                .problems(CommitmentProblems.NOT_FOUND)
                .problems(conflict("commitment.already-drafted"))
                .problems(CommitmentProblems.TERMS)
                .problems(CommitmentProblems.TEXT)
                .problems(invalid("commitment.same-party"))
                .asksEntity()
                .handledBy(this::drafted);
    }

    private CompletionStage<Answer> drafted(Call<CommitmentDraftRequest> call) {
        CommitmentDraftRequest wanted = call.body();
        EntityRef commitment =
                ValueCommitment.KIND.ref(call.tenant(), DerivedIds.of(call).toString());
        CommitmentCommand.Draft command = new CommitmentCommand.Draft(
                wanted.terms(), wanted.customer(), Boolean.TRUE.equals(wanted.backfill()), maxPromises, null);
        return commitments.send(commitment, command, call).thenApply(done -> {
            CommitmentViews.CommitmentDrafted view =
                    new CommitmentViews.CommitmentDrafted(commitment.publicId(), done.seq(), Phase.DRAFTED, 1);
            return Answer.created(Commitments.PATH + "/" + commitment.publicId(), view)
                    .withSeq(done.seq());
        });
    }

    private Endpoint<?> change() {
        return Endpoint.post(Commitments.ONE + "/change")
                .named("changeCommitment", Commitments.TAG, "Change what is not active yet; all sign again")
                .needs(Permission.COMMITMENT_MANAGE)
                .takes(CommitmentChangeRequest.class)
                .answers(200, DONE, CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(CommitmentProblems.TERMS)
                .problems(CommitmentProblems.TEXT)
                .asksEntity()
                .handledBy(commitments.carriesOut(
                        call -> new CommitmentCommand.Change(call.body().terms(), maxPromises)));
    }

    private Endpoint<?> sign() {
        return Endpoint.post(Commitments.ONE + "/sign")
                .named("signCommitment", Commitments.TAG, "Sign a revision; the last signature makes it active")
                .needs(Permission.COMMITMENT_SIGN)
                .takes(CommitmentSignRequest.class)
                .answers(200, DONE, CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(CommitmentProblems.WRONG_CAPACITY)
                .problems(conflict(
                        "commitment.other-revision",
                        "commitment.nothing-promised",
                        "commitment.already-signed",
                        "commitment.same-person"))
                .asksEntity()
                .handledBy(commitments.carriesOutAs(
                        call -> call.body().capacity(),
                        call -> new CommitmentCommand.Sign(
                                call.body().capacity(), call.body().revision())));
    }

    private Endpoint<?> proposeWaiver() {
        return Endpoint.post(Commitments.ONE + "/promises/{promise}/waiver")
                .named("proposeWaiver", Commitments.TAG, "Propose to let a promise go; the other side has to agree")
                .needs(Permission.COMMITMENT_SIGN)
                .takes(WaiverRequest.class)
                .answers(200, DONE, CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(CommitmentProblems.PROMISE_UNKNOWN, CommitmentProblems.WRONG_CAPACITY)
                .problems(conflict("commitment.waiver-open", "commitment.promise-settled"))
                .problems(CommitmentProblems.TEXT)
                .asksEntity()
                .handledBy(commitments.carriesOutAs(
                        call -> call.body().capacity(),
                        call -> new CommitmentCommand.ProposeWaiver(
                                call.path("promise"),
                                call.body().reason(),
                                call.body().capacity())));
    }

    private Endpoint<?> answerWaiver() {
        return Endpoint.post(Commitments.ONE + "/promises/{promise}/waiver/answer")
                .named("answerWaiver", Commitments.TAG, "Sign or refuse a waiver that the other side proposed")
                .needs(Permission.COMMITMENT_SIGN)
                .takes(WaiverAnswerRequest.class)
                .answers(200, DONE, CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(CommitmentProblems.PROMISE_UNKNOWN, CommitmentProblems.WRONG_CAPACITY)
                .problems(forbidden("commitment.same-side"))
                .problems(conflict("commitment.no-waiver", "commitment.promise-settled"))
                .problems(CommitmentProblems.TEXT)
                .asksEntity()
                .handledBy(commitments.carriesOutAs(
                        call -> call.body().capacity(),
                        call -> new CommitmentCommand.AnswerWaiver(
                                call.path("promise"),
                                call.body().accept(),
                                call.body().note(),
                                call.body().capacity())));
    }

    private Endpoint<?> end() {
        return Endpoint.post(Commitments.ONE + "/end")
                .named("endCommitment", Commitments.TAG, "Give it up or end it; nothing is tracked any more")
                .needs(Permission.COMMITMENT_MANAGE)
                .takes(CommitmentEndRequest.class)
                .answers(200, DONE, CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(CommitmentProblems.TEXT)
                .asksEntity()
                .handledBy(commitments.carriesOut(
                        call -> new CommitmentCommand.End(call.body().reason())));
    }
}
