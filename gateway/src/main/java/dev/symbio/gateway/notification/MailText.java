package dev.symbio.gateway.notification;

import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.contracts.notification.NoticeTexts;
import dev.symbio.gateway.mail.MailOutbox.Mail;
import dev.symbio.gateway.notification.TellingRows.Personal;
import dev.symbio.gateway.notification.TellingRows.Row;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.ResourceBundle;
import org.jdbi.v3.core.Handle;

/**
 * What a mail says, in the reader's language; the words around the news are in {@code mail.properties} (English) and {@code
 * mail_zh.properties}.
 *
 * @param name of the tenant
 * @param zone in which times are shown
 * @param language for those who have chosen none
 */
record MailText(String name, ZoneId zone, Language language) {
    private static final DateTimeFormatter AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx");

    static MailText in(Handle sql, TenantId tenant, Language language) {
        return sql.createQuery("select display_name, time_zone from tenant_directory where tenant_id = :tenant")
                .bind("tenant", tenant.value())
                .map((row, context) ->
                        new MailText(row.getString("display_name"), ZoneId.of(row.getString("time_zone")), language))
                .one();
    }

    Mail mail(Row row, Personal personal) {
        Words words = new Words(NoticeMessages.language(personal, language));
        Entry first = personal.entries().get(0);
        String title = row.digest()
                ? words.say("title.digest", "count", personal.entries().size())
                : "Symbio: " + NoticeMessages.text(first, words.language);
        return new Mail(
                TellingRows.idOf(row.id(), personal.stored()),
                row.id(),
                row.digest(),
                personal.person().subject(),
                personal.person().mail(),
                title,
                body(row, personal, words));
    }

    private String body(Row row, Personal personal, Words words) {
        StringBuilder body = new StringBuilder(
                        words.say("greeting", "name", personal.person().name()))
                .append("\n\n")
                .append(words.say(row.digest() ? "digest" : "notice", "tenant", name))
                .append('\n');
        personal.entries().stream().limit(NoticeMessages.MAX_LISTED).forEach(entry -> body.append("\n- ")
                .append(NoticeMessages.text(entry, words.language))
                .append("\n  ")
                .append(words.about(entry, shown(entry.happenedAt())))
                .append('\n'));
        int more = personal.entries().size() - NoticeMessages.MAX_LISTED;
        if (more > 0) {
            body.append('\n').append(words.say("more", "count", more)).append('\n');
        }
        return body.append('\n').append(words.say("foot", "", "")).append('\n').toString();
    }

    private String shown(Instant at) {
        return AT.format(at.atZone(zone));
    }

    private static final class Words {
        private final Language language;
        private final ResourceBundle bundle;

        Words(Language language) {
            this.language = language;
            bundle = ResourceBundle.getBundle(
                    MailText.class.getPackageName() + ".mail",
                    language.locale(),
                    ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        }

        String say(String key, String fact, Object value) {
            return NoticeTexts.filled(bundle.getString(key), Map.of(fact, String.valueOf(value)));
        }

        String about(Entry entry, String at) {
            return NoticeTexts.filled(
                    bundle.getString("about"), Map.of("kind", entry.kind(), "entity", entry.entity(), "at", at));
        }
    }
}
