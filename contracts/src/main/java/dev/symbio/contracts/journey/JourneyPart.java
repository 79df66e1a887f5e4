package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a journey's events one tenant sees: the host everything, a participant what is about its own tasks, and the shared
 * fields. Who is told on the way up a ladder, who else takes part and why the host ends the journey is the host's alone.
 */
public final class JourneyPart {
    private final TenantId viewer;
    private final boolean host;
    private final Set<String> own;

    private JourneyPart(TenantId viewer, boolean host, Set<String> own) {
        this.viewer = viewer;
        this.host = host;
        this.own = own;
    }

    /** @param journey that the viewer may see; who owns a task never changes */
    public static JourneyPart of(Journey journey, TenantId viewer) {
        return new JourneyPart(
                viewer,
                viewer.equals(journey.host()),
                journey.tasks().stream()
                        .filter(task -> task.spec().owner().equals(viewer))
                        .map(Task::key)
                        .collect(Collectors.toSet()));
    }

    public Optional<JourneyEvent> seen(JourneyEvent event) {
        if (host) {
            return Optional.of(event);
        }
        if (event instanceof JourneyEvent.Started started) {
            return Optional.of(new JourneyEvent.Started(started.host(), own(started.plan()), started.at()));
        }
        if (event instanceof JourneyEvent.HistoryImported history) {
            return Optional.of(new JourneyEvent.HistoryImported(
                    history.facts().stream()
                            .filter(fact -> own.contains(fact.task()))
                            .toList(),
                    history.outcomes().stream()
                            .filter(outcome -> own.contains(outcome.task()))
                            .toList(),
                    history.at()));
        }
        if (event instanceof JourneyEvent.Cancelled cancelled) {
            return Optional.of(new JourneyEvent.Cancelled(null, cancelled.at()));
        }
        if (event instanceof JourneyEvent.CalendarChanged || event instanceof JourneyEvent.Completed) {
            return Optional.of(event);
        }
        return ofTask(event);
    }

    private Optional<JourneyEvent> ofTask(JourneyEvent event) {
        if (event instanceof JourneyEvent.TaskLimitPassed passed) {
            return own.contains(passed.task()) ? Optional.of(passed.withoutJourneyOwner()) : Optional.empty();
        }
        String task = null;
        if (event instanceof JourneyEvent.TaskMoved moved) {
            task = moved.fact().task();
        } else if (event instanceof JourneyEvent.TaskDone done) {
            task = done.fact().task();
        } else if (event instanceof JourneyEvent.TaskOffered offered) {
            task = offered.task();
        } else if (event instanceof JourneyEvent.DisputeRaised raised) {
            task = raised.task();
        } else if (event instanceof JourneyEvent.DisputeResolved resolved) {
            task = resolved.task();
        }
        return task != null && own.contains(task) ? Optional.of(event) : Optional.empty();
    }

    private Plan own(Plan plan) {
        List<TaskSpec> tasks = plan.tasks().stream()
                .filter(task -> own.contains(task.key()))
                .map(TaskSpec::withoutLadder)
                .toList();
        return new Plan(
                plan.title(),
                null,
                null,
                List.of(viewer),
                plan.calendar(),
                plan.wholeMinutes(),
                plan.shared(),
                null,
                tasks);
    }
}
