package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.contracts.opportunity.SalesRules;
import dev.symbio.contracts.opportunity.SalesSettings;
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
import java.util.function.BiFunction;
import java.util.function.Function;

/** The way from a call to the opportunity it names, and to what its tenant has set. */
final class Opportunities {
    static final String PATH = "/api/v1/opportunities";
    static final String ONE = PATH + "/{opportunity}";
    static final String TAG = "Opportunities";

    private final EntitiesAsSeen entities;

    Opportunities(EntitiesAsSeen entities) {
        this.entities = entities;
    }

    /** The opportunity in the path; an id that cannot be one is answered like one that does not exist. */
    static EntityRef ref(Call<?> call) {
        return EntityRef.parse(Opportunity.KIND.name(), call.path("opportunity"))
                .orElseThrow(Opportunities::notFound);
    }

    /** In the entity's own words, so that nobody can tell the two apart. */
    static ProblemException notFound() {
        return OpportunityProblems.NOT_FOUND.because("There is no such opportunity.");
    }

    Entities entities() {
        return entities;
    }

    CompletionStage<Reply.Accepted> send(EntityRef opportunity, OpportunityCommand command, Call<?> call) {
        return entities.send(opportunity, command, call.meta()).thenApply(Replies::accepted);
    }

    /** The rules that a tenant has set, or the defaults. */
    CompletionStage<Snapshot<SalesSettings>> settings(TenantId tenant) {
        return entities.state(SalesSettings.KIND, SalesSettings.of(tenant));
    }

    /** The opportunity as it is now, if the caller may see anything of it. */
    CompletionStage<Snapshot<Opportunity>> visible(Call<?> call) {
        return visible(ref(call), call.tenant());
    }

    private CompletionStage<Snapshot<Opportunity>> visible(EntityRef ref, TenantId reader) {
        return entities.state(Opportunity.KIND, ref, reader).thenApply(found -> {
            Opportunity opportunity = found.state();
            if (!opportunity.exists()
                    || !reader.equals(ref.tenant())
                            && opportunity.sharedWith(reader).isEmpty()) {
                throw notFound();
            }
            return found;
        });
    }

    /** The opportunity as it is now, if it is the caller's own. */
    CompletionStage<Snapshot<Opportunity>> own(Call<?> call) {
        return own(ref(call), call.tenant());
    }

    CompletionStage<Snapshot<Opportunity>> own(EntityRef ref, TenantId reader) {
        return visible(ref, reader).thenApply(found -> {
            if (!reader.equals(ref.tenant())) {
                throw OpportunityProblems.NOT_FOR_YOU.because(
                        "Expected somebody of the tenant that the opportunity belongs to.");
            }
            return found;
        });
    }

    /** Answers a command that has nothing to tell but that it was carried out. */
    <B> Handler<B> carriesOut(Function<Call<B>, OpportunityCommand> command) {
        return call -> {
            EntityRef opportunity = ref(call);
            return send(opportunity, command.apply(call), call).thenApply(done -> done(opportunity, done));
        };
    }

    /** Likewise, for a command that takes along what the caller's tenant has set. */
    <B> Handler<B> carriesOutWithRules(BiFunction<Call<B>, SalesRules, OpportunityCommand> command) {
        return call -> {
            EntityRef opportunity = ref(call);
            return settings(call.tenant())
                    .thenCompose(found ->
                            send(opportunity, command.apply(call, found.state().rules()), call))
                    .thenApply(done -> done(opportunity, done));
        };
    }

    private static Answer done(EntityRef opportunity, Reply.Accepted done) {
        return Answer.ok(new OpportunityViews.OpportunityDone(opportunity.publicId(), done.seq()))
                .withSeq(done.seq());
    }
}
