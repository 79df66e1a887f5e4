package dev.symbio.contracts.journey;

import dev.symbio.contracts.journey.JourneyEvent.Outcome;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How journeys begin: now, or with a history. */
final class Starting {
    static final int MAX_FACTS = 2_000;
    /** Why the time of a task stands still that was open when its history ended. */
    static final String HISTORY_ENDS = "end of the imported history";

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private Starting() {}

    static Decision<JourneyEvent> start(Journey journey, JourneyCommand.Start command, Context context) {
        Optional<Rejection> refusal = refusal(journey, command.plan(), context);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Plan plan = command.plan().ownedBy(context.principal().subject());
        return Decision.events(new JourneyEvent.Started(context.tenant(), plan, context.now()));
    }

    static Decision<JourneyEvent> importHistory(Journey none, JourneyCommand.ImportHistory command, Context context) {
        Optional<Rejection> refusal = refusal(none, command.plan(), context);
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        if (command.startedAt() == null
                || command.startedAt().isBefore(EARLIEST)
                || command.startedAt().isAfter(context.now())) {
            return Decision.rejected(Admission.invalid(
                    "/startedAt", "journey.out-of-range", "Expected a time from " + EARLIEST + " to now."));
        }
        if (command.facts().size() > MAX_FACTS) {
            return Decision.rejected(Admission.invalid(
                    "/facts",
                    "journey.out-of-range",
                    "Expected at most " + MAX_FACTS + " facts but got "
                            + command.facts().size() + "."));
        }
        JourneyEvent.Started started = new JourneyEvent.Started(
                context.tenant(), command.plan().ownedBy(context.principal().subject()), command.startedAt());
        Journey journey = started(none, started);
        List<TaskFact> facts = new ArrayList<>();
        for (int i = 0; i < command.facts().size(); i++) {
            TaskFact fact = command.facts().get(i);
            Optional<Rejection> wrong = refusal(journey, fact, context, "/facts/" + i);
            if (wrong.isPresent()) {
                return Decision.rejected(wrong.get());
            }
            journey = applied(journey, fact);
            facts.add(fact);
        }
        Instant last = last(facts, command.startedAt());
        for (Task open : journey.tasks()) {
            if (open.state().runs()) {
                TaskFact pause = new TaskFact(open.key(), TaskStep.PAUSE, last, HISTORY_ENDS, null, null, null);
                journey = applied(journey, pause);
                facts.add(pause);
            }
        }
        return decided(started, facts, journey, last);
    }

    private static Decision<JourneyEvent> decided(
            JourneyEvent.Started started, List<TaskFact> facts, Journey journey, Instant last) {
        List<Outcome> outcomes = outcomes(journey);
        List<JourneyEvent> events = new ArrayList<>();
        events.add(started);
        events.add(new JourneyEvent.HistoryImported(facts, outcomes, last));
        return Decision.events(events);
    }

    static Journey started(Journey none, JourneyEvent.Started event) {
        Plan plan = event.plan();
        Journey journey = new Journey(
                Journey.Phase.RUNNING,
                event.host(),
                plan.title(),
                plan.owner(),
                plan.template(),
                plan.participants(),
                plan.calendar(),
                plan.wholeMinutes(),
                plan.shared(),
                plan.tasks().stream().map(Task::planned).toList(),
                List.of(),
                event.at(),
                null,
                null);
        return offering(journey, event.at());
    }

    static Journey historyImported(Journey journey, JourneyEvent.HistoryImported event) {
        Journey next = journey;
        for (TaskFact fact : event.facts()) {
            next = applied(next, fact);
        }
        return next;
    }

    /** In history, what is ready by a fact is offered by it, and the last task ends the journey. */
    private static Journey applied(Journey journey, TaskFact fact) {
        Journey next = offering(journey.after(fact), fact.at());
        return next.phase() == Journey.Phase.RUNNING && next.allOver()
                ? next.ended(Journey.Phase.DONE, fact.at(), null)
                : next;
    }

    private static Journey offering(Journey journey, Instant at) {
        Journey next = journey;
        for (Task ready : journey.ready()) {
            Instant when = Working.readyAt(journey, ready, at);
            next = next.with(ready.key(), task -> task.offered(when));
        }
        return next;
    }

    private static List<Outcome> outcomes(Journey journey) {
        return journey.tasks().stream()
                .map(task -> Outcome.of(task, journey.wholeMinutes()))
                .toList();
    }

    private static Optional<Rejection> refusal(Journey journey, TaskFact fact, Context context, String place) {
        if (fact == null || fact.task() == null || fact.step() == null || fact.at() == null) {
            return Optional.of(Admission.invalid(place, "journey.text-missing", "Expected task, step and at."));
        }
        return journey.task(fact.task())
                .map(task -> Working.refusal(task, fact, context.now(), place))
                .orElseGet(() -> Optional.of(Admission.invalid(
                        place + "/task", "journey.dependency-unknown", "Expected the key of a task of this plan.")))
                .map(rejection -> rejection.errors().isEmpty()
                        ? Rejection.invalid(
                                rejection.code(),
                                rejection.message(),
                                new Fault(place, rejection.code(), rejection.message()))
                        : rejection);
    }

    private static Optional<Rejection> refusal(Journey journey, Plan plan, Context context) {
        if (journey.phase() != Journey.Phase.ABSENT) {
            return Optional.of(
                    journey.visibleTo(context.tenant())
                            ? Rejection.conflict(
                                    "journey.already-started", "Expected a new journey but this one has started.")
                            : Admission.notFound());
        }
        if (!context.tenant().equals(context.entity().tenant())) {
            return Optional.of(Admission.notFound());
        }
        List<Fault> faults = PlanRules.faults(plan, context.tenant(), "");
        return faults.isEmpty()
                ? Optional.empty()
                : Optional.of(Rejection.invalid(
                        faults.get(0).code(), "Expected a plan that can be carried out but it has faults.", faults));
    }

    private static Instant last(List<TaskFact> facts, Instant startedAt) {
        return facts.stream().map(TaskFact::at).max(Instant::compareTo).orElse(startedAt);
    }
}
