package dev.symbio.contracts.commitment;

import static dev.symbio.platform.projection.LatestFirst.instant;
import static dev.symbio.platform.projection.LatestFirst.utc;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.projection.LatestFirst;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists of commitments, promises, verdicts, samples and obstacles, as one tenant sees them. */
public final class CommitmentLists {
    private CommitmentLists() {}

    /** A commitment in a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CommitmentRow(
            String id,
            String name,
            TenantId host,
            TenantId customer,
            String customerName,
            String origin,
            Phase phase,
            int revision,
            boolean backfilling,
            int promises,
            long samples,
            long verdicts,
            long breaches,
            long seq,
            Instant createdAt,
            Instant updatedAt) {}

    /** A promise in a list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PromiseRow(
            String commitment,
            String key,
            String clause,
            String stream,
            String field,
            String unit,
            Comparison operator,
            BigDecimal target,
            PromiseState state,
            int verdicts,
            int breaches,
            Verdict.Outcome lastOutcome,
            Instant lastEnd,
            Instant updatedAt) {}

    /**
     * A verdict with what it takes to find its samples.
     *
     * @param seq of its event: samples recorded after it did not count
     */
    public record StoredVerdict(Verdict verdict, String stream, long seq) {}

    /** Obstacles of one kind and cause over all commitments that the tenant sees. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ObstacleGroup(
            ObstacleCategory category, String cause, long obstacles, long commitments, BigDecimal effortHours) {}

    /**
     * One obstacle.
     *
     * @param promise that it stands in the way of; null for all of the commitment
     * @param notedBy whose people noted it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ObstacleRow(
            String id,
            String commitment,
            ObstacleCategory category,
            String cause,
            String promise,
            BigDecimal effortHours,
            String description,
            TenantId notedBy,
            Instant notedAt) {}

    /** Null is any; category and cause together are a group. */
    public record ObstacleFilter(ObstacleCategory category, String cause, String commitment) {}

    /** Where a page of obstacles goes on. */
    public record ObstacleKey(Instant at, String commitment, String obstacle) {}

    /** Where a page of commitments goes on. */
    public record RowKey(Instant at, String commitment) {}

    /** Where a page of promises goes on. */
    public record PromiseKey(Instant at, String commitment, String promise) {}

    /** Where a page of samples goes on. */
    public record SampleKey(Instant at, String id) {}

    /** Newest first; null stands for no filter and for the first page. */
    public static List<CommitmentRow> commitments(Handle sql, TenantId viewer, Phase phase, RowKey after, int limit) {
        return LatestFirst.of("select * from commitment", "tenant_id", viewer)
                .only("phase", phase == null ? null : phase.word())
                .by(
                        List.of("created_at", "commitment_id"),
                        after == null ? null : List.of(after.at(), after.commitment()))
                .query(sql, limit)
                .map((row, context) -> commitment(row))
                .list();
    }

    /** Changed last first; null stands for no filter and for the first page. */
    public static List<PromiseRow> promises(
            Handle sql, TenantId viewer, PromiseState state, String commitment, PromiseKey after, int limit) {
        return LatestFirst.of("select * from commitment_promise", "tenant_id", viewer)
                .only("state", state == null ? null : state.word())
                .only("commitment_id", commitment)
                .by(
                        List.of("updated_at", "commitment_id", "promise"),
                        after == null ? null : List.of(after.at(), after.commitment(), after.promise()))
                .query(sql, limit)
                .map((row, context) -> promise(row))
                .list();
    }

