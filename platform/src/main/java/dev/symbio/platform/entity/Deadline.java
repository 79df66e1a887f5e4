package dev.symbio.platform.entity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that falls due for an entity if its state stays as it is. Derived from the state, never scheduled by hand:
 * the host compares the set before and after each event and stores the difference with the event.
 *
 * @param name unique within the entity at any moment, 1 to 100 characters, such as {@code close:2011-Q3}
 * @param dueAt the instant at which it fires, computed from the budget left on its clock
 * @param clock which clock the budget runs on
 */
public record Deadline(String name, Instant dueAt, Clock clock) {
    public enum Clock {
        /** Wall-clock time: 48 h are 48 h. */
        ELAPSED,
        /** Time within the opening hours of a working calendar, less pauses. */
        WORKING
    }

    /** Stores keep microseconds; rounded up, so that it never fires early and compares equal when it is read back. */
    public Deadline {
        Instant micros = dueAt.truncatedTo(ChronoUnit.MICROS);
        dueAt = micros.equals(dueAt) ? micros : micros.plus(1, ChronoUnit.MICROS);
    }

    public static Deadline elapsed(String name, Instant dueAt) {
        return new Deadline(name, dueAt, Clock.ELAPSED);
    }

    public static Deadline working(String name, Instant dueAt) {
        return new Deadline(name, dueAt, Clock.WORKING);
    }
}
