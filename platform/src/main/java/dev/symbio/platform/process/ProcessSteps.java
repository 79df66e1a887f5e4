package dev.symbio.platform.process;

import dev.symbio.platform.dispatch.DueRows;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.platform.projection.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code process_step}: what processes send, and what became of it. A process writes its steps in the transaction
 * that takes the event, so each event counts once; the steps are sent from here.
 */
public final class ProcessSteps implements DueRows<ProcessSteps.Row, Reply> {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSteps.class);
    private static final int MAX_DETAIL_CHARS = 2_000;

    /**
     * A step that has to be sent.
     *
     * @param name of the command, as its kind knows it
     * @param command as JSON
     */
    record Row(
            String commandId,
            EntityRef target,
            String name,
            String command,
            Principal by,
            String correlationId,
            String causationId,
            int attempts) {}

    private final Jdbi sql;
    private final Entities entities;
    private final Map<String, EntityKind<?, ?, ?>> kinds;

    public ProcessSteps(Jdbi sql, Entities entities, Map<String, EntityKind<?, ?, ?>> kinds) {
        this.sql = sql;
        this.entities = entities;
        this.kinds = Map.copyOf(kinds);
    }

    /** Feeds the table with a process's steps. */
    public <E> Projection<E> projectionFor(Process<E> process) {
        Projection.Builder<E> projection = Projection.of("process-" + process.name(), process.kind());
        process.reactions()
                .forEach((event, reaction) -> projection.on(
                        event.asSubclass(process.kind().eventType()),
                        (handle, recorded) -> put(
                                handle,
                                process.name(),
                                recorded.meta(),
                                reaction.react(handle, new Recorded<>(recorded.meta(), recorded.event())))));
        return projection.build();
    }

    private void put(Handle handle, String process, EventMeta cause, List<Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        PreparedBatch rows =
                handle.prepareBatch("insert into process_step (tenant_id, command_id, process, cause_tenant,"
                        + " cause_kind, cause_id, cause_seq, cause_event, cause_type, correlation_id, target_kind, target_id,"
                        + " command_name, command, by_subject, by_tenant, state, attempts, next_attempt_at, made_at)"
                        + " values (:tenant, :command, :process, :causeTenant, :causeKind, :causeId, :causeSeq, :causeEvent,"
                        + " :causeType, :correlation, :targetKind, :targetId, :name, :json, :subject, :byTenant, 'waiting', 0,"
                        + " :at, :at)");
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            rows.bind("tenant", step.target().tenant().value())
                    .bind("command", process + ":" + cause.id() + ":" + i)
                    .bind("process", process)
                    .bind("causeTenant", cause.entity().tenant().value())
                    .bind("causeKind", cause.entity().kind())
                    .bind("causeId", cause.entity().id())
                    .bind("causeSeq", cause.seq())
                    .bind("causeEvent", cause.id())
                    .bind("causeType", cause.type())
                    .bind("correlation", cause.correlationId())
                    .bind("targetKind", step.target().kind())
                    .bind("targetId", step.target().id())
                    .bind("name", commandName(step))
                    .bind(
                            "json",
                            StoredNames.in(handle)
                                    .written(
                                            step.command(),
                                            step.target().tenant(),
                                            step.by().tenant()))
                    .bind("subject", step.by().subject())
                    .bind("byTenant", step.by().tenant().value())
                    .bind("at", utc(cause.recordedAt()))
                    .add();
        }
        rows.execute();
    }

    private String commandName(Step step) {
        EntityKind<?, ?, ?> kind = kinds.get(step.target().kind());
        if (kind == null) {
            throw new IllegalStateException(
                    "No feature hosts entities of the kind " + step.target().kind() + ".");
        }
        return nameOf(kind, step.command());
    }

    private static <C> String nameOf(EntityKind<C, ?, ?> kind, Object command) {
        return kind.commandName(kind.commandType().cast(command));
    }

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public List<Row> due(Instant now, int limit) {
        return sql.withHandle(handle -> handle.createQuery("select tenant_id, command_id, target_kind, target_id,"
                        + " command_name, command, by_subject, by_tenant, correlation_id, cause_event, attempts"
                        + " from process_step where next_attempt_at <= :now order by next_attempt_at, command_id"
                        + " fetch first :limit rows only")
                .bind("now", utc(now))
                .bind("limit", limit)
                .map((row, context) -> new Row(
                        row.getString("command_id"),
                        new EntityRef(
                                row.getString("target_kind"),
                                new TenantId(row.getString("tenant_id")),
                                row.getString("target_id")),
                        row.getString("command_name"),
                        row.getString("command"),
                        Principal.of(row.getString("by_subject"), new TenantId(row.getString("by_tenant"))),
                        row.getString("correlation_id"),
                        row.getString("cause_event"),
                        row.getInt("attempts")))
                .list());
    }

    @Override
    public CompletionStage<Reply> send(Row row) {
        Object command;
        try {
            command = StoredNames.in(sql)
                    .read(
                            row.command(),
                            kinds.get(row.target().kind())
                                    .commandNamed(row.name())
                                    .orElseThrow());
        } catch (RuntimeException unreadable) {
            return CompletableFuture.failedFuture(unreadable);
        }
        return entities.send(
                row.target(),
                command,
                CommandMeta.caused(row.commandId(), row.by(), row.correlationId(), row.causationId()));
    }

    @Override
    public void settle(List<Answer<Row, Reply>> answers, Instant now) {
        sql.useTransaction(handle -> {
            PreparedBatch rows = handle.prepareBatch(
                    "update process_step set state = :state, code = :code,"
                            + " detail = :detail, target_seq = :seq, attempts = attempts + 1, next_attempt_at = :next,"
                            + " settled_at = :settled where tenant_id = :tenant and command_id = :command and state = 'waiting'");
            for (Answer<Row, Reply> answer : answers) {
                Outcome outcome = Outcome.of(answer);
                boolean waits = outcome.state.equals("waiting");
                if (waits) {
                    LOG.warn(
                            "{} to {} is tried again: {}",
                            answer.row().name(),
                            answer.row().target(),
                            outcome.detail);
                }
                rows.bind("state", outcome.state)
                        .bind("code", outcome.code)
                        .bind("detail", outcome.detail)
                        .bind("seq", outcome.seq)
                        .bind(
                                "next",
                                waits
                                        ? utc(now.plus(
                                                DueRows.backOff(answer.row().attempts())))
                                        : null)
                        .bind("settled", waits ? null : utc(now))
                        .bind("tenant", answer.row().target().tenant().value())
                        .bind("command", answer.row().commandId())
                        .add();
            }
            rows.execute();
        });
    }

    /**
     * What the tenant's events have led to elsewhere, before they were imported here: it is not sent again. A step is done if
     * its effect is known; of the others nobody knows what became of them.
     */
    public static void settleAsHistory(Handle sql, TenantId tenant, Instant now) {
        String effect = "from audit_event a where a.tenant_id = process_step.tenant_id"
                + " and a.kind = process_step.target_kind and a.entity_id = process_step.target_id"
                + " and a.causation_id = process_step.cause_event";
        sql.execute(
                "update process_step set state = 'done', target_seq = (select max(a.seq) " + effect + "),"
                        + " next_attempt_at = null, settled_at = ? where next_attempt_at is not null and cause_tenant = ?"
                        + " and exists (select 1 " + effect + ")",
                utc(now),
                tenant.value());
        sql.execute(
                "update process_step set state = 'refused', code = ?, detail = ?, next_attempt_at = null, settled_at = ?"
                        + " where next_attempt_at is not null and cause_tenant = ?",
                "import.outcome-unknown",
                "Imported as history; what became of it is not in the export, and it is not sent again.",
                utc(now),
                tenant.value());
    }

    /** What is kept of an answer. Refused is final: the target has decided. */
    private record Outcome(String state, String code, String detail, Long seq) {
        static Outcome of(Answer<Row, Reply> answer) {
            if (answer.reply() instanceof Reply.Accepted accepted) {
                return new Outcome("done", null, null, accepted.seq());
            }
            if (answer.reply() instanceof Reply.Rejected rejected) {
                return new Outcome(
                        "refused",
                        rejected.rejection().code(),
                        cut(rejected.rejection().message()),
                        null);
            }
            return new Outcome(
                    "waiting",
                    null,
                    cut(String.valueOf(answer.reply() == null ? answer.failure() : answer.reply())),
                    null);
        }

        private static String cut(String text) {
            return text.length() > MAX_DETAIL_CHARS ? text.substring(0, MAX_DETAIL_CHARS) : text;
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
