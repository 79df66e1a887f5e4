package dev.symbio.contracts.journey;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Mark;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.platform.projection.Projection;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Who is told of what in a journey: whoever has a task that it is theirs, or comes back; the journey's owner that a task is
 * declined, delivered or late; the ladder that it still is; a dispute whoever did not raise it. What is long past is recorded,
 * but no news.
 */
public final class JourneyNotices {
    public static final Projection<JourneyEvent> PROJECTION = Notices.of("journey-notices", Journey.KIND)
            .on(JourneyEvent.Started.class, JourneyNotices::started)
            .on(JourneyEvent.HistoryImported.class, JourneyNotices::imported)
            .on(JourneyEvent.TaskOffered.class, JourneyNotices::offered)
            .on(JourneyEvent.TaskMoved.class, JourneyNotices::moved)
            .on(JourneyEvent.DisputeRaised.class, JourneyNotices::disputed)
            .on(JourneyEvent.DisputeResolved.class, JourneyNotices::resolved)
            .on(JourneyEvent.TaskLimitPassed.class, JourneyNotices::limitPassed)
            .on(JourneyEvent.TaskEscalated.class, JourneyNotices::escalated)
            .build();

    private static final String OFFERED = "journey.task-offered";
    private static final String NOTHING = "-";
    /** The whole text is in the journey. */
    private static final int MAX_FACT_CHARS = 500;

    private JourneyNotices() {}

    /** What is ready from the beginning is offered by the beginning itself. */
    private static List<Notice> started(Handle sql, Recorded<JourneyEvent.Started> recorded) {
        EventMeta meta = recorded.meta();
        NoticedTasks.started(sql, meta, recorded.event().plan());
        return Notices.isHistory(meta)
                ? List.of()
                : Starting.started(Journey.NONE, recorded.event()).tasks().stream()
                        .filter(task -> task.state() == TaskState.OFFERED)
                        .flatMap(task ->
                                NoticedTasks.by(sql, meta, task.key()).worker(sql, meta, OFFERED, Map.of()).stream())
                        .toList();
    }

    private static List<Notice> imported(Handle sql, Recorded<JourneyEvent.HistoryImported> recorded) {
        NoticedTasks.assigned(sql, recorded.meta(), recorded.event().outcomes());
        return List.of();
    }

    private static List<Notice> offered(Handle sql, Recorded<JourneyEvent.TaskOffered> recorded) {
        return Notices.isHistory(recorded.meta())
                ? List.of()
                : NoticedTasks.by(sql, recorded.meta(), recorded.event().task())
                        .worker(sql, recorded.meta(), OFFERED, Map.of());
    }

    private static List<Notice> moved(Handle sql, Recorded<JourneyEvent.TaskMoved> recorded) {
        EventMeta meta = recorded.meta();
        TaskFact fact = recorded.event().fact();
        if (fact.step() == TaskStep.HAND_OVER) {
            NoticedTasks.assigned(sql, meta, List.of(recorded.event().outcome()));
        }
        if (Notices.isHistory(meta)) {
            return List.of();
        }
        Map<String, String> why = fact.why() == null ? Map.of() : Map.of("why", fact.why());
        return switch (fact.step()) {
            case DECLINE -> journeyOwner(sql, meta, fact, "journey.task-declined", why);
            case DELIVER -> journeyOwner(sql, meta, fact, "journey.task-delivered", Map.of());
            case RETURN -> worker(sql, meta, fact, "journey.task-returned", why);
            case REOPEN -> worker(sql, meta, fact, "journey.task-reopened", why);
            case HAND_OVER ->
                recorded.event().outcome().state() == TaskState.OFFERED
                        ? worker(sql, meta, fact, OFFERED, Map.of())
                        : worker(sql, meta, fact, "journey.task-handed-over", Map.of());
            default -> List.of();
        };
    }

    private static List<Notice> worker(
            Handle sql, EventMeta meta, TaskFact fact, String type, Map<String, String> more) {
        return NoticedTasks.by(sql, meta, fact.task()).worker(sql, meta, type, more);
    }

