package dev.symbio.gateway.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.StoredNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** What became of what went out, over both channels. All methods block; each sees the given tenant's own rows only. */
public final class Deliveries {
    static final String MAIL = "mail";
    static final String WEBHOOK = "webhook";

    private static final String ALL = "select 'mail' as channel, id, subject as receiver, status,"
            + " case when digest then 'digest' else 'notice' end as what,"
            + " attempts, created_at, next_attempt_at, finished_at, last_error from mail_delivery where tenant_id = :tenant"
            + " union all select 'webhook' as channel, id, endpoint_id as receiver, status, event_type as what,"
            + " attempts, created_at, case when finished_at is null then next_attempt_at end as next_attempt_at,"
            + " finished_at, last_error from webhook_delivery where tenant_id = :tenant";
    private static final String FAILED = "(status in ('refused', 'dead', 'no-address')"
            + " or (status in ('waiting', 'confirming') and last_error is not null))";

    /**
     * One delivery.
     *
     * @param what the type that a webhook is told; of mail, notice or digest
     * @param to the member whom mail is for, or the id of the webhook
     * @param status waiting, confirming (a webhook took it; the contract takes note), delivered, refused (the mail server will
     *     never take it), dead (given up) or no-address
     * @param nextAttemptAt absent when it is over
     * @param error why the last attempt failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            String id,
            String channel,
            String what,
            String to,
            String status,
            int attempts,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}

    /** Where a page ended; newest come first. */
    record Before(Instant createdAt, String id) {}

    private final Jdbi sql;

    public Deliveries(Jdbi sql) {
        this.sql = sql;
    }

    /** @param channel null for both */
    List<Delivery> list(TenantId tenant, @Nullable String channel, boolean failedOnly, Before before, int limit) {
        return sql.withHandle(handle -> {
            Query query = handle.createQuery("select * from (" + ALL + ") d where 1 = 1"
                            + (channel == null ? "" : " and channel = :channel")
                            + (failedOnly ? " and " + FAILED : "")
                            + (before == null ? "" : " and (created_at, id) < (:at, :id)")
                            + " order by created_at desc, id desc fetch first :limit rows only")
                    .bind("tenant", tenant.value())
                    .bind("limit", limit);
            if (channel != null) {
                query.bind("channel", channel);
            }
            if (before != null) {
                query.bind("at", before.createdAt().atOffset(ZoneOffset.UTC)).bind("id", before.id());
            }
            return query.map((row, context) -> delivery(row)).list();
        });
    }

    /** What a telling became, as far as it concerns one person: its mail, and what the tenant's webhooks were told. */
    List<Delivery> of(TenantId tenant, Entry entry, String subject) {
        return sql.withHandle(handle -> handle.createQuery("select * from (" + ALL + ") d where"
                        + " (channel = 'mail' and id in (:own, :byName))"
                        + " or (channel = 'webhook' and id in (select id from webhook_delivery"
                        + " where tenant_id = :tenant and event_id in (:own, :byName, :everybody)))"
                        + " order by created_at, id")
                .bind("tenant", tenant.value())
                .bind(
                        "own",
                        TellingRows.idOf(entry.toldBy(), StoredNames.in(handle).of(tenant, subject)))
                // what went out before ids followed from stored names
                .bind("byName", TellingRows.idOf(entry.toldBy(), subject))
                .bind("everybody", TellingRows.idOf(entry.toldBy(), ""))
                .map((row, context) -> delivery(row))
                .list());
    }

    /** How far the telling is; empty when it is too long ago. */
    Optional<String> status(TenantId tenant, String telling) {
        return sql.withHandle(
                handle -> handle.createQuery("select status from notice_telling where tenant_id = :tenant and id = :id")
                        .bind("tenant", tenant.value())
                        .bind("id", telling)
                        .mapTo(String.class)
                        .findOne());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                row.getString("channel"),
                row.getString("what"),
                row.getString("receiver"),
                row.getString("status"),
                row.getInt("attempts"),
                instant(row, "created_at"),
                instant(row, "next_attempt_at"),
                instant(row, "finished_at"),
                row.getString("last_error"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
