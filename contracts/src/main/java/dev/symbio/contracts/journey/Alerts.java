package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Decision;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** When a task's limit passes its journey is stuck: the journey's owner is told, then the ladder, rung by rung. */
final class Alerts {
    private static final String LIMIT = "limit:";
    private static final String ESCALATE = "escalate:";

    private Alerts() {}

    static Set<Deadline> deadlines(Journey journey) {
        Set<Deadline> due = new HashSet<>();
        if (journey.phase() != Journey.Phase.RUNNING) {
            return due;
        }
        for (Task task : journey.tasks()) {
            if (task.limitPassedAt() == null) {
                task.time()
                        .dueAt(journey.calendar())
                        .ifPresent(at -> due.add(
                                new Deadline(LIMIT + task.key(), at, task.spec().clock())));
            } else if (task.state().runs()
                    && task.escalated() < task.spec().ladder().size()) {
                Rung next = task.spec().ladder().get(task.escalated());
                due.add(Deadline.elapsed(
                        ESCALATE + task.key(), task.limitPassedAt().plus(next.after())));
            }
        }
        return due;
    }

    static JourneyCommand commandFor(Journey journey, Deadline deadline) {
        return deadline.name().startsWith(LIMIT)
                ? new JourneyCommand.PassLimit(deadline.name().substring(LIMIT.length()))
                : new JourneyCommand.Escalate(deadline.name().substring(ESCALATE.length()));
    }

    static Decision<JourneyEvent> passLimit(Journey journey, JourneyCommand.PassLimit command, Context context) {
        if (!context.principal().isSystem()) {
            return Decision.rejected(Admission.notFound());
        }
        return due(journey, LIMIT + command.task(), context)
                .flatMap(at -> journey.task(command.task())
                        .map(task -> Decision.<JourneyEvent>events(new JourneyEvent.TaskLimitPassed(
                                task.key(),
                                task.spec().title(),
                                task.spec().kind(),
                                task.spec().owner(),
                                task.assignee(),
                                journey.owner(),
                                journey.host(),
                                task.time().limit(),
                                at.dueAt()))))
                .orElseGet(Decision::nothing);
    }

    static Decision<JourneyEvent> escalate(Journey journey, JourneyCommand.Escalate command, Context context) {
        if (!context.principal().isSystem()) {
            return Decision.rejected(Admission.notFound());
        }
        return due(journey, ESCALATE + command.task(), context)
                .flatMap(at -> journey.task(command.task())
                        .map(task -> Decision.<JourneyEvent>events(new JourneyEvent.TaskEscalated(
                                task.key(),
                                task.spec().title(),
                                task.spec().owner(),
                                journey.host(),
                                task.escalated() + 1,
                                task.spec().ladder().get(task.escalated()),
                                at.dueAt()))))
                .orElseGet(Decision::nothing);
    }

    static Journey limitPassed(Journey journey, JourneyEvent.TaskLimitPassed event) {
        return journey.with(event.task(), task -> task.limitPassed(event.at()));
    }

    static Journey escalated(Journey journey, JourneyEvent.TaskEscalated event) {
        return journey.with(event.task(), Task::escalatedOnce);
    }

    /** What came in late may have moved it. */
    private static Optional<Deadline> due(Journey journey, String name, Context context) {
        return deadlines(journey).stream()
                .filter(deadline ->
                        deadline.name().equals(name) && !deadline.dueAt().isAfter(context.now()))
                .findFirst();
    }
}
