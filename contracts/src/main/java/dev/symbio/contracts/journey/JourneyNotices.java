package dev.symbio.contracts.journey;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Who is told when a journey is stuck: its owner, and the ladder. What is long past is recorded, but no news. */
public final class JourneyNotices {
    public static final Projection<JourneyEvent> PROJECTION = Notices.of("journey-notices", Journey.KIND)
            .on(JourneyEvent.TaskLimitPassed.class, JourneyNotices::limitPassed)
            .on(JourneyEvent.TaskEscalated.class, JourneyNotices::escalated)
            .build();

    private static final String NOTHING = "-";

    private JourneyNotices() {}

    static List<Notice> limitPassed(Handle sql, Recorded<JourneyEvent.TaskLimitPassed> recorded) {
        JourneyEvent.TaskLimitPassed event = recorded.event();
        if (Notices.isHistory(recorded.meta())) {
            return List.of();
        }
        Map<String, String> facts =
                facts(event.task(), event.title(), event.owner().value());
        if (event.assignee() != null) {
            facts.put("assignee", event.assignee());
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
