package dev.symbio.gateway.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A database with the real migrations, and rows that tell who sees what. */
final class Lists {
    static final OffsetDateTime NOW = Instant.parse("2026-07-03T12:00:00Z").atOffset(ZoneOffset.UTC);

    final Jdbi sql;

    Lists() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_UPPER=false;DB_CLOSE_DELAY=-1";
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations(
                        "classpath:db/journal-h2",
                        "classpath:db/platform",
                        "classpath:db/tenants",
                        "classpath:db/contracts")
                .load()
                .migrate();
        sql = Jdbi.create(url, "sa", "");
    }

    void contract(EntityRef contract, TenantId viewer) {
        sql.useHandle(handle -> handle.execute(
                "insert into sla_contract (tenant_id, contract_id, name, provider, customer, phase, version,"
                        + " effective_from, currency, backfilling, observations, statements, seq, created_at, updated_at)"
                        + " values (?, ?, 'Deliveries', 'vendor', 'maker', 'active', 1, ?, 'EUR', false, 0, 0, 1, ?, ?)",
                viewer.value(),
                contract.publicId(),
                NOW,
                NOW,
                NOW));
    }

    void share(EntityRef opportunity, TenantId viewer) {
        sql.useHandle(handle -> handle.execute(
                "insert into opportunity_share (tenant_id, opportunity_id, host_id, fields, since)"
                        + " values (?, ?, ?, 'stage', ?)",
                viewer.value(),
                opportunity.publicId(),
                opportunity.tenant().value(),
                NOW));
    }

    void step(String id, EntityRef cause, EntityRef target) {
        sql.useHandle(handle -> handle.execute(
                "insert into process_step (tenant_id, command_id, process, cause_tenant, cause_kind, cause_id, cause_seq,"
                        + " cause_event, cause_type, correlation_id, target_kind, target_id, command_name, command,"
                        + " by_subject, by_tenant, state, target_seq, attempts, made_at) values (?, ?, 'passed-on', ?, ?,"
                        + " ?, 7, ?, 'symbio.test.happened.v1', 'c', ?, ?, 'do', '{}', 's', ?, 'done', 3, 1, ?)",
                target.tenant().value(),
                id,
                cause.tenant().value(),
                cause.kind(),
                cause.id(),
                "event-" + id,
                target.kind(),
                target.id(),
                target.tenant().value(),
                NOW));
    }
}
