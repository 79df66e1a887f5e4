package dev.symbio.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.SealedSecrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The endpoints that tenants have registered, and what became of the deliveries to them. All methods block; each sees the
 * given tenant's own rows only.
 */
public final class WebhookRegistry {
    public static final int MAX_ENDPOINTS = 20;
    public static final int MAX_PAGE = 200;

    /** @param types public names of {@link WebhookType}s */
    public record NewWebhook(String url, List<String> types) {}

    /** The one time that the secret is shown. */
    public record Registered(String id, String url, List<String> types, Instant createdAt, String secret) {
        @Override
        public String toString() {
            return "Registered[" + id + "]";
        }
    }

    /** What {@link #register} answers. */
    public sealed interface Registration {
        /** @param repeated the same request had been made before: the same answer again */
        record Done(Registered webhook, boolean repeated) implements Registration {}

        record Refused(Rejection rejection) implements Registration {}

        /** The same key came with another request. */
        record KeyReused() implements Registration {}
    }

    public record Webhook(String id, String url, List<String> types, Instant createdAt) {}

    /**
     * One delivery, for its receiver to look at.
     *
     * @param contract null when it is not about one
     * @param nextAttemptAt null when it is over
     * @param lastError why the last attempt failed, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Delivery(
            String id,
            String type,
            String eventId,
            String contract,
            String status,
            int attempts,
            Instant createdAt,
            Instant nextAttemptAt,
            Instant finishedAt,
            String lastError) {}

    /** Where a page of deliveries ended; newest come first. */
    public record Before(Instant createdAt, String id) {}

    private record Stored(Registered webhook, String fingerprint) {}

    private final Jdbi sql;
    private final Clock clock;
    private final TargetRules rules;
    private final SealedSecrets secrets;
    private final SecureRandom random = new SecureRandom();

    public WebhookRegistry(Jdbi sql, Clock clock, TargetRules rules, SealedSecrets secrets) {
        this.sql = sql;
        this.clock = clock;
        this.rules = rules;
        this.secrets = secrets;
    }

    /** Seals those that were stored before secrets were. */
    public void sealPlain() {
        record Plain(String tenant, String id, String secret) {}
        List<Plain> plain =
                sql.withHandle(handle -> handle.createQuery("select tenant_id, id, secret from webhook_endpoint")
                        .map((row, context) -> new Plain(row.getString(1), row.getString(2), row.getString(3)))
                        .filter(endpoint -> !SealedSecrets.isSealed(endpoint.secret))
                        .list());
        sql.useHandle(handle -> plain.forEach(endpoint -> handle.execute(
                "update webhook_endpoint set secret = ? where tenant_id = ? and id = ? and secret = ?",
                secrets.seal(WebhookSecret.rowOf(endpoint.tenant, endpoint.id), endpoint.secret),
                endpoint.tenant,
                endpoint.id,
                endpoint.secret)));
    }

    /**
     * Registers an endpoint.
     *
     * @param key the caller's Idempotency-Key: repeating it gives the same endpoint and the same answer
     * @param fingerprint of the request
     */
    public Registration register(TenantId tenant, String key, String fingerprint, NewWebhook wanted) {
        List<Fault> faults = faults(wanted);
        if (!faults.isEmpty()) {
            return new Registration.Refused(
                    Rejection.invalid("webhook.invalid", "Expected a valid webhook but found faults.", faults));
        }
        String id = idFor(tenant, key);
        try {
            return registered(tenant, id, fingerprint, wanted);
        } catch (UnableToExecuteStatementException sameKeyAtTheSameTime) {
            return registered(tenant, id, fingerprint, wanted);
        }
    }

    private Registration registered(TenantId tenant, String id, String fingerprint, NewWebhook wanted) {
        return sql.inTransaction(handle -> {
            Optional<Stored> before = find(handle, tenant, id);
            if (before.isPresent()) {
                return before.get().fingerprint.equals(fingerprint)
                        ? new Registration.Done(before.get().webhook, true)
                        : new Registration.KeyReused();
            }
            if (count(handle, tenant) >= MAX_ENDPOINTS) {
                return new Registration.Refused(Rejection.conflict(
                        "webhook.too-many", "Expected at most " + MAX_ENDPOINTS + " webhooks but this is one more."));
            }
            // as the store keeps it, so that a repeat gets the very same answer
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            WebhookSecret secret = WebhookSecret.create(random);
            List<String> types = List.copyOf(new TreeSet<>(wanted.types()));
            handle.execute(
                    "insert into webhook_endpoint"
                            + " (tenant_id, id, url, secret, types, fingerprint, failures, created_at)"
                            + " values (?, ?, ?, ?, ?, ?, 0, ?)",
                    tenant.value(),
                    id,
                    wanted.url(),
                    secrets.seal(WebhookSecret.rowOf(tenant.value(), id), secret.reveal()),
                    String.join(",", types),
                    fingerprint,
                    now.atOffset(ZoneOffset.UTC));
            if (types.contains(WebhookType.PAYMENT_DUE.publicName())) {
                Outbox.catchUp(handle, tenant, id, now.atOffset(ZoneOffset.UTC));
            }
            return new Registration.Done(new Registered(id, wanted.url(), types, now, secret.reveal()), false);
        });
    }

