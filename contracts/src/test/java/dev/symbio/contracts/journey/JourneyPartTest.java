package dev.symbio.contracts.journey;

import static dev.symbio.contracts.journey.Samples.HOST;
import static dev.symbio.contracts.journey.Samples.LAB;
import static dev.symbio.contracts.journey.Samples.SUPPLIER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JourneyPartTest {
    private static Stage eventful() {
        Stage stage = Stage.of(Samples.threeCompanies());
        stage.at("2026-03-04T18:00:00Z").alarms();
        stage.tell(LAB, new JourneyCommand.RaiseDispute("certify", "The sample came late."));
        stage.tell(
                HOST,
                new JourneyCommand.ResolveDispute(
                        stage.journey.disputes().get(0).id(), "Two days more."));
        stage.tell(HOST, new JourneyCommand.ChangeCalendar(Samples.NIGHTS));
        stage.act(SUPPLIER, "stock", TaskStep.DELIVER).act(HOST, "stock", TaskStep.APPROVE);
        stage.tell(HOST, new JourneyCommand.Cancel("Too expensive."));
        return stage;
    }

    private static List<JourneyEvent> seen(Stage stage, TenantId viewer) {
        JourneyPart part = JourneyPart.of(stage.journey, viewer);
        return stage.all.stream().map(part::seen).flatMap(Optional::stream).toList();
    }

    @Test
    void theHostSeesEverything() {
        Stage stage = eventful();
        assertThat(seen(stage, HOST)).isEqualTo(stage.all);
    }

    @Test
    void aParticipantSeesWhatIsAboutItsOwnTasks() throws JsonProcessingException {
        Stage stage = eventful();
        assertThat(seen(stage, LAB))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Started",
                        "TaskLimitPassed",
                        "DisputeRaised",
                        "DisputeResolved",
                        "CalendarChanged",
                        "Cancelled");
        String all = Json.MAPPER.writeValueAsString(seen(stage, LAB));
        assertThat(all)
                .contains("certify", "Acme", "Proof of concept")
                .doesNotContain("stock", "integrate", "supplier", "olga", "boss", "SALES_MANAGER", "Too expensive");
        assertThat(seen(stage, SUPPLIER))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Started", "TaskLimitPassed", "CalendarChanged", "TaskMoved", "TaskDone", "Cancelled");
    }

    @Test
    void importedHistoryIsCutByTask() {
        Stage stage = new Stage()
                .tell(
                        HOST,
                        new JourneyCommand.ImportHistory(
                                Samples.threeCompanies(),
                                Instant.parse("2025-01-06T08:00:00Z"),
                                List.of(
                                        TaskFact.of("stock", TaskStep.START, Instant.parse("2025-01-06T10:00:00Z")),
                                        TaskFact.of(
                                                "certify", TaskStep.START, Instant.parse("2025-01-06T11:00:00Z")))));
        JourneyEvent.HistoryImported part =
                (JourneyEvent.HistoryImported) seen(stage, LAB).get(1);
        assertThat(part.facts()).extracting(TaskFact::task).containsOnly("certify");
        assertThat(part.outcomes()).extracting(JourneyEvent.Outcome::task).containsExactly("certify");
    }

    @Test
    void whatASupplierDependsOnIsNotItsHistory() {
        Stage stage = Stage.of(
                Samples.plan(Samples.OFFICE, Samples.task("certify", LAB), Samples.task("stock", SUPPLIER, "certify")));
        stage.act(LAB, "certify", TaskStep.DELIVER).act(HOST, "certify", TaskStep.APPROVE);
        assertThat(seen(stage, SUPPLIER))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Started", "TaskOffered");
    }
}
