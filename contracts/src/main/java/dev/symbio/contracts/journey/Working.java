package dev.symbio.contracts.journey;

import dev.symbio.contracts.journey.JourneyEvent.Outcome;
import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Work on tasks: what the owner does, and how the host takes it. */
final class Working {
    /** The two clocks of who sends and who decides may differ. */
    private static final long TOLERANCE_SECONDS = 60;

    private static final int MAX_WHY_CHARS = 500;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LINK = Pattern.compile("https?://\\S{1,1990}");

    private Working() {}

    static Decision<JourneyEvent> act(Journey journey, JourneyCommand.Act command, Context context) {
        if (!journey.visibleTo(context.tenant())) {
            return Decision.rejected(Admission.notFound());
        }
        TaskFact given = command.fact();
        Optional<Task> found = journey.task(given.task());
        if (found.isEmpty() || !journey.showsTask(context.tenant(), found.get())) {
            return Decision.rejected(Admission.noSuchTask());
        }
        Task task = found.get();
        if (!mayAct(journey, task, given.step(), context)) {
            boolean owners = given.step().by() == TaskStep.By.OWNER;
            return Decision.rejected(Admission.notForYou(owners ? "the task's owner" : "the host of the journey"));
        }
        if (journey.phase() == Journey.Phase.CANCELLED) {
            return Decision.rejected(Admission.running(journey).orElseThrow());
        }
        TaskFact fact = given.at() != null ? given : given.at(later(context.now(), task.lastAt()));
        Optional<Rejection> refusal = refusal(task, fact, context.now(), "");
        return refusal.isPresent() ? Decision.rejected(refusal.get()) : Decision.events(follows(journey, fact));
    }

    private static boolean mayAct(Journey journey, Task task, TaskStep step, Context context) {
        return step.by() == TaskStep.By.OWNER
                ? context.tenant().equals(task.spec().owner())
                : context.tenant().equals(journey.host());
    }

    /** The fact, the tasks that are ready by it, and perhaps the end. */
    private static List<JourneyEvent> follows(Journey journey, TaskFact fact) {
        List<JourneyEvent> events = new ArrayList<>();
        Journey after = journey.after(fact);
        Outcome outcome = Outcome.of(after.task(fact.task()).orElseThrow(), journey.wholeMinutes());
        events.add(
                fact.step() == TaskStep.APPROVE
                        ? new JourneyEvent.TaskDone(fact, outcome)
                        : new JourneyEvent.TaskMoved(fact, outcome));
        after.ready()
                .forEach(task -> events.add(new JourneyEvent.TaskOffered(
                        task.key(), task.spec().kind(), task.spec().owner(), readyAt(after, task, fact.at()))));
        if (after.phase() == Journey.Phase.RUNNING && after.allOver()) {
            events.add(new JourneyEvent.Completed(fact.at()));
        }
        return events;
    }

    /** The latest end of what it depends on: facts of several tasks need not come in the order of their times. */
    static Instant readyAt(Journey journey, Task task, Instant fallback) {
        return journey.tasks().stream()
                .filter(other -> task.spec().dependsOn().contains(other.key()))
                .map(Task::lastAt)
                .filter(at -> at != null && at.isAfter(fallback))
                .max(Instant::compareTo)
                .orElse(fallback);
    }

    static Journey offered(Journey journey, JourneyEvent.TaskOffered event) {
        return journey.with(event.task(), task -> task.offered(event.at()));
    }

