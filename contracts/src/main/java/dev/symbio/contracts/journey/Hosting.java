package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What concerns the journey as a whole: its calendar, disputes, the end. */
final class Hosting {
    static final int MAX_DISPUTES = 100;

    private Hosting() {}

    static Decision<JourneyEvent> changeCalendar(
            Journey journey, JourneyCommand.ChangeCalendar command, Context context) {
        Optional<Rejection> refusal = Admission.host(journey, context).or(() -> Admission.running(journey));
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        WorkingCalendar now = journey.calendar();
        if (now == null || command.calendar() == null) {
            return Decision.rejected(Rejection.conflict(
                    "journey.no-calendar", "Expected a journey that counts working time but this one does not."));
        }
        if (!journey.tasks().stream().allMatch(Task::hasRoom)) {
            return Decision.rejected(
                    Rejection.conflict("journey.ledger-full", "Expected tasks with fewer pauses and changes."));
        }
        WorkingCalendar next = command.calendar().withVersion(now.version() + 1);
        return Decision.events(new JourneyEvent.CalendarChanged(next, context.now()));
    }

    static Journey calendarChanged(Journey journey, JourneyEvent.CalendarChanged event) {
        return journey.withTasks(journey.tasks().stream()
                        .map(task -> task.calendarChanged(event.at(), journey.calendar()))
                        .toList())
                .with(event.calendar());
    }

    static Decision<JourneyEvent> raiseDispute(Journey journey, JourneyCommand.RaiseDispute command, Context context) {
        if (!journey.visibleTo(context.tenant())) {
            return Decision.rejected(Admission.notFound());
        }
        Optional<Task> task = journey.task(command.task());
        if (task.isEmpty() || !journey.showsTask(context.tenant(), task.get())) {
            return Decision.rejected(Admission.noSuchTask());
        }
        boolean party = context.tenant().equals(journey.host())
                || context.tenant().equals(task.get().spec().owner());
        Optional<Rejection> refusal = party
                ? Admission.text("/text", command.text())
                : Optional.of(Admission.notForYou("a party of the task"));
        if (refusal.isEmpty() && journey.disputes().size() >= MAX_DISPUTES) {
            refusal = Optional.of(Rejection.conflict(
                    "journey.too-many-disputes", "Expected at most " + MAX_DISPUTES + " disputes in a journey."));
        }
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        String id = context.newId("dispute");
        JourneyEvent raised =
                new JourneyEvent.DisputeRaised(id, command.task(), context.tenant(), command.text(), context.now());
        return Decision.events(raised).withResult(id);
    }

    static Decision<JourneyEvent> resolveDispute(
            Journey journey, JourneyCommand.ResolveDispute command, Context context) {
        Optional<Rejection> refusal =
                Admission.host(journey, context).or(() -> Admission.text("/outcome", command.outcome()));
        if (refusal.isPresent()) {
            return Decision.rejected(refusal.get());
        }
        Optional<JourneyDispute> dispute = journey.disputes().stream()
                .filter(each -> each.id().equals(command.dispute()))
                .findFirst();
        if (dispute.isEmpty()) {
            return Decision.rejected(
                    Rejection.notFound("journey.dispute-unknown", "There is no such dispute in this journey."));
        }
        if (dispute.get().outcome() != null) {
            return Decision.rejected(
                    Rejection.conflict("journey.dispute-resolved", "Expected an open dispute but it is resolved."));
        }
        return Decision.events(new JourneyEvent.DisputeResolved(
                command.dispute(), dispute.get().task(), command.outcome(), context.now()));
    }

    static Journey disputeRaised(Journey journey, JourneyEvent.DisputeRaised event) {
        List<JourneyDispute> more = new ArrayList<>(journey.disputes());
        more.add(new JourneyDispute(event.dispute(), event.task(), event.by(), event.text(), event.at(), null, null));
        return journey.withDisputes(more);
    }

    static Journey disputeResolved(Journey journey, JourneyEvent.DisputeResolved event) {
        return journey.withDisputes(journey.disputes().stream()
                .map(each -> each.id().equals(event.dispute())
                        ? new JourneyDispute(
                                each.id(), each.task(), each.by(), each.text(), each.at(), event.outcome(), event.at())
                        : each)
                .toList());
    }

    static Decision<JourneyEvent> cancel(Journey journey, JourneyCommand.Cancel command, Context context) {
        Optional<Rejection> refusal = Admission.host(journey, context)
                .or(() -> Admission.running(journey))
                .or(() -> Admission.text("/reason", command.reason()));
        return refusal.isPresent()
                ? Decision.rejected(refusal.get())
                : Decision.events(new JourneyEvent.Cancelled(command.reason(), context.now()));
    }

    static Journey cancelled(Journey journey, JourneyEvent.Cancelled event) {
        return journey.withTasks(journey.tasks().stream()
                        .map(task -> task.state().over() ? task : stopped(task, event.at(), journey.calendar()))
                        .toList())
                .ended(Journey.Phase.CANCELLED, event.at(), event.reason());
    }

    private static Task stopped(Task task, Instant at, WorkingCalendar calendar) {
        Instant when = task.lastAt() == null || at.isAfter(task.lastAt()) ? at : task.lastAt();
        return task.after(TaskFact.of(task.key(), TaskStep.CANCEL, when), calendar);
    }
}
