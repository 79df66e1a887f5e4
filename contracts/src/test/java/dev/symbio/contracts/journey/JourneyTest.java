package dev.symbio.contracts.journey;

import static dev.symbio.contracts.journey.Samples.DIGEST;
import static dev.symbio.contracts.journey.Samples.HOST;
import static dev.symbio.contracts.journey.Samples.LAB;
import static dev.symbio.contracts.journey.Samples.NIGHTS;
import static dev.symbio.contracts.journey.Samples.OFFICE;
import static dev.symbio.contracts.journey.Samples.STRANGER;
import static dev.symbio.contracts.journey.Samples.SUPPLIER;
import static dev.symbio.contracts.journey.Samples.plan;
import static dev.symbio.contracts.journey.Samples.task;
import static dev.symbio.contracts.journey.Samples.threeCompanies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Rejection.Fault;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class JourneyTest {
    private static TaskFact fact(String task, TaskStep step, String why, String to, Deliverable deliverable) {
        return new TaskFact(task, step, null, why, to, deliverable, null);
    }

    @Test
    void offersATaskWhenAllThatItDependsOnIsDoneAndEndsWithTheLast() {
        Stage stage = Stage.of(threeCompanies());
        assertThat(stage.task("integrate").state()).isEqualTo(TaskState.WAITING);
        stage.act(LAB, "certify", TaskStep.ACCEPT)
                .act(LAB, "certify", TaskStep.START)
                .act(LAB, fact("certify", TaskStep.DELIVER, null, null, new Deliverable("certificate", DIGEST, null)))
                .act(HOST, "certify", TaskStep.APPROVE)
                .act(SUPPLIER, "stock", TaskStep.DELIVER);
        assertThat(stage.task("integrate").state()).isEqualTo(TaskState.WAITING);
        stage.act(HOST, "stock", TaskStep.APPROVE);
        assertThat(stage.latest)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("TaskDone", "TaskOffered");
        stage.act(HOST, "integrate", TaskStep.DELIVER).act(HOST, "integrate", TaskStep.APPROVE);
        assertThat(stage.latest).hasAtLeastOneElementOfType(JourneyEvent.Completed.class);
        assertThat(stage.journey.phase()).isEqualTo(Journey.Phase.DONE);
        stage.act(HOST, "integrate", TaskStep.REOPEN);
        assertThat(stage.journey.phase()).isEqualTo(Journey.Phase.RUNNING);
    }

    @Test
    void wantsWhatHasToBeDelivered() {
        Stage stage = Stage.of(threeCompanies());
        stage.act(LAB, "certify", TaskStep.DELIVER);
        assertThat(stage.refused.errors()).extracting(Fault::pointer).containsExactly("/deliverable");
        stage.act(LAB, fact("certify", TaskStep.DELIVER, null, null, new Deliverable("photo", DIGEST, null)));
        assertThat(stage.refused.errors()).extracting(Fault::pointer).containsExactly("/deliverable/name");
        stage.act(LAB, fact("certify", TaskStep.DELIVER, null, null, new Deliverable("certificate", "xyz", null)));
        assertThat(stage.refused.errors()).extracting(Fault::pointer).containsExactly("/deliverable");
        stage.act(
                LAB,
                fact("certify", TaskStep.DELIVER, null, null, new Deliverable("certificate", null, "https://x/y")));
        assertThat(stage.task("certify").state()).isEqualTo(TaskState.DELIVERED);
    }

    @Test
    void knowsWhoMayDoWhatAndIsNotThereForOthers() {
        Stage stage = Stage.of(threeCompanies());
        stage.act(STRANGER, "certify", TaskStep.ACCEPT);
        assertThat(stage.refused.code()).isEqualTo("journey.not-found");
        stage.act(SUPPLIER, "certify", TaskStep.ACCEPT); // it sees nothing of the lab's work
        assertThat(stage.refused.code()).isEqualTo("journey.task-unknown");
        stage.act(HOST, "certify", TaskStep.ACCEPT);
        assertThat(stage.refused.code()).isEqualTo("journey.not-for-you");
        stage.act(LAB, "certify", TaskStep.CANCEL);
        assertThat(stage.refused.code()).isEqualTo("journey.not-for-you");
        stage.act(LAB, "certify", TaskStep.RESUME);
        assertThat(stage.refused.code()).isEqualTo("journey.wrong-state");
        stage.tell(LAB, new JourneyCommand.PassLimit("certify"));
        assertThat(stage.refused.code()).isEqualTo("journey.not-found");
        for (JourneyCommand command : List.of(
                new JourneyCommand.ChangeCalendar(NIGHTS),
                new JourneyCommand.RaiseDispute("certify", "x"),
                new JourneyCommand.ResolveDispute("d", "x"),
                new JourneyCommand.Cancel("x"))) {
            stage.tell(STRANGER, command);
            assertThat(stage.refused.code()).isEqualTo("journey.not-found");
        }
    }

    @Test
    void countsTimeOnlyWhileItIsTheOwnersTurn() {
        Stage stage = Stage.of(plan(OFFICE, task("a", LAB)));
        stage.at("2026-03-06T17:00:00Z"); // Friday: four days and nine hours
        assertThat(stage.task("a").time().used(stage.now, OFFICE)).isEqualTo(Duration.ofHours(49));

        Stage paused = Stage.of(plan(OFFICE, task("a", LAB)));
        paused.at("2026-03-02T12:00:00Z").act(LAB, "a", TaskStep.ACCEPT);
        paused.at("2026-03-06T17:00:00Z"); // paused over the weekend
        paused.act(
                LAB,
                new TaskFact("a", TaskStep.PAUSE, Instant.parse("2026-03-02T13:00:00Z"), "customer", null, null, null));
        paused.at("2026-03-09T09:00:00Z").act(LAB, "a", TaskStep.RESUME);
        paused.at("2026-03-09T10:00:00Z").act(LAB, "a", TaskStep.DELIVER);
        paused.at("2026-03-10T10:00:00Z").act(HOST, "a", TaskStep.RETURN);
        paused.at("2026-03-10T11:30:00Z").act(LAB, "a", TaskStep.DELIVER);
        paused.at("2026-03-11T11:30:00Z").act(HOST, "a", TaskStep.APPROVE);
        JourneyEvent.Outcome outcome = ((JourneyEvent.TaskDone) paused.latest.get(0)).outcome();
        assertThat(outcome.used()).isEqualTo(Duration.ofMinutes(5 * 60 + 60 + 90));
        assertThat(outcome.met()).isTrue();
        assertThat(outcome.returns()).isEqualTo(1);
        assertThat(outcome.waitingMinutes()).isEqualTo((6 * 24 + 20) * 60);
    }

    @Test
    void reachesTheLimitByTheCalendarWithItsHolidays() {
        Stage plain = Stage.of(plan(OFFICE, task("a", LAB)));
        assertThat(Alerts.deadlines(plain.journey)).singleElement().satisfies(due -> assertThat(due.dueAt())
                .isEqualTo(Instant.parse("2026-03-02T18:00:00Z")));
        Stage holiday = Stage.of(plan(OFFICE.withHolidays(List.of(LocalDate.parse("2026-03-02"))), task("a", LAB)));
        assertThat(Alerts.deadlines(holiday.journey)).singleElement().satisfies(due -> assertThat(due.dueAt())
                .isEqualTo(Instant.parse("2026-03-03T18:00:00Z")));
    }

    @Test
    void countsAShiftOverMidnightAndTheNightWhenClocksChange() {
        Stage stage = new Stage().at("2026-03-28T21:00:00Z"); // 22:00 in Berlin, one hour short of the change
        stage.tell(HOST, new JourneyCommand.Start(plan(NIGHTS, task("a", LAB))));
        stage.at("2026-03-29T10:00:00Z");
        // 22:00 to 06:00 lasts seven hours in that night; three are left of ten, used in the next
        assertThat(stage.task("a").time().used(stage.now, NIGHTS)).isEqualTo(Duration.ofHours(7));
        assertThat(Alerts.deadlines(stage.journey)).singleElement().satisfies(due -> assertThat(due.dueAt())
                .isEqualTo(Instant.parse("2026-03-29T23:00:00Z")));
    }

    @Test
    void keepsWhatWasUsedWhenTheCalendarChangesInTheMiddle() {
        Stage stage = Stage.of(plan(OFFICE, task("a", LAB)));
        stage.at("2026-03-02T12:00:00Z").tell(HOST, new JourneyCommand.ChangeCalendar(NIGHTS));
        assertThat(stage.journey.calendar().version()).isEqualTo(2);
        assertThat(stage.task("a").time().used()).isEqualTo(Duration.ofHours(4));
        assertThat(Alerts.deadlines(stage.journey)) // six hours from 22:00 in Berlin
                .singleElement()
                .satisfies(due -> assertThat(due.dueAt()).isEqualTo(Instant.parse("2026-03-03T03:00:00Z")));
    }

    @Test
    void raisesTheAlarmAndClimbsTheLadder() {
        Stage stage = Stage.of(plan(OFFICE, task("a", LAB)));
        stage.at("2026-03-02T17:59:00Z").alarms();
        assertThat(stage.all).noneMatch(JourneyEvent.TaskLimitPassed.class::isInstance);
        stage.at("2026-03-02T18:30:00Z").alarms();
        JourneyEvent.TaskLimitPassed alarm = (JourneyEvent.TaskLimitPassed) stage.latest.get(0);
        assertThat(alarm.owner()).isEqualTo(LAB);
        assertThat(alarm.journeyOwner()).isEqualTo("olga");
        assertThat(alarm.at()).isEqualTo(Instant.parse("2026-03-02T18:00:00Z"));
        stage.at("2026-03-04T08:00:00Z").alarms();
        assertThat(stage.all)
                .filteredOn(JourneyEvent.TaskEscalated.class::isInstance)
                .extracting(event -> ((JourneyEvent.TaskEscalated) event).rung())
                .containsExactly(1, 2);
        stage.act(LAB, "a", TaskStep.DELIVER).act(HOST, "a", TaskStep.APPROVE);
        assertThat(((JourneyEvent.TaskDone) stage.latest.get(0)).outcome().met())
                .isFalse();
    }

    @Test
    void anExpertsAnswerIsATaskOfEightMinutes() {
        TaskSpec question = new TaskSpec(
                "answer",
                "Which sensor fits?",
                "expert-answer",
                LAB,
                null,
                "Experts",
                null,
                List.of(),
                Duration.ofMinutes(8),
                Deadline.Clock.ELAPSED,
                null,
                List.of(new Rung(Duration.ZERO, null, Role.SALES_MANAGER)));
        Stage inTime = Stage.of(plan(null, question));
        inTime.at("2026-03-02T08:07:59Z").alarms().act(LAB, "answer", TaskStep.DELIVER);
        assertThat(inTime.all).noneMatch(JourneyEvent.TaskLimitPassed.class::isInstance);
        assertThat(((JourneyEvent.TaskMoved) inTime.latest.get(0)).outcome().met())
                .isTrue();

        Stage late = Stage.of(plan(null, question));
        late.at("2026-03-02T08:08:00Z").alarms();
        assertThat(late.all)
                .extracting(event -> event.getClass().getSimpleName())
                .containsSequence("TaskLimitPassed", "TaskEscalated");
        late.at("2026-03-02T08:08:01Z").act(LAB, "answer", TaskStep.DELIVER);
        assertThat(((JourneyEvent.TaskMoved) late.latest.get(0)).outcome().met())
                .isFalse();
    }

    @Test
    void aPauseOverTheWeekendUsesNothingAndMovesTheLimit() {
        Stage paused = new Stage().at("2026-03-06T12:00:00Z"); // a Friday
        paused.tell(HOST, new JourneyCommand.Start(plan(OFFICE, task("a", LAB))));
        paused.at("2026-03-06T16:00:00Z").act(LAB, "a", TaskStep.PAUSE);
        paused.at("2026-03-09T12:00:00Z").act(LAB, "a", TaskStep.RESUME);
        assertThat(paused.task("a").time().used()).isEqualTo(Duration.ofHours(4));
        assertThat(Alerts.deadlines(paused.journey))
                .extracting(Deadline::dueAt)
                .containsExactly(Instant.parse("2026-03-09T18:00:00Z"));
    }

    @Test
    void refusesFactsOutOfOrderAndFromTheFuture() {
        Stage stage = Stage.of(plan(OFFICE, task("a", LAB)));
        stage.at("2026-03-02T12:00:00Z").act(LAB, "a", TaskStep.ACCEPT);
        stage.act(LAB, TaskFact.of("a", TaskStep.START, Instant.parse("2026-03-02T11:59:59Z")));
        assertThat(stage.refused.code()).isEqualTo("journey.out-of-order");
        stage.act(LAB, TaskFact.of("a", TaskStep.START, Instant.parse("2026-03-02T13:00:00Z")));
        assertThat(stage.refused.code()).isEqualTo("journey.in-the-future");

        Stage imported = new Stage()
                .tell(
                        HOST,
                        new JourneyCommand.ImportHistory(
                                plan(OFFICE, task("a", HOST)),
                                Instant.parse("2025-01-06T08:00:00Z"),
                                List.of(
                                        TaskFact.of("a", TaskStep.START, Instant.parse("2025-01-06T10:00:00Z")),
                                        TaskFact.of("a", TaskStep.DELIVER, Instant.parse("2025-01-06T09:00:00Z")))));
        assertThat(imported.refused.errors()).extracting(Fault::pointer).containsExactly("/facts/1/at");
    }

    @Test
    void importsHistoryWithItsTimesAndLetsNothingOpenRunOn() {
        Stage stage = new Stage()
                .tell(
                        HOST,
                        new JourneyCommand.ImportHistory(
                                plan(OFFICE, task("a", HOST)),
                                Instant.parse("2025-01-06T08:00:00Z"),
                                List.of(
                                        TaskFact.of("a", TaskStep.START, Instant.parse("2025-01-06T10:00:00Z")),
                                        new TaskFact(
                                                "a",
                                                TaskStep.HAND_OVER,
                                                Instant.parse("2025-01-07T10:00:00Z"),
                                                null,
                                                "Group 1",
                                                null,
                                                null),
                                        new TaskFact(
                                                "a",
                                                TaskStep.HAND_OVER,
                                                Instant.parse("2025-01-07T12:00:00Z"),
                                                null,
                                                "Group 2",
                                                null,
                                                null))));
        JourneyEvent.HistoryImported imported = (JourneyEvent.HistoryImported) stage.latest.get(1);
        JourneyEvent.Outcome outcome = imported.outcomes().get(0);
        assertThat(outcome.used()).isEqualTo(Duration.ofHours(14));
        assertThat(outcome.met()).isFalse();
        assertThat(outcome.handovers()).isEqualTo(1);
        assertThat(imported.happenedAt()).isEqualTo(Instant.parse("2025-01-07T12:00:00Z"));
        assertThat(Alerts.deadlines(stage.journey)).isEmpty();
        assertThat(stage.task("a").state()).isEqualTo(TaskState.PAUSED);
    }

    @Test
    void keepsDisputesWithTheFlow() {
        Stage stage = Stage.of(threeCompanies());
        stage.tell(LAB, new JourneyCommand.RaiseDispute("certify", "The sample came late."));
        String dispute = stage.journey.disputes().get(0).id();
        stage.tell(LAB, new JourneyCommand.ResolveDispute(dispute, "Mine."));
        assertThat(stage.refused.code()).isEqualTo("journey.not-for-you");
        stage.tell(HOST, new JourneyCommand.ResolveDispute(dispute, "Two days more."));
        assertThat(stage.journey.disputes().get(0).outcome()).isEqualTo("Two days more.");
        stage.tell(HOST, new JourneyCommand.ResolveDispute(dispute, "Again."));
        assertThat(stage.refused.code()).isEqualTo("journey.dispute-resolved");
    }

    @Test
    void namesEveryFaultOfAPlanByItsPlace() {
        Plan wrong =
                plan(null, task("a", LAB, "c"), task("b", STRANGER, "nowhere"), task("a", LAB), task("no key", LAB));
        assertThat(faults(wrong))
                .contains(
                        "/tasks/1/owner journey.not-a-participant",
                        "/tasks/0/dependsOn/0 journey.dependency-unknown",
                        "/tasks/1/dependsOn/0 journey.dependency-unknown",
                        "/tasks/2/key journey.task-repeated",
                        "/tasks/3/key journey.out-of-range",
                        "/tasks/0/clock journey.calendar-missing");
        assertThat(faults(plan(OFFICE, task("a", LAB, "b"), task("b", LAB, "c"), task("c", LAB, "b"), task("d", LAB))))
                .containsExactly(
                        "/tasks/0/dependsOn journey.cycle",
                        "/tasks/1/dependsOn journey.cycle",
                        "/tasks/2/dependsOn journey.cycle");
        assertThat(faults(plan(OFFICE))).containsExactly("/tasks journey.out-of-range");
    }

    private static List<String> faults(Plan plan) {
        Rejection refused = new Stage().tell(HOST, new JourneyCommand.Start(plan)).refused;
        return refused.errors().stream()
                .map(fault -> fault.pointer() + " " + fault.code())
                .toList();
    }

    @Test
    void startsOnlyAtItsHost() {
        assertThat(new Stage()
                        .tell(new TenantId("other"), new JourneyCommand.Start(threeCompanies()))
                        .refused
                        .code())
                .isEqualTo("journey.not-found");
        assertThat(Stage.of(threeCompanies())
                        .tell(HOST, new JourneyCommand.Start(threeCompanies()))
                        .refused
                        .code())
                .isEqualTo("journey.already-started");
    }
}
