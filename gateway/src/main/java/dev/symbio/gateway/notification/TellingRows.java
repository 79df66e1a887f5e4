package dev.symbio.gateway.notification;

import dev.symbio.contracts.notification.Inbox;
import dev.symbio.contracts.notification.Inbox.Entry;
import dev.symbio.contracts.notification.Tellings;
import dev.symbio.gateway.mail.MailOutbox;
import dev.symbio.gateway.webhook.Outbox;
import dev.symbio.gateway.webhook.WebhookType;
import dev.symbio.platform.dispatch.DueRows;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.tenants.tenant.Language;
import dev.symbio.tenants.tenant.Role;
import dev.symbio.tenants.tenant.TenantList;
import dev.symbio.tenants.tenant.TenantList.Contact;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what has to be told into mail to people and deliveries to webhooks, in one transaction per telling: each goes out once.
 * Who has a role is looked up at that moment. One after the other, on a thread of its own: a flood of news must not hold up those
 * who read.
 */
public final class TellingRows implements DueRows<TellingRows.Row, TellingRows.Done>, AutoCloseable {
    /** Of more than these, a digest tells the first. */
    static final int MAX_ENTRIES = 1_000;
    /** Sent while mail was off. */
    static final String NO_MAIL = "no-mail";

    private static final Logger LOG = LoggerFactory.getLogger(TellingRows.class);
    private static final Duration KEEP_FOR = Duration.ofDays(30);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    /** What has to be told. */
    record Row(TenantId tenant, String id, boolean digest, Language language, int attempts) {}

    /** The telling has become deliveries. */
    record Done() {}

    /** What one person is told. @param stored the person's name as it is stored */
    record Personal(Contact person, String stored, List<Entry> entries) {}

    private final Jdbi sql;
    private final boolean mailIsOn;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "symbio-tellings");
        made.setDaemon(true);
        return made;
    });
    private Instant forgetAt = Instant.MIN;

    public TellingRows(Jdbi sql, boolean mailIsOn, Clock clock) {
        this.sql = sql;
        this.mailIsOn = mailIsOn;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "tellings";
    }

    @Override
    public List<Row> due(Instant now, int limit) {
        forgetOld(now);
        return sql.withHandle(
                handle -> handle.createQuery("select tenant_id, id, digest, language, attempts from notice_telling"
                                + " where next_attempt_at <= :now order by next_attempt_at, tenant_id, id"
                                + " fetch first :limit rows only")
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("limit", limit)
                        .map((row, context) -> new Row(
                                new TenantId(row.getString("tenant_id")),
                                row.getString("id"),
                                row.getBoolean("digest"),
                                Language.tagged(row.getString("language")).orElseThrow(),
                                row.getInt("attempts")))
                        .list());
    }

    @Override
    public CompletionStage<Done> send(Row row) {
        return CompletableFuture.supplyAsync(
                () -> {
                    sql.useTransaction(handle -> tell(handle, row));
                    return new Done();
                },
                thread);
    }

    private void tell(Handle handle, Row row) {
        Instant now = clock.instant();
        int taken = handle.execute(
                "update notice_telling set status = ?, next_attempt_at = null where tenant_id = ? and id = ? and status = ?",
                mailIsOn ? Tellings.SENT : NO_MAIL,
                row.tenant.value(),
                row.id,
                Tellings.WAITING);
        WebhookType type = row.digest ? WebhookType.DIGEST : WebhookType.NOTICE;
        if (taken == 0 || !mailIsOn && !Outbox.isWanted(handle, row.tenant, type)) {
            return;
        }
        List<Entry> entries = Inbox.toldBy(handle, row.tenant, row.id, MAX_ENTRIES);
        StoredNames names = StoredNames.in(handle);
        List<Personal> people = people(row.tenant, TenantList.contacts(handle, row.tenant), entries, names);
        if (mailIsOn) {
            MailText text = MailText.in(handle, row.tenant, row.language);
            people.forEach(person -> MailOutbox.put(handle, row.tenant, text.mail(row, person), now));
        }
        Outbox.tell(
                handle,
                row.tenant,
                type,
                row.digest ? NoticeMessages.digests(row, people, now) : NoticeMessages.notices(row, entries, names),
                now);
    }

    private static List<Personal> people(
            TenantId tenant, List<Contact> contacts, List<Entry> entries, StoredNames names) {
        List<Personal> people = new ArrayList<>();
        for (Contact contact : contacts) {
            List<Entry> own =
                    entries.stream().filter(entry -> isFor(contact, entry)).toList();
            if (!own.isEmpty()) {
                people.add(new Personal(contact, names.of(tenant, contact.subject()), own));
            }
        }
        return people;
    }

    private static boolean isFor(Contact contact, Entry entry) {
        return entry.subject() == null
                ? contact.roles().contains(Role.valueOf(entry.role()))
                : entry.subject().equals(contact.subject());
    }

    /**
     * The id of what goes out: the same telling to the same person always has the same. It outlives the name, which nobody must
     * find in it by trying.
     *
     * @param stored the person's name as it is stored; empty for what goes to no person
     */
    static String idOf(String telling, String stored) {
        return UUID.nameUUIDFromBytes((telling + "|" + stored).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** What was sent has settled itself; the rest is tried again later. */
    @Override
    public void settle(List<Answer<Row, Done>> answers, Instant now) {
        sql.useTransaction(handle -> answers.stream()
                .filter(answer -> answer.failure() != null)
                .forEach(answer -> {
                    Row row = answer.row();
                    LOG.warn("Telling {} of tenant {} is tried again.", row.id, row.tenant, answer.failure());
                    handle.execute(
                            "update notice_telling set attempts = attempts + 1, next_attempt_at = ?"
                                    + " where tenant_id = ? and id = ? and status = ?",
                            now.plus(DueRows.backOff(row.attempts)).atOffset(ZoneOffset.UTC),
                            row.tenant.value(),
                            row.id,
                            Tellings.WAITING);
                }));
    }

    private void forgetOld(Instant now) {
        if (now.isBefore(forgetAt)) {
            return;
        }
        forgetAt = now.plus(FORGET_EVERY);
        sql.useHandle(handle -> handle.execute(
                "delete from notice_telling where made_at < ? and next_attempt_at is null",
                now.minus(KEEP_FOR).atOffset(ZoneOffset.UTC)));
    }

    /** What is not told yet is told after the next start. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
