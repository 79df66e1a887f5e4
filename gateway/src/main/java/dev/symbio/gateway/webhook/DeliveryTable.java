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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    /** By all columns of the index, which has them in this order. */
    private static final String OLDEST =
            " order by d.tenant_id, d.endpoint_id, d.status, d.next_attempt_at fetch first 1 row only";

    /** When the oldest of an endpoint's deliveries of one status fell due. */
    record Head(TenantId tenant, String endpoint, String status, Instant dueAt) {}

    /**
     * A delivery that is due, with its endpoint.
     *
     * @param secret null when it does not open
     * @param type its public name
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
            String type,
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

    /**
     * For each endpoint that may be called, when the oldest delivery fell due; one for each status. Costs a look into an index
     * per endpoint, however many deliveries wait.
     *
     * @param fullTenants to leave out
     * @param fullEndpoints to leave out
     */
    List<Head> heads(Instant now, Collection<TenantId> fullTenants, Collection<String> fullEndpoints) {
        return sql.withHandle(handle -> {
            if (!isAnyDue(handle, now)) {
                return List.of();
            }
            Query query = handle.createQuery(headsSql(WAITING, !fullTenants.isEmpty(), !fullEndpoints.isEmpty())
                            + " union all " + headsSql(CONFIRMING, !fullTenants.isEmpty(), !fullEndpoints.isEmpty()))
                    .bind("now", now.atOffset(ZoneOffset.UTC));
            if (!fullTenants.isEmpty()) {
                query.bindList(
                        "tenants", fullTenants.stream().map(TenantId::value).toList());
            }
            if (!fullEndpoints.isEmpty()) {
                query.bindList("endpoints", List.copyOf(fullEndpoints));
            }
            return query.map((row, context) -> new Head(
                            new TenantId(row.getString("tenant_id")),
                            row.getString("id"),
                            row.getString("status"),
                            row.getObject("due_at", OffsetDateTime.class).toInstant()))
                    .list();
        });
    }

    private static boolean isAnyDue(Handle handle, Instant now) {
        return handle.createQuery("select 1 from webhook_delivery where status in ('" + WAITING + "', '" + CONFIRMING
                        + "') and next_attempt_at <= :now fetch first 1 row only")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** SQL: the {@link #heads} of one status. */
    static String headsSql(String status, boolean withoutTenants, boolean withoutEndpoints) {
        return "select * from (select e.tenant_id, e.id, '" + status + "' as status,"
                + " (select d.next_attempt_at from webhook_delivery d where d.tenant_id = e.tenant_id"
                + " and d.endpoint_id = e.id and d.status = '" + status + "' and d.next_attempt_at <= :now" + OLDEST
                + ") as due_at from webhook_endpoint e"
                + " where (e.paused_until is null or e.paused_until <= :now)"
                + (withoutTenants ? " and e.tenant_id not in (<tenants>)" : "")
                + (withoutEndpoints ? " and e.id not in (<endpoints>)" : "")
                + ") heads where due_at is not null";
    }

    /** The oldest delivery at each of the heads that is still due; in no order. */
    List<Due> at(List<Head> heads, Instant now) {
        if (heads.isEmpty()) {
            return List.of();
        }
        String each = IntStream.range(0, heads.size())
                .mapToObj(i -> "(select d.*, e.url, e.secret, e.failures from webhook_delivery d"
                        + " join webhook_endpoint e on e.tenant_id = d.tenant_id and e.id = d.endpoint_id"
                        + " where d.tenant_id = :tenant" + i + " and d.endpoint_id = :endpoint" + i
                        + " and d.status = :status" + i + " and d.next_attempt_at <= :now" + OLDEST + ")")
                .collect(Collectors.joining(" union all "));
        return sql.withHandle(handle -> {
            Query query = handle.createQuery(each).bind("now", now.atOffset(ZoneOffset.UTC));
            for (int i = 0; i < heads.size(); i++) {
                Head head = heads.get(i);
                query.bind("tenant" + i, head.tenant.value())
                        .bind("endpoint" + i, head.endpoint)
                        .bind("status" + i, head.status);
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

    /** One secret that does not open must not keep others from being sent. */
    private WebhookSecret secret(ResultSet row) throws SQLException {
        String endpoint = WebhookSecret.rowOf(row.getString("tenant_id"), row.getString("endpoint_id"));
        try {
            return WebhookSecret.of(secrets.open(endpoint, row.getString("secret")));
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException doesNotOpen) {
            return null;
        }
    }

    private Due due(ResultSet row) throws SQLException {
        OffsetDateTime firstAttempt = row.getObject("first_attempt_at", OffsetDateTime.class);
        return new Due(
                new TenantId(row.getString("tenant_id")),
                row.getString("id"),
                row.getString("endpoint_id"),
                row.getString("url"),
                secret(row),
                row.getString("event_id"),
                row.getString("event_type"),
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
