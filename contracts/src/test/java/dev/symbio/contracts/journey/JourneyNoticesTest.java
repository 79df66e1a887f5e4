package dev.symbio.contracts.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.contracts.notification.Notice;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.tenants.tenant.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

    private static <E> Recorded<E> recorded(E event, Instant happened, Duration later) {
        EventMeta meta = new EventMeta(
                "e1",
                Samples.REF,
                7,
                "t",
                happened,
                happened.plus(later),
                Principal.system(Samples.HOST),
                null,
                "c",
                null,
                null,
                null);
        return new Recorded<>(meta, event);
    }

    @Test
    void tellsTheJourneysOwnerWhoseTaskIsLate() {
        List<Notice> notices = JourneyNotices.limitPassed(recorded(PASSED, PASSED.at(), Duration.ofMinutes(1)));
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.tenant()).isEqualTo(Samples.HOST);
            assertThat(notice.subject()).isEqualTo("olga");
            assertThat(notice.facts()).containsEntry("owner", "lab").containsEntry("task", "a");
        });
    }

    @Test
    void tellsNothingThatIsLongPast() {
        assertThat(JourneyNotices.limitPassed(recorded(PASSED, PASSED.at(), Duration.ofHours(25))))
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
        assertThat(JourneyNotices.escalated(recorded(escalated, PASSED.at(), Duration.ZERO)))
                .singleElement()
                .satisfies(notice -> assertThat(notice.role()).isEqualTo(Role.SALES_MANAGER));
    }
}
