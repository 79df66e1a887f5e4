package dev.symbio.contracts.notification;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.json.Json;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes the table {@code inbox}. */
final class InboxTable {
    private InboxTable() {}

    /** Of the same news, one unread entry is enough; the older one stays, since it tells since when. */
    static void put(Handle sql, EventMeta event, List<Notice> notices) {
        for (int i = 0; i < notices.size(); i++) {
            Notice notice = notices.get(i);
            String subject = notice.subject() == null ? "" : notice.subject();
            String role = notice.role() == null ? "" : notice.role().name();
            boolean known = sql.createQuery(
                                    "select count(*) from inbox where tenant_id = :tenant and subject = :subject"
                                            + " and role = :role and type = :type and same_as = :same and read_at is null")
                            .bind("tenant", notice.tenant().value())
                            .bind("subject", subject)
                            .bind("role", role)
                            .bind("type", notice.type())
                            .bind("same", notice.sameAs())
                            .mapTo(Long.class)
                            .one()
                    > 0;
            if (!known) {
                sql.createUpdate("insert into inbox (tenant_id, id, subject, role, type, same_as, facts, kind, entity,"
                                + " event_id, event_seq, happened_at, recorded_at) values (:tenant, :id, :subject, :role,"
                                + " :type, :same, :facts, :kind, :entity, :event, :seq, :happened, :recorded)")
                        .bind("tenant", notice.tenant().value())
                        .bind("id", event.id() + "-" + i)
                        .bind("subject", subject)
                        .bind("role", role)
                        .bind("type", notice.type())
                        .bind("same", notice.sameAs())
                        .bind("facts", Json.written(notice.facts()))
                        .bind("kind", event.entity().kind())
                        .bind("entity", event.entity().publicId())
                        .bind("event", event.id())
                        .bind("seq", event.seq())
                        .bind("happened", event.happenedAt().atOffset(ZoneOffset.UTC))
                        .bind("recorded", event.recordedAt().atOffset(ZoneOffset.UTC))
                        .execute();
            }
        }
    }
}
