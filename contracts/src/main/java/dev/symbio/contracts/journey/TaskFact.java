package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.personal.Personal;
import dev.symbio.platform.personal.Subject;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that was done with a task.
 *
 * @param at when it happened; null is now
 * @param why reason, or what is waited for
 * @param to person or group that takes over; the new priority
 * @param limit the new one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskFact(
        String task,
        TaskStep step,
        Instant at,
        @Personal String why,
        @Subject(ofActor = true) String to,
        Deliverable deliverable,
        Duration limit) {
    public static TaskFact of(String task, TaskStep step, Instant at) {
        return new TaskFact(task, step, at, null, null, null, null);
    }

    TaskFact at(Instant when) {
        return new TaskFact(task, step, when, why, to, deliverable, limit);
    }
}