    /** In their order, after the number given. */
    public static List<Verdict> verdicts(
            Handle sql, TenantId viewer, String commitment, String promise, int after, int limit) {
        return sql.createQuery("select detail from commitment_verdict where tenant_id = :viewer"
                        + " and commitment_id = :commitment and promise = :promise and number > :after"
                        + " order by number limit :limit")
                .bind("viewer", viewer.value())
                .bind("commitment", commitment)
                .bind("promise", promise)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> Json.read(row.getString("detail"), Verdict.class))
                .list();
    }

    public static Optional<StoredVerdict> verdict(
            Handle sql, TenantId viewer, String commitment, String promise, int number) {
        return sql.createQuery("select detail, stream, seq from commitment_verdict where tenant_id = :viewer"
                        + " and commitment_id = :commitment and promise = :promise and number = :number")
                .bind("viewer", viewer.value())
                .bind("commitment", commitment)
                .bind("promise", promise)
                .bind("number", number)
                .map((row, context) -> new StoredVerdict(
                        Json.read(row.getString("detail"), Verdict.class), row.getString("stream"), row.getLong("seq")))
                .findOne();
    }

    /** The samples that a verdict was made of, in the order of time, among others of the stream without the field. */
    public static List<Sample> samples(
            Handle sql, EntityRef commitment, StoredVerdict verdict, SampleKey after, int limit) {
        Query query = sql.createQuery("select detail from commitment_sample where tenant_id = :host"
                        + " and commitment_id = :commitment and stream = :stream and sampled_at >= :start"
                        + " and sampled_at < :end and seq < :seq"
                        + (after == null ? "" : " and (sampled_at, sample_id) > (:at, :after)")
                        + " order by sampled_at, sample_id limit :limit")
                .bind("limit", limit);
        if (after != null) {
            query.bind("at", utc(after.at())).bind("after", after.id());
        }
        return bound(query, commitment, verdict)
                .map((row, context) -> Json.read(row.getString("detail"), Sample.class))
                .list();
    }

    private static Query bound(Query query, EntityRef commitment, StoredVerdict verdict) {
        return query.bind("host", commitment.tenant().value())
                .bind("commitment", commitment.publicId())
                .bind("stream", verdict.stream())
                .bind("start", utc(verdict.verdict().start()))
                .bind("end", utc(verdict.verdict().end()))
                .bind("seq", verdict.seq());
    }

    /** Most frequent first; at most so many. */
    public static List<ObstacleGroup> obstacles(Handle sql, TenantId viewer, int limit) {
        return sql.createQuery(
                        "select category, cause, count(*) as obstacles, count(distinct commitment_id) as commitments,"
                                + " sum(effort_hours) as hours from commitment_obstacle where tenant_id = :viewer"
                                + " group by category, cause order by count(*) desc, category, cause limit :limit")
                .bind("viewer", viewer.value())
                .bind("limit", limit)
                .map((row, context) -> new ObstacleGroup(
                        ObstacleCategory.valueOf(constant(row.getString("category"))),
                        row.getString("cause"),
                        row.getLong("obstacles"),
                        row.getLong("commitments"),
                        Decimals.normal(row.getBigDecimal("hours"))))
                .list();
    }

    /** One by one, noted last first; null stands for no filter and for the first page. */
    public static List<ObstacleRow> obstacles(
            Handle sql, TenantId viewer, ObstacleFilter filter, ObstacleKey after, int limit) {
        return LatestFirst.of("select * from commitment_obstacle", "tenant_id", viewer)
                .only(
                        "category",
                        filter.category() == null ? null : filter.category().word())
                .only("cause", filter.cause())
                .only("commitment_id", filter.commitment())
                .by(
                        List.of("noted_at", "commitment_id", "obstacle_id"),
                        after == null ? null : List.of(after.at(), after.commitment(), after.obstacle()))
                .query(sql, limit)
                .map((row, context) -> new ObstacleRow(
                        row.getString("obstacle_id"),
                        row.getString("commitment_id"),
                        ObstacleCategory.valueOf(constant(row.getString("category"))),
                        row.getString("cause"),
                        row.getString("promise"),
                        Decimals.normal(row.getBigDecimal("effort_hours")),
                        row.getString("description"),
                        new TenantId(row.getString("noted_by")),
                        instant(row, "noted_at")))
                .list();
    }

    private static CommitmentRow commitment(ResultSet row) throws SQLException {
        String customer = row.getString("customer");
        return new CommitmentRow(
                row.getString("commitment_id"),
                row.getString("name"),
                new TenantId(row.getString("host")),
                customer == null ? null : new TenantId(customer),
                row.getString("customer_name"),
                row.getString("origin"),
                Phase.valueOf(constant(row.getString("phase"))),
                row.getInt("revision"),
                row.getBoolean("backfilling"),
                row.getInt("promises"),
                row.getLong("samples"),
                row.getLong("verdicts"),
                row.getLong("breaches"),
                row.getLong("seq"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static PromiseRow promise(ResultSet row) throws SQLException {
        String outcome = row.getString("last_outcome");
        String operator = row.getString("operator");
        return new PromiseRow(
                row.getString("commitment_id"),
                row.getString("promise"),
                row.getString("clause"),
                row.getString("stream"),
                row.getString("field"),
                row.getString("unit"),
                Arrays.stream(Comparison.values())
                        .filter(each -> each.symbol().equals(operator))
                        .findFirst()
                        .orElseThrow(),
                Decimals.normal(row.getBigDecimal("target")),
                PromiseState.valueOf(constant(row.getString("state"))),
                row.getInt("verdicts"),
                row.getInt("breaches"),
                outcome == null ? null : Verdict.Outcome.valueOf(constant(outcome)),
                instant(row, "last_end"),
                instant(row, "updated_at"));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
