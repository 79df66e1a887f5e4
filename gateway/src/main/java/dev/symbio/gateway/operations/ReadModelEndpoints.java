package dev.symbio.gateway.operations;

import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.platform.projection.ReadModels;
import dev.symbio.platform.projection.ReadModels.ReadModel;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far read models are, and building one anew, for operators. */
public final class ReadModelEndpoints {
    private static final Logger LOG = LoggerFactory.getLogger(ReadModelEndpoints.class);
    private static final String TAG = "Operations";
    private static final String PROJECTIONS = "/api/v1/operations/projections";

    private static final ProblemType UNKNOWN =
            new ProblemType("projection.not-found", 404, "There is no such projection.");
    private static final ProblemType FIXED =
            new ProblemType("projection.not-rebuildable", 409, "The projection cannot be rebuilt.");

    /** @param name of the projection whose rows are being made again */
    record Rebuilding(String name) {}

    private final ReadModels models;
    private final Executor blocking;

    public ReadModelEndpoints(ReadModels models, Executor blocking) {
        this.models = models;
        this.blocking = blocking;
    }

    public List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(PROJECTIONS)
                        .named("listProjections", TAG, "All projections, and whether they have taken every event")
                        .needs(Permission.OPERATE)
                        .answers(200, "Projections", Page.class, ReadModel.class)
                        .handledBy(call -> CompletableFuture.supplyAsync(
                                () -> Answer.ok(new Page<>(models.list(), null)), blocking)),
                Endpoint.post(PROJECTIONS + "/{projection}/rebuild")
                        .named("rebuildProjection", TAG, "Build a read model anew from all events")
                        .needs(Permission.OPERATE)
                        .takes(Nothing.class)
                        .answers(200, "It has begun", Rebuilding.class)
                        .problems(UNKNOWN, FIXED)
                        .handledBy(this::rebuild));
    }

    private CompletionStage<Answer> rebuild(Call<Nothing> call) {
        String name = call.path("projection");
        if (!models.exists(name)) {
            throw UNKNOWN.because("Expected the name of a projection in the list.");
        }
        if (!models.rebuildable(name)) {
            throw FIXED.because(
                    "Expected a projection that is rebuildable: on the rows of this one something is decided"
                            + " or sent.");
        }
        return models.rebuild(name).thenApply(begun -> {
            LOG.info("{} is rebuilt: its rows are made again from all events", name);
            return Answer.ok(new Rebuilding(name));
        });
    }
}
