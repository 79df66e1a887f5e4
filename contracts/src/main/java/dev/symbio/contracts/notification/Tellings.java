package dev.symbio.contracts.notification;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.process.Process;
import dev.symbio.platform.process.Step;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.Tenant;
import dev.symbio.tenants.tenant.TenantEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code notice_telling}: what has to go out of the inboxes, one row per entry that is told at once and one per
 * digest of a tenant. It is written in the transaction that takes the event, so that every entry goes out once.
 */
public final class Tellings {
    /** An entry that its reader had read before the digest came. */
    public static final String READ = "read";

    /** To be sent. */
    public static final String WAITING = "waiting";

    public static final String SENT = "sent";

    /** Told before it was imported. */
    public static final String IMPORTED = "imported";

    public static final Projection<NotificationEvent> PROJECTION = Projection.of(
                    "notification-settings", NotificationSettings.KIND)
            .on(NotificationEvent.Configured.class, Tellings::configured)
            .on(
                    NotificationEvent.DigestDue.class,
                    (sql, recorded) -> collect(sql, recorded.meta(), rules(sql, tenant(recorded.meta()))))
            .build();

    /** A changed calendar moves the digests of those who have them on working days. */
    public static final Process<TenantEvent> CALENDAR = Process.of("digest-calendar", Tenant.KIND)
            .on(
                    TenantEvent.CalendarChanged.class,
                    (sql, recorded) -> List.of(new Step(
                            NotificationSettings.of(tenant(recorded.meta())),
                            new NotificationCommand.FollowCalendar(
                                    WorkingDays.of(recorded.event().calendar())),
                            Principal.system(tenant(recorded.meta())))))
            .build();

    private Tellings() {}

    private static void configured(Handle sql, Recorded<NotificationEvent.Configured> recorded) {
        TenantId tenant = tenant(recorded.meta());
        NotificationRules rules = recorded.event().rules();
        int known = sql.execute(
                "update notification_settings set version = ?, rules = ? where tenant_id = ?",
                recorded.event().version(),
                Json.written(rules),
                tenant.value());
        if (known == 0) {
            sql.execute(
                    "insert into notification_settings (tenant_id, version, rules) values (?, ?, ?)",
                    tenant.value(),
                    recorded.event().version(),
                    Json.written(rules));
        }
        if (rules.atOnce()) {
            // what waited for a digest waits no longer
            collect(sql, recorded.meta(), rules);
        }
    }

    private static void collect(Handle sql, EventMeta meta, NotificationRules rules) {
        TenantId tenant = tenant(meta);
        String id = "digest-" + meta.id();
        sql.execute(
                "update inbox set told_by = ? where tenant_id = ? and told_by is null and read_at is not null",
                READ,
                tenant.value());
        int unread = sql.execute(
                "update inbox set told_by = ? where tenant_id = ? and told_by is null and read_at is null",
                id,
                tenant.value());
        if (unread > 0) {
            insert(sql, tenant, id, true, rules, meta.recordedAt());
        }
    }

    /** One new entry goes out at once. */
    static void tellAtOnce(Handle sql, TenantId tenant, String entry, NotificationRules rules, Instant at) {
        insert(sql, tenant, entry, false, rules, at);
    }

    private static void insert(
            Handle sql, TenantId tenant, String id, boolean digest, NotificationRules rules, Instant at) {
        sql.execute(
                "insert into notice_telling (tenant_id, id, digest, language, status, attempts, next_attempt_at, made_at)"
                        + " values (?, ?, ?, ?, ?, 0, ?, ?)",
                tenant.value(),
                id,
                digest,
                rules.language().tag(),
                WAITING,
                at.atOffset(ZoneOffset.UTC),
                at.atOffset(ZoneOffset.UTC));
    }

    /** In a system that has nothing but imported events: what they tell was told where they come from. */
    public static void settleAsHistory(Handle sql) {
        sql.execute(
                "update notice_telling set status = ?, next_attempt_at = null where next_attempt_at is not null",
                IMPORTED);
        sql.execute("update inbox set told_by = ? where told_by is null", IMPORTED);
    }

    /** Held until the transaction ends: what is put to wait for a digest must not miss that there are none any more. */
    static NotificationRules rules(Handle sql, TenantId tenant) {
        return sql.createQuery("select rules from notification_settings where tenant_id = :tenant for update")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .findOne()
                .map(rules -> Json.read(rules, NotificationRules.class))
                .orElse(NotificationRules.AT_ONCE);
    }

    private static TenantId tenant(EventMeta meta) {
        return meta.entity().tenant();
    }
}
