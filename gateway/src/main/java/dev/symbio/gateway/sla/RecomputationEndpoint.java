package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.Restatement;
import dev.symbio.contracts.sla.RestatementsAgain;
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
import java.util.stream.Stream;

/** A settlement statement settled anew, from the contract's history alone: nobody need take our word. */
final class RecomputationEndpoint {
    /** Closed periods settled again, because of one event. */
    record RestatedCredits(List<Restatement> periods) {
        static Recomputation<RestatedCredits> again(RestatementsAgain.Again again) {
            return Recomputation.of(
                    again.meta(),
                    again.observations(),
                    new RestatedCredits(again.stored()),
                    again.computed().map(RestatedCredits::new));
        }
    }

    /**
     * A statement, computed anew.
     *
     * @param equal whether every version of it, and every change of earlier credits that it settles, is what the observations,
     *     corrections and terms of then make it
     * @param steps the statement as issued, and as restated by a dispute if there was one
     * @param restatements what changed the credits of closed periods, for this statement to settle: its adjustments are their
     *     sums. One that should be there and is not has the number of the event that it should have followed, and no periods
     */
    record StatementRecomputation(
            String contract,
            String period,
            boolean equal,
            List<Recomputation<Statement>> steps,
            List<Recomputation<RestatedCredits>> restatements) {
        static StatementRecomputation of(
                EntityRef contract,
                String period,
                List<Recomputation<Statement>> steps,
                List<RestatementsAgain.Again> settled) {
            List<Recomputation<RestatedCredits>> restatements =
                    settled.stream().map(RestatedCredits::again).toList();
            boolean equal = Stream.concat(steps.stream(), restatements.stream()).allMatch(Recomputation::equal);
            return new StatementRecomputation(contract.publicId(), period, equal, steps, restatements);
        }
    }

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
                        "A statement and the adjustments in it settled anew from the observations, corrections and terms that"
                                + " were recorded before, and where it differs")
                .needs(Permission.CONTRACT_READ)
                .answers(200, "What is stored, what it should be, and the differences", StatementRecomputation.class)
                .problems(SlaProblems.NOT_FOUND, SlaProblems.STATEMENT_UNKNOWN)
                .asksEntity()
                .handledBy(this::recompute);
    }

    private CompletionStage<Answer> recompute(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        Reading reading = new Reading(call.path("period"));
        return contracts
                .visible(call)
                .thenCompose(live -> replay.all(SlaContract.KIND, ref, live, reading::visit))
                .thenApply(end -> {
                    if (reading.steps.isEmpty()) {
                        throw SlaProblems.STATEMENT_UNKNOWN.because("There is no such statement in this contract.");
                    }
                    return Answer.ok(StatementRecomputation.of(ref, reading.period, reading.steps, reading.settled));
                });
    }

    /** What of a history concerns one statement. */
    private final class Reading {
        private final String period;
        private final List<Recomputation<Statement>> steps = new ArrayList<>();
        private final List<RestatementsAgain.Again> settled = new ArrayList<>();
        private final RestatementsAgain restatements = new RestatementsAgain();

        Reading(String period) {
            this.period = period;
        }

        void visit(StoredEvent stored, SlaContract before, SlaContract after) {
            Class<? extends SlaEvent> type = codec.typeOf(stored.meta().type());
            restatements.follow(stored.meta(), type, () -> codec.read(stored).event(), before, after);
            if (StatementAgain.EVENTS.contains(type)) {
                again(stored, before);
            }
        }

        private void again(StoredEvent stored, SlaContract before) {
            SlaEvent event = codec.read(stored).event();
            StatementAgain.stored(event)
                    .filter(statement -> statement.period().equals(period))
                    .ifPresent(statement -> {
                        steps.add(Recomputation.of(
                                stored.meta(),
                                StatementAgain.observations(before, period),
                                statement,
                                StatementAgain.computed(before, event)));
                        if (!(event instanceof SlaEvent.DisputeResolved)) {
                            settled.addAll(restatements.settled());
                        }
                    });
        }
    }
}
