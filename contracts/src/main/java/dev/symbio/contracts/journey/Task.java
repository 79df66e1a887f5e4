package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.time.TimeBudget;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;

/**
 * A task as it stands.
 *
 * @param time its limit, and the ledger of the time used
 * @param reason of the last pause, decline, return or the like
 * @param assignee person or group that has it now
 * @param handovers changes of the assignee
 * @param lastAt time of the last fact; null before it was offered
 * @param limitPassedAt null as long as it is not
 * @param escalated rungs of the ladder that have been told
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Task(
        TaskSpec spec,
        TaskState state,
        TimeBudget time,
        String reason,
        String assignee,
        String priority,
        Deliverable deliverable,
        int handovers,
        int returns,
        int reopens,
        Instant offeredAt,
        Instant lastAt,
        Instant doneAt,
        Instant limitPassedAt,
        int escalated) {
    /** Marks stretches in which it is not the owner's turn, other than pauses that it asked for. */
    private static final String TURN = "- ";

    static Task planned(TaskSpec spec) {
        TimeBudget time = TimeBudget.of(spec.limit(), spec.clock());
        return new Task(
                spec,
                TaskState.WAITING,
                time,
                null,
                spec.assignee(),
                spec.priority(),
                null,
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                0);
    }

    public String key() {
        return spec.key();
    }

    Task offered(Instant at) {
        return new Task(
                spec,
                TaskState.OFFERED,
                time.start(at),
                reason,
                assignee,
                priority,
                deliverable,
                handovers,
                returns,
                reopens,
                at,
                at,
                doneAt,
                limitPassedAt,
                escalated);
    }

    /** The task after a fact that fits its state. */
    Task after(TaskFact fact, WorkingCalendar calendar) {
        TaskStep step = fact.step();
        TaskState next = step.next(state);
        boolean taken = step == TaskStep.HAND_OVER;
        boolean moved = taken && assignee != null && !assignee.equals(fact.to());
        TimeBudget spent = spent(fact, next, calendar);
        return new Task(
                spec,
                next,
                step == TaskStep.PRIORITISE ? limited(spent, fact.limit()) : spent,
                fact.why() == null || step == TaskStep.PRIORITISE ? reason : fact.why(),
                taken ? fact.to() : assignee,
                step == TaskStep.PRIORITISE && fact.to() != null ? fact.to() : priority,
                step == TaskStep.DELIVER ? fact.deliverable() : deliverable,
                handovers + (moved ? 1 : 0),
                returns + (step == TaskStep.RETURN ? 1 : 0),
                reopens + (step == TaskStep.REOPEN ? 1 : 0),
                offeredAt,
                fact.at(),
                next == TaskState.DONE ? (state == TaskState.DONE ? doneAt : fact.at()) : null,
                limitPassedAt,
                escalated);
    }

    Task limitPassed(Instant at) {
        return timed(time, lastAt, at, escalated);
    }

    Task escalatedOnce() {
        return timed(time, lastAt, limitPassedAt, escalated + 1);
    }

    /** What was used until now stays as it was measured. */
    Task calendarChanged(Instant at, WorkingCalendar before) {
        Instant since = lastAt == null || at.isAfter(lastAt) ? at : lastAt;
        return lastAt == null ? this : timed(time.calendarChanged(since, before), since, limitPassedAt, escalated);
    }

    /** Nobody has done anything, but time has gone on. */
    private Task timed(TimeBudget spent, Instant last, Instant passedAt, int rungs) {
        return new Task(
                spec,
                state,
                spent,
                reason,
                assignee,
                priority,
                deliverable,
                handovers,
                returns,
                reopens,
                offeredAt,
                last,
                doneAt,
                passedAt,
                rungs);
    }

    /** Time used in all closed stretches: while a task is delivered or done that is all of it. */
    public Duration used(boolean wholeMinutes) {
        return wholeMinutes ? Duration.ofMinutes(usedMinutes()) : time.used();
    }

    /** Of each closed stretch the whole minutes. */
    public long usedMinutes() {
        return time.ledger().stream()
                .filter(stretch -> !stretch.isPause())
                .mapToLong(stretch -> stretch.used().toMinutes())
                .sum();
    }

    /** Wall-clock time in closed pauses before the delivery. */
    public long waitingMinutes() {
        return time.ledger().stream()
                .filter(stretch -> stretch.isPause() && !stretch.why().startsWith(TURN))
                .mapToLong(stretch ->
                        Duration.between(stretch.from(), stretch.to()).toMinutes())
                .sum();
    }

    public boolean met(boolean wholeMinutes) {
        return used(wholeMinutes).compareTo(time.limit()) <= 0;
    }

    private TimeBudget spent(TaskFact fact, TaskState next, WorkingCalendar calendar) {
        TimeBudget now = time;
        Instant at = fact.at();
        if (now.phase() == TimeBudget.Phase.NOT_STARTED || now.phase() == TimeBudget.Phase.STOPPED) {
            return now;
        }
        if (next == TaskState.CANCELLED) {
            return now.stop(at, calendar);
        }
        boolean running = now.phase() == TimeBudget.Phase.RUNNING;
        if (running && !next.runs()) {
            return now.pause(at, next == TaskState.PAUSED ? fact.why() : TURN + next.word(), calendar);
        }
        if (!running && next.runs()) {
            return now.resume(at);
        }
        if (state == TaskState.PAUSED && !next.runs() && next != state) {
            return now.resume(at).pause(at, TURN + next.word(), calendar); // what was waited for has come
        }
        if (running && fact.step() == TaskStep.NOTE) {
            return settled(at, calendar);
        }
        return now;
    }

    private TimeBudget settled(Instant at, WorkingCalendar calendar) {
        if (!at.isAfter(time.since())) {
            return time;
        }
        return time.clock() == Deadline.Clock.WORKING
                ? time.calendarChanged(at, calendar)
                : time.pause(at, TURN + "noted", calendar).resume(at);
    }

    /** Whether the ledger keeps room for what has to be possible at any time: deliver, approve, cancel. */
    boolean hasRoom() {
        return time.ledger().size() + 8 <= TimeBudget.MAX_STRETCHES;
    }

    private static TimeBudget limited(TimeBudget time, Duration limit) {
        return new TimeBudget(limit, time.clock(), time.phase(), time.used(), time.since(), time.why(), time.ledger());
    }
}
