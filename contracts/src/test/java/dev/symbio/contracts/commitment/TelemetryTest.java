package dev.symbio.contracts.commitment;

import static dev.symbio.contracts.commitment.Given.daily;
import static dev.symbio.contracts.commitment.Given.sample;
import static dev.symbio.contracts.commitment.Given.terms;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static Given active() {
        return Given.nothing()
                .active(terms(daily("p", null)), false)
                .as("machine", Given.CUSTOMER)
                .at("2026-01-01T12:00:00Z");
    }

    @Test
    void aRepeatHasNoEffectAndAChangedOneIsAConflict() {
        Given given = active().samples(sample("1", "2026-01-01T11:00:00Z", "101"));
        given.samples(sample("1", "2026-01-01T11:00:00Z", "101.0"));
        assertThat(given.then()).isEmpty();
        assertThat(given.receipt().repeated()).isEqualTo(1);
        given.samples(sample("1", "2026-01-01T11:00:00Z", "7"), sample("2", "2026-01-01T11:00:00Z", "100"));
        assertThat(given.receipt().conflicts()).singleElement().satisfies(note -> assertThat(note.index())
                .isZero());
        assertThat(given.receipt().accepted()).isEqualTo(1);
        assertThat(given.state().tracks().get("p").tally(0).sum()).isEqualByComparingTo("201");
    }

    @Test
    void reportsWhatIsLaterThanTheToleranceAndForgetsItsIds() {
        Given given =
                active().samples(sample("old", "2026-01-01T01:00:00Z", "1"), sample("1", "2026-01-01T11:00:00Z", "1"));
        assertThat(given.receipt().accepted()).isEqualTo(2);
        assertThat(given.state().kept().get("press-1").samples()).containsOnlyKeys("1");
        given.samples(sample("2", "2026-01-01T04:59:59Z", "1"), sample("3", "2026-01-01T05:00:00Z", "1"));
        assertThat(given.receipt().late()).singleElement().satisfies(note -> assertThat(note.id())
                .isEqualTo("2"));
        assertThat(given.receipt().accepted()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsBoundedHoweverMuchComes() {
        Given given = active();
        for (int hour = 0; hour < 200; hour++) {
            Instant at = Instant.parse("2026-01-01T12:00:00Z").plusSeconds(3600L * hour);
            given.at(at.toString()).samples(sample("s" + hour, at.toString(), "100"));
        }
        assertThat(given.state().kept().get("press-1").samples()).hasSize(7);
        assertThat(given.state().tracks().get("p").open()).hasSizeLessThan(3);
    }

    @Test
    void findsEachRowsFaultWithItsPlace() {
        Given given = active().when(new CommitmentCommand.RecordTelemetry(
                java.util.Arrays.asList(
                        sample("1", "2026-01-01T12:00:00.000001Z", "1"),
                        sample("2", "2025-12-31T23:59:59Z", "1"),
                        new Sample("press-2", "3", Given.START, Map.of("pressure", BigDecimal.ONE), null),
                        new Sample("press-1", " ", Given.START, Map.of("volt", BigDecimal.ONE), null),
                        new Sample("press-1", "5", Given.START, Collections.singletonMap("pressure", null), null),
                        new Sample("press-1", "6", null, Map.of(), null),
                        new Sample(
                                "press-1",
                                "7",
                                Given.START,
                                Map.of("pressure", BigDecimal.ONE),
                                Map.of("pressure", "psi")),
                        null),
                false));
        assertThat(given.faults())
                .containsExactly(
                        "/samples/0/at commitment.in-the-future",
                        "/samples/1/at commitment.before-activation",
                        "/samples/2/stream commitment.stream-unknown",
                        "/samples/3/id commitment.text-missing",
                        "/samples/3/values/volt commitment.field-unknown",
                        "/samples/4/values/pressure commitment.value-missing",
                        "/samples/5/at commitment.at-missing",
                        "/samples/5/values commitment.values-missing",
                        "/samples/6/units/pressure commitment.unit-differs",
                        "/samples/7 commitment.sample-missing");
    }

    @Test
    void refusesBatchesThatAreTooLarge() {
        Given given = active().when(new CommitmentCommand.RecordTelemetry(
                IntStream.rangeClosed(0, 1_000)
                        .mapToObj(i -> sample("s" + i, "2026-01-01T11:00:00Z", "1"))
                        .toList(),
                false));
        assertThat(given.refused()).isEqualTo("commitment.batch-size");
        given.when(new CommitmentCommand.RecordTelemetry(
                IntStream.range(0, 1_000)
                        .mapToObj(i -> sample("s".repeat(400) + i, "2026-01-01T11:00:00Z", "1"))
                        .toList(),
                true));
        assertThat(given.refused()).isEqualTo("commitment.batch-size");
        given.when(new CommitmentCommand.RecordTelemetry(List.of(), true));
        assertThat(given.refused()).isEqualTo("commitment.batch-size");
    }

    @Test
    void strangersFindNothing() {
        Given given = active().as("eve", Given.STRANGER).samples(sample("1", "2026-01-01T11:00:00Z", "101"));
        assertThat(given.refused()).isEqualTo("commitment.not-found");
        given.when(new CommitmentCommand.End("Because."));
        assertThat(given.refused()).isEqualTo("commitment.not-found");
        given.drafted(terms(), false);
        assertThat(given.refused()).isEqualTo("commitment.already-drafted");
        given.as("eve", Given.STRANGER).when(new CommitmentCommand.Draft(terms(), null, false, 12, null));
        assertThat(given.refused()).isEqualTo("commitment.not-found");
    }
}
