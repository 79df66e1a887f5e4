package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyCommand;
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

/** The way from a call to the journey it names. */
final class Journeys {
    static final String PATH = "/api/v1/journeys";
    static final String ONE = PATH + "/{journey}";
    static final String TASK = ONE + "/tasks/{task}";
    static final String TAG = "Journeys";

    private final EntitiesAsSeen entities;

    Journeys(EntitiesAsSeen entities) {
        this.entities = entities;
    }

    /** The journey in the path; an id that cannot be one is answered like one that does not exist. */
    static EntityRef ref(Call<?> call) {
        return EntityRef.parse(Journey.KIND.name(), call.path("journey")).orElseThrow(Journeys::notFound);
    }

    /** In the entity's own words, so that nobody can tell the two apart. */
    static ProblemException notFound() {
        return JourneyProblems.NOT_FOUND.because("There is no such journey.");
    }

    Entities entities() {
        return entities;
    }

    CompletionStage<Reply.Accepted> send(EntityRef journey, JourneyCommand command, Call<?> call) {
        return entities.send(journey, command, call.meta()).thenApply(Replies::accepted);
    }

    /** The journey as it is now, if the caller may see it. */
    CompletionStage<Snapshot<Journey>> visible(Call<?> call) {
        return visible(ref(call), call.tenant());
    }

    CompletionStage<Snapshot<Journey>> visible(EntityRef journey, TenantId reader) {
        return entities.state(Journey.KIND, journey, reader).thenApply(found -> visible(found, reader));
    }

    static Snapshot<Journey> visible(Snapshot<Journey> found, TenantId reader) {
        if (!found.state().visibleTo(reader)) {
            throw notFound();
        }
        return found;
    }

    /** Answers a command that has nothing to tell but that it was carried out. */
    <B> Handler<B> carriesOut(Function<Call<B>, JourneyCommand> command) {
        return call -> {
            EntityRef journey = ref(call);
            return send(journey, command.apply(call), call)
                    .thenApply(done -> Answer.ok(new JourneyViews.JourneyDone(journey.publicId(), done.seq()))
                            .withSeq(done.seq()));
        };
    }
}
