package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.CommitmentLists;
import dev.symbio.contracts.commitment.CommitmentLists.SampleKey;
import dev.symbio.contracts.commitment.CommitmentLists.StoredVerdict;
import dev.symbio.contracts.commitment.Promise;
import dev.symbio.contracts.commitment.Sample;
import dev.symbio.contracts.commitment.ValueCommitment;
import dev.symbio.contracts.commitment.Verdict;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Cursors;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Page;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.QueryParameter;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Verdicts, and the samples each was made of. */
final class VerdictEndpoints {
    private static final String VERDICTS = Commitments.ONE + "/promises/{promise}/verdicts";
    private static final String ONE = VERDICTS + "/{verdict}";

    private final Commitments commitments;
    private final Jdbi sql;
    private final Cursors cursors;
    private final Executor blocking;

    VerdictEndpoints(Commitments commitments, Jdbi sql, Cursors cursors, Executor blocking) {
        this.commitments = commitments;
        this.sql = sql;
        this.cursors = cursors;
        this.blocking = blocking;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(VERDICTS)
                        .named("listVerdicts", Commitments.TAG, "What each window of a promise came to, oldest first")
                        .needs(Permission.COMMITMENT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of verdicts", Page.class, Verdict.class)
                        .problems(CommitmentProblems.NOT_FOUND, CommitmentProblems.PROMISE_UNKNOWN)
                        .asksEntity()
                        .handledBy(this::verdicts),
                Endpoint.get(ONE + "/samples")
                        .named("listVerdictSamples", Commitments.TAG, "The samples that a verdict was made of")
                        .needs(Permission.COMMITMENT_READ)
                        .query(QueryParameter.CURSOR, QueryParameter.LIMIT)
                        .answers(200, "A page of samples, oldest first", Page.class, Sample.class)
                        .problems(
                                CommitmentProblems.NOT_FOUND,
                                CommitmentProblems.PROMISE_UNKNOWN,
                                CommitmentProblems.VERDICT_UNKNOWN)
                        .asksEntity()
                        .handledBy(this::samples));
    }

    private CompletionStage<Answer> verdicts(Call<Void> call) {
        EntityRef ref = Commitments.ref(call);
        List<String> filter = List.of("verdicts", ref.publicId(), call.path("promise"));
        int after = cursors.position(call, filter).map(Integer::parseInt).orElse(0);
        return commitments.visible(call).thenCompose(found -> {
            Promise promise = promise(call, found.state());
            return queried(() -> Answer.ok(cursors.page(
                    call,
                    filter,
                    sql.withHandle(handle -> CommitmentLists.verdicts(
                            handle, call.tenant(), ref.publicId(), promise.key(), after, call.limit() + 1)),
                    verdict -> Integer.toString(verdict.number()))));
        });
    }

    private CompletionStage<Answer> samples(Call<Void> call) {
        EntityRef ref = Commitments.ref(call);
        List<String> filter = List.of("verdict-samples", ref.publicId(), call.path("promise"), call.path("verdict"));
        SampleKey after =
                cursors.position(call, filter).map(VerdictEndpoints::sampleKey).orElse(null);
        return commitments.visible(call).thenCompose(found -> {
            Promise promise = promise(call, found.state());
            return queried(() -> {
                StoredVerdict verdict = verdict(call, ref, promise);
                List<Sample> rows = sql.withHandle(
                        handle -> CommitmentLists.samples(handle, ref, verdict, after, call.limit() + 1));
                return Answer.ok(cursors.page(call, filter, rows, sample -> sample.at() + "|" + sample.id()));
            });
        });
    }

    static Promise promise(Call<?> call, ValueCommitment commitment) {
        return commitment
                .terms()
                .promise(call.path("promise"))
                .orElseThrow(() ->
                        CommitmentProblems.PROMISE_UNKNOWN.because("There is no such promise in this commitment."));
    }

    private StoredVerdict verdict(Call<?> call, EntityRef ref, Promise promise) {
        try {
            int number = Integer.parseInt(call.path("verdict"));
            return sql.withHandle(handle ->
                            CommitmentLists.verdict(handle, call.tenant(), ref.publicId(), promise.key(), number))
                    .orElseThrow(VerdictEndpoints::unknown);
        } catch (NumberFormatException notANumber) {
            throw unknown();
        }
    }

    static ProblemException unknown() {
        return CommitmentProblems.VERDICT_UNKNOWN.because("There is no such verdict on this promise.");
    }

    /** A sample's id may contain the separator, its moment cannot. */
    private static SampleKey sampleKey(String position) {
        int bar = position.indexOf('|');
        return new SampleKey(Instant.parse(position.substring(0, bar)), position.substring(bar + 1));
    }

    private <T> CompletionStage<T> queried(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, blocking);
    }
}
