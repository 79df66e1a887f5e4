package dev.symbio.contracts.journey;

import static dev.symbio.platform.projection.LatestFirst.instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.LatestFirst;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists and reviews of journeys as one tenant sees them. A tenant that may not see something finds nothing. */
public final class JourneyLists {
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
     * Journeys that the viewer sees, newest first.
     *
     * @param phase null is any
     * @param after null starts at the newest
     */
    public static List<JourneyRow> journeys(
            Handle sql, TenantId viewer, Journey.Phase phase, JourneyKey after, int limit) {
        return LatestFirst.of("select * from journey", "tenant_id", viewer)
                .only("phase", phase == null ? null : phase.word())
                .by(
                        List.of("created_at", "journey_id"),
                        after == null ? null : List.of(after.createdAt(), after.journey()))
                .query(sql, limit)
                .map((row, context) -> journey(row))
                .list();
    }

    /**
     * @param batch null is all
     * @param month in which the tasks were done; null is all, done or not
     * @param byPriority instead of the kind
     */
    public static List<ReviewRow> review(
            Handle sql, TenantId viewer, String batch, YearMonth month, boolean byPriority) {
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
                        + (month == null ? "" : " and done_at >= :from and done_at < :to and state = 'done'")
                        + " group by " + group + ", owner order by " + group + ", owner")
                .bind("viewer", viewer.value());
        if (batch != null) {
            query.bind("batch", batch);
        }
        if (month != null) {
            query.bind("from", first(month)).bind("to", first(month.plusMonths(1)));
        }
        return query.map((row, context) -> reviewed(row, byPriority)).list();
    }

    private static OffsetDateTime first(YearMonth month) {
        return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
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
                Rates.of(row.getLong("on_time"), row.getLong("judged")),
                row.getLong("used"),
                row.getLong("median"),
                row.getLong("p90"),
                row.getLong("waiting"),
                row.getLong("handovers"),
                row.getLong("returns"));
    }
}
