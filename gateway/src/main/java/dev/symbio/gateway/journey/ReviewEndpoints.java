package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Contributions;
import dev.symbio.contracts.journey.Contributions.ContributionRow;
import dev.symbio.contracts.journey.Contributions.MonthRow;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyLists;
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
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** Over many journeys, from the read model: the list, where time goes, and what each party contributes. */
final class ReviewEndpoints {
    private static final String PRIORITY = "priority";
    private static final String FUNCTION = "function";
    private static final String PARTNER = "partner";
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

    private static final QueryParameter MONTH =
            QueryParameter.month("month", "Only tasks that were done in this month (in UTC), such as 2026-11.");
    private static final QueryParameter MONTHS = QueryParameter.whole(
            "months", "How many months back, the running one included; 12 if absent.", 1, YEAR_MONTHS);
    private static final QueryParameter PARTY = QueryParameter.oneOf(
            "by",
            "What is a party: a company's function, or the company; function if absent.",
            List.of(FUNCTION, PARTNER));

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
                        .query(BATCH, MONTH, BY)
                        .answers(200, "One row per kind or priority and owner", Page.class, ReviewRow.class)
                        .handledBy(this::review),
                Endpoint.get("/api/v1/journey-review/months")
                        .named(
                                "reviewJourneyMonths",
                                Journeys.TAG,
                                "How the months went, and where each had its bottleneck")
                        .needs(Permission.JOURNEY_READ)
                        .query(MONTHS)
                        .answers(200, "One row per month, oldest first", Page.class, MonthRow.class)
                        .handledBy(this::months),
                Endpoint.get("/api/v1/journey-contributions")
                        .named(
                                "journeyContributions",
                                Journeys.TAG,
                                "Time saved per party, against the limits and against the twelve months before")
                        .needs(Permission.JOURNEY_READ)
                        .query(MONTHS, PARTY)
                        .answers(200, "One row per party", Page.class, ContributionRow.class)
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
        YearMonth month = call.query(MONTH.name()).map(YearMonth::parse).orElse(null);
        return rows(handle -> JourneyLists.review(handle, call.tenant(), batch, month, byPriority));
    }

    private CompletionStage<Answer> months(Call<Void> call) {
        return rows(handle -> Contributions.months(handle, call.tenant(), clock.instant(), monthsIn(call)));
    }

    private CompletionStage<Answer> contributions(Call<Void> call) {
        boolean byFunction = !call.query(PARTY.name()).orElse(FUNCTION).equals(PARTNER);
        return rows(handle -> Contributions.of(handle, call.tenant(), clock.instant(), monthsIn(call), byFunction));
    }

    private static int monthsIn(Call<?> call) {
        return call.query(MONTHS.name()).map(Integer::parseInt).orElse(YEAR_MONTHS);
    }

    private CompletionStage<Answer> rows(HandleCallback<List<?>, RuntimeException> query) {
        return CompletableFuture.supplyAsync(() -> Answer.ok(new Page<>(sql.withHandle(query), null)), blocking);
    }

    private static JourneyKey key(String position) {
        String[] parts = position.split("\\|", -1);
        return new JourneyKey(Instant.parse(parts[0]), parts[1]);
    }
}
