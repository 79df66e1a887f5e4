package dev.symbio.contracts.journey;

import static dev.symbio.contracts.journey.TaskState.ACCEPTED;
import static dev.symbio.contracts.journey.TaskState.CANCELLED;
import static dev.symbio.contracts.journey.TaskState.DECLINED;
import static dev.symbio.contracts.journey.TaskState.DELIVERED;
import static dev.symbio.contracts.journey.TaskState.DONE;
import static dev.symbio.contracts.journey.TaskState.OFFERED;
import static dev.symbio.contracts.journey.TaskState.PAUSED;
import static dev.symbio.contracts.journey.TaskState.STARTED;
import static dev.symbio.contracts.journey.TaskState.WAITING;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can be done with a task, by whom, in which states, and where it leads. */
public enum TaskStep {
    ACCEPT(By.OWNER, ACCEPTED, OFFERED),
    DECLINE(By.OWNER, DECLINED, OFFERED),
    START(By.OWNER, STARTED, OFFERED, ACCEPTED),
    PAUSE(By.OWNER, PAUSED, OFFERED, ACCEPTED, STARTED),
    RESUME(By.OWNER, STARTED, PAUSED),
    /** To another person or group of the owner; a declined task is offered again by it. */
    HAND_OVER(By.OWNER, null, OFFERED, ACCEPTED, DECLINED, STARTED, PAUSED, DELIVERED, DONE),
    DELIVER(By.OWNER, DELIVERED, OFFERED, ACCEPTED, STARTED, PAUSED),
    /** The host accepts what was delivered. */
    APPROVE(By.HOST, DONE, DELIVERED),
    RETURN(By.HOST, STARTED, DELIVERED),
    REOPEN(By.HOST, STARTED, DELIVERED, DONE),
    CANCEL(By.HOST, CANCELLED, WAITING, OFFERED, ACCEPTED, DECLINED, STARTED, PAUSED, DELIVERED),
    /** Another priority and with it another limit. */
    PRIORITISE(By.HOST, null, WAITING, OFFERED, ACCEPTED, DECLINED, STARTED, PAUSED, DELIVERED, DONE),
    /** Nothing changes, but the stretch of time so far is closed. */
    NOTE(By.OWNER, null, OFFERED, ACCEPTED, DECLINED, STARTED, PAUSED, DELIVERED, DONE);

    /** Whose step it is. */
    public enum By {
        OWNER,
        HOST
    }

    private final By by;
    private final TaskState next;
    private final Set<TaskState> from;

    TaskStep(By by, TaskState next, TaskState first, TaskState... more) {
        this.by = by;
        this.next = next;
        from = EnumSet.of(first, more);
    }

    public By by() {
        return by;
    }

    boolean fits(TaskState state) {
        return from.contains(state);
    }

    Set<TaskState> from() {
        return from;
    }

    TaskState next(TaskState state) {
        if (next != null) {
            return next;
        }
        return this == HAND_OVER && state == DECLINED ? OFFERED : state;
    }

    /** Without a reason nobody knows what to do about it. */
    boolean needsReason() {
        return this == DECLINE || this == PAUSE || this == RETURN || this == REOPEN || this == CANCEL;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
