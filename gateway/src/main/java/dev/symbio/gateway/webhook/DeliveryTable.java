package dev.symbio.gateway.webhook;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.SealedSecrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * The outbox as the sender sees it. An attempt is claimed before it is made, by moving its next attempt into the future:
 * whoever dies over it leaves a row that falls due again.
 */
final class DeliveryTable {
    /** To be sent. */
    static final String WAITING = "waiting";
    /** Taken by the receiver; the contract has yet to take note. */
    static final String CONFIRMING = "confirming";

    static final String DELIVERED = "delivered";
    static final String DEAD = "dead";
    private static final int MAX_ERROR_CHARS = 300;

    /**
     * A delivery that is due, with its endpoint.
     *
     * @param contract null when it is not about one, like {@code period}
     * @param attempts made before, among them those that ended with the process
     * @param firstAttemptAt null before the first
     */
    record Due(
            TenantId tenant,
            String id,
            String endpoint,
            String url,
            WebhookSecret secret,
            String eventId,
            WebhookType type,
            EntityRef contract,
            String period,
            String correlationId,
            String body,
            String status,
            int attempts,
            int endpointFailures,
            Instant firstAttemptAt) {}

    private final Jdbi sql;
    private final String contractKind;
    private final SealedSecrets secrets;

    DeliveryTable(Jdbi sql, String contractKind, SealedSecrets secrets) {
        this.sql = sql;
        this.secrets = secrets;
        this.contractKind = contractKind;
    }

    /** @param busyEndpoints to leave out */
    List<Due> due(Instant now, Collection<String> busyEndpoints, int limit) {
        return sql.withHandle(handle -> {
            Query query = handle.createQuery("select d.*, e.url, e.secret, e.failures from webhook_delivery d"
                            + " join webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id"
                            + " where d.status in ('" + WAITING + "', '" + CONFIRMING + "')"
                            + " and d.next_attempt_at <= :now and (e.paused_until is null or e.paused_until <= :now)"
                            + (busyEndpoints.isEmpty() ? "" : " and d.endpoint_id not in (<busy>)")
                            + " order by d.next_attempt_at fetch first :limit rows only")
                    .bind("now", now.atOffset(ZoneOffset.UTC))
                    .bind("limit", limit);
            if (!busyEndpoints.isEmpty()) {
                query.bindList("busy", List.copyOf(busyEndpoints));
            }
            return query.map((row, context) -> due(row)).list();
        });
    }

    /** @return false if somebody else has it */
    boolean claim(Due due, Instant now, Instant until) {
        return sql.withHandle(handle -> handle.execute(
                        "update webhook_delivery set attempts = attempts + 1, next_attempt_at = ?,"
                                + " first_attempt_at = coalesce(first_attempt_at, ?)"
                                + " where tenant_id = ? and id = ? and status = ? and attempts = ?",
                        until.atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC),
                        due.tenant.value(),
                        due.id,
                        due.status,
                        due.attempts)
                == 1);
    }

    /** The receiver took it. */
    void taken(Due due, Instant now, boolean toConfirm) {
        sql.useTransaction(handle -> {
            handle.execute(
                    "update webhook_endpoint set failures = 0, paused_until = null where tenant_id = ? and id = ?",
                    due.tenant.value(),
                    due.endpoint);
            if (toConfirm) {
                handle.execute(
                        "update webhook_delivery set status = ?, last_error = null where tenant_id = ? and id = ?",
                        CONFIRMING,
                        due.tenant.value(),
                        due.id);
            } else {
                finish(handle, due, DELIVERED, null, now);
            }
        });
    }

    void confirmed(Due due, Instant now, String note) {
        sql.useHandle(handle -> finish(handle, due, DELIVERED, note, now));
    }

    /** The receiver did not take it: again later, and the endpoint rests too. */
    void failed(Due due, String error, Instant nextAttemptAt, Instant endpointRestsUntil) {
        sql.useTransaction(handle -> {
            handle.execute(
                    "update webhook_endpoint set failures = failures + 1, paused_until = ?"
                            + " where tenant_id = ? and id = ?",
                    endpointRestsUntil.atOffset(ZoneOffset.UTC),
                    due.tenant.value(),
                    due.endpoint);
            later(handle, due, error, nextAttemptAt);
        });
    }

    /** Again later, through no fault of the receiver. */
    void postponed(Due due, String error, Instant nextAttemptAt) {
        sql.useHandle(handle -> later(handle, due, error, nextAttemptAt));
    }

    void dead(Due due, String error, Instant now) {
        sql.useHandle(handle -> finish(handle, due, DEAD, error, now));
    }

    /** @return how many rows went */
    int forgetFinishedBefore(Instant time) {
        return sql.withHandle(handle ->
                handle.execute("delete from webhook_delivery where finished_at < ?", time.atOffset(ZoneOffset.UTC)));
    }

    long waiting() {
        return sql.withHandle(handle -> handle.createQuery("select count(*) from webhook_delivery where status in ('"
                        + WAITING + "', '" + CONFIRMING + "')")
                .mapTo(Long.class)
                .one());
    }

    private static void later(Handle handle, Due due, String error, Instant nextAttemptAt) {
        handle.execute(
                "update webhook_delivery set next_attempt_at = ?, last_error = ? where tenant_id = ? and id = ?",
                nextAttemptAt.atOffset(ZoneOffset.UTC),
                shortened(error),
                due.tenant.value(),
                due.id);
    }

    private static void finish(Handle handle, Due due, String status, String error, Instant now) {
        handle.execute(
                "update webhook_delivery set status = ?, last_error = ?, finished_at = ?"
                        + " where tenant_id = ? and id = ?",
                status,
                shortened(error),
                now.atOffset(ZoneOffset.UTC),
                due.tenant.value(),
                due.id);
    }

    private static String shortened(String text) {
        return text == null || text.length() <= MAX_ERROR_CHARS ? text : text.substring(0, MAX_ERROR_CHARS);
    }

    private EntityRef contract(ResultSet row) throws SQLException {
        String tenant = row.getString("contract_tenant");
        return tenant == null ? null : new EntityRef(contractKind, new TenantId(tenant), row.getString("contract_id"));
    }

    private Due due(ResultSet row) throws SQLException {
        OffsetDateTime firstAttempt = row.getObject("first_attempt_at", OffsetDateTime.class);
        String endpoint = WebhookSecret.rowOf(row.getString("tenant_id"), row.getString("endpoint_id"));
        return new Due(
                new TenantId(row.getString("tenant_id")),
                row.getString("id"),
                row.getString("endpoint_id"),
                row.getString("url"),
                WebhookSecret.of(secrets.open(endpoint, row.getString("secret"))),
                row.getString("event_id"),
                WebhookType.named(row.getString("event_type")).orElseThrow(),
                contract(row),
                row.getString("period"),
                row.getString("correlation_id"),
                row.getString("body"),
                row.getString("status"),
                row.getInt("attempts"),
                row.getInt("failures"),
                firstAttempt == null ? null : firstAttempt.toInstant());
    }
}
