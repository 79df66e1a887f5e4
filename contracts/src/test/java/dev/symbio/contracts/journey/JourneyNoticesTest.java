package dev.symbio.contracts.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.contracts.notification.Notice;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Role;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JourneyNoticesTest {
    private static final JourneyEvent.TaskLimitPassed PASSED = Stage.of(
                    Samples.plan(Samples.OFFICE, Samples.task("a", Samples.LAB)))
            .at("2026-03-04T08:00:00Z")
            .alarms()
            .all
            .stream()
            .filter(JourneyEvent.TaskLimitPassed.class::isInstance)
            .map(JourneyEvent.TaskLimitPassed.class::cast)
            .findFirst()
            .orElseThrow();

    private Rows rows;

    @BeforeEach
    void createTables() throws IOException {
        rows = new Rows();
    }

    @AfterEach
    void close() {
        rows.close();
    }

    private <E extends JourneyEvent> Recorded<E> recorded(E event, Instant happened, Duration later) {
        return rows.recorded(event, "j-1", happened.plus(later));
    }

    @Test
    void tellsTheJourneysOwnerWhoseTaskIsLate() {
        List<Notice> notices =
                JourneyNotices.limitPassed(rows.sql, recorded(PASSED, PASSED.at(), Duration.ofMinutes(1)));
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.tenant()).isEqualTo(Samples.HOST);
            assertThat(notice.subject()).isEqualTo("olga");
            assertThat(notice.facts())
                    .containsEntry("owner", "lab")
                    .containsEntry("task", "a")
                    .containsEntry("pastTasks", "0");
        });
    }

    @Test
    void tellsNothingThatIsLongPast() {
        assertThat(JourneyNotices.limitPassed(rows.sql, recorded(PASSED, PASSED.at(), Duration.ofHours(25))))
                .isEmpty();
    }

    @Test
    void tellsARoleWhenTheRungSaysSo() {
        JourneyEvent.TaskEscalated escalated = new JourneyEvent.TaskEscalated(
                "a",
                "Do a",
                Samples.LAB,
                Samples.HOST,
                2,
                new Rung(Duration.ofDays(1), null, Role.SALES_MANAGER),
                PASSED.at());
        assertThat(JourneyNotices.escalated(rows.sql, recorded(escalated, PASSED.at(), Duration.ZERO)))
                .singleElement()
                .satisfies(notice -> assertThat(notice.role()).isEqualTo(Role.SALES_MANAGER));
    }

    @Test
    void tellsWhoHasATaskAndTheJourneysOwnerInTurn() {
        member(Samples.LAB, "lee");
        member(Samples.HOST, "olga");
        Stage stage = Stage.of(Samples.threeCompanies())
                .act(Samples.LAB, "certify", TaskStep.DECLINE)
                .act(Samples.LAB, fact("certify", TaskStep.HAND_OVER, "lee", null))
                .act(
                        Samples.LAB,
                        fact("certify", TaskStep.DELIVER, null, new Deliverable("certificate", Samples.DIGEST, null)))
                .act(Samples.HOST, "certify", TaskStep.RETURN);
        rows.tell(stage, Duration.ZERO);
        assertThat(rows.told())
                .containsSubsequence(
                        "lab DELIVERY journey.task-offered",
                        "seller olga journey.task-declined",
                        "lab lee journey.task-offered",
                        "seller olga journey.task-delivered",
                        "lab lee journey.task-returned")
                .contains("lab CONTRACT_MANAGER journey.task-offered", "supplier DELIVERY journey.task-offered")
                .doesNotContain("lab INTEGRATION journey.task-offered", "seller DELIVERY journey.task-offered");
    }

    @Test
    void aNameThatNobodyHasIsNotToldInsteadOfTheRole() {
        TaskSpec task = new TaskSpec(
                "a",
                "A",
                null,
                Samples.LAB,
                Role.SALES,
                "Group 2",
                null,
                List.of(),
                Duration.ofHours(1),
                null,
                null,
                null);
        rows.tell(Stage.of(Samples.plan(null, task)), Duration.ZERO);
        assertThat(rows.told()).containsExactly("lab SALES journey.task-offered");
    }

    @Test
    void historyOfTasksIsNoNewsButKnown() {
        member(Samples.LAB, "lee");
        Stage stage = Stage.of(Samples.threeCompanies())
                .act(Samples.LAB, fact("certify", TaskStep.HAND_OVER, "lee", null))
                .act(Samples.LAB, "certify", TaskStep.DECLINE);
        rows.tell(stage, Duration.ofHours(25));
        assertThat(rows.told()).isEmpty();
        JourneyEvent dispute = new JourneyEvent.DisputeRaised("d", "certify", Samples.HOST, "Why?", stage.now);
        rows.tell(dispute, stage.now);
        assertThat(rows.told()).containsExactly("lab lee journey.task-disputed");
    }

    private void member(TenantId tenant, String subject) {
        rows.sql.execute(
                "insert into tenant_membership (tenant_id, subject, display_name, roles) values (?, ?, ?, 'DELIVERY')",
                tenant.value(),
                subject,
                subject);
    }

    private static TaskFact fact(String task, TaskStep step, String to, Deliverable deliverable) {
        return new TaskFact(task, step, null, null, to, deliverable, null);
    }
}
