package dev.symbio.contracts.journey;

import static dev.symbio.contracts.journey.Samples.HOST;
import static dev.symbio.contracts.journey.Samples.LAB;
import static dev.symbio.contracts.journey.Samples.OFFICE;
import static dev.symbio.contracts.journey.Samples.STRANGER;
import static dev.symbio.contracts.journey.Samples.SUPPLIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.journey.Contributions.ContributionRow;
import dev.symbio.contracts.journey.Contributions.MonthRow;
import dev.symbio.contracts.journey.Samples.Stage;
import dev.symbio.platform.entity.Happened;
import dev.symbio.platform.entity.TenantId;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JourneyRecordsTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-22T12:00:00Z");

    private Rows rows;
    private int journeys;

    @BeforeEach
    void createTables() throws IOException {
        rows = new Rows();
    }

    @AfterEach
    void close() {
        rows.close();
    }

    /** A task of the lab, one working day long, that takes some hours of the day and is then approved. */
    private void done(String day, int hours, String... task) {
        Stage stage = new Stage().at(day + "T08:00:00Z");
        TaskSpec spec = planned(task);
        stage.tell(HOST, new JourneyCommand.Start(Samples.plan(OFFICE, spec)));
        stage.now = stage.now.plus(Duration.ofHours(hours));
        stage.act(LAB, spec.key(), TaskStep.DELIVER).act(HOST, spec.key(), TaskStep.APPROVE);
        assertThat(stage.task(spec.key()).state()).isEqualTo(TaskState.DONE);
        rows.project(stage, "j" + journeys++);
    }

    private static TaskSpec planned(String... keyAndAssignee) {
        TaskSpec task = Samples.task(keyAndAssignee.length > 0 ? keyAndAssignee[0] : "a", LAB);
        return keyAndAssignee.length < 2
                ? task
                : new TaskSpec(
                        task.key(),
                        task.title(),
                        null,
                        LAB,
                        null,
                        keyAndAssignee[1],
                        null,
                        List.of(),
                        Duration.ofHours(4),
                        task.clock(),
                        null,
                        List.of());
    }

    private PastRecord record(TenantId owner, String assignee) {
        PastRecord.Owner asked = new PastRecord.Owner(owner, assignee);
        return PastRecord.of(rows.sql, HOST, Set.of(asked), NOVEMBER).get(asked);
    }

    @Test
    void theRecordIsOfTheLastTwelveMonthsAndOfThePersonIfItHasOne() {
        done("2025-10-20", 9, "a", "paul"); // too long ago
        done("2025-12-01", 9, "a", "paul");
        done("2026-03-02", 2, "a", "paul");
        done("2026-11-16", 6, "a", "mary");
        assertThat(record(LAB, null)).isEqualTo(new PastRecord(LAB, null, 3, new BigDecimal("0.333333"), 120L));
        assertThat(record(LAB, "paul")).isEqualTo(new PastRecord(LAB, "paul", 2, new BigDecimal("0.500000"), 0L));
        assertThat(record(LAB, "nobody").person()).isNull();
        assertThat(record(LAB, "nobody").tasks()).isEqualTo(3);
        assertThat(record(SUPPLIER, null)).isEqualTo(new PastRecord(SUPPLIER, null, 0, null, null));
        assertThat(PastRecord.of(rows.sql, STRANGER, Set.of(new PastRecord.Owner(LAB, null)), NOVEMBER)
                        .values())
                .allMatch(record -> record.tasks() == 0);
    }

    @Test
    void theAlertAndTheLadderCarryTheRecord() {
        done("2026-03-02", 2);
        Stage late = new Stage().at("2026-03-09T08:00:00Z");
        late.tell(HOST, new JourneyCommand.Start(Samples.plan(OFFICE, Samples.task("late", LAB))));
        late.at("2026-03-11T12:00:00Z").alarms();
        late.all.stream()
                .filter(event -> JourneyNotices.PROJECTION.handlers().containsKey(event.getClass()))
                .forEach(event -> rows.tell(event, ((Happened) event).happenedAt()));
        assertThat(rows.facts()).hasSize(3).allSatisfy(facts -> assertThat(facts)
                .contains("\"owner\":\"lab\"", "\"pastTasks\":\"1\"", "\"onTimePercent\":\"100\"")
                .contains("\"medianDelayMinutes\":\"0\""));
    }

    @Test
    void contributionsAreHeldAgainstTheLimitsAndThePast() {
        done("2026-01-05", 10, "review", "Legal");
        done("2026-01-06", 10, "review", "Legal");
        done("2026-11-02", 4, "review", "Legal");
        done("2026-11-03", 2, "review", "Legal");
        done("2026-11-04", 9, "deploy");
        assertThat(Contributions.of(rows.sql, HOST, NOVEMBER, 1, true))
                .containsExactly(
                        new ContributionRow(LAB, null, 1, new BigDecimal("1.000000"), 60, null, null),
                        new ContributionRow(
                                LAB, "Legal", 2, new BigDecimal("1.000000"), 120, 840L, new BigDecimal("-0.700000")));
        assertThat(Contributions.of(rows.sql, LAB, NOVEMBER, 1, false))
                .containsExactly(new ContributionRow(
                        LAB, null, 3, new BigDecimal("1.000000"), 180, 840L, new BigDecimal("-0.700000")));
        assertThat(Contributions.of(rows.sql, SUPPLIER, NOVEMBER, 12, true)).isEmpty();
    }

    @Test
    void theMonthsTellHowPunctualTheyWereAndWhereTheTimeWent() {
        done("2026-10-05", 6, "review", "Legal");
        done("2026-11-03", 2, "review", "Legal");
        done("2026-11-04", 9, "deploy");
        assertThat(Contributions.months(rows.sql, HOST, NOVEMBER, 12))
                .containsExactly(
                        new MonthRow("2026-10", 1, new BigDecimal("0.000000"), null, 360, 0, -120, "review", LAB, 360),
                        new MonthRow(
                                "2026-11",
                                2,
                                new BigDecimal("1.000000"),
                                new BigDecimal("1.000000"),
                                660,
                                0,
                                180,
                                "deploy",
                                LAB,
                                540));
        assertThat(Contributions.months(rows.sql, HOST, NOVEMBER, 1)).hasSize(1);
        assertThat(JourneyLists.review(rows.sql, HOST, null, YearMonth.of(2026, 10), false))
                .singleElement()
                .satisfies(row -> assertThat(row.usedMinutes()).isEqualTo(360));
    }

    /** Done, handed on afterwards, given another limit, opened again, done again: counted as the rows stand at the end. */
    @Test
    void countsWhatTheRowsSayWhateverHappens() {
        Random random = new Random(4711);
        List<TaskStep> steps = List.of(
                TaskStep.DELIVER,
                TaskStep.APPROVE,
                TaskStep.APPROVE,
                TaskStep.REOPEN,
                TaskStep.PRIORITISE,
                TaskStep.HAND_OVER,
                TaskStep.PAUSE,
                TaskStep.RESUME);
        for (int journey = 0; journey < 60; journey++) {
            Stage stage = Stage.of(Samples.plan(
                    OFFICE, Samples.task("a", LAB), Samples.task("b", SUPPLIER), Samples.task("c", HOST, "a")));
            for (int i = 0; i < 50; i++) {
                stage.now = stage.now.plusSeconds(random.nextInt(100_000));
                String task = List.of("a", "b", "c").get(random.nextInt(3));
                TaskStep step = steps.get(random.nextInt(steps.size()));
                TenantId sender = step.by() == TaskStep.By.HOST
                        ? HOST
                        : stage.task(task).spec().owner();
                Duration limit = Duration.ofHours(1 + random.nextInt(30));
                stage.act(sender, new TaskFact(task, step, null, "because", "p" + random.nextInt(3), null, limit));
            }
            rows.project(stage, "j" + journey);
        }
        String done = "%s as sum_of from journey_task where state = 'done' group by tenant_id, owner, kind"
                + " order by tenant_id, owner, kind";
        String counted = "%s as sum_of from journey_month group by tenant_id, owner, kind having sum(tasks) > 0"
                + " order by tenant_id, owner, kind";
        Map.of(
                        "count(*)", "sum(tasks)",
                        "sum(case when met then 1 else 0 end)", "sum(met)",
                        "sum(used_minutes)", "sum(used_minutes)",
                        "sum(limit_seconds / 60)", "sum(limit_minutes)",
                        "sum(waiting_minutes)", "sum(waiting_minutes)")
                .forEach((scanned, kept) -> assertThat(numbers("select " + counted.formatted(kept)))
                        .hasSizeGreaterThan(4)
                        .isEqualTo(numbers("select " + done.formatted(scanned))));
        for (TenantId owner : List.of(LAB, SUPPLIER, HOST)) {
            recordEqualsScan(owner);
        }
    }

    private void recordEqualsScan(TenantId owner) {
        List<Long> delays = numbers("select greatest(0, used_seconds - limit_seconds) / 60 from journey_task where"
                + " tenant_id = 'seller' and state = 'done' and owner = '" + owner + "' order by 1");
        PastRecord record = record(owner, null);
        assertThat(record.tasks()).isEqualTo(delays.size()).isPositive();
        long median = delays.get((delays.size() - 1) / 2);
        assertThat((double) record.medianDelayMinutes())
                .isBetween(median * 0.95, median < 100 ? median : median * 1.05);
        List<Long> persons = numbers("select count(*) from journey_task where tenant_id = 'seller' and state = 'done'"
                + " and assignee is not null and owner = '" + owner + "' group by assignee order by assignee");
        assertThat(Set.of("p0", "p1", "p2").stream()
                        .sorted()
                        .map(person -> record(owner, person))
                        .filter(found -> found.person() != null)
                        .map(PastRecord::tasks)
                        .filter(tasks -> tasks > 0)
                        .collect(Collectors.toList()))
                .isEqualTo(persons);
    }

    private List<Long> numbers(String query) {
        return rows.sql.createQuery(query).mapTo(Long.class).list();
    }
}
