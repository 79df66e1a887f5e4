package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.ProcessHealth;
import dev.symbio.contracts.opportunity.ProcessHealth.CustomerChain;
import dev.symbio.contracts.opportunity.ProcessHealth.Dimension;
import dev.symbio.contracts.opportunity.ProcessHealth.HeatCell;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.tenants.tenant.Permission;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How selling goes over many opportunities, from the read model. */
final class ProcessEndpoints {
    private static final QueryParameter BY = QueryParameter.oneOf(
            "by",
            "What the leads are told apart by; the region if absent.",
            Arrays.stream(Dimension.values()).map(Dimension::word).toList());

    private final Opportunities opportunities;
    private final Jdbi sql;
    private final Executor blocking;

    ProcessEndpoints(Opportunities opportunities, Jdbi sql, Executor blocking) {
        this.opportunities = opportunities;
        this.sql = sql;
        this.blocking = blocking;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/opportunity-process-health")
                        .named(
                                "scanProcessHealth",
                                Opportunities.TAG,
                                "Where time goes, by stage, what can be seen of it, and what becomes of it")
                        .needs(Permission.OPPORTUNITY_READ)
                        .asksEntity()
                        .answers(200, "Of all of your tenant's opportunities", ProcessHealth.class)
                        .handledBy(this::health),
                Endpoint.get("/api/v1/opportunity-heat-map")
                        .named("mapOpportunityHeat", Opportunities.TAG, "Dwell time and loss per stage and part")
                        .needs(Permission.OPPORTUNITY_READ)
                        .query(BY, QueryParameter.LIMIT)
                        .answers(200, "Those with the most stays first", Page.class, HeatCell.class)
                        .handledBy(this::heat),
                Endpoint.get("/api/v1/decision-chains")
                        .named(
                                "listDecisionChains",
                                Opportunities.TAG,
                                "How well the deciders of the customers are known from whom most is expected")
                        .needs(Permission.OPPORTUNITY_READ)
                        .query(QueryParameter.LIMIT)
                        .answers(200, "The largest first", Page.class, CustomerChain.class)
                        .handledBy(this::chains));
    }

    private CompletionStage<Answer> health(Call<Void> call) {
        return opportunities
                .settings(call.tenant())
                .thenCompose(found -> queried(handle -> ProcessHealth.of(
                        handle, call.tenant(), found.state().rules().visibility())));
    }

    private CompletionStage<Answer> heat(Call<Void> call) {
        Dimension by = Arrays.stream(Dimension.values())
                .filter(each -> each.word().equals(call.query(BY.name()).orElse("")))
                .findFirst()
                .orElse(Dimension.REGION);
        return queried(handle -> new Page<>(ProcessHealth.heat(handle, call.tenant(), by, call.limit()), null));
    }

    private CompletionStage<Answer> chains(Call<Void> call) {
        return queried(handle -> new Page<>(ProcessHealth.chains(handle, call.tenant(), call.limit()), null));
    }

    private CompletionStage<Answer> queried(Function<Handle, Object> query) {
        return CompletableFuture.supplyAsync(() -> sql.withHandle(query::apply), blocking)
                .thenApply(Answer::ok);
    }
}
