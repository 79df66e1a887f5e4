package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A journey as it stands.
 *
 * @param owner subject in the host
 * @param participants besides the host
 * @param tasks in the order of the plan
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Journey(
        Phase phase,
        TenantId host,
        String title,
        String owner,
        Plan.TemplateRef template,
        List<TenantId> participants,
        WorkingCalendar calendar,
        boolean wholeMinutes,
        Map<String, String> shared,
        List<Task> tasks,
        List<JourneyDispute> disputes,
        Instant startedAt,
        Instant endedAt,
        String endReason) {

    /** How far the journey has come. */
    public enum Phase {
        ABSENT,
        RUNNING,
        DONE,
        CANCELLED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Journey NONE = new Journey(
            Phase.ABSENT,
            null,
            null,
            null,
            null,
            List.of(),
            null,
            false,
            Map.of(),
            List.of(),
            List.of(),
            null,
            null,
            null);

    public static final EntityKind<JourneyCommand, JourneyEvent, Journey> KIND = EntityKind.of(
                    "journey", JourneyCommand.class, JourneyEvent.class, NONE)
            .decides(JourneyCommand.Start.class, Starting::start)
            .decides(JourneyCommand.ImportHistory.class, Starting::importHistory)
            .decides(JourneyCommand.Act.class, Working::act)
            .decides(JourneyCommand.ChangeCalendar.class, Hosting::changeCalendar)
            .decides(JourneyCommand.RaiseDispute.class, Hosting::raiseDispute)
            .decides(JourneyCommand.ResolveDispute.class, Hosting::resolveDispute)
            .decides(JourneyCommand.Cancel.class, Hosting::cancel)
            .decides(JourneyCommand.PassLimit.class, Alerts::passLimit)
            .decides(JourneyCommand.Escalate.class, Alerts::escalate)
            .evolves("journey-started", 1, JourneyEvent.Started.class, Starting::started)
            .evolves("history-imported", 1, JourneyEvent.HistoryImported.class, Starting::historyImported)
            .evolves("task-moved", 1, JourneyEvent.TaskMoved.class, (journey, event) -> journey.after(event.fact()))
            .evolves("task-done", 1, JourneyEvent.TaskDone.class, (journey, event) -> journey.after(event.fact()))
            .evolves("task-offered", 1, JourneyEvent.TaskOffered.class, Working::offered)
            .evolves("task-limit-passed", 1, JourneyEvent.TaskLimitPassed.class, Alerts::limitPassed)
            .evolves("task-escalated", 1, JourneyEvent.TaskEscalated.class, Alerts::escalated)
            .evolves("calendar-changed", 1, JourneyEvent.CalendarChanged.class, Hosting::calendarChanged)
            .evolves("dispute-raised", 1, JourneyEvent.DisputeRaised.class, Hosting::disputeRaised)
            .evolves("dispute-resolved", 1, JourneyEvent.DisputeResolved.class, Hosting::disputeResolved)
            .evolves(
                    "journey-completed",
                    1,
                    JourneyEvent.Completed.class,
                    (journey, event) -> journey.ended(Phase.DONE, event.at(), null))
            .evolves("journey-cancelled", 1, JourneyEvent.Cancelled.class, Hosting::cancelled)
            .deadlines(Alerts::deadlines, Alerts::commandFor)
            .snapshotEvery(200)
            .build();

    /** To all others it does not exist. */
    public boolean visibleTo(TenantId tenant) {
        return phase != Phase.ABSENT && (tenant.equals(host) || participants.contains(tenant));
    }

    public Optional<Task> task(String key) {
        return tasks.stream().filter(task -> task.key().equals(key)).findFirst();
    }

    /** All for the host; for a participant its own tasks and what they depend on directly. */
    public boolean showsTask(TenantId tenant, Task task) {
        return tenant.equals(host)
                || tenant.equals(task.spec().owner())
                || tasks.stream()
                        .anyMatch(own -> own.spec().owner().equals(tenant)
                                && own.spec().dependsOn().contains(task.key()));
    }

    Journey after(TaskFact fact) {
        Journey next = with(fact.task(), task -> task.after(fact, calendar));
        return next.phase == Phase.DONE && !next.allOver() ? next.ended(Phase.RUNNING, null, null) : next;
    }

    boolean allOver() {
        return tasks.stream().allMatch(task -> task.state().over());
    }

    /** Tasks that wait although everything they depend on is over. */
    List<Task> ready() {
        Set<String> over = new HashSet<>();
        tasks.stream().filter(task -> task.state().over()).forEach(task -> over.add(task.key()));
        return tasks.stream()
                .filter(task -> task.state() == TaskState.WAITING
                        && over.containsAll(task.spec().dependsOn()))
                .toList();
    }

    Journey with(String key, UnaryOperator<Task> change) {
        List<Task> changed = new ArrayList<>(tasks);
        changed.replaceAll(task -> task.key().equals(key) ? change.apply(task) : task);
        return withTasks(changed);
    }

    Journey withTasks(List<Task> changed) {
        return changed(phase, calendar, changed, disputes, endedAt, endReason);
    }

    Journey with(WorkingCalendar other) {
        return changed(phase, other, tasks, disputes, endedAt, endReason);
    }

    Journey withDisputes(List<JourneyDispute> changed) {
        return changed(phase, calendar, tasks, changed, endedAt, endReason);
    }

    Journey ended(Phase how, Instant at, String reason) {
        return changed(how, calendar, tasks, disputes, at, reason);
    }

    /** All that ever changes. */
    private Journey changed(
            Phase how,
            WorkingCalendar hours,
            List<Task> work,
            List<JourneyDispute> about,
            Instant until,
            String because) {
        return new Journey(
                how,
                host,
                title,
                owner,
                template,
                participants,
                hours,
                wholeMinutes,
                shared,
                List.copyOf(work),
                List.copyOf(about),
                startedAt,
                until,
                because);
    }
}
