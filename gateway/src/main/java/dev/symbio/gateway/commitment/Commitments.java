package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.Capacity;
import dev.symbio.contracts.commitment.CommitmentCommand;
import dev.symbio.contracts.commitment.ValueCommitment;
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
import dev.symbio.tenants.tenant.Role;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The way from a call to the commitment it names. */
final class Commitments {
    static final String PATH = "/api/v1/value-commitments";
    static final String ONE = PATH + "/{commitment}";
    static final String TAG = "Value commitments";

    private final EntitiesAsSeen entities;

    Commitments(EntitiesAsSeen entities) {
        this.entities = entities;
    }

    /** The commitment in the path; an id that cannot be one is answered like one that does not exist. */
    static EntityRef ref(Call<?> call) {
        return EntityRef.parse(ValueCommitment.KIND.name(), call.path("commitment"))
                .orElseThrow(Commitments::notFound);
    }

    /** In the entity's own words, so that nobody can tell the two apart. */
    static ProblemException notFound() {
        return CommitmentProblems.NOT_FOUND.because("There is no such value commitment.");
    }

    CompletionStage<Reply.Accepted> send(EntityRef commitment, CommitmentCommand command, Call<?> call) {
        return entities.send(commitment, command, call.meta()).thenApply(Replies::accepted);
    }

    Entities entities() {
        return entities;
    }

    /** The commitment as it is now, if the caller may see it. */
    CompletionStage<Snapshot<ValueCommitment>> visible(Call<?> call) {
        return visible(ref(call), call.tenant());
    }

    CompletionStage<Snapshot<ValueCommitment>> visible(EntityRef commitment, TenantId reader) {
        return entities.state(ValueCommitment.KIND, commitment, reader).thenApply(found -> visible(found, reader));
    }

    static Snapshot<ValueCommitment> visible(Snapshot<ValueCommitment> found, TenantId reader) {
        if (!found.state().visibleTo(reader)) {
            throw notFound();
        }
        return found;
    }

    /** Answers a command that has nothing to tell but that it was carried out. */
    <B> Handler<B> carriesOut(Function<Call<B>, CommitmentCommand> command) {
        return call -> done(call, command.apply(call));
    }

    /** The same in a capacity that the caller's roles must give. */
    <B> Handler<B> carriesOutAs(Function<Call<B>, Capacity> capacity, Function<Call<B>, CommitmentCommand> command) {
        return call -> {
            Capacity claimed = capacity.apply(call);
            if (gives(call.caller().roles(), claimed)) {
                return done(call, command.apply(call));
            }
            return visible(call).thenApply(found -> {
                throw CommitmentProblems.WRONG_CAPACITY.because(
                        "Expected a role that lets the caller sign for " + claimed.word() + ".");
            });
        };
    }

    private CompletionStage<Answer> done(Call<?> call, CommitmentCommand command) {
        EntityRef commitment = ref(call);
        return send(commitment, command, call)
                .thenApply(done -> Answer.ok(new CommitmentViews.CommitmentDone(commitment.publicId(), done.seq()))
                        .withSeq(done.seq()));
    }

    /** Whoever may sign at all signs for a customer; for the host, each of the three has people of its own. */
    private static boolean gives(Set<Role> roles, Capacity capacity) {
        Set<Role> fitting =
                switch (capacity) {
                    case SALES -> EnumSet.of(Role.SALES, Role.SALES_MANAGER);
                    case DELIVERY -> EnumSet.of(Role.DELIVERY);
                    case CUSTOMER_SUCCESS -> EnumSet.of(Role.CUSTOMER_SUCCESS);
                    case CUSTOMER -> EnumSet.allOf(Role.class);
                };
        return roles.stream().anyMatch(fitting::contains);
    }
}
