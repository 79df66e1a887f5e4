package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.OpportunityLists;
import dev.symbio.contracts.opportunity.OpportunityLists.Filter;
import dev.symbio.contracts.opportunity.OpportunityLists.Key;
import dev.symbio.contracts.opportunity.OpportunityLists.OpportunityRow;
import dev.symbio.contracts.opportunity.OpportunityLists.SharedRow;
import dev.symbio.contracts.opportunity.OpportunityLists.SummaryRow;
import dev.symbio.contracts.opportunity.Outcome;
import dev.symbio.contracts.opportunity.Stage;
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
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/** Lists of opportunities and their sums, from the read model. */
final class OpportunityListing {
    private static final QueryParameter STANDING = QueryParameter.oneOf(
            "standing",
            "Only opportunities that are in this stage, or that ended this way.",
            Stream.concat(
                            Arrays.stream(Stage.values()).map(Stage::word),
                            Arrays.stream(Outcome.values())
                                    .filter(outcome -> outcome != Outcome.OPEN)
                                    .map(Outcome::word))
                    .toList());
    private static final QueryParameter OWNER = QueryParameter.text("owner", "Only opportunities of this subject.");

    private final Jdbi sql;
    private final Cursors cursors;
    private final Executor blocking;

    OpportunityListing(Jdbi sql, Cursors cursors, Executor blocking) {
        this.sql = sql;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Opportunities.PATH)
                        .named("listOpportunities", Opportunities.TAG, "Your tenant's opportunities, newest first")
                        .needs(Permission.OPPORTUNITY_READ)
                        .query(STANDING, OWNER, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of opportunities", Page.class, OpportunityRow.class)
                        .handledBy(this::opportunities),
                Endpoint.get("/api/v1/shared-opportunities")
                        .named("listSharedOpportunities", Opportunities.TAG, "What others share with your tenant")
                        .needs(Permission.OPPORTUNITY_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page, what was shared last first", Page.class, SharedRow.class)
                        .handledBy(this::shared),
                Endpoint.get("/api/v1/opportunity-summary")
                        .named(
                                "summariseOpportunities",
                                Opportunities.TAG,
                                "Counts and sums by stage or end, by the months (UTC) of opening and closing, by currency")
                        .needs(Permission.OPPORTUNITY_READ)
                        .answers(200, "All of your tenant's", Page.class, SummaryRow.class)
                        .handledBy(this::summary));
    }

    private CompletionStage<Answer> opportunities(Call<Void> call) {
        Filter wanted = new Filter(
                call.query(STANDING.name()).orElse(null),
                call.query(OWNER.name()).orElse(null));
        List<String> filter = List.of(
                "opportunities",
                wanted.standing() == null ? "" : wanted.standing(),
                wanted.owner() == null ? "" : wanted.owner());
        Key after = cursors.position(call, filter).map(OpportunityListing::key).orElse(null);
        return CompletableFuture.supplyAsync(
                        () -> sql.withHandle(handle ->
                                OpportunityLists.opportunities(handle, call.tenant(), wanted, after, call.limit() + 1)),
                        blocking)
                .thenApply(rows -> Answer.ok(cursors.page(call, filter, rows, row -> row.openedAt() + "|" + row.id())));
    }

    private CompletionStage<Answer> shared(Call<Void> call) {
        List<String> filter = List.of("shared-opportunities");
        Key after = cursors.position(call, filter).map(OpportunityListing::key).orElse(null);
        return CompletableFuture.supplyAsync(
                        () -> sql.withHandle(
                                handle -> OpportunityLists.shared(handle, call.tenant(), after, call.limit() + 1)),
                        blocking)
                .thenApply(rows -> Answer.ok(cursors.page(call, filter, rows, row -> row.since() + "|" + row.id())));
    }

    private CompletionStage<Answer> summary(Call<Void> call) {
        return CompletableFuture.supplyAsync(
                        () -> sql.withHandle(handle -> OpportunityLists.summary(handle, call.tenant())), blocking)
                .thenApply(rows -> Answer.ok(new Page<>(rows, null)));
    }

    /** An id has no bar. */
    private static Key key(String position) {
        String[] parts = position.split("\\|", -1);
        return new Key(Instant.parse(parts[0]), parts[1]);
    }
}
