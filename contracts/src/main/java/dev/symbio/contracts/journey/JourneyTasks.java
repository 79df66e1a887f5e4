package dev.symbio.contracts.journey;

import static dev.symbio.platform.projection.LatestFirst.utc;

import dev.symbio.contracts.journey.JourneyEvent.Outcome;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * The read model of journeys: tables {@code journey} and {@code journey_task}, with one row for each tenant that may see the
 * thing. Read by {@link JourneyLists}.
 */
public final class JourneyTasks {
    public static final Projection<JourneyEvent> PROJECTION = Projection.of("journey-tasks", Journey.KIND)
            .on(JourneyEvent.Started.class, JourneyTasks::started)
            .onRun(JourneyEvent.HistoryImported.class, JourneyTasks::imported)
            .on(JourneyEvent.TaskMoved.class, JourneyTasks::moved)
            .onRun(JourneyEvent.TaskDone.class, JourneyTasks::done)
            .on(JourneyEvent.TaskOffered.class, JourneyTasks::offered)
            .on(JourneyEvent.TaskLimitPassed.class, JourneyTasks::limitPassed)
            .on(JourneyEvent.TaskEscalated.class, (sql, of) -> touch(sql, of.meta(), ""))
            .on(JourneyEvent.CalendarChanged.class, (sql, of) -> touch(sql, of.meta(), ""))
            .on(JourneyEvent.DisputeRaised.class, (sql, of) -> touch(sql, of.meta(), ""))
            .on(JourneyEvent.DisputeResolved.class, (sql, of) -> touch(sql, of.meta(), ""))
            .on(
                    JourneyEvent.Completed.class,
                    (sql, of) ->
                            ended(sql, of.meta(), Journey.Phase.DONE, of.event().at()))
            .on(JourneyEvent.Cancelled.class, JourneyTasks::cancelled)
            .build();

    private JourneyTasks() {}

    private static void started(Handle sql, Recorded<JourneyEvent.Started> recorded) {
        JourneyEvent.Started event = recorded.event();
        Plan plan = event.plan();
        Set<TenantId> viewers = new LinkedHashSet<>(plan.participants());
        viewers.add(event.host());
        PreparedBatch journeys = sql.prepareBatch(
                "insert into journey (tenant_id, journey_id, host, title, owner, template, template_version, batch,"
                        + " phase, seq, started_at, created_at, updated_at) values (:viewer, :journey, :host, :title,"
                        + " :owner, :template, :version, :batch, 'running', :seq, :started, :at, :at)");
        for (TenantId viewer : viewers) {
            journeys.bind("viewer", viewer.value())
                    .bind("journey", id(recorded.meta()))
                    .bind("host", event.host().value())
                    .bind("title", plan.title())
                    .bind("owner", plan.owner())
                    .bind(
                            "template",
                            plan.template() == null ? null : plan.template().id())
                    .bind(
                            "version",
                            plan.template() == null ? null : plan.template().version())
                    .bind("batch", plan.batch())
                    .bind("seq", recorded.meta().seq())
                    .bind("started", utc(event.at()))
                    .bind("at", utc(recorded.meta().recordedAt()))
                    .add();
        }
        journeys.execute();
        tasks(sql, recorded);
    }

    private static void tasks(Handle sql, Recorded<JourneyEvent.Started> recorded) {
        JourneyEvent.Started event = recorded.event();
        Journey journey = Starting.started(Journey.NONE, event);
        PreparedBatch rows = sql.prepareBatch("insert into journey_task (tenant_id, journey_id, task_key, host, owner,"
                + " function_name, kind, title, priority, assignee, batch, state, limit_seconds, used_seconds, used_minutes,"
                + " waiting_minutes, met, handovers, returns, reopens, offered_at) values (:viewer, :journey, :task,"
                + " :host, :owner, :function, :kind, :title, :priority, :assignee, :batch, :state, :limit, 0, 0, 0, true, 0, 0, 0,"
                + " :offered)");
        for (Task task : journey.tasks()) {
            for (TenantId viewer :
                    new LinkedHashSet<>(List.of(event.host(), task.spec().owner()))) {
                rows.bind("viewer", viewer.value())
                        .bind("journey", id(recorded.meta()))
                        .bind("task", task.key())
                        .bind("host", event.host().value())
                        .bind("owner", task.spec().owner().value())
                        .bind("function", task.spec().function())
                        .bind("kind", task.spec().kind())
                        .bind("title", task.spec().title())
                        .bind("priority", task.priority())
                        .bind("assignee", task.assignee())
                        .bind("batch", event.plan().batch())
                        .bind("state", task.state().word())
                        .bind("limit", task.time().limit().toSeconds())
                        .bind("offered", utc(task.offeredAt()))
                        .add();
            }
        }
        rows.execute();
    }

    private static void imported(Handle sql, List<Recorded<JourneyEvent.HistoryImported>> run) {
        for (Recorded<JourneyEvent.HistoryImported> recorded : run) {
            List<Outcome> outcomes = recorded.event().outcomes();
            if (outcomes.stream().allMatch(outcome -> outcome.state().over())) {
                ended(sql, recorded.meta(), Journey.Phase.DONE, recorded.event().at());
            } else {
                touch(sql, recorded.meta(), "");
            }
            write(sql, recorded.meta(), outcomes);
        }
        count(sql, run, event -> event.outcomes());
    }

