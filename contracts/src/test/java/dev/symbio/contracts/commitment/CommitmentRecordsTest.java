package dev.symbio.contracts.commitment;

import static dev.symbio.contracts.commitment.Given.daily;
import static dev.symbio.contracts.commitment.Given.sample;
import static dev.symbio.contracts.commitment.Given.terms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.OneEvent;
import dev.symbio.platform.projection.Projection;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitmentRecordsTest {
    private static final String COMMITMENT = Given.REF.publicId();

    private Handle sql;
    private long seq;

    @BeforeEach
    void createTables() throws IOException {
        sql = Jdbi.open("jdbc:h2:mem:;DATABASE_TO_UPPER=false");
        for (String migration :
                List.of("V0302__inbox", "V0350__telling", "V0330__commitment", "V0361__obstacle_list")) {
            try (var script = CommitmentRecords.class.getResourceAsStream("/db/contracts/" + migration + ".sql")) {
                sql.createScript(new String(script.readAllBytes(), StandardCharsets.UTF_8))
                        .execute();
            }
        }
    }

    @AfterEach
    void close() {
        sql.close();
    }

    private static Given breached() {
        Given given = Given.nothing().active(terms(daily("p", 3)), false);
        given.as("m", Given.HOST)
                .at("2026-01-01T12:00:00Z")
                .samples(
                        sample("2", "2026-01-01T11:00:00Z", "99"),
                        sample("1", "2026-01-01T11:00:00Z", "98"),
                        sample("0", "2026-01-01T12:00:00Z", "100"));
        return given.advanced("2026-01-02T06:00:00Z");
    }

    private List<CommitmentLists.PromiseRow> promises(TenantId viewer, PromiseState state) {
        return CommitmentLists.promises(sql, viewer, state, null, null, 10);
    }

    @Test
    void hostAndCustomerSeeTheSameAndStrangersNothing() {
        project(breached(), CommitmentRecords.PROJECTION);
        for (TenantId viewer : List.of(Given.HOST, Given.CUSTOMER)) {
            CommitmentLists.CommitmentRow row = CommitmentLists.commitments(sql, viewer, Phase.ACTIVE, null, 10)
                    .get(0);
            assertThat(row.samples()).isEqualTo(3);
            assertThat(row.verdicts()).isEqualTo(1);
            assertThat(row.breaches()).isEqualTo(1);
            assertThat(row.seq()).isEqualTo(seq);
            assertThat(promises(viewer, PromiseState.BREACHED)).singleElement().satisfies(promise -> {
                assertThat(promise.target()).isEqualByComparingTo("100");
                assertThat(promise.lastOutcome()).isEqualTo(Verdict.Outcome.BREACHED);
                assertThat(promise.breaches()).isEqualTo(1);
            });
        }
        assertThat(CommitmentLists.commitments(sql, Given.STRANGER, null, null, 10))
                .isEmpty();
        assertThat(promises(Given.STRANGER, null)).isEmpty();
        assertThat(CommitmentLists.verdicts(sql, Given.STRANGER, COMMITMENT, "p", 0, 10))
                .isEmpty();
    }

    @Test
    void aVerdictsSamplesAreThoseRecordedBeforeItInOrderOfTime() {
        Given given = breached();
        project(given, CommitmentRecords.PROJECTION);
        CommitmentLists.StoredVerdict verdict =
                CommitmentLists.verdict(sql, Given.CUSTOMER, COMMITMENT, "p", 1).orElseThrow();
        assertThat(CommitmentLists.samples(sql, Given.REF, verdict, null, 10))
                .extracting(Sample::id)
                .containsExactly("1", "2", "0");
        assertThat(CommitmentLists.samples(
                        sql,
                        Given.REF,
                        verdict,
                        new CommitmentLists.SampleKey(Instant.parse("2026-01-01T11:00:00Z"), "1"),
                        1))
                .extracting(Sample::id)
                .containsExactly("2");

        project(
                new CommitmentEvent.SamplesRecorded(
                        List.of(sample("late", "2026-01-01T13:00:00Z", "1").normal()), Given.HOST, Given.START),
                CommitmentRecords.PROJECTION,
                Given.START);
        assertThat(CommitmentLists.samples(sql, Given.REF, verdict, null, 10))
                .extracting(Sample::id)
                .containsExactly("1", "2", "0");
    }

    @Test
    void groupsObstaclesByCategoryAndCause() {
        Given given = Given.nothing().drafted(terms(daily("p", 3)), false);
        for (String cause : List.of("sensor", "sensor", "training")) {
            given.when(new CommitmentCommand.RecordObstacle(
                    ObstacleCategory.DATA, cause, "p", cause.equals("sensor") ? new BigDecimal("1.25") : null, "x"));
        }
        project(given, CommitmentRecords.PROJECTION);
        assertThat(CommitmentLists.obstacles(sql, Given.CUSTOMER, 10))
                .containsExactly(
                        new CommitmentLists.ObstacleGroup(ObstacleCategory.DATA, "sensor", 2, 1, new BigDecimal("2.5")),
                        new CommitmentLists.ObstacleGroup(ObstacleCategory.DATA, "training", 1, 1, null));
    }

    @Test
    void listsObstaclesOneByOneAndByGroup() {
        Given given = Given.nothing().drafted(terms(daily("p", 3)), false);
        for (String cause : List.of("sensor", "sensor", "training")) {
            given.when(new CommitmentCommand.RecordObstacle(ObstacleCategory.DATA, cause, "p", null, "x"));
        }
        project(given, CommitmentRecords.PROJECTION);
        CommitmentLists.ObstacleFilter any = new CommitmentLists.ObstacleFilter(null, null, null);
        List<CommitmentLists.ObstacleRow> all = CommitmentLists.obstacles(sql, Given.CUSTOMER, any, null, 10);
        assertThat(all).hasSize(3);
        CommitmentLists.ObstacleRow first = all.get(0);
        assertThat(CommitmentLists.obstacles(
                        sql,
                        Given.CUSTOMER,
                        any,
                        new CommitmentLists.ObstacleKey(first.notedAt(), first.commitment(), first.id()),
                        10))
                .isEqualTo(all.subList(1, 3));
        assertThat(CommitmentLists.obstacles(
                        sql,
                        Given.HOST,
                        new CommitmentLists.ObstacleFilter(ObstacleCategory.DATA, "sensor", COMMITMENT),
                        null,
                        10))
                .extracting(CommitmentLists.ObstacleRow::cause)
                .containsExactly("sensor", "sensor");
        assertThat(CommitmentLists.obstacles(sql, Given.STRANGER, any, null, 10))
                .isEmpty();
    }

    @Test
    void changedPromisesReplaceTheOldOnes() {
        Given given = Given.nothing().drafted(terms(daily("p", 3)), false);
        given.when(new CommitmentCommand.Change(terms(daily("q", 3), daily("r", 1)), 12));
        project(given, CommitmentRecords.PROJECTION);
        assertThat(promises(Given.CUSTOMER, null))
                .extracting(CommitmentLists.PromiseRow::key)
                .containsExactlyInAnyOrder("q", "r");
    }

    @Test
    void tellsTheLadderOfNewsAndNotOfHistory() {
        Given given = breached();
        given.events().forEach(event -> project(event, CommitmentNotices.PROJECTION, moment(event)));
        assertThat(inbox())
                .containsExactlyInAnyOrder(
                        "CUSTOMER_SUCCESS commitment.breached", "CUSTOMER_SUCCESS commitment.at-risk");
        sql.execute("delete from inbox");
        given.events()
                .forEach(event -> project(
                        event, CommitmentNotices.PROJECTION, moment(event).plusSeconds(86_401)));
        assertThat(inbox()).doesNotContain("CUSTOMER_SUCCESS commitment.breached");
    }

    private List<String> inbox() {
        return sql.createQuery("select role || ' ' || type from inbox where tenant_id = 'vendor'")
                .mapTo(String.class)
                .list();
    }

    private static Instant moment(CommitmentEvent event) {
        return event instanceof CommitmentEvent.Escalated escalated ? escalated.at() : Given.START;
    }

    private void project(Given given, Projection<CommitmentEvent> projection) {
        given.events().forEach(event -> project(event, projection, Given.START.plusSeconds(seq)));
    }

    private void project(CommitmentEvent event, Projection<CommitmentEvent> projection, Instant recordedAt) {
        seq++;
        EventMeta meta = new EventMeta(
                "e" + seq,
                Given.REF,
                seq,
                ValueCommitment.KIND.typeOf(event).storedName(),
                moment(event),
                recordedAt,
                Principal.of("someone", Given.HOST),
                null,
                "c",
                null,
                null,
                null);
        if (projection == CommitmentRecords.PROJECTION || projection.handlers().containsKey(event.getClass())) {
            OneEvent.into(projection, sql, new Recorded<>(meta, event));
        }
    }
}
