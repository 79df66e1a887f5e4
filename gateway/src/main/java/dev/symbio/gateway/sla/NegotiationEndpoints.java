package dev.symbio.gateway.sla;

import static dev.symbio.gateway.sla.SlaProblems.conflict;
import static dev.symbio.gateway.sla.SlaProblems.invalid;

import dev.symbio.contracts.sla.Phase;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.DerivedIds;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.sla.SlaRequests.AmendmentRequest;
import dev.symbio.gateway.sla.SlaRequests.CounterRequest;
import dev.symbio.gateway.sla.SlaRequests.DraftRequest;
import dev.symbio.gateway.sla.SlaRequests.ReasonRequest;
import dev.symbio.gateway.sla.SlaRequests.RetireRequest;
import dev.symbio.gateway.sla.SlaRequests.SignRequest;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** From draft to signature, amendments, and the end. */
final class NegotiationEndpoints {
    private static final String DONE = "It is done";

    private final Contracts contracts;

    NegotiationEndpoints(Contracts contracts) {
        this.contracts = contracts;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                draft(), offer(), counter(), sign(), withdraw(), amend(), signAmendment(), rejectAmendment(), retire());
    }

    private Endpoint<?> draft() {
        return Endpoint.post(Contracts.PATH)
                .named("draftSlaContract", Contracts.TAG, "Write down a contract; only you see it until you offer it")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(DraftRequest.class)
                .answers(201, "Written down", SlaViews.Drafted.class)
                .problems(SlaProblems.NOT_FOUND)
                .problems(conflict("sla.already-drafted"))
                .problems(SlaProblems.TERMS)
                .problems(SlaProblems.TEXT)
                .problems(invalid("sla.party-missing", "sla.same-party", "sla.not-a-party", "sla.arbiter-is-party"))
                .asksEntity()
                .handledBy(this::drafted);
    }

    private CompletionStage<Answer> drafted(Call<DraftRequest> call) {
        DraftRequest wanted = call.body();
        EntityRef contract =
                SlaContract.KIND.ref(call.tenant(), DerivedIds.of(call).toString());
        SlaCommand.Draft command = new SlaCommand.Draft(
                wanted.name(),
                wanted.provider(),
                wanted.customer(),
                wanted.arbiter(),
                wanted.terms(),
                wanted.effectiveFrom(),
                Boolean.TRUE.equals(wanted.backfill()));
        return contracts.send(contract, command, call).thenApply(done -> {
            SlaViews.Drafted view = new SlaViews.Drafted(contract.publicId(), done.seq(), Phase.DRAFTED, wanted.name());
            return Answer.created(Contracts.PATH + "/" + contract.publicId(), view)
                    .withSeq(done.seq());
        });
    }

    private Endpoint<?> offer() {
        return Endpoint.post(Contracts.ONE + "/offer")
                .named("offerSlaContract", Contracts.TAG, "Sign your draft and show it to the other party")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(Nothing.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.Offer()));
    }

    private Endpoint<?> counter() {
        return Endpoint.post(Contracts.ONE + "/counter")
                .named("counterSlaContract", Contracts.TAG, "Answer an offer with a version of your own, signed")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(CounterRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(conflict("sla.not-your-turn"))
                .problems(SlaProblems.TERMS)
                .problems(SlaProblems.TEXT)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.Counter(
                        call.body().terms(),
                        call.body().effectiveFrom(),
                        call.body().note())));
    }

    private Endpoint<?> sign() {
        return Endpoint.post(Contracts.ONE + "/sign")
                .named("signSlaContract", Contracts.TAG, "Sign the version on the table: the contract is active")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(SignRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(conflict("sla.other-version", "sla.already-signed"))
                .asksEntity()
                .handledBy(contracts.carriesOut(
                        call -> new SlaCommand.Sign(call.body().version())));
    }

    private Endpoint<?> withdraw() {
        return Endpoint.post(Contracts.ONE + "/withdraw")
                .named("withdrawSlaContract", Contracts.TAG, "End the negotiation")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(ReasonRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.TEXT)
                .asksEntity()
                .handledBy(contracts.carriesOut(
                        call -> new SlaCommand.Withdraw(call.body().reason())));
    }

    private Endpoint<?> amend() {
        return Endpoint.post(Contracts.ONE + "/amendments")
                .named("proposeAmendment", Contracts.TAG, "Propose new terms, signed, from a period boundary on")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(AmendmentRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(conflict("sla.amendment-open"))
                .problems(SlaProblems.TERMS)
                .problems(SlaProblems.TEXT)
                .problems(invalid(
                        "sla.currency-differs",
                        "sla.zone-differs",
                        "sla.period-already-closed",
                        "sla.before-last-version",
                        "sla.not-a-period-boundary"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.ProposeAmendment(
                        call.body().terms(),
                        call.body().effectiveFrom(),
                        call.body().note())));
    }

    private Endpoint<?> signAmendment() {
        return Endpoint.post(Contracts.ONE + "/amendments/{version}/sign")
                .named("signAmendment", Contracts.TAG, "Sign the other party's amendment")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(Nothing.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.VERSION_UNKNOWN)
                .problems(conflict(
                        "sla.no-amendment",
                        "sla.other-version",
                        "sla.already-signed",
                        "sla.period-already-closed",
                        "sla.observations-do-not-fit"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.SignAmendment(version(call))));
    }

    private Endpoint<?> rejectAmendment() {
        return Endpoint.post(Contracts.ONE + "/amendments/{version}/reject")
                .named("rejectAmendment", Contracts.TAG, "Refuse the other party's amendment, or take back your own")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(ReasonRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.VERSION_UNKNOWN)
                .problems(conflict("sla.no-amendment"))
                .problems(SlaProblems.TEXT)
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.RejectAmendment(
                        version(call), call.body().reason())));
    }

    private Endpoint<?> retire() {
        return Endpoint.post(Contracts.ONE + "/retire")
                .named("retireSlaContract", Contracts.TAG, "End the contract; what was before is still settled")
                .needs(Permission.CONTRACT_NEGOTIATE)
                .takes(RetireRequest.class)
                .answers(200, DONE, SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(conflict("sla.backfill-open"))
                .problems(SlaProblems.TEXT)
                .problems(invalid("sla.period-already-closed", "sla.end-too-far", "sla.end-in-the-past"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call ->
                        new SlaCommand.Retire(call.body().reason(), call.body().at())));
    }

    private static int version(Call<?> call) {
        try {
            return Integer.parseInt(call.path("version"));
        } catch (NumberFormatException notANumber) {
            throw SlaProblems.VERSION_UNKNOWN.because("Expected the number of an amendment's version.");
        }
    }
}
