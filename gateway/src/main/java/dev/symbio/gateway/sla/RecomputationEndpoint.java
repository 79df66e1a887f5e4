package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.contracts.sla.Statement;
import dev.symbio.contracts.sla.StatementAgain;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A settlement statement settled anew, from the contract's history alone: nobody need take our word. */
final class RecomputationEndpoint {
    /**
     * A statement, computed anew.
     *
     * @param equal whether every version of it is what the observations and terms of then make it
     * @param steps the statement as issued, and as restated by a dispute if there was one
     */
    record StatementRecomputation(
            String contract, String period, boolean equal, List<Recomputation<Statement>> steps) {}

    private final Contracts contracts;
    private final Replay replay;
    private final EventCodec<SlaEvent> codec = new EventCodec<>(SlaContract.KIND);

    RecomputationEndpoint(Contracts contracts, Platform platform) {
        this.contracts = contracts;
        replay = new Replay(platform.history(), platform.blocking());
    }

    Endpoint<?> endpoint() {
        return Endpoint.get(Contracts.ONE + "/statements/{period}/recomputation")
                .named(
                        "recomputeStatement",
                        Contracts.TAG,
                        "A statement settled anew from the observations and terms that were recorded before it, and"
                                + " where it differs")
                .needs(Permission.CONTRACT_READ)
                .answers(200, "What is stored, what it should be, and the differences", StatementRecomputation.class)
                .problems(SlaProblems.NOT_FOUND, SlaProblems.STATEMENT_UNKNOWN)
                .asksEntity()
                .handledBy(this::recompute);
    }

    private CompletionStage<Answer> recompute(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        String period = call.path("period");
        List<Recomputation<Statement>> steps = new ArrayList<>();
        return contracts
                .visible(call)
                .thenCompose(live -> replay.through(SlaContract.KIND, ref, live.seq(), (event, before, after) -> {
                    if (StatementAgain.EVENTS.contains(codec.typeOf(event.meta().type()))) {
                        again(event, before, period, steps);
                    }
                }))
                .thenApply(end -> {
                    if (steps.isEmpty()) {
                        throw SlaProblems.STATEMENT_UNKNOWN.because("There is no such statement in this contract.");
                    }
                    boolean equal = steps.stream().allMatch(Recomputation::equal);
                    return Answer.ok(new StatementRecomputation(ref.publicId(), period, equal, steps));
                });
    }

    private void again(StoredEvent stored, SlaContract before, String period, List<Recomputation<Statement>> steps) {
        SlaEvent event = codec.read(stored).event();
        StatementAgain.stored(event)
                .filter(statement -> statement.period().equals(period))
                .ifPresent(statement -> steps.add(Recomputation.of(
                        stored.meta(),
                        StatementAgain.observations(before, period),
                        statement,
                        StatementAgain.computed(before, event))));
    }
}
