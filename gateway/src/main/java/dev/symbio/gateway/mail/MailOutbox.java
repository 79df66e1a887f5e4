package dev.symbio.gateway.mail;

import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Mark;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** Writes the table {@code mail_delivery}, in the caller's transaction. */
public final class MailOutbox {
    public static final String WAITING = "waiting";
    public static final String DELIVERED = "delivered";
    public static final String REFUSED = "refused";
    public static final String DEAD = "dead";
    public static final String NO_ADDRESS = "no-address";

    private static final int MAX_TITLE_CHARS = 300;

    /**
     * A mail to one person.
     *
     * @param id the same telling to the same person always has the same
     * @param address null when the person has none
     */
    public record Mail(
            String id, String telling, boolean digest, String subject, String address, String title, String body) {}

    private MailOutbox() {}

    /** To be sent; without an address it is kept that there was none. */
    public static void put(Handle sql, TenantId tenant, Mail mail, Instant now) {
        boolean waits = mail.address != null;
        sql.execute(
                "insert into mail_delivery (tenant_id, id, telling_id, subject, address, digest, title, body, status,"
                        + " attempts, next_attempt_at, created_at, finished_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
                tenant.value(),
                mail.id,
                mail.telling,
                mail.subject,
                mail.address,
                mail.digest,
                waits ? oneLine(mail.title) : null,
                waits ? mail.body : null,
                waits ? WAITING : NO_ADDRESS,
                waits ? now.atOffset(ZoneOffset.UTC) : null,
                now.atOffset(ZoneOffset.UTC),
                waits ? null : now.atOffset(ZoneOffset.UTC));
    }

    /** Mail has been turned off: what still waits is not sent, and would be stale once it is on again. */
    public static void giveUpWaiting(Handle sql, Instant now) {
        sql.execute(
                "update mail_delivery set status = ?, last_error = ?, next_attempt_at = null, finished_at = ?"
                        + " where next_attempt_at is not null",
                DEAD,
                "Mail was turned off.",
                now.atOffset(ZoneOffset.UTC));
    }

    private static String oneLine(String title) {
        String line = title.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_TITLE_CHARS ? line : Mark.cut(line, MAX_TITLE_CHARS - 3, "...");
    }
}
