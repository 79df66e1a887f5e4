package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.gateway.audit.EntitiesAsSeen;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Handler;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The way from a call to the contract it names. */
final class Contracts {
    static final String PATH = "/api/v1/sla-contracts";
    static final String ONE = PATH + "/{contract}";
    static final String TAG = "SLA contracts";

    private final EntitiesAsSeen entities;

    Contracts(EntitiesAsSeen entities) {
        this.entities = entities;
    }

    /** The contract in the path; an id that cannot be one is answered like one that does not exist. */
    static EntityRef ref(Call<?> call) {
        return EntityRef.parse(SlaContract.KIND.name(), call.path("contract")).orElseThrow(Contracts::notFound);
    }

    /** In the entity's own words, so that nobody can tell the two apart. */
    static ProblemException notFound() {
        return SlaProblems.NOT_FOUND.because("There is no such SLA contract.");
    }

    CompletionStage<Reply.Accepted> send(EntityRef contract, SlaCommand command, Call<?> call) {
        return entities.send(contract, command, call.meta()).thenApply(Replies::accepted);
    }

    Entities entities() {
        return entities;
    }

    /** The contract as it is now, if the caller may see it. */
    CompletionStage<Snapshot<SlaContract>> visible(Call<?> call) {
        return visible(ref(call), call.tenant());
    }

    CompletionStage<Snapshot<SlaContract>> visible(EntityRef contract, TenantId reader) {
        return entities.state(SlaContract.KIND, contract, reader).thenApply(found -> visible(found, reader));
    }

    /** The same for a contract as it was: it was not for everyone from the beginning. */
    static Snapshot<SlaContract> visible(Snapshot<SlaContract> found, TenantId reader) {
        if (!found.state().visibleTo(reader)) {
            throw notFound();
        }
        return found;
    }

    /** Answers a command that has nothing to tell but that it was carried out. */
    <B> Handler<B> carriesOut(Function<Call<B>, SlaCommand> command) {
        return call -> {
            EntityRef contract = ref(call);
            return send(contract, command.apply(call), call)
                    .thenApply(done -> Answer.ok(new SlaViews.Done(contract.publicId(), done.seq()))
                            .withSeq(done.seq()));
        };
    }
}