    private static void done(Handle sql, List<Recorded<JourneyEvent.TaskDone>> run) {
        for (Recorded<JourneyEvent.TaskDone> recorded : run) {
            touch(sql, recorded.meta(), "");
            write(sql, recorded.meta(), List.of(recorded.event().outcome()));
        }
        count(sql, run, event -> List.of(event.outcome()));
    }

    private static <V> void count(Handle sql, List<Recorded<V>> run, Function<V, List<Outcome>> outcomes) {
        Set<DoneTasks.Key> keys = new LinkedHashSet<>();
        for (Recorded<V> recorded : run) {
            outcomes.apply(recorded.event()).forEach(outcome -> keys.add(key(recorded.meta(), outcome)));
        }
        Instant now = run.get(run.size() - 1).meta().recordedAt();
        DoneTasks.count(sql, DoneTasks.read(sql, keys), 1, now);
    }

    /** What has been done and is opened again, or changed afterwards, counts no longer as it did. */
    private static void moved(Handle sql, Recorded<JourneyEvent.TaskMoved> recorded) {
        Outcome outcome = recorded.event().outcome();
        boolean reopened = recorded.event().fact().step() == TaskStep.REOPEN;
        boolean wasDone = reopened || outcome.state() == TaskState.DONE;
        Set<DoneTasks.Key> keys = wasDone ? Set.of(key(recorded.meta(), outcome)) : Set.of();
        Instant now = recorded.meta().recordedAt();
        DoneTasks.count(sql, DoneTasks.read(sql, keys), -1, now);
        touch(sql, recorded.meta(), reopened ? ", phase = 'running', ended_at = null" : "");
        write(sql, recorded.meta(), List.of(outcome));
        DoneTasks.count(sql, DoneTasks.read(sql, keys), 1, now);
    }

    private static DoneTasks.Key key(EventMeta meta, Outcome outcome) {
        return new DoneTasks.Key(id(meta), outcome.task());
    }

    private static void offered(Handle sql, Recorded<JourneyEvent.TaskOffered> recorded) {
        touch(sql, recorded.meta(), "");
        sql.createUpdate("update journey_task set state = 'offered', offered_at = :at where journey_id = :journey"
                        + " and task_key = :task")
                .bind("at", utc(recorded.event().at()))
                .bind("journey", id(recorded.meta()))
                .bind("task", recorded.event().task())
                .execute();
    }

    private static void limitPassed(Handle sql, Recorded<JourneyEvent.TaskLimitPassed> recorded) {
        touch(sql, recorded.meta(), "");
        sql.createUpdate("update journey_task set limit_passed_at = :at where journey_id = :journey"
                        + " and task_key = :task")
                .bind("at", utc(recorded.event().at()))
                .bind("journey", id(recorded.meta()))
                .bind("task", recorded.event().task())
                .execute();
    }

    private static void cancelled(Handle sql, Recorded<JourneyEvent.Cancelled> recorded) {
        ended(sql, recorded.meta(), Journey.Phase.CANCELLED, recorded.event().at());
        sql.createUpdate("update journey_task set state = 'cancelled' where journey_id = :journey"
                        + " and state <> 'done'")
                .bind("journey", id(recorded.meta()))
                .execute();
    }

    private static void write(Handle sql, EventMeta meta, List<Outcome> outcomes) {
        PreparedBatch rows = sql.prepareBatch("update journey_task set state = :state, priority = :priority,"
                + " assignee = :assignee, limit_seconds = :limit, used_seconds = :used, used_minutes = :minutes,"
                + " waiting_minutes = :waiting, met = :met, handovers = :handovers, returns = :returns,"
                + " reopens = :reopens, offered_at = :offered, done_at = :done where journey_id = :journey"
                + " and task_key = :task");
        for (Outcome outcome : outcomes) {
            rows.bind("state", outcome.state().word())
                    .bind("priority", outcome.priority())
                    .bind("assignee", outcome.assignee())
                    .bind("limit", outcome.limit().toSeconds())
                    .bind("used", outcome.used().toSeconds())
                    .bind("minutes", outcome.usedMinutes())
                    .bind("waiting", outcome.waitingMinutes())
                    .bind("met", outcome.met())
                    .bind("handovers", outcome.handovers())
                    .bind("returns", outcome.returns())
                    .bind("reopens", outcome.reopens())
                    .bind("offered", utc(outcome.offeredAt()))
                    .bind("done", utc(outcome.doneAt()))
                    .bind("journey", id(meta))
                    .bind("task", outcome.task())
                    .add();
        }
        rows.execute();
    }

    private static void ended(Handle sql, EventMeta meta, Journey.Phase phase, Instant at) {
        update(sql, meta, ", phase = :phase, ended_at = :ended")
                .bind("phase", phase.word())
                .bind("ended", utc(at))
                .execute();
    }

    private static void touch(Handle sql, EventMeta meta, String more) {
        update(sql, meta, more).execute();
    }

    private static Update update(Handle sql, EventMeta meta, String more) {
        return bound(
                sql.createUpdate(
                        "update journey set seq = :seq, updated_at = :at" + more + " where journey_id = :journey"),
                meta);
    }

    private static <T extends SqlStatement<T>> T bound(T statement, EventMeta meta) {
        return statement
                .bind("seq", meta.seq())
                .bind("at", utc(meta.recordedAt()))
                .bind("journey", id(meta));
    }

    private static String id(EventMeta meta) {
        return meta.entity().publicId();
    }
}
