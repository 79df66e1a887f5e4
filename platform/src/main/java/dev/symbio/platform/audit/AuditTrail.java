package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.projection.Projection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** Every event of every kind, by tenant, person, request and time. Blocking. */
public final class AuditTrail {
    /**
     * What an auditor asks for; a null component asks for all.
     *
     * @param kind with {@code entity}: one entity
     * @param subject who of the tenant did it
     * @param correlationId of a request that the tenant's own people or machines took part in
     * @param from first moment of recording
     * @param until first moment of recording that no longer counts
     */
    public record Question(
            String kind, EntityRef entity, String subject, String correlationId, Instant from, Instant until) {}

    /** One event without its data. */
    public record Entry(
            EntityRef entity,
            long seq,
            String eventId,
            String type,
            Instant happenedAt,
            Instant recordedAt,
            TenantId byTenant,
            String bySubject,
            String onBehalfOf,
            String correlationId,
            String causationId,
            String model) {}

    /** Where a page ended. */
    public record Position(Instant recordedAt, EntityRef entity, long seq) {}

    /** Five indexes a row: the more rows are written at once, the fewer of their pages are written twice. */
    private static final Duration GATHERS_FOR = Duration.ofMillis(250);

    private final Jdbi sql;

    public AuditTrail(Jdbi sql) {
        this.sql = sql;
    }

    /** Keeps the trail and the heads of the chains of a kind's entities. */
    public static <E> Projection<E> projectionFor(EntityKind<?, E, ?> kind) {
        return Projection.of("audit-" + kind.name(), kind)
                .onEvery(AuditTrail::store)
                .gathersFor(GATHERS_FOR)
                .build();
    }

