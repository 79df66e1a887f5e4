package dev.symbio.contracts.journey;

import static dev.symbio.contracts.journey.Samples.HOST;
import static dev.symbio.contracts.journey.Samples.LAB;
import static dev.symbio.contracts.journey.Samples.NIGHTS;
import static dev.symbio.contracts.journey.Samples.OFFICE;
import static dev.symbio.contracts.journey.Samples.STRANGER;
import static dev.symbio.contracts.journey.Samples.SUPPLIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.ReplayEquality;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is asked in whatever order: time is never lost, and a replay gives the same journey. */
class JourneyReplayPropertyTest {
    private static final int COMMANDS = 50;
    private static final List<TenantId> SENDERS = List.of(HOST, HOST, LAB, LAB, SUPPLIER, STRANGER);
    private static final List<String> TASKS = List.of("certify", "stock", "integrate", "none");
    private static final Map<Class<?>, Integer> SEEN = new HashMap<>();

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void liveEqualsReplayEqualsSnapshotAndTail(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Stage stage = new Stage();
        List<ReplayEquality.Step<JourneyCommand>> steps = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            stage.now = stage.now.plusSeconds(random.nextInt(random.nextBoolean() ? 600 : 60_000));
            boolean alarm = random.nextInt(4) == 0;
            Deadline due = alarm && i > 0
                    ? Alerts.deadlines(stage.journey).stream()
                            .filter(deadline -> !deadline.dueAt().isAfter(stage.now))
                            .findFirst()
                            .orElse(null)
                    : null;
            JourneyCommand command = due != null ? Alerts.commandFor(stage.journey, due) : command(stage, random, i);
            Principal sender = due != null
                    ? Principal.system(HOST)
                    : Principal.of("ann", i == 0 ? HOST : sender(stage.journey, command, random));
            steps.add(new ReplayEquality.Step<>(command, sender, stage.now));
            stage.tell(sender, command);
            if (due != null) {
                assertThat(stage.latest).as("what is due happens").isNotEmpty();
            }
            timeIsNeitherLostNorMade(stage.journey);
        }
        stage.all.forEach(event -> SEEN.merge(event.getClass(), 1, Integer::sum));
        assertThat(ReplayEquality.check(Journey.KIND, Samples.REF, steps).state())
                .isEqualTo(stage.journey);
        assertThat(Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(stage.journey), Journey.class))
                .isEqualTo(stage.journey);
    }

    /** Mostly whoever may do it. */
    private static TenantId sender(Journey journey, JourneyCommand command, Random random) {
        if (command instanceof JourneyCommand.Act act && random.nextInt(4) > 0) {
            return act.fact().step().by() == TaskStep.By.HOST
                    ? HOST
                    : journey.task(act.fact().task())
                            .map(task -> task.spec().owner())
                            .orElse(LAB);
        }
        return SENDERS.get(random.nextInt(SENDERS.size()));
    }

    private static JourneyCommand command(Stage stage, Random random, int i) {
        String task = TASKS.get(random.nextInt(TASKS.size()));
        if (i == 0) {
            return random.nextInt(3) > 0
                    ? new JourneyCommand.Start(Samples.threeCompanies())
                    : new JourneyCommand.ImportHistory(
                            Samples.threeCompanies(), stage.now.minus(Duration.ofDays(random.nextInt(30))), List.of());
        }
        return switch (random.nextInt(40)) {
            case 0 -> new JourneyCommand.ChangeCalendar(random.nextBoolean() ? OFFICE : NIGHTS);
            case 1, 2 -> new JourneyCommand.RaiseDispute(task, random.nextInt(5) == 0 ? " " : "No.");
            case 3, 4 ->
                new JourneyCommand.ResolveDispute(
                        stage.journey.disputes().isEmpty()
                                ? "none"
                                : stage.journey.disputes().get(0).id(),
                        "Yes.");
            case 5 -> new JourneyCommand.Cancel(random.nextInt(10) == 0 ? "Enough." : "");
            case 6 -> new JourneyCommand.Escalate(task);
            case 7 -> new JourneyCommand.PassLimit(task);
            default -> new JourneyCommand.Act(fact(stage, task, random));
        };
    }

    private static TaskFact fact(Stage stage, String task, Random random) {
        TaskStep[] steps = TaskStep.values();
        // towards the end, so that some journeys reach it
        TaskStep step = random.nextInt(3) == 0
                ? List.of(TaskStep.DELIVER, TaskStep.APPROVE).get(random.nextInt(2))
                : steps[random.nextInt(steps.length)];
        Instant at = random.nextInt(3) > 0 ? null : stage.now.minusSeconds(random.nextInt(4_000));
        return new TaskFact(
                task,
                step,
                at,
                random.nextInt(8) == 0 ? null : "because",
                "p" + random.nextInt(3),
                random.nextInt(8) == 0 ? null : new Deliverable("certificate", Samples.DIGEST, null),
                Duration.ofHours(random.nextInt(20)));
    }

    /** The stretches of a ledger follow each other without a gap, from the offer to the last change. */
    private static void timeIsNeitherLostNorMade(Journey journey) {
        for (Task task : journey.tasks()) {
            Instant end = task.offeredAt();
            Duration used = Duration.ZERO;
            for (var stretch : task.time().ledger()) {
                assertThat(stretch.from()).isEqualTo(end);
                end = stretch.to();
                used = used.plus(stretch.used());
            }
            assertThat(used).isEqualTo(task.time().used());
            assertThat(task.state().runs())
                    .isEqualTo(task.time().phase() == dev.symbio.platform.time.TimeBudget.Phase.RUNNING);
        }
    }

    @AfterContainer
    static void everyEventHappenedOften() {
        assertThat(SEEN.keySet()).hasSize(Journey.KIND.eventTypes().size());
        assertThat(SEEN)
                .allSatisfy((type, times) ->
                        assertThat(times).as(type.getSimpleName()).isGreaterThan(5));
    }
}
