package dev.symbio.gateway.mail;

import dev.symbio.platform.dispatch.DueRows;
import dev.symbio.platform.entity.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code mail_delivery} as the sender sees it. Attempts run on threads of their own: a mail server that hangs must not
 * hold up the read side.
 */
public final class MailRows implements DueRows<MailRows.Row, SmtpPost.Outcome>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailRows.class);
    private static final int CONCURRENCY = 4;
    private static final int MAX_UNDER_WAY = 4 * CONCURRENCY;
    private static final int MAX_ERROR_CHARS = 300;
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    /**
     * A mail that is due.
     *
     * @param firstAttemptAt null before the first
     */
    record Row(
            TenantId tenant,
            String id,
            String address,
            String title,
            String body,
            int attempts,
            Instant firstAttemptAt,
            Instant createdAt) {}

    private final Jdbi sql;
    private final MailSettings settings;
    private final SmtpPost post;
    private final UnaryOperator<String> opens;
    private final MeterRegistry meters;
    private final ExecutorService threads;
    private Instant forgetAt = Instant.MIN;

    /** @param opens what is sealed, when it is sent */
    public MailRows(Jdbi sql, MailSettings settings, UnaryOperator<String> opens, MeterRegistry meters) {
        this.opens = opens;
        this.sql = sql;
        this.settings = settings;
        this.meters = meters;
        post = new SmtpPost(settings);
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(CONCURRENCY, work -> {
            Thread thread = new Thread(work, "symbio-mail-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String name() {
        return "mail";
    }

    /** Those under way are among the longest due, so that never more than a few are taken on. */
    @Override
    public List<Row> due(Instant now, int limit) {
        forgetOld(now);
        return sql.withHandle(handle -> handle.createQuery("select * from mail_delivery where next_attempt_at <= :now"
                        + " order by next_attempt_at, tenant_id, id fetch first :limit rows only")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("limit", Math.min(limit, MAX_UNDER_WAY))
                .map((row, context) -> {
                    OffsetDateTime first = row.getObject("first_attempt_at", OffsetDateTime.class);
                    return new Row(
                            new TenantId(row.getString("tenant_id")),
                            row.getString("id"),
                            opens.apply(row.getString("address")),
                            opens.apply(row.getString("title")),
                            opens.apply(row.getString("body")),
                            row.getInt("attempts"),
                            first == null ? null : first.toInstant(),
                            row.getObject("created_at", OffsetDateTime.class).toInstant());
                })
                .list());
    }

    @Override
    public CompletionStage<SmtpPost.Outcome> send(Row row) {
        return CompletableFuture.supplyAsync(() -> post.send(row), threads);
    }

    @Override
    public void settle(List<Answer<Row, SmtpPost.Outcome>> answers, Instant now) {
        sql.useTransaction(handle -> answers.forEach(answer -> {
            SmtpPost.Outcome outcome = answer.reply() == null
                    ? new SmtpPost.Outcome("The attempt failed: " + answer.failure(), false)
                    : answer.reply();
            settle(handle, answer.row(), outcome, now);
        }));
    }

    private void settle(Handle handle, Row row, SmtpPost.Outcome outcome, Instant now) {
        Instant first = row.firstAttemptAt() == null ? now : row.firstAttemptAt();
        Instant next = now.plus(settings.backOff().pauseAfter(row.attempts() + 1, row.id()));
        String status;
        if (outcome.error() == null) {
            status = MailOutbox.DELIVERED;
        } else if (outcome.forGood()) {
            status = MailOutbox.REFUSED;
        } else if (next.isAfter(first.plus(MailSettings.GIVE_UP_AFTER))) {
            status = MailOutbox.DEAD;
        } else {
            status = MailOutbox.WAITING;
        }
        boolean waits = status.equals(MailOutbox.WAITING);
        meters.counter("symbio.mail.attempts", "outcome", status).increment();
        if (outcome.error() != null) {
            LOG.warn("Mail {} of tenant {} is {}: {}", row.id(), row.tenant(), status, outcome.error());
        }
        handle.execute(
                "update mail_delivery set status = ?, attempts = attempts + 1, first_attempt_at = ?, next_attempt_at = ?,"
                        + " finished_at = ?, last_error = ? where tenant_id = ? and id = ? and address is not null",
                status,
                first.atOffset(ZoneOffset.UTC),
                waits ? next.atOffset(ZoneOffset.UTC) : null,
                waits ? null : now.atOffset(ZoneOffset.UTC),
                shortened(outcome.error()),
                row.tenant().value(),
                row.id());
    }

    private void forgetOld(Instant now) {
        if (now.isBefore(forgetAt)) {
            return;
        }
        forgetAt = now.plus(FORGET_EVERY);
        sql.useHandle(handle -> handle.execute(
                "delete from mail_delivery where finished_at < ?",
                now.minus(MailSettings.KEEP_FOR).atOffset(ZoneOffset.UTC)));
    }

    private static String shortened(String text) {
        return text == null || text.length() <= MAX_ERROR_CHARS ? text : text.substring(0, MAX_ERROR_CHARS);
    }

    /** What is under way ends, or is sent again after the next start. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