    private static void store(Handle sql, List<StoredEvent> group) {
        PreparedBatch rows =
                sql.prepareBatch("insert into audit_event (tenant_id, kind, entity_id, seq, event_id, type,"
                        + " happened_at, recorded_at, by_tenant, by_subject, on_behalf_of, correlation_id, causation_id, model)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        Map<EntityRef, StoredEvent> newest = new LinkedHashMap<>();
        for (StoredEvent event : group) {
            EventMeta meta = event.meta();
            EntityRef entity = meta.entity();
            rows.add(
                    entity.tenant().value(),
                    entity.kind(),
                    entity.id(),
                    meta.seq(),
                    meta.id(),
                    meta.type(),
                    utc(meta.happenedAt()),
                    utc(meta.recordedAt()),
                    meta.by().tenant().value(),
                    meta.by().subject(),
                    meta.by().onBehalfOf(),
                    meta.correlationId(),
                    meta.causationId(),
                    meta.model());
            newest.put(entity, event);
        }
        rows.execute();
        ChainHeads.advance(
                sql,
                newest.entrySet().stream()
                        .map(head -> new ChainHead(
                                head.getKey(),
                                head.getValue().meta().seq(),
                                head.getValue().hashHex()))
                        .toList());
    }

    /** Newest first; what one command did at one moment in the order in which it happened. @param before null starts at the newest */
    public List<Entry> list(TenantId tenant, Question question, Position before, int limit) {
        List<String> where = new ArrayList<>(List.of("tenant_id = :tenant"));
        Map<String, Object> values = new LinkedHashMap<>();
        if (question.entity() != null) {
            where.add("kind = :kind and entity_id = :entity");
            values.put("kind", question.entity().kind());
            values.put("entity", question.entity().id());
        } else if (question.kind() != null) {
            where.add("kind = :kind");
            values.put("kind", question.kind());
        }
        if (question.subject() != null) {
            // names of people are known within their own tenant alone, and can be asked for there alone
            where.add("by_subject in (:subject, " + DataKeys.STORED_NAME + ") and by_tenant = :tenant");
            values.put("subject", question.subject());
        }
        if (question.correlationId() != null) {
            // a request that the tenant had no part in is none that it can ask for
            where.add("correlation_id = :correlation and (by_tenant = :tenant or exists (select 1 from audit_event own"
                    + " where own.by_tenant = :tenant and own.correlation_id = :correlation))");
            values.put("correlation", question.correlationId());
        }
        if (question.from() != null) {
            where.add("recorded_at >= :from");
            values.put("from", utc(question.from()));
        }
        if (question.until() != null) {
            where.add("recorded_at < :until");
            values.put("until", utc(question.until()));
        }
        if (before != null) {
            where.add("(recorded_at, kind, entity_id, seq) < (:recorded, :atKind, :atEntity, :atSeq)");
            values.put("recorded", utc(before.recordedAt()));
            values.put("atKind", before.entity().kind());
            values.put("atEntity", before.entity().id());
            values.put("atSeq", before.seq());
        }
        return sql.withHandle(handle -> {
            Query query = handle.createQuery(
                            "select * from audit_event where " + String.join(" and ", where)
                                    + " order by tenant_id desc, recorded_at desc, kind desc, entity_id desc, seq desc fetch first :limit rows only")
                    .bind("tenant", tenant.value())
                    .bind("limit", limit);
            values.forEach(query::bind);
            return query.map((row, context) -> entry(row)).list();
        });
    }

    /** One event, whoever asks. */
    public Optional<Entry> event(EntityRef entity, long seq) {
        return sql.withHandle(handle -> handle.createQuery("select * from audit_event where tenant_id = :tenant"
                        + " and kind = :kind and entity_id = :entity and seq = :seq")
                .bind("tenant", entity.tenant().value())
                .bind("kind", entity.kind())
                .bind("entity", entity.id())
                .bind("seq", seq)
                .map((row, context) -> entry(row))
                .findOne());
    }

    /** The number of the newest event that an entity is known to have had; 0 if none is known. */
    public long newest(EntityRef entity) {
        return sql.withHandle(handle -> handle.createQuery("select seq, checked_seq from chain_head"
                        + " where tenant_id = :tenant and kind = :kind and entity_id = :entity")
                .bind("tenant", entity.tenant().value())
                .bind("kind", entity.kind())
                .bind("entity", entity.id())
                .map((row, context) -> Math.max(row.getLong("seq"), row.getLong("checked_seq")))
                .findOne()
                .orElse(0L));
    }

    /** What the tenant's own people and machines did in the course of a request, wherever it happened. */
    public List<Entry> doneBy(TenantId tenant, String correlationId, int limit) {
        return sql.withHandle(handle -> handle.createQuery("select * from audit_event where by_tenant = :tenant"
                        + " and correlation_id = :correlation order by recorded_at, kind, entity_id, seq"
                        + " fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("correlation", correlationId)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    /**
     * What happened because of some events, whoever asks; in order.
     *
     * @param tenants whose entities it happened to; neither may be empty
     */
    public List<Entry> causedBy(Set<TenantId> tenants, Set<String> eventIds, int limit) {
        return sql.withHandle(handle -> handle.createQuery("select * from audit_event where tenant_id in (<tenants>)"
                        + " and causation_id in (<events>) order by recorded_at, kind, entity_id, seq"
                        + " fetch first :limit rows only")
                .bindList("tenants", tenants.stream().map(TenantId::value).toList())
                .bindList("events", List.copyOf(eventIds))
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list());
    }

    /**
     * What an event names as its cause, whoever asks: everything that one request set in motion has its correlation id. Empty if
     * there was none, or none that was an event.
     */
    public Optional<Entry> causeOf(Entry event) {
        if (event.causationId() == null) {
            return Optional.empty();
        }
        return sql.withHandle(handle -> handle.createQuery(
                        "select * from audit_event where correlation_id = :correlation and event_id = :cause")
                .bind("correlation", event.correlationId())
                .bind("cause", event.causationId())
                .map((row, context) -> entry(row))
                .findFirst());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new EntityRef(
                        row.getString("kind"), new TenantId(row.getString("tenant_id")), row.getString("entity_id")),
                row.getLong("seq"),
                row.getString("event_id"),
                row.getString("type"),
                row.getObject("happened_at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant(),
                new TenantId(row.getString("by_tenant")),
                row.getString("by_subject"),
                row.getString("on_behalf_of"),
                row.getString("correlation_id"),
                row.getString("causation_id"),
                row.getString("model"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
