package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

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
     * @param scope of no account with {@code entity}, which is one of the tenant's own
     */
    public record Question(
            String kind,
            EntityRef entity,
            String subject,
            String correlationId,
            Instant from,
            Instant until,
            Scope scope) {}

    /** Where it happened. */
    public enum Scope {
        /** To entities that the tenant hosts, whoever did it. */
        OURS,
        /** To entities of other tenants, by the tenant's own people and machines. */
        ELSEWHERE
    }

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
        PreparedBatch elsewhere =
                sql.prepareBatch("insert into audit_elsewhere (by_tenant, recorded_at, kind, entity_id, seq, tenant_id)"
                        + " values (?, ?, ?, ?, ?, ?)");
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
            if (!meta.by().tenant().equals(entity.tenant())) {
                elsewhere.add(
                        meta.by().tenant().value(),
                        utc(meta.recordedAt()),
                        entity.kind(),
                        entity.id(),
                        meta.seq(),
                        entity.tenant().value());
            }
            newest.put(entity, event);
        }
        rows.execute();
        if (elsewhere.size() > 0) {
            elsewhere.execute();
        }
        ChainHeads.advance(
                sql,
                newest.entrySet().stream()
                        .map(head -> new ChainHead(
                                head.getKey(),
                                head.getValue().meta().seq(),
                                head.getValue().hashHex()))
                        .toList());
    }

    /**
     * What happened to the tenant's own entities, and what its own people and machines did to those of others, whoever may see
     * it there. Newest first; what one command did at one moment in the order in which it happened.
     *
     * @param before null starts at the newest
     */
    public List<Entry> list(TenantId tenant, Question question, Position before, int limit) {
        return sql.withHandle(handle -> new TrailQuery(tenant, question, before)
                .in(handle, limit)
                .map((row, context) -> entry(row))
                .list());
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
