package dev.symbio.gateway.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.contracts.notification.NoticeTexts;
import dev.symbio.gateway.notification.TellingRows.Personal;
import dev.symbio.gateway.notification.TellingRows.Row;
import dev.symbio.gateway.webhook.Outbox.Message;
import dev.symbio.platform.personal.Mark;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.tenants.tenant.Language;
import dev.symbio.tenants.tenant.Role;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What webhooks are told of inboxes, field by field, with names of persons as they are stored: messages wait for their receivers.
 * Texts are cut so that a message always fits.
 */
final class NoticeMessages {
    static final int MAX_LISTED = 30;
    static final int MAX_TEXT_CHARS = 500;

    private static final String SOURCE = "/api/v1/inbox";

    private NoticeMessages() {}

    /** One entry. @param to a person, or all with {@code role} */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Notice(
            String entry,
            String type,
            String text,
            Map<String, String> facts,
            @Nullable String to,
            @Nullable Role role,
            String kind,
            String entity,
            String eventId,
            long eventSeq,
            Instant happenedAt) {}

    /** @param more how many the person has to read besides those listed */
    record Digest(String to, String name, List<Line> entries, int more) {}

    record Line(String entry, String type, String text, String kind, String entity, Instant happenedAt) {}

    static List<Message> notices(Row row, List<Entry> entries, StoredNames names) {
        return entries.stream()
                .map(entry -> new Message(
                        TellingRows.idOf(row.id(), ""),
                        SOURCE,
                        entry.entity(),
                        entry.happenedAt(),
                        new Notice(
                                entry.id(),
                                entry.type(),
                                text(entry, row.language()),
                                entry.facts(),
                                names.of(row.tenant(), entry.subject()),
                                entry.role() == null ? null : Role.valueOf(entry.role()),
                                entry.kind(),
                                entry.entity(),
                                entry.eventId(),
                                entry.eventSeq(),
                                entry.happenedAt())))
                .toList();
    }

    /** One message per person. */
    static List<Message> digests(Row row, List<Personal> people, Instant now) {
        return people.stream()
                .map(personal -> new Message(
                        TellingRows.idOf(row.id(), personal.stored()),
                        SOURCE,
                        personal.stored(),
                        now,
                        digest(personal, language(personal, row.language()))))
                .toList();
    }

    private static Digest digest(Personal personal, Language language) {
        List<Line> lines = personal.entries().stream()
                .limit(MAX_LISTED)
                .map(entry -> new Line(
                        entry.id(),
                        entry.type(),
                        text(entry, language),
                        entry.kind(),
                        entry.entity(),
                        entry.happenedAt()))
                .toList();
        return new Digest(
                personal.stored(),
                personal.person().name(),
                lines,
                personal.entries().size() - lines.size());
    }

    static Language language(Personal personal, Language ofTenant) {
        return personal.person().language() == null
                ? ofTenant
                : personal.person().language();
    }

    static String text(Entry entry, Language language) {
        String text = NoticeTexts.text(entry.type(), entry.facts(), language.locale());
        return Mark.cut(text, MAX_TEXT_CHARS, "...");
    }
}
