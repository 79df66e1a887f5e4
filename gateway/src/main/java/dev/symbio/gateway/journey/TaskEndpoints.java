package dev.symbio.gateway.journey;

import static dev.symbio.gateway.journey.JourneyProblems.conflict;

import dev.symbio.contracts.journey.JourneyCommand;
import dev.symbio.contracts.journey.TaskFact;
import dev.symbio.contracts.journey.TaskStep;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.journey.JourneyRequests.JourneyCalendarRequest;
import dev.symbio.gateway.journey.JourneyRequests.JourneyCancelRequest;
import dev.symbio.gateway.journey.JourneyRequests.TaskDisputeOutcome;
import dev.symbio.gateway.journey.JourneyRequests.TaskDisputeRequest;
import dev.symbio.gateway.journey.JourneyRequests.TaskStepRequest;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Work on tasks, disputes about them, and what the host does with the journey as a whole. */
final class TaskEndpoints {
    private static final String DONE = "It is done";

    private final Journeys journeys;

    TaskEndpoints(Journeys journeys) {
        this.journeys = journeys;
    }

    List<Endpoint<?>> endpoints() {
        List<Endpoint<?>> all = new ArrayList<>(
                Arrays.stream(TaskStep.values()).<Endpoint<?>>map(this::step).toList());
        all.addAll(List.of(dispute(), resolve(), calendar(), cancel()));
        return all;
    }

    /** One endpoint per step: {@code .../tasks/{task}/hand-over}. */
    private Endpoint<?> step(TaskStep step) {
        String by = step.by() == TaskStep.By.OWNER ? "its owner" : "the host";
        return Endpoint.post(Journeys.TASK + "/" + step.word())
                .named(
                        operation(step),
                        Journeys.TAG,
                        "Task, by " + by + ": " + step.word().replace('-', ' '))
                .needs(Permission.JOURNEY_WORK)
                .takes(TaskStepRequest.class)
                .answers(200, DONE, JourneyViews.JourneyDone.class)
                .problems(JourneyProblems.STEP)
                .asksEntity()
                .handledBy(journeys.carriesOut(call -> new JourneyCommand.Act(fact(step, call))));
    }

    private static String operation(TaskStep step) {
        return switch (step) {
            case HAND_OVER -> "handOverTask";
            default -> step.word() + "Task";
        };
    }

    private static TaskFact fact(TaskStep step, Call<TaskStepRequest> call) {
        TaskStepRequest body = call.body();
        return new TaskFact(
                call.path("task"), step, body.happenedAt(), body.why(), body.to(), body.deliverable(), body.limit());
    }

    private Endpoint<?> dispute() {
        return Endpoint.post(Journeys.TASK + "/disputes")
                .named("disputeTask", Journeys.TAG, "Raise a dispute about a task, as its owner or the host")
                .needs(Permission.JOURNEY_WORK)
                .takes(TaskDisputeRequest.class)
                .answers(200, DONE, JourneyViews.DisputeDone.class)
                .problems(JourneyProblems.NOT_FOUND, JourneyProblems.TASK_UNKNOWN, JourneyProblems.NOT_FOR_YOU)
                .problems(conflict("journey.too-many-disputes"))
                .problems(JourneyProblems.TEXT)
                .asksEntity()
                .handledBy(this::disputed);
    }

    private CompletionStage<Answer> disputed(Call<TaskDisputeRequest> call) {
        EntityRef journey = Journeys.ref(call);
        JourneyCommand command =
                new JourneyCommand.RaiseDispute(call.path("task"), call.body().text());
        return journeys.send(journey, command, call).thenApply(done -> Answer.ok(new JourneyViews.DisputeDone(
                        journey.publicId(), done.seq(), done.result().asText()))
                .withSeq(done.seq()));
    }

    private Endpoint<?> resolve() {
        return Endpoint.post(Journeys.ONE + "/disputes/{dispute}/resolve")
                .named("resolveTaskDispute", Journeys.TAG, "Resolve a dispute, as the host")
                .needs(Permission.JOURNEY_MANAGE)
                .takes(TaskDisputeOutcome.class)
                .answers(200, DONE, JourneyViews.JourneyDone.class)
                .problems(JourneyProblems.NOT_FOUND, JourneyProblems.DISPUTE_UNKNOWN, JourneyProblems.NOT_FOR_YOU)
                .problems(conflict("journey.dispute-resolved"))
                .problems(JourneyProblems.TEXT)
                .asksEntity()
                .handledBy(journeys.carriesOut(call -> new JourneyCommand.ResolveDispute(
                        call.path("dispute"), call.body().outcome())));
    }

    private Endpoint<?> calendar() {
        return Endpoint.post(Journeys.ONE + "/calendar")
                .named("changeJourneyCalendar", Journeys.TAG, "Count working time on another calendar from now on")
                .needs(Permission.JOURNEY_MANAGE)
                .takes(JourneyCalendarRequest.class)
                .answers(200, DONE, JourneyViews.JourneyDone.class)
                .problems(JourneyProblems.NOT_FOUND, JourneyProblems.NOT_FOR_YOU, JourneyProblems.CALENDAR)
                .problems(conflict("journey.wrong-phase", "journey.no-calendar", "journey.ledger-full"))
                .asksEntity()
                .handledBy(journeys.carriesOut(call -> new JourneyCommand.ChangeCalendar(
                        Planning.calendar(call.body().calendar()))));
    }

    private Endpoint<?> cancel() {
        return Endpoint.post(Journeys.ONE + "/cancel")
                .named("cancelJourney", Journeys.TAG, "End the journey; tasks that are not done are cancelled")
                .needs(Permission.JOURNEY_MANAGE)
                .takes(JourneyCancelRequest.class)
                .answers(200, DONE, JourneyViews.JourneyDone.class)
                .problems(JourneyProblems.NOT_FOUND, JourneyProblems.NOT_FOR_YOU)
                .problems(conflict("journey.wrong-phase"))
                .problems(JourneyProblems.TEXT)
                .asksEntity()
                .handledBy(journeys.carriesOut(
                        call -> new JourneyCommand.Cancel(call.body().reason())));
    }
}
