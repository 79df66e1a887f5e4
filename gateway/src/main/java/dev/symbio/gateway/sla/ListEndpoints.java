package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.Phase;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaLists;
import dev.symbio.contracts.sla.SlaLists.ContractKey;
import dev.symbio.contracts.sla.SlaLists.ContractRow;
import dev.symbio.contracts.sla.SlaLists.StatementFilter;
import dev.symbio.contracts.sla.SlaLists.StatementKey;
import dev.symbio.contracts.sla.SlaLists.StatementRow;
import dev.symbio.contracts.sla.StatementStatus;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.gateway.sla.SlaViews.StatementView;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Lists of contracts and statements, from the read model, and single statements. */
final class ListEndpoints {
    private static final QueryParameter PHASE = QueryParameter.oneOf(
            "phase",
            "Only contracts in this phase.",
            Arrays.stream(Phase.values())
                    .filter(phase -> phase != Phase.ABSENT)
                    .map(Phase::word)
                    .toList());
    private static final QueryParameter STATUS = QueryParameter.oneOf(
            "status",
            "Only statements that have come this far. Sent means: delivered to a finance system that one of the parties has"
                    + " registered.",
            Arrays.stream(StatementStatus.values()).map(StatementStatus::word).toList());
    private static final QueryParameter CONTRACT = QueryParameter.text("contract", "Only statements of this contract.");

    private final Contracts contracts;
    private final Jdbi sql;
    private final Cursors cursors;
    private final Executor blocking;

    ListEndpoints(Contracts contracts, Jdbi sql, Cursors cursors, Executor blocking) {
        this.contracts = contracts;
        this.sql = sql;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(Contracts.PATH)
                        .named("listSlaContracts", Contracts.TAG, "The contracts that you see, newest first")
                        .needs(Permission.CONTRACT_READ)
                        .query(PHASE, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of contracts", Page.class, ContractRow.class)
                        .handledBy(this::contracts),
                Endpoint.get("/api/v1/statements")
                        .named("listStatements", Contracts.TAG, "Statements of all your contracts, latest period first")
                        .needs(Permission.CONTRACT_READ)
                        .query(STATUS, CONTRACT, QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of statements", Page.class, StatementRow.class)
                        .handledBy(this::statements),
                Endpoint.get(Contracts.ONE + "/statements")
                        .named("listContractStatements", Contracts.TAG, "One contract's statements with every number")
                        .needs(Permission.CONTRACT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of statements, latest period first", Page.class, StatementView.class)
                        .problems(SlaProblems.NOT_FOUND)
                        .asksEntity()
                        .handledBy(this::contractStatements),
                Endpoint.get(Contracts.ONE + "/statements/{period}")
                        .named("getStatement", Contracts.TAG, "One statement, and what has become of it")
                        .needs(Permission.CONTRACT_READ)
                        .answers(200, "The statement", StatementView.class)
                        .problems(SlaProblems.NOT_FOUND, SlaProblems.STATEMENT_UNKNOWN)
                        .asksEntity()
                        .handledBy(this::statement));
    }

    private CompletionStage<Answer> contracts(Call<Void> call) {
        String wanted = call.query(PHASE.name()).orElse("");
        List<String> filter = List.of("contracts", wanted);
        ContractKey after =
                cursors.position(call, filter).map(ListEndpoints::contractKey).orElse(null);
        Phase phase = wanted.isEmpty() ? null : phase(wanted);
        return queried(() -> sql.withHandle(
                        handle -> SlaLists.contracts(handle, call.tenant(), phase, after, call.limit() + 1)))
                .thenApply(rows ->
                        Answer.ok(cursors.page(call, filter, rows, row -> position(row.createdAt(), row.id()))));
    }

    private CompletionStage<Answer> statements(Call<Void> call) {
        String status = call.query(STATUS.name()).orElse("");
        String contract = call.query(CONTRACT.name()).orElse(null);
        StatementFilter wanted = new StatementFilter(status.isEmpty() ? null : status(status), contract);
        List<String> filter = List.of("statements", status, contract == null ? "" : contract);
        StatementKey after =
                cursors.position(call, filter).map(ListEndpoints::statementKey).orElse(null);
        return queried(() -> rows(call, wanted, after))
                .thenApply(rows -> Answer.ok(cursors.page(call, filter, rows, ListEndpoints::position)));
    }

    private CompletionStage<Answer> contractStatements(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        List<String> filter = List.of("contract-statements", ref.publicId());
        StatementKey after =
                cursors.position(call, filter).map(ListEndpoints::statementKey).orElse(null);
        StatementFilter wanted = new StatementFilter(null, ref.publicId());
        return contracts
                .visible(call)
                .thenCompose(found -> queried(() -> {
                    Page<StatementRow> rows =
                            cursors.page(call, filter, rows(call, wanted, after), ListEndpoints::position);
                    return Answer.ok(rows.map(row -> detail(call, found.state(), row)));
                }));
    }

    /** What the entity has at hand is fresher than the read model, which has everything. */
    private StatementView detail(Call<?> call, SlaContract contract, StatementRow row) {
        return contract.statement(row.period())
                .map(standing -> StatementView.of(row.contract(), standing))
                .or(() -> stored(call, row.contract(), row.period()))
                .orElseThrow();
    }

    private CompletionStage<Answer> statement(Call<Void> call) {
        EntityRef ref = Contracts.ref(call);
        String period = call.path("period");
        return contracts.visible(call).thenCompose(found -> {
            Optional<StatementView> atHand =
                    found.state().statement(period).map(standing -> StatementView.of(ref.publicId(), standing));
            CompletionStage<Optional<StatementView>> view = atHand.isPresent()
                    ? CompletableFuture.completedFuture(atHand)
                    : queried(() -> stored(call, ref.publicId(), period));
            return view.thenApply(statement -> Answer.ok(statement.orElseThrow(() ->
                            SlaProblems.STATEMENT_UNKNOWN.because("There is no such statement in this contract.")))
                    .withSeq(found.seq()));
        });
    }

    private Optional<StatementView> stored(Call<?> call, String contract, String period) {
        return sql.withHandle(handle -> SlaLists.statement(handle, call.tenant(), contract, period))
                .map(detail -> new StatementView(contract, detail.status(), detail.statement(), null, null, null));
    }

    private List<StatementRow> rows(Call<?> call, StatementFilter wanted, @Nullable StatementKey after) {
        return sql.withHandle(handle -> SlaLists.statements(handle, call.tenant(), wanted, after, call.limit() + 1));
    }

    private <T> CompletionStage<T> queried(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, blocking);
    }

    private static Phase phase(String word) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static StatementStatus status(String word) {
        return Arrays.stream(StatementStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static String position(StatementRow row) {
        return position(row.end(), row.contract(), row.period());
    }

    /** None of the parts can contain the separator. */
    private static String position(Instant at, String... rest) {
        return at + "|" + String.join("|", rest);
    }

    private static ContractKey contractKey(String position) {
        String[] parts = position.split("\\|", -1);
        return new ContractKey(Instant.parse(parts[0]), parts[1]);
    }

    private static StatementKey statementKey(String position) {
        String[] parts = position.split("\\|", -1);
        return new StatementKey(Instant.parse(parts[0]), parts[1], parts[2]);
    }
}
