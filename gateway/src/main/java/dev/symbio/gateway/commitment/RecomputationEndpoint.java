package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.CommitmentEvent;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.commitment.Verdict;
import dev.symbio.contracts.commitment.VerdictAgain;
import dev.symbio.gateway.audit.Recomputation;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventCodec;
import dev.symbio.platform.entity.Replay;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.tenants.tenant.Permission;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** A verdict given anew, from the commitment's history alone: neither read model nor stored verdict is asked. */
final class RecomputationEndpoint {
    /** A verdict, computed anew. */
    record VerdictRecomputation(String commitment, String promise, int verdict, Recomputation<Verdict> step) {}

    private final Commitments commitments;
    private final Replay replay;
    private final EventCodec<CommitmentEvent> codec = new EventCodec<>(ValueCommitment.KIND);

    RecomputationEndpoint(Commitments commitments, Platform platform) {
        this.commitments = commitments;
        replay = new Replay(platform.history(), platform.blocking());
    }

    Endpoint<?> endpoint() {
        return Endpoint.get(Commitments.ONE + "/promises/{promise}/verdicts/{verdict}/recomputation")
                .named(
                        "recomputeVerdict",
                        Commitments.TAG,
                        "A verdict given anew from the samples and terms that were recorded before it, and where it"
                                + " differs")
                .needs(Permission.COMMITMENT_READ)
                .answers(200, "What is stored, what it should be, and the differences", VerdictRecomputation.class)
                .problems(
                        CommitmentProblems.NOT_FOUND,
                        CommitmentProblems.PROMISE_UNKNOWN,
                        CommitmentProblems.VERDICT_UNKNOWN)
                .asksEntity()
                .handledBy(this::recompute);
    }

    private CompletionStage<Answer> recompute(Call<Void> call) {
        EntityRef ref = Commitments.ref(call);
        AtomicReference<Recomputation<Verdict>> found = new AtomicReference<>();
        return commitments
                .visible(call)
                .thenCompose(live -> {
                    VerdictEndpoints.promise(call, live.state());
                    return replay.all(ValueCommitment.KIND, ref, live, (event, before, after) -> {
                        if (VerdictAgain.EVENTS.contains(
                                codec.typeOf(event.meta().type()))) {
                            again(event, before, call).ifPresent(found::set);
                        }
                    });
                })
                .thenApply(end -> {
                    Recomputation<Verdict> step =
                            Optional.ofNullable(found.get()).orElseThrow(VerdictEndpoints::unknown);
                    return Answer.ok(new VerdictRecomputation(
                            ref.publicId(), call.path("promise"), step.stored().number(), step));
                });
    }

    private Optional<Recomputation<Verdict>> again(StoredEvent stored, ValueCommitment before, Call<Void> call) {
        String promise = call.path("promise");
        return VerdictAgain.stored(codec.read(stored).event())
                .filter(verdict -> verdict.promise().equals(promise)
                        && Integer.toString(verdict.number()).equals(call.path("verdict")))
                .map(verdict -> Recomputation.of(
                        stored.meta(),
                        before.track(promise)
                                .map(track -> track.samplesOf(verdict.window()))
                                .orElse(0L),
                        verdict,
                        VerdictAgain.computed(before, promise)));
    }
}