    /** Why a fact cannot be; {@code place} is where it stands in the request. */
    static Optional<Rejection> refusal(Task task, TaskFact fact, Instant now, String place) {
        TaskStep step = fact.step();
        if (fact.at().isAfter(now.plusSeconds(TOLERANCE_SECONDS))) {
            return Optional.of(Admission.invalid(
                    place + "/at",
                    "journey.in-the-future",
                    "Expected a time until " + now + " but got " + fact.at() + "."));
        }
        if (!step.fits(task.state())) {
            String states = step.from().stream().map(TaskState::word).collect(Collectors.joining(" or "));
            return Optional.of(Rejection.conflict(
                    "journey.wrong-state",
                    "Expected a task that is " + states + " but " + task.key() + " is "
                            + task.state().word() + "."));
        }
        if (task.lastAt() != null && fact.at().isBefore(task.lastAt())) {
            return Optional.of(Admission.invalid(
                    place + "/at",
                    "journey.out-of-order",
                    "Expected a time at or after " + task.lastAt() + ", the task's last fact, but got " + fact.at()
                            + "."));
        }
        if (!task.hasRoom() && !ends(step)) {
            return Optional.of(Rejection.conflict(
                    "journey.ledger-full",
                    "Expected a task with fewer pauses; this one can only be brought to an end."));
        }
        return content(task, fact, place);
    }

    private static boolean ends(TaskStep step) {
        return step == TaskStep.DELIVER
                || step == TaskStep.APPROVE
                || step == TaskStep.CANCEL
                || step == TaskStep.RESUME;
    }

    private static Optional<Rejection> content(Task task, TaskFact fact, String place) {
        TaskStep step = fact.step();
        if ((fact.why() == null || fact.why().isBlank()) && (step.needsReason() || fact.why() != null)) {
            return Optional.of(missing(place + "/why", "a reason"));
        }
        if (fact.why() != null && fact.why().length() > MAX_WHY_CHARS) {
            return Optional.of(tooLong(place + "/why", MAX_WHY_CHARS));
        }
        if (step == TaskStep.HAND_OVER && (fact.to() == null || fact.to().isBlank())) {
            return Optional.of(missing(place + "/to", "who takes over"));
        }
        if (fact.to() != null && fact.to().length() > PlanRules.MAX_NAME_CHARS) {
            return Optional.of(tooLong(place + "/to", PlanRules.MAX_NAME_CHARS));
        }
        if (step == TaskStep.PRIORITISE && !PlanRules.isLimit(fact.limit())) {
            return Optional.of(
                    Admission.invalid(place + "/limit", "journey.out-of-range", "Expected a limit of more than zero."));
        }
        return step == TaskStep.DELIVER ? delivery(task, fact.deliverable(), place + "/deliverable") : Optional.empty();
    }

    /** What the task asks for has to be there, by name and with a digest or a link. */
    private static Optional<Rejection> delivery(Task task, Deliverable deliverable, String place) {
        String wanted = task.spec().deliverable();
        if (deliverable == null) {
            return wanted == null ? Optional.empty() : Optional.of(missing(place, "\"" + wanted + "\""));
        }
        if (deliverable.name() == null
                || deliverable.name().isBlank()
                || wanted != null && !wanted.equals(deliverable.name())) {
            return Optional.of(missing(place + "/name", wanted == null ? "a name" : "\"" + wanted + "\""));
        }
        boolean digest = deliverable.digest() != null
                && DIGEST.matcher(deliverable.digest()).matches();
        boolean link =
                deliverable.link() != null && LINK.matcher(deliverable.link()).matches();
        if (deliverable.name().length() > PlanRules.MAX_NAME_CHARS) {
            return Optional.of(tooLong(place + "/name", PlanRules.MAX_NAME_CHARS));
        }
        boolean wrong = deliverable.digest() != null && !digest || deliverable.link() != null && !link;
        return (digest || link) && !wrong
                ? Optional.empty()
                : Optional.of(missing(place, "a SHA-256 digest in lower-case hexadecimal, or a http(s) link"));
    }

    private static Rejection missing(String pointer, String what) {
        return Admission.invalid(pointer, "journey.text-missing", "Expected " + what + " but there is none.");
    }

    private static Rejection tooLong(String pointer, int most) {
        return Admission.invalid(pointer, "journey.text-too-long", "Expected at most " + most + " characters.");
    }

    private static Instant later(Instant now, Instant last) {
        return last == null || now.isAfter(last) ? now : last;
    }
}
