package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyLists;
import dev.symbio.contracts.journey.JourneyLists.ContributionRow;
import dev.symbio.contracts.journey.JourneyLists.JourneyKey;
import dev.symbio.contracts.journey.JourneyLists.JourneyRow;
import dev.symbio.contracts.journey.JourneyLists.ReviewRow;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.tenants.tenant.Permission;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Jdbi;

/** Over many journeys, from the read model: the list, where time goes, and what each party contributes. */
final class ReviewEndpoints {
    private static final String PRIORITY = "priority";
    private static final int YEAR_MONTHS = 12;
    private static final QueryParameter PHASE = QueryParameter.oneOf(
            "phase",
            "Only journeys in this phase.",
            Arrays.stream(Journey.Phase.values())
                    .filter(phase -> phase != Journey.Phase.ABSENT)
                    .map(Journey.Phase::word)
                    .toList());
    private static final QueryParameter BATCH =
            QueryParameter.text("batch", "Only journeys that were brought in together under this name.");
    private static final QueryParameter BY =
            QueryParameter.oneOf("by", "What tasks are grouped by; kind if absent.", List.of("kind", PRIORITY));

    private final Jdbi sql;
    private final Cursors cursors;
    private final Clock clock;
    private final Executor blocking;

    ReviewEndpoints(Jdbi sql, Cursors cursors, Clock clock, Executor blocking) {
        this.sql = sql;
        this.cursors = cursors;
        this.clock = clock;
        this.blocking = blocking;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Journeys.PATH)
                        .named("listJourneys", Journeys.TAG, "The journeys that you see, newest first")
                        .needs(Permission.JOURNEY_READ)
                        .query(PHASE, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of journeys", Page.class, JourneyRow.class)
                        .handledBy(this::journeys),
                Endpoint.get("/api/v1/journey-review")
                        .named("reviewJourneys", Journeys.TAG, "Where time goes, per task kind or priority and party")
                        .needs(Permission.JOURNEY_READ)
                        .query(BATCH, BY)
                        .answers(200, "One row per kind or priority and owner", Page.class, ReviewRow.class)
                        .handledBy(this::review),
                Endpoint.get("/api/v1/journey-contributions")
                        .named("journeyContributions", Journeys.TAG, "Time saved per party over the last twelve months")
                        .needs(Permission.JOURNEY_READ)
                        .answers(200, "One row per owner", Page.class, ContributionRow.class)
                        .handledBy(this::contributions));
    }

    private CompletionStage<Answer> journeys(Call<Void> call) {
        String wanted = call.query(PHASE.name()).orElse("");
        List<String> filter = List.of("journeys", wanted);
        JourneyKey after =
                cursors.position(call, filter).map(ReviewEndpoints::key).orElse(null);
        Journey.Phase phase = Arrays.stream(Journey.Phase.values())
                .filter(each -> each.word().equals(wanted))
                .findFirst()
                .orElse(null);
        return CompletableFuture.supplyAsync(
                () -> {
                    List<JourneyRow> rows = sql.withHandle(
                            handle -> JourneyLists.journeys(handle, call.tenant(), phase, after, call.limit() + 1));
                    return Answer.ok(cursors.page(call, filter, rows, row -> row.createdAt() + "|" + row.id()));
                },
                blocking);
    }

    private CompletionStage<Answer> review(Call<Void> call) {
        String batch = call.query(BATCH.name()).orElse(null);
        boolean byPriority = call.query(BY.name()).orElse("").equals(PRIORITY);
        return CompletableFuture.supplyAsync(
                () -> Answer.ok(new Page<>(
                        sql.withHandle(handle -> JourneyLists.review(handle, call.tenant(), batch, byPriority)), null)),
                blocking);
    }

    private CompletionStage<Answer> contributions(Call<Void> call) {
        Instant since = yearBefore(clock.instant());
        return CompletableFuture.supplyAsync(
                () -> Answer.ok(new Page<>(
                        sql.withHandle(handle -> JourneyLists.contributions(handle, call.tenant(), since)), null)),
                blocking);
    }

    static Instant yearBefore(Instant now) {
        return now.atOffset(ZoneOffset.UTC).minusMonths(YEAR_MONTHS).toInstant();
    }

    private static JourneyKey key(String position) {
        String[] parts = position.split("\\|", -1);
        return new JourneyKey(Instant.parse(parts[0]), parts[1]);
    }
}
