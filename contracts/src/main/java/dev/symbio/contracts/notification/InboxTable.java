package dev.symbio.contracts.notification;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Writes the table {@code inbox}. */
final class InboxTable {
    private InboxTable() {}

    /** Of the same news, one unread entry is enough; the older one stays, since it tells since when. */
    static void put(Handle sql, EventMeta event, List<Notice> notices) {
        Map<TenantId, NotificationRules> rules = rules(sql, notices);
        for (int i = 0; i < notices.size(); i++) {
            Notice notice = notices.get(i);
            if (!isKnown(sql, notice)) {
                NotificationRules told = rules.get(notice.tenant());
                String id = event.id() + "-" + i;
                insert(sql, event, notice, id, told.atOnce() ? id : null);
                if (told.atOnce()) {
                    Tellings.tellAtOnce(sql, notice.tenant(), id, told, event.recordedAt());
                }
            }
        }
    }

    /** Always in the same order, so that nobody waits for each other. */
    private static Map<TenantId, NotificationRules> rules(Handle sql, List<Notice> notices) {
        Map<TenantId, NotificationRules> rules = new HashMap<>();
        notices.stream()
                .map(Notice::tenant)
                .distinct()
                .sorted(Comparator.comparing(TenantId::value))
                .forEach(tenant -> rules.put(tenant, Tellings.rules(sql, tenant)));
        return rules;
    }

    private static boolean isKnown(Handle sql, Notice notice) {
        return sql.createQuery("select count(*) from inbox where tenant_id = :tenant and subject = :subject"
                                + " and role = :role and type = :type and same_as = :same and read_at is null")
                        .bind("tenant", notice.tenant().value())
                        .bind("subject", subject(notice))
                        .bind("role", role(notice))
                        .bind("type", notice.type())
                        .bind("same", notice.sameAs())
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private static void insert(Handle sql, EventMeta event, Notice notice, String id, String toldBy) {
        sql.createUpdate("insert into inbox (tenant_id, id, subject, role, type, same_as, facts, kind, entity,"
                        + " event_id, event_seq, happened_at, recorded_at, told_by) values (:tenant, :id, :subject, :role,"
                        + " :type, :same, :facts, :kind, :entity, :event, :seq, :happened, :recorded, :toldBy)")
                .bind("tenant", notice.tenant().value())
                .bind("id", id)
                .bind("subject", subject(notice))
                .bind("role", role(notice))
                .bind("type", notice.type())
                .bind("same", notice.sameAs())
                .bind("facts", Json.written(notice.facts()))
                .bind("kind", event.entity().kind())
                .bind("entity", event.entity().publicId())
                .bind("event", event.id())
                .bind("seq", event.seq())
                .bind("happened", event.happenedAt().atOffset(ZoneOffset.UTC))
                .bind("recorded", event.recordedAt().atOffset(ZoneOffset.UTC))
                .bind("toldBy", toldBy)
                .execute();
    }

    private static String subject(Notice notice) {
        return notice.subject() == null ? "" : notice.subject();
    }

    private static String role(Notice notice) {
        return notice.role() == null ? "" : notice.role().name();
    }
}
