package dev.symbio.gateway.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.journey.Deliverable;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyDispute;
import dev.symbio.contracts.journey.JourneyTemplate;
import dev.symbio.contracts.journey.PastRecord;
import dev.symbio.contracts.journey.Plan;
import dev.symbio.contracts.journey.Rung;
import dev.symbio.contracts.journey.Task;
import dev.symbio.contracts.journey.TaskState;
import dev.symbio.contracts.journey.TemplateContent;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Snapshot;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.TimeBudget;
import dev.symbio.platform.time.WorkingCalendar;
import dev.symbio.tenants.tenant.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told about journeys. */
final class JourneyViews {
    private JourneyViews() {}

    /**
     * A command has been carried out.
     *
     * @param seq the journey's sequence number now, which is its ETag
     */
    record JourneyDone(String id, long seq) {}

    /** @param dispute by which the host resolves it */
    record DisputeDone(String id, long seq, String dispute) {}

    /**
     * A journey as one participant may see it.
     *
     * @param owner for the host only, like {@code participants}, {@code template} and {@code endReason}
     * @param calendar by which working time is counted; absent when none is
     * @param tasks all for the host; for a participant its own
     * @param dependencies of a participant's own tasks: title and state only
     * @param disputes of the tasks that are shown in full
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JourneyView(
            String id,
            long seq,
            String title,
            TenantId host,
            Journey.Phase phase,
            @Nullable String owner,
            Plan.@Nullable TemplateRef template,
            @Nullable List<TenantId> participants,
            @Nullable WorkingCalendar calendar,
            Map<String, String> shared,
            List<TaskView> tasks,
            List<DependencyView> dependencies,
            List<JourneyDispute> disputes,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String endReason) {
        static JourneyView of(EntityRef ref, Snapshot<Journey> found, TenantId viewer, Instant now) {
            Journey journey = found.state();
            boolean host = viewer.equals(journey.host());
            List<Task> own = journey.tasks().stream()
                    .filter(task -> host || task.spec().owner().equals(viewer))
                    .toList();
            List<String> shown = own.stream().map(Task::key).toList();
            return new JourneyView(
                    ref.publicId(),
                    found.seq(),
                    journey.title(),
                    journey.host(),
                    journey.phase(),
                    host ? journey.owner() : null,
                    host ? journey.template() : null,
                    host ? journey.participants() : null,
                    journey.calendar(),
                    journey.shared(),
                    own.stream()
                            .map(task -> TaskView.of(task, journey, now, host))
                            .toList(),
                    journey.tasks().stream()
                            .filter(task -> !shown.contains(task.key()) && journey.showsTask(viewer, task))
                            .map(task ->
                                    new DependencyView(task.key(), task.spec().title(), task.state()))
                            .toList(),
                    journey.disputes().stream()
                            .filter(dispute -> shown.contains(dispute.task()))
                            .toList(),
                    journey.startedAt(),
                    journey.endedAt(),
                    host ? journey.endReason() : null);
        }
    }

    record DependencyView(String key, String title, TaskState state) {}

    /**
     * A task in full.
     *
     * @param used of the limit until now
     * @param remaining negative by as much as the limit is overrun
     * @param dueAt when the limit is reached if nothing changes; absent while its time stands still
     * @param ledger every stretch of time that ran or was paused
     * @param ladder for the host only
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TaskView(
            String key,
            String title,
            String kind,
            TenantId owner,
            @Nullable Role role,
            @Nullable String assignee,
            @Nullable String priority,
            List<String> dependsOn,
            TaskState state,
            @Nullable String reason,
            Duration limit,
            Deadline.Clock clock,
            Duration used,
            Duration remaining,
            @Nullable Instant dueAt,
            boolean met,
            @Nullable String deliverable,
            @Nullable Deliverable delivered,
            int handovers,
            int returns,
            int reopens,
            @Nullable Instant offeredAt,
            @Nullable Instant doneAt,
            @Nullable Instant limitPassedAt,
            List<TimeBudget.Stretch> ledger,
            @Nullable List<Rung> ladder) {
        static TaskView of(Task task, Journey journey, Instant now, boolean host) {
            Duration used =
                    task.state().runs() ? task.time().used(now, journey.calendar()) : task.used(journey.wholeMinutes());
            Duration limit = task.time().limit();
            return new TaskView(
                    task.key(),
                    task.spec().title(),
                    task.spec().kind(),
                    task.spec().owner(),
                    task.spec().role(),
                    task.assignee(),
                    task.priority(),
                    task.spec().dependsOn(),
                    task.state(),
                    task.reason(),
                    limit,
                    task.time().clock(),
                    used,
                    limit.minus(used),
                    task.time().dueAt(journey.calendar()).orElse(null),
                    used.compareTo(limit) <= 0,
                    task.spec().deliverable(),
                    task.deliverable(),
                    task.handovers(),
                    task.returns(),
                    task.reopens(),
                    task.offeredAt(),
                    task.doneAt(),
                    task.limitPassedAt(),
                    task.time().ledger(),
                    host ? task.spec().ladder() : null);
        }
    }

    /**
     * A task that is over its limit and not delivered.
     *
     * @param record of who has the task, or else of its owner, over the last twelve months, as of now
     */
    record JourneyAlertView(TaskView task, PastRecord record) {}

    /** @param version counts up with every change; journeys keep the one that they started from */
    record JourneyTemplateView(String id, long seq, int version, TemplateContent content) {}

    /** A template as auditors are told it. @param retired no journey starts from it any more */
    record TemplateState(String id, long seq, int version, boolean retired, TemplateContent content) {
        static TemplateState of(EntityRef template, Snapshot<JourneyTemplate> found) {
            return new TemplateState(
                    template.publicId(),
                    found.seq(),
                    found.state().version(),
                    found.state().retired(),
                    found.state().content());
        }
    }
}