    /** All endpoints of the tenant, without their secrets. */
    public List<Webhook> list(TenantId tenant) {
        return sql.withHandle(handle -> handle.createQuery(
                        "select id, url, types, created_at from webhook_endpoint where tenant_id = :tenant"
                                + " order by created_at, id")
                .bind("tenant", tenant.value())
                .map((row, context) -> webhook(row))
                .list());
    }

    /** @return false if there is no such endpoint; with it go its deliveries, sent or not */
    public boolean remove(TenantId tenant, String id) {
        return sql.inTransaction(handle -> {
            handle.execute("delete from webhook_delivery where tenant_id = ? and endpoint_id = ?", tenant.value(), id);
            return handle.execute("delete from webhook_endpoint where tenant_id = ? and id = ?", tenant.value(), id)
                    > 0;
        });
    }

    /**
     * The deliveries to an endpoint, newest first; empty if there is no such endpoint.
     *
     * @param before where the page before ended, or null for the first page
     * @param limit 1 to {@value #MAX_PAGE}
     */
    public Optional<List<Delivery>> deliveries(TenantId tenant, String id, Before before, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("Expected a page of 1 to " + MAX_PAGE + " rows but got " + limit + ".");
        }
        return sql.withHandle(handle -> isThere(handle, tenant, id).map(there -> handle.createQuery(
                        "select id, event_type, event_id, contract_tenant, contract_id, status, attempts,"
                                + " created_at, next_attempt_at, finished_at, last_error from webhook_delivery"
                                + " where tenant_id = :tenant and endpoint_id = :endpoint"
                                + (before == null ? "" : " and (created_at < :at or (created_at = :at and id < :id))")
                                + " order by created_at desc, id desc fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("endpoint", id)
                .bind("limit", limit)
                .bindMap(
                        before == null
                                ? java.util.Map.of()
                                : java.util.Map.of(
                                        "at", before.createdAt().atOffset(ZoneOffset.UTC), "id", before.id()))
                .map((row, context) -> delivery(row))
                .list()));
    }

    private List<Fault> faults(NewWebhook wanted) {
        List<Fault> faults = new ArrayList<>();
        rules.fault(wanted.url()).ifPresent(faults::add);
        List<String> types = wanted.types();
        if (types == null || types.isEmpty() || types.size() > WebhookType.values().length) {
            faults.add(new Fault("/types", "webhook.types", "Expected some of " + WebhookType.publicNames() + "."));
            return faults;
        }
        for (int i = 0; i < types.size(); i++) {
            if (WebhookType.named(types.get(i)).isEmpty()) {
                faults.add(
                        new Fault("/types/" + i, "webhook.type", "Expected one of " + WebhookType.publicNames() + "."));
            }
        }
        return faults;
    }

    private static String idFor(TenantId tenant, String key) {
        return UUID.nameUUIDFromBytes((tenant + "|" + key).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static int count(Handle handle, TenantId tenant) {
        return handle.createQuery("select count(*) from webhook_endpoint where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .mapTo(Integer.class)
                .one();
    }

    private static Optional<Integer> isThere(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("select 1 from webhook_endpoint where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne();
    }

    private Optional<Stored> find(Handle handle, TenantId tenant, String id) {
        return handle.createQuery("select id, url, types, created_at, secret, fingerprint from webhook_endpoint"
                        + " where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> {
                    Webhook w = webhook(row);
                    return new Stored(
                            new Registered(
                                    w.id,
                                    w.url,
                                    w.types,
                                    w.createdAt,
                                    secrets.open(WebhookSecret.rowOf(tenant.value(), id), row.getString("secret"))),
                            row.getString("fingerprint"));
                })
                .findOne();
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                row.getString("id"),
                row.getString("url"),
                Arrays.asList(row.getString("types").split(",")),
                instant(row, "created_at"));
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Instant finishedAt = instant(row, "finished_at");
        return new Delivery(
                row.getString("id"),
                row.getString("event_type"),
                row.getString("event_id"),
                row.getString("contract_tenant") == null
                        ? null
                        : row.getString("contract_tenant") + "." + row.getString("contract_id"),
                row.getString("status"),
                row.getInt("attempts"),
                instant(row, "created_at"),
                finishedAt == null ? instant(row, "next_attempt_at") : null,
                finishedAt,
                row.getString("last_error"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
