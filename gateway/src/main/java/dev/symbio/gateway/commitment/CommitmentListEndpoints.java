package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.CommitmentLists;
import dev.symbio.contracts.commitment.CommitmentLists.CommitmentRow;
import dev.symbio.contracts.commitment.CommitmentLists.ObstacleFilter;
import dev.symbio.contracts.commitment.CommitmentLists.ObstacleGroup;
import dev.symbio.contracts.commitment.CommitmentLists.ObstacleKey;
import dev.symbio.contracts.commitment.CommitmentLists.ObstacleRow;
import dev.symbio.contracts.commitment.CommitmentLists.PromiseKey;
import dev.symbio.contracts.commitment.CommitmentLists.PromiseRow;
import dev.symbio.contracts.commitment.CommitmentLists.RowKey;
import dev.symbio.contracts.commitment.ObstacleCategory;
import dev.symbio.contracts.commitment.Phase;
import dev.symbio.contracts.commitment.PromiseState;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Lists of commitments and promises, and obstacles in groups, from the read model. */
final class CommitmentListEndpoints {
    private static final QueryParameter PHASE = QueryParameter.oneOf(
            "phase",
            "Only commitments in this phase.",
            Arrays.stream(Phase.values())
                    .filter(phase -> phase != Phase.ABSENT)
                    .map(Phase::word)
                    .toList());
    private static final QueryParameter STATE = QueryParameter.oneOf(
            "state",
            "Only promises that are doing so.",
            Arrays.stream(PromiseState.values()).map(PromiseState::word).toList());
    private static final QueryParameter COMMITMENT =
            QueryParameter.text("commitment", "Only promises of this commitment.");

    private static final QueryParameter CATEGORY = QueryParameter.oneOf(
            "category",
            "Only obstacles of this kind.",
            Arrays.stream(ObstacleCategory.values()).map(ObstacleCategory::word).toList());
    private static final QueryParameter CAUSE =
            QueryParameter.text("cause", "Only obstacles of this cause; with the category it names a group.");
    private static final QueryParameter OBSTACLES_OF =
            QueryParameter.text("commitment", "Only obstacles of this commitment.");

    private final Jdbi sql;
    private final Cursors cursors;
    private final Executor blocking;

    CommitmentListEndpoints(Jdbi sql, Cursors cursors, Executor blocking) {
        this.sql = sql;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Commitments.PATH)
                        .named("listCommitments", Commitments.TAG, "The commitments that you see, newest first")
                        .needs(Permission.COMMITMENT_READ)
                        .query(PHASE, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of commitments", Page.class, CommitmentRow.class)
                        .handledBy(this::commitments),
                Endpoint.get("/api/v1/value-promises")
                        .named("listPromises", Commitments.TAG, "Promises of all commitments that you see")
                        .needs(Permission.COMMITMENT_READ)
                        .query(STATE, COMMITMENT, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of promises, changed last first", Page.class, PromiseRow.class)
                        .handledBy(this::promises),
                Endpoint.get("/api/v1/value-obstacles")
                        .named("listObstacleGroups", Commitments.TAG, "What stands in the way, most frequent first")
                        .needs(Permission.COMMITMENT_READ)
                        .query(QueryParameter.LIMIT)
                        .answers(200, "Groups by category and cause", Page.class, ObstacleGroup.class)
                        .handledBy(this::groups),
                Endpoint.get("/api/v1/value-obstacle-entries")
                        .named("listObstacles", Commitments.TAG, "What stands in the way, one by one")
                        .needs(Permission.COMMITMENT_READ)
                        .query(CATEGORY, CAUSE, OBSTACLES_OF, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of obstacles, noted last first", Page.class, ObstacleRow.class)
                        .handledBy(this::obstacles));
    }

    private CompletionStage<Answer> commitments(Call<Void> call) {
        String wanted = call.query(PHASE.name()).orElse("");
        List<String> filter = List.of("commitments", wanted);
        RowKey after = cursors.position(call, filter)
                .map(position -> position.split("\\|", -1))
                .map(parts -> new RowKey(Instant.parse(parts[0]), parts[1]))
                .orElse(null);
        Phase phase = Arrays.stream(Phase.values())
                .filter(each -> each.word().equals(wanted))
                .findFirst()
                .orElse(null);
        return queried(() -> sql.withHandle(
                        handle -> CommitmentLists.commitments(handle, call.tenant(), phase, after, call.limit() + 1)))
                .thenApply(
                        rows -> Answer.ok(cursors.page(call, filter, rows, row -> row.createdAt() + "|" + row.id())));
    }

    private CompletionStage<Answer> promises(Call<Void> call) {
        String wanted = call.query(STATE.name()).orElse("");
        String commitment = call.query(COMMITMENT.name()).orElse(null);
        List<String> filter = List.of("promises", wanted, commitment == null ? "" : commitment);
        PromiseKey after = cursors.position(call, filter)
                .map(position -> position.split("\\|", -1))
                .map(parts -> new PromiseKey(Instant.parse(parts[0]), parts[1], parts[2]))
                .orElse(null);
        PromiseState state = Arrays.stream(PromiseState.values())
                .filter(each -> each.word().equals(wanted))
                .findFirst()
                .orElse(null);
        return queried(() -> sql.withHandle(handle ->
                        CommitmentLists.promises(handle, call.tenant(), state, commitment, after, call.limit() + 1)))
                .thenApply(rows -> Answer.ok(cursors.page(
                        call, filter, rows, row -> row.updatedAt() + "|" + row.commitment() + "|" + row.key())));
    }

    private CompletionStage<Answer> obstacles(Call<Void> call) {
        String category = call.query(CATEGORY.name()).orElse("");
        ObstacleFilter wanted = new ObstacleFilter(
                Arrays.stream(ObstacleCategory.values())
                        .filter(each -> each.word().equals(category))
                        .findFirst()
                        .orElse(null),
                call.query(CAUSE.name()).orElse(null),
                call.query(OBSTACLES_OF.name()).orElse(null));
        List<String> filter = List.of(
                "obstacles",
                category,
                call.query(CAUSE.name()).orElse(""),
                call.query(OBSTACLES_OF.name()).orElse(""));
        ObstacleKey after = cursors.position(call, filter)
                .map(position -> position.split("\\|", -1))
                .map(parts -> new ObstacleKey(Instant.parse(parts[0]), parts[1], parts[2]))
                .orElse(null);
        return queried(() -> sql.withHandle(
                        handle -> CommitmentLists.obstacles(handle, call.tenant(), wanted, after, call.limit() + 1)))
                .thenApply(rows -> Answer.ok(cursors.page(
                        call, filter, rows, row -> row.notedAt() + "|" + row.commitment() + "|" + row.id())));
    }

    private CompletionStage<Answer> groups(Call<Void> call) {
        return queried(() -> sql.withHandle(handle -> CommitmentLists.obstacles(handle, call.tenant(), call.limit())))
                .thenApply(groups -> Answer.ok(new Page<>(groups, null)));
    }

    private <T> CompletionStage<T> queried(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, blocking);
    }
}
