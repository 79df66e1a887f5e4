package dev.symbio.platform.time;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A limit on time, and the ledger of how it was used. While it runs it uses time on its clock; while it is paused it
 * uses none. Each closed stretch keeps the time it used under the calendar of that day, so the past stays as it was
 * when a calendar changes.
 *
 * <p>Methods that take a calendar ignore it on the {@link Deadline.Clock#ELAPSED} clock; null will do there. A step that
 * does not fit the phase, or that goes back in time, is an error of the caller: ask {@link #phase} first.
 *
 * @param limit more than zero
 * @param used in all closed stretches
 * @param since start of the stretch that is open now: running or paused; null before the start and after the stop
 * @param why the reason of the pause that is open now, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimeBudget(
        Duration limit,
        Deadline.Clock clock,
        Phase phase,
        Duration used,
        Instant since,
        String why,
        List<Stretch> ledger) {
    public static final int MAX_STRETCHES = 500;
    public static final int MAX_WHY_CHARS = 500;

    public enum Phase {
        NOT_STARTED,
        RUNNING,
        PAUSED,
        STOPPED
    }

    /**
     * A closed stretch of time.
     *
     * @param why reason of the pause; null when the budget was running
     * @param used zero for a pause
     * @param calendarVersion the calendar it was measured with; null on the elapsed clock and for a pause
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Stretch(Instant from, Instant to, String why, Duration used, Integer calendarVersion) {
        @JsonIgnore
        public boolean isPause() {
            return why != null;
        }
    }

    public TimeBudget {
        ledger = List.copyOf(ledger);
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("Expected a time limit above zero but got " + limit + ".");
        }
    }

    public static TimeBudget of(Duration limit, Deadline.Clock clock) {
        return new TimeBudget(limit, clock, Phase.NOT_STARTED, Duration.ZERO, null, null, List.of());
    }

    public TimeBudget start(Instant at) {
        require(phase == Phase.NOT_STARTED, "start");
        return new TimeBudget(limit, clock, Phase.RUNNING, used, at, null, ledger);
    }

    /** @param reason 1 to {@value #MAX_WHY_CHARS} characters */
    public TimeBudget pause(Instant at, String reason, WorkingCalendar calendar) {
        require(phase == Phase.RUNNING, "pause");
        require(hasRoomForPause(), "keep more than " + MAX_STRETCHES + " stretches");
        if (reason.isBlank() || reason.length() > MAX_WHY_CHARS) {
            throw new IllegalArgumentException("Expected a reason of 1 to " + MAX_WHY_CHARS + " characters.");
        }
        return closed(at, calendar, Phase.PAUSED, reason);
    }

    public TimeBudget resume(Instant at) {
        require(phase == Phase.PAUSED, "resume");
        return closed(at, null, Phase.RUNNING, null);
    }

    /** Nothing is used any more; a stopped budget does not start again. */
    public TimeBudget stop(Instant at, WorkingCalendar calendar) {
        require(phase == Phase.RUNNING || phase == Phase.PAUSED, "stop");
        return closed(at, calendar, Phase.STOPPED, null);
    }

    /** Settles what was used until {@code at} under the calendar that held so far; from then on another one may be passed. */
    public TimeBudget calendarChanged(Instant at, WorkingCalendar before) {
        if (phase != Phase.RUNNING || clock != Deadline.Clock.WORKING || !at.isAfter(since)) {
            return this;
        }
        require(hasRoomForPause(), "keep more than " + MAX_STRETCHES + " stretches");
        return closed(at, before, Phase.RUNNING, null);
    }

    /** Used by {@code now}, with the stretch that is open now. */
    public Duration used(Instant now, WorkingCalendar calendar) {
        return phase == Phase.RUNNING && now.isAfter(since) ? used.plus(measured(since, now, calendar)) : used;
    }

    /** What is left at {@code now}; negative by as much as the limit is overrun. */
    public Duration remaining(Instant now, WorkingCalendar calendar) {
        return limit.minus(used(now, calendar));
    }

    /**
     * When the limit is reached if nothing changes. Empty unless it is running, or when the calendar has not enough open
     * time within {@value WorkingCalendar#MAX_YEARS_AHEAD} years.
     */
    public Optional<Instant> dueAt(WorkingCalendar calendar) {
        if (phase != Phase.RUNNING) {
            return Optional.empty();
        }
        Duration left = limit.minus(used);
        if (left.isNegative() || left.isZero()) {
            return Optional.of(since);
        }
        return clock == Deadline.Clock.ELAPSED ? Optional.of(since.plus(left)) : calendar.whenUsed(since, left);
    }

    /** Whether the ledger has room for another pause (or change of calendar), the resume after it and the stop. */
    public boolean hasRoomForPause() {
        return ledger.size() + 3 <= MAX_STRETCHES;
    }

    private TimeBudget closed(Instant at, WorkingCalendar calendar, Phase next, String nextWhy) {
        if (at.isBefore(since)) {
            throw new IllegalArgumentException("Expected a time at or after " + since + " but got " + at + ".");
        }
        boolean ran = phase == Phase.RUNNING;
        Duration spent = ran ? measured(since, at, calendar) : Duration.ZERO;
        Integer version = ran && clock == Deadline.Clock.WORKING ? calendar.version() : null;
        List<Stretch> longer = new ArrayList<>(ledger);
        longer.add(new Stretch(since, at, ran ? null : why, spent, version));
        Instant nextSince = next == Phase.STOPPED ? null : at;
        return new TimeBudget(limit, clock, next, used.plus(spent), nextSince, nextWhy, longer);
    }

    private Duration measured(Instant from, Instant to, WorkingCalendar calendar) {
        return clock == Deadline.Clock.ELAPSED ? Duration.between(from, to) : calendar.workingTimeBetween(from, to);
    }

    private void require(boolean allowed, String step) {
        if (!allowed) {
            throw new IllegalStateException("A time budget that is " + phase + " cannot " + step + ".");
        }
    }
}
