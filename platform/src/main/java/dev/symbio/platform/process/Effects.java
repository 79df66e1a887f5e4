package dev.symbio.platform.process;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/** Cause and effect between entities: which event made which other entity do what. Blocking. */
public final class Effects {
    private static final int MAX_LISTED = 500;

    private final Jdbi sql;

    public Effects(Jdbi sql) {
        this.sql = sql;
    }

    /**
     * One step.
     *
     * @param state {@code waiting}, {@code done} or {@code refused}
     * @param code why it was refused; null otherwise
     * @param targetSeq the target's sequence number after it; null unless it is done
     */
    public record Effect(
            String process,
            EntityRef cause,
            long causeSeq,
            String causeEvent,
            String causeType,
            EntityRef target,
            String command,
            String commandId,
            String state,
            String code,
            String detail,
            Long targetSeq,
            Instant madeAt) {}

    /** The newest 500 that the entity caused or that reached it, as far as the viewer is the tenant of either side. */
    public List<Effect> of(EntityRef entity, TenantId viewer) {
        return sql.withHandle(handle -> handle.createQuery("select * from process_step"
                        + " where ((tenant_id = :tenant and target_kind = :kind and target_id = :id)"
                        + " or (cause_tenant = :tenant and cause_kind = :kind and cause_id = :id))"
                        + " and (tenant_id = :viewer or cause_tenant = :viewer)"
                        + " order by made_at desc, command_id fetch first " + MAX_LISTED + " rows only")
                .bind("tenant", entity.tenant().value())
                .bind("kind", entity.kind())
                .bind("id", entity.id())
                .bind("viewer", viewer.value())
                .map((row, context) -> effect(row))
                .list());
    }

    /**
     * What some events made others do, whoever asks; in the order of the targets' sequence numbers.
     *
     * @param tenants of the entities that the events happened to; neither may be empty
     */
    public List<Effect> causedBy(Set<TenantId> tenants, Set<String> eventIds, int limit) {
        return sql.withHandle(handle -> handle.createQuery("select * from process_step"
                        + " where cause_tenant in (<tenants>) and cause_event in (<events>)"
                        + " order by cause_event, target_seq, command_id fetch first :limit rows only")
                .bindList("tenants", tenants.stream().map(TenantId::value).toList())
                .bindList("events", List.copyOf(eventIds))
                .bind("limit", limit)
                .map((row, context) -> effect(row))
                .list());
    }

    /** The step by which an event led to one of another entity, whoever asks. @param seq of the event that it led to */
    public Optional<Effect> between(EntityRef cause, String causeEvent, EntityRef target, long seq) {
        return sql.withHandle(handle -> handle.createQuery("select * from process_step"
                        + " where cause_tenant = :causeTenant and cause_event = :cause and tenant_id = :tenant"
                        + " and target_kind = :kind and target_id = :id and target_seq >= :seq"
                        + " order by target_seq, command_id fetch first 1 row only")
                .bind("causeTenant", cause.tenant().value())
                .bind("cause", causeEvent)
                .bind("tenant", target.tenant().value())
                .bind("kind", target.kind())
                .bind("id", target.id())
                .bind("seq", seq)
                .map((row, context) -> effect(row))
                .findOne());
    }

    private static Effect effect(ResultSet row) throws SQLException {
        long targetSeq = row.getLong("target_seq");
        boolean noSeq = row.wasNull();
        return new Effect(
                row.getString("process"),
                new EntityRef(
                        row.getString("cause_kind"),
                        new TenantId(row.getString("cause_tenant")),
                        row.getString("cause_id")),
                row.getLong("cause_seq"),
                row.getString("cause_event"),
                row.getString("cause_type"),
                new EntityRef(
                        row.getString("target_kind"),
                        new TenantId(row.getString("tenant_id")),
                        row.getString("target_id")),
                row.getString("command_name"),
                row.getString("command_id"),
                row.getString("state"),
                row.getString("code"),
                row.getString("detail"),
                noSeq ? null : targetSeq,
                row.getObject("made_at", OffsetDateTime.class).toInstant());
    }
}
