package dev.symbio.platform.deadline;

import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The deadlines that hold, one row each. Blocking. */
public final class DeadlineTable {
    /** A row that is due. @param setBySeq number of the entity's event that set it */
    public record DueRow(EntityRef entity, String name, Instant dueAt, int attempts, long setBySeq) {}

    private final Jdbi sql;

    public DeadlineTable(Jdbi sql) {
        this.sql = sql;
    }

    /** Keeps the rows of a kind's entities up to date. */
    public static <E> Projection<E> projectionFor(EntityKind<?, E, ?> kind) {
        return Projection.of("deadlines-" + kind.name(), kind)
                .onEvery(event -> event.meta().deadlines() != null, DeadlineTable::store)
                .build();
    }

    /** In the order of the events: a deadline that one sets, a later one of the group may clear. */
    private static void store(Handle sql, List<StoredEvent> group) {
        for (StoredEvent event : group) {
            if (event.meta().deadlines() != null) {
                store(sql, event.meta());
            }
        }
    }

    private static void store(Handle sql, EventMeta meta) {
        EntityRef entity = meta.entity();
        EventMeta.DeadlineChange change = meta.deadlines();
        for (String name : change.cleared()) {
            delete(sql, entity, name);
        }
        for (Deadline deadline : change.set()) {
            delete(sql, entity, deadline.name());
            sql.createUpdate("insert into deadline"
                            + " (tenant_id, kind, entity_id, name, due_at, clock, attempts, next_attempt_at, set_by_seq)"
                            + " values (:tenant, :kind, :entity, :name, :due, :clock, 0, :due, :seq)")
                    .bind("tenant", entity.tenant().value())
                    .bind("kind", entity.kind())
                    .bind("entity", entity.id())
                    .bind("name", deadline.name())
                    .bind("due", utc(deadline.dueAt()))
                    .bind("clock", deadline.clock().name())
                    .bind("seq", meta.seq())
                    .execute();
        }
    }

    private static void delete(Handle sql, EntityRef entity, String name) {
        sql.createUpdate("delete from deadline"
                        + " where tenant_id = :tenant and kind = :kind and entity_id = :entity and name = :name")
                .bind("tenant", entity.tenant().value())
                .bind("kind", entity.kind())
                .bind("entity", entity.id())
                .bind("name", name)
                .execute();
    }

    List<DueRow> due(Instant now, int limit) {
        return sql.withHandle(
                handle -> handle.createQuery("select tenant_id, kind, entity_id, name, due_at, attempts, set_by_seq"
                                + " from deadline where next_attempt_at <= :now order by next_attempt_at limit :limit")
                        .bind("now", utc(now))
                        .bind("limit", limit)
                        .map((row, context) -> new DueRow(
                                new EntityRef(
                                        row.getString("kind"),
                                        new TenantId(row.getString("tenant_id")),
                                        row.getString("entity_id")),
                                row.getString("name"),
                                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                                row.getInt("attempts"),
                                row.getLong("set_by_seq")))
                        .list());
    }

    /** The entity has dealt with these: they no longer hold, or it has decided on them. */
    void done(List<DueRow> rows) {
        batch(
                rows,
                "delete from deadline where tenant_id = ? and kind = ? and entity_id = ? and name = ? and set_by_seq = ?",
                List.of());
    }

    /** These are tried again after a while: the entity gave no answer, or its deadline still holds. */
    void again(List<DueRow> rows, Instant now, Duration after) {
        batch(
                rows,
                "update deadline set next_attempt_at = ?, attempts = attempts + 1"
                        + " where tenant_id = ? and kind = ? and entity_id = ? and name = ? and set_by_seq = ?",
                List.of(utc(now.plus(after))));
    }

    private void batch(List<DueRow> rows, String statement, List<Object> first) {
        if (rows.isEmpty()) {
            return;
        }
        sql.useTransaction(handle -> {
            var batch = handle.prepareBatch(statement);
            for (DueRow row : rows) {
                int at = 0;
                for (Object value : first) {
                    batch.bind(at++, value);
                }
                batch.bind(at++, row.entity().tenant().value())
                        .bind(at++, row.entity().kind())
                        .bind(at++, row.entity().id())
                        .bind(at++, row.name())
                        .bind(at, row.setBySeq())
                        .add();
            }
            batch.execute();
        });
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
