package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Instant;
import java.util.List;

/** What can be asked of a journey. Who may ask what is said at each; to everyone else it does not exist. */
public sealed interface JourneyCommand {

    /** The host starts it. Tasks that depend on nothing are offered at once. */
    record Start(Plan plan) implements JourneyCommand {}

    /**
     * The host brings in a journey with its history: everything that happened until then.
     *
     * @param startedAt when it started
     * @param facts in the order of their times
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ImportHistory(Plan plan, Instant startedAt, List<TaskFact> facts) implements JourneyCommand {}

    /** The task's owner or the host does something with a task. */
    record Act(TaskFact fact) implements JourneyCommand {}

    /** The host counts working time on another version of the calendar from now on. */
    record ChangeCalendar(WorkingCalendar calendar) implements JourneyCommand {}

    /** The host or the task's owner. */
    record RaiseDispute(String task, String text) implements JourneyCommand {}

    /** The host. */
    record ResolveDispute(String dispute, String outcome) implements JourneyCommand {}

    /** The host ends it; tasks that are not done are cancelled. */
    record Cancel(String reason) implements JourneyCommand {}

    /** The platform: a task's limit has passed. */
    record PassLimit(String task) implements JourneyCommand {}

    /** The platform: the next rung of a task's ladder is due. */
    record Escalate(String task) implements JourneyCommand {}
}
