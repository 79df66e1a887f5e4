package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists and reviews of journeys as one tenant sees them. A tenant that may not see something finds nothing. */
public final class JourneyLists {
    private static final int RATE_DECIMALS = 6;

    private JourneyLists() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record JourneyRow(
            String id,
            String title,
            TenantId host,
            Journey.Phase phase,
            String template,
            Integer templateVersion,
            String batch,
            long seq,
            Instant startedAt,
            Instant endedAt,
            Instant createdAt,
            Instant updatedAt) {}

    /** Where a page ended. */
    public record JourneyKey(Instant createdAt, String journey) {}

    /**
     * Where time goes, per task kind (or priority) and party.
     *
     * @param tasks that were offered
     * @param running of them, those whose time runs now; it counts up to their last step
     * @param met of them, those that have not used more than their limit
     * @param onTimeRate of those that are delivered or done; absent when none is
     * @param medianMinutes of the time used
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReviewRow(
            String kind,
            String priority,
            TenantId owner,
            long tasks,
            long running,
            long met,
            long breached,
            BigDecimal onTimeRate,
            long usedMinutes,
            Long medianMinutes,
            Long p90Minutes,
            long waitingMinutes,
            long handovers,
            long returns) {}

    /**
     * What a party's work was worth in time.
     *
     * @param savedMinutes against the limits; negative when more was used
     * @param savedAgainstPastMinutes against the median of the same kind before {@code since}; absent without a past
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContributionRow(
            TenantId owner, long tasks, BigDecimal onTimeRate, long savedMinutes, Long savedAgainstPastMinutes) {}

    /**
     * How somebody has done its tasks.
     *
     * @param medianDelayMinutes by how much more than its limit a task has used, zero when in time
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PastRecord(TenantId owner, long tasks, BigDecimal onTimeRate, Long medianDelayMinutes) {}

    /**
     * Journeys that the viewer sees, newest first.
     *
     * @param phase null is any
     * @param after null starts at the newest
     */
    public static List<JourneyRow> journeys(
            Handle sql, TenantId viewer, Journey.Phase phase, JourneyKey after, int limit) {
        Query query = sql.createQuery("select * from journey where tenant_id = :viewer"
                        + (phase == null ? "" : " and phase = :phase")
                        + (after == null ? "" : " and (created_at, journey_id) < (:createdAt, :journey)")
                        + " order by created_at desc, journey_id desc limit :limit")
                .bind("viewer", viewer.value())
                .bind("limit", limit);
        if (phase != null) {
            query.bind("phase", phase.word());
        }
        if (after != null) {
            query.bind("createdAt", JourneyTasks.utc(after.createdAt())).bind("journey", after.journey());
        }
        return query.map((row, context) -> journey(row)).list();
    }

    /** @param batch null is all; {@code byPriority}: instead of the kind */
    public static List<ReviewRow> review(Handle sql, TenantId viewer, String batch, boolean byPriority) {
        String group = byPriority ? "priority" : "kind";
        Query query = sql.createQuery("select " + group + " as grouped, owner, count(*) as tasks,"
                        + " sum(case when met then 1 else 0 end) as met,"
                        + " sum(case when state in ('offered', 'accepted', 'started') then 1 else 0 end) as running,"
                        + " sum(case when state in ('delivered', 'done') then 1 else 0 end) as judged,"
                        + " sum(case when met and state in ('delivered', 'done') then 1 else 0 end) as on_time,"
                        + " sum(used_minutes) as used,"
                        + " percentile_disc(0.5) within group (order by used_minutes) as median,"
                        + " percentile_disc(0.9) within group (order by used_minutes) as p90,"
                        + " sum(waiting_minutes) as waiting, sum(handovers) as handovers, sum(returns) as returns"
                        + " from journey_task where tenant_id = :viewer and state <> 'waiting'"
                        + (batch == null ? "" : " and batch = :batch")
                        + " group by " + group + ", owner order by " + group + ", owner")
                .bind("viewer", viewer.value());
        if (batch != null) {
            query.bind("batch", batch);
        }
        return query.map((row, context) -> reviewed(row, byPriority)).list();
    }

    /** Of tasks done since then. */
    public static List<ContributionRow> contributions(Handle sql, TenantId viewer, Instant since) {
        return sql.createQuery("with past as (select kind, percentile_disc(0.5) within group (order by used_minutes)"
                        + " as median from journey_task where tenant_id = :viewer and done_at < :since group by kind)"
                        + " select t.owner as owner, count(*) as tasks, sum(case when t.met then 1 else 0 end) as met,"
                        + " sum(t.limit_seconds / 60 - t.used_minutes) as saved,"
                        + " sum(past.median - t.used_minutes) as past_saved"
                        + " from journey_task t left join past on past.kind = t.kind"
                        + " where t.tenant_id = :viewer and t.done_at >= :since group by t.owner order by t.owner")
                .bind("viewer", viewer.value())
                .bind("since", JourneyTasks.utc(since))
                .map((row, context) -> new ContributionRow(
                        new TenantId(row.getString("owner")),
                        row.getLong("tasks"),
                        rate(row.getLong("met"), row.getLong("tasks")),
                        row.getLong("saved"),
                        row.getObject("past_saved") == null ? null : row.getLong("past_saved")))
                .list();
    }

    /** The record that an owner has in the viewer's eyes: tasks done since then. */
    public static PastRecord pastRecord(Handle sql, TenantId viewer, TenantId owner, Instant since) {
        return sql.createQuery("select count(*) as tasks, sum(case when met then 1 else 0 end) as met,"
                        + " percentile_disc(0.5) within group (order by case when used_seconds > limit_seconds"
                        + " then (used_seconds - limit_seconds) / 60 else 0 end) as delay from journey_task"
                        + " where tenant_id = :viewer and owner = :owner and done_at >= :since")
                .bind("viewer", viewer.value())
                .bind("owner", owner.value())
                .bind("since", JourneyTasks.utc(since))
                .map((row, context) -> new PastRecord(
                        owner,
                        row.getLong("tasks"),
                        rate(row.getLong("met"), row.getLong("tasks")),
                        row.getObject("delay") == null ? null : row.getLong("delay")))
                .one();
    }

    private static JourneyRow journey(ResultSet row) throws SQLException {
        Object version = row.getObject("template_version");
        return new JourneyRow(
                row.getString("journey_id"),
                row.getString("title"),
                new TenantId(row.getString("host")),
                Journey.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getString("template"),
                version == null ? null : row.getInt("template_version"),
                row.getString("batch"),
                row.getLong("seq"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static ReviewRow reviewed(ResultSet row, boolean byPriority) throws SQLException {
        String group = row.getString("grouped");
        long tasks = row.getLong("tasks");
        long met = row.getLong("met");
        return new ReviewRow(
                byPriority ? null : group,
                byPriority ? group : null,
                new TenantId(row.getString("owner")),
                tasks,
                row.getLong("running"),
                met,
                tasks - met,
                rate(row.getLong("on_time"), row.getLong("judged")),
                row.getLong("used"),
                row.getLong("median"),
                row.getLong("p90"),
                row.getLong("waiting"),
                row.getLong("handovers"),
                row.getLong("returns"));
    }

    private static BigDecimal rate(long some, long all) {
        return all == 0
                ? null
                : BigDecimal.valueOf(some).divide(BigDecimal.valueOf(all), RATE_DECIMALS, RoundingMode.HALF_EVEN);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