    private static List<Notice> journeyOwner(
            Handle sql, EventMeta meta, TaskFact fact, String type, Map<String, String> more) {
        return NoticedTasks.by(sql, meta, fact.task()).journeyOwner(sql, meta, type, more);
    }

    /** The other side of the task. */
    private static List<Notice> disputed(Handle sql, Recorded<JourneyEvent.DisputeRaised> recorded) {
        JourneyEvent.DisputeRaised event = recorded.event();
        NoticedTasks.Concerned task = NoticedTasks.by(sql, recorded.meta(), event.task());
        Map<String, String> more = Map.of("by", event.by().value(), "text", cut(event.text()));
        return event.by().equals(task.owner())
                ? task.journeyOwner(sql, recorded.meta(), "journey.task-disputed", more)
                : task.worker(sql, recorded.meta(), "journey.task-disputed", more);
    }

    /** The host has decided. */
    private static List<Notice> resolved(Handle sql, Recorded<JourneyEvent.DisputeResolved> recorded) {
        return NoticedTasks.by(sql, recorded.meta(), recorded.event().task())
                .worker(
                        sql,
                        recorded.meta(),
                        "journey.dispute-resolved",
                        Map.of("outcome", cut(recorded.event().outcome())));
    }

    private static String cut(String text) {
        return Mark.cut(text, MAX_FACT_CHARS, "…");
    }

    static List<Notice> limitPassed(Handle sql, Recorded<JourneyEvent.TaskLimitPassed> recorded) {
        JourneyEvent.TaskLimitPassed event = recorded.event();
        if (Notices.isHistory(recorded.meta())) {
            return List.of();
        }
        Map<String, String> facts =
                facts(event.task(), event.title(), event.owner().value());
        if (event.assignee() != null) {
            facts.put("assignee", StoredNames.in(sql).of(event.owner(), event.assignee()));
        }
        record(facts, sql, event.host(), new PastRecord.Owner(event.owner(), event.assignee()), recorded.meta());
        return List.of(Notice.to(
                event.host(),
                event.journeyOwner(),
                "journey.task-limit-passed",
                about(recorded.meta(), event.task()),
                facts));
    }

    static List<Notice> escalated(Handle sql, Recorded<JourneyEvent.TaskEscalated> recorded) {
        JourneyEvent.TaskEscalated event = recorded.event();
        if (Notices.isHistory(recorded.meta())) {
            return List.of();
        }
        Map<String, String> facts =
                facts(event.task(), event.title(), event.owner().value());
        facts.put("rung", Integer.toString(event.rung()));
        record(facts, sql, event.host(), new PastRecord.Owner(event.owner(), null), recorded.meta());
        String about = about(recorded.meta(), event.task());
        Rung told = event.told();
        return List.of(
                told.subject() != null
                        ? Notice.to(event.host(), told.subject(), "journey.task-escalated", about, facts)
                        : Notice.toRole(event.host(), told.role(), "journey.task-escalated", about, facts));
    }

    private static Map<String, String> facts(String task, String title, String owner) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("task", task);
        facts.put("title", title);
        facts.put("owner", owner);
        return facts;
    }

    /** What is known of the owner at this moment: one row that is kept current. */
    private static void record(
            Map<String, String> facts, Handle sql, TenantId host, PastRecord.Owner owner, EventMeta meta) {
        PastRecord record =
                PastRecord.of(sql, host, Set.of(owner), meta.recordedAt()).get(owner);
        facts.put("pastTasks", Long.toString(record.tasks()));
        facts.put(
                "onTimePercent",
                record.onTimeRate() == null
                        ? NOTHING
                        : record.onTimeRate()
                                .movePointRight(2)
                                .setScale(0, RoundingMode.HALF_EVEN)
                                .toPlainString());
        facts.put(
                "medianDelayMinutes",
                record.medianDelayMinutes() == null
                        ? NOTHING
                        : record.medianDelayMinutes().toString());
    }

    private static String about(EventMeta meta, String task) {
        return meta.entity().publicId() + "/" + task;
    }
}
