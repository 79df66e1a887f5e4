package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Rejection.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts coming in: good, repeated, contradictory, late and impossible ones. */
class RecordingTest {
    private static final String NOW = "2011-03-01T00:00:00Z";

    private static Given contract() {
        return Given.anyContract().at(NOW);
    }

    private static Observation delivery(String id) {
        return Observation.delivery(
                id,
                Instant.parse("2011-02-01T00:00:00Z"),
                Instant.parse("2011-02-01T00:00:00Z"),
                BigDecimal.TEN,
                "USD");
    }

    private static Given send(Given given, boolean partial, Observation... observations) {
        return given.when(new SlaCommand.RecordObservations("wms", List.of(observations), partial));
    }

    @Test
    void aDeliveryByThePromisedMomentIsMet() {
        Instant promised = Instant.parse("2011-02-01T00:00:00Z");
        Given given = contract()
                .record(
                        delivery("in-time"),
                        Observation.delivery("late", promised, promised.plusNanos(1), BigDecimal.TEN, null));
        Tally tally = given.state().period("2011-Q1").orElseThrow().tally();
        assertThat(tally.total()).isEqualTo(2);
        assertThat(tally.met()).isEqualTo(1);
    }

    @Test
    void aRepeatHasNoEffectAndAChangedRepeatIsAConflict() {
        Given given = contract();
        send(given, false, delivery("a"), delivery("b")).accepted();
        Observation changed = Observation.of("b", Instant.parse("2011-02-01T00:00:00Z"), false, BigDecimal.ONE);
        Observation sameInOtherWords = Observation.delivery(
                "a",
                Instant.parse("2011-02-01T00:00:00Z"),
                Instant.parse("2011-02-01T00:00:00Z"),
                new BigDecimal("10.00"),
                null);
        send(given, false, sameInOtherWords, changed, delivery("c"), delivery("c"));

        ObservationReceipt receipt = given.result(ObservationReceipt.class);
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.repeated()).isEqualTo(2);
        assertThat(receipt.conflicts())
                .extracting(conflict -> conflict.index() + " " + conflict.id())
                .containsExactly("1 b");
        assertThat(receipt.conflicts().get(0).detail()).contains("met (null, now false)", "amount (10, now 1)");
        assertThat(given.only(SlaEvent.ObservationsRecorded.class).observations())
                .hasSize(1);
        send(given, false, delivery("a"), delivery("b"), delivery("c")).thenNothing();
    }

    @Test
    void aVerdictOfTheSameThingStandsAsItWasFirst() {
        Given given = contract();
        Instant first = Instant.parse("2011-02-01T00:00:00Z");
        given.when(verdict("task", first, true)).accepted();
        given.when(verdict("task", first.plusSeconds(86_400), true)).thenNothing();
        given.when(verdict("task", first.plusSeconds(86_400), false)).rejected("sla.observation-conflict");
        Tally tally = given.state().period("2011-Q1").orElseThrow().tally();
        assertThat(tally.total()).isEqualTo(1);
        assertThat(tally.met()).isEqualTo(1);
        given.when(new SlaCommand.ReportVerdict("journey", null))
                .rejectedAt("/observations/0", "sla.observation-missing");
    }

    private static SlaCommand verdict(String id, Instant at, boolean met) {
        return new SlaCommand.ReportVerdict("journey", Observation.of(id, at, met, null));
    }

    @Test
    void theSameIdInAnotherPeriodIsAConflict() {
        Given given = contract();
        send(given, false, delivery("a")).accepted();
        send(given, false, Observation.of("a", Instant.parse("2011-05-01T00:00:00Z"), true, BigDecimal.TEN));
        assertThat(given.result(ObservationReceipt.class).conflicts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "amount, -0.01, amount, sla.negative-amount",
        "amount, 1e20, amount, sla.number-too-long",
        "currency, XXQ, currency, sla.unknown-currency",
        "currency, EUR, currency, sla.currency-differs",
        "orderedAt, 2011-02-01T00:00:01Z, happenedAt, sla.delivered-before-ordered",
        "happenedAt, 2008-01-31T00:00:00Z, happenedAt, sla.delivered-before-ordered",
        "happenedAt, 2011-03-02T00:00:01Z, happenedAt, sla.in-the-future",
        "at, 2010-12-31T23:59:59Z, at, sla.outside-contract",
        "at, 1066-10-14T00:00:00Z, at, sla.date-out-of-range",
        "at, , at, sla.at-missing",
        "id, , id, sla.id-missing",
        "id, 'a\u0007', id, sla.id-invalid",
        "unit, kg, unit, sla.unit-differs",
        "measuredFrom, 2011-02-01T00:00:00Z, measuredTo, sla.measured-incomplete",
        "met, , met, sla.not-measurable"
    })
    void anImpossibleFactIsRefusedWithItsPlace(String field, String value, String faulty, String code) {
        Observation bad = field.equals("met")
                ? new Observation(
                        "x",
                        Instant.parse("2011-02-01T00:00:00Z"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                : with(delivery("x"), field, value);
        Given given = contract();
        send(given, false, delivery("good"), bad)
                .rejected("sla.observations-invalid", Reason.INVALID)
                .rejectedAt("/observations/1/" + faulty, code);
        assertThat(given.state().ledger().periods()).isEmpty();

        send(given, true, delivery("good"), bad);
        ObservationReceipt receipt = given.result(ObservationReceipt.class);
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.refused())
                .extracting(refused -> refused.index() + " " + refused.field() + " " + refused.code())
                .contains("1 " + faulty + " " + code);
    }

    private static Observation with(Observation o, String field, String value) {
        UnaryOperator<String> unless = name -> name.equals(field) ? value : null;
        Instant at = field.equals("at") ? instant(value) : o.at();
        Instant happened = field.equals("happenedAt") ? instant(value) : o.happenedAt();
        return new Observation(
                field.equals("id") ? value : o.id(),
                at,
                happened,
                null,
                null,
                unless.apply("unit"),
                field.equals("amount") ? new BigDecimal(value) : o.amount(),
                field.equals("currency") ? value : o.currency(),
                instant(unless.apply("orderedAt")),
                instant(unless.apply("measuredFrom")),
                null);
    }

    private static Instant instant(String text) {
        return text == null ? null : Instant.parse(text);
    }

    @Test
    void aPromiseMayLieInTheFutureAFactMayNot() {
        Observation early = Observation.delivery(
                "early",
                Instant.parse("2011-06-01T00:00:00Z"),
                Instant.parse("2011-02-01T00:00:00Z"),
                BigDecimal.TEN,
                null);
        Given given = contract().record(early);
        assertThat(given.state().period("2011-Q2").orElseThrow().tally().met()).isEqualTo(1);
        assertThat(given.only(SlaEvent.ObservationsRecorded.class).happenedAt()).isEqualTo("2011-02-01T00:00:00Z");
    }

    @Test
    void aBatchHasALimit() {
        Given given = contract();
        given.when(new SlaCommand.RecordObservations(null, List.of(), false))
                .rejectedAt("/observations", "sla.batch-size");
        given.when(new SlaCommand.RecordObservations(null, Given.batch("x", NOW, 1_001, 0, "1"), false))
                .rejectedAt("/observations", "sla.batch-size");
        given.as(STRANGER)
                .when(new SlaCommand.RecordObservations(null, Given.batch("x", NOW, 1, 0, "1"), false))
                .rejected("sla.not-found", Reason.NOT_FOUND);
    }

    @Test
    void aMissingObservationIsAFaultLikeAnyOther() {
        List<Observation> withNull = new ArrayList<>();
        withNull.add(null);
        contract()
                .when(new SlaCommand.RecordObservations(null, withNull, false))
                .rejectedAt("/observations/0", "sla.observation-missing");
    }

    /** CAPABILITIES 31: a complex question is answered within 4 working hours; the desk is closed from 17:00 to 09:00. */
    @Test
    void timeIsMeasuredOnTheWorkingCalendarOfTheTerms() {
        Given given = Given.contract(
                        Given.terms(TermsSamples.ANSWERS_WITHIN_FOUR_WORKING_HOURS), "2011-01-31T16:00:00Z", false)
                .at("2011-03-01T00:00:00Z");
        // Monday 16:00 to Tuesday 12:00 in Shanghai: one hour and three hours.
        given.record(
                measured("exact", "2011-02-14T08:00:00Z", "2011-02-15T04:00:00Z"),
                measured("a-second-more", "2011-02-14T08:00:00Z", "2011-02-15T04:00:01Z"),
                // Wednesday and Thursday are closed.
                measured("closed", "2011-02-15T09:00:00Z", "2011-02-18T05:00:00Z"));
        Tally tally = given.state().period("2011-02").orElseThrow().tally();
        assertThat(tally.met()).isEqualTo(2);
        assertThat(tally.total()).isEqualTo(3);
    }

    private static Observation measured(String id, String from, String to) {
        return new Observation(
                id,
                Instant.parse(from),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.parse(from),
                Instant.parse(to));
    }

    /** CAPABILITIES 31: estimates within 5 days either way; marketing leads with at least 3 behaviour tags. */
    @ParameterizedTest
    @CsvSource({"within, 5, -5, true", "within, 5, 5.01, false", ">=, 3, 3, true", ">=, 3, 2, false"})
    void aValueIsMetAsTheTermsSay(String operator, String limit, BigDecimal value, boolean met) {
        SlaTerms terms = TermsSamples.put(
                "indicator",
                "{\"kind\":\"ratio\",\"meets\":{\"operator\":\"" + operator + "\",\"value\":" + limit + "}}");
        Given given = Given.contract(terms)
                .at(NOW)
                .record(Observation.measured("a", Instant.parse("2011-02-01T00:00:00Z"), value, null));
        assertThat(given.state().period("2011-Q1").orElseThrow().tally().met()).isEqualTo(met ? 1 : 0);

        Observation liar = new Observation(
                "b", Instant.parse("2011-02-01T00:00:00Z"), null, !met, value, null, null, null, null, null, null);
        send(given, false, liar).rejectedAt("/observations/0/met", "sla.met-contradicts-value");
    }

    /** Half a million observations an hour are nothing; what counts is that a batch costs the same however many came before. */
    @Test
    void recordingDoesNotSlowDownWithTheSizeOfThePeriod() {
        SlaContract state = contract().state();
        Given.REF.publicId();
        long early = 0;
        long late = 0;
        int batches = 160;
        for (int i = 0; i < batches; i++) {
            SlaCommand command =
                    new SlaCommand.RecordObservations("wms", Given.batch("b" + i + "-", NOW, 500, 480, "12.34"), false);
            long start = System.nanoTime();
            Decision<SlaEvent> decision = SlaContract.KIND.decide(
                    state,
                    command,
                    new dev.symbio.platform.entity.Context(
                            Given.REF,
                            Instant.parse(NOW),
                            dev.symbio.platform.entity.Principal.of("x", Given.CUSTOMER),
                            "c" + i));
            state = SlaContract.KIND.evolve(state, ((Decision.Accepted<SlaEvent>) decision).events());
            long took = System.nanoTime() - start;
            early += i >= 20 && i < 60 ? took : 0;
            late += i >= 120 ? took : 0;
        }
        assertThat(state.period("2011-Q1").orElseThrow().tally().total()).isEqualTo(batches * 500L);
        assertThat(late)
                .as("40 batches after 60,000 against 40 after 10,000, in ns")
                .isLessThan(early * 5 + 100_000_000);
    }

    @Test
    void sumsOfTheLongestNumbersAreStillRead() {
        String longest = "999999999999999.9999999999";
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.putObject("indicator").put("kind", "mean");
            node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
            node.set("credits", TermsSamples.tree("{\"tiers\":[{\"from\":\"4\",\"percent\":\"99.9999999999\"}]}"));
        });
        List<Observation> batch = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            batch.add(Observation.measured(
                    "v" + i, Instant.parse("2011-02-01T00:00:00Z"), new BigDecimal(longest), new BigDecimal(longest)));
        }
        Given given = Given.contract(terms).at(NOW).record(batch).until("2011-07-01T00:00:00Z");

        assertThat(given.statement("2011-Q1").statement().workings().numerator())
                .isEqualTo("999999999999999999.9999999");
        for (SlaEvent event : given.history()) {
            assertThat(Given.roundTrip(event, event.getClass())).isEqualTo(event);
        }
        assertThat(Given.roundTrip(given.state(), SlaContract.class)).isEqualTo(given.state());
    }

    @Test
    void aContractHoldsSoManyObservationsThatCanStillChange() {
        int half = Recording.MAX_OBSERVATIONS_PER_CONTRACT / 2;
        Given given = contract()
                .happened(recorded(Given.batch("a", "2011-01-05T00:00:00Z", half, half, "1")))
                .happened(recorded(Given.batch("b", "2011-05-05T00:00:00Z", half - 1, half, "1")));
        given.when(new SlaCommand.RecordObservations(null, Given.batch("c", "2011-02-01T00:00:00Z", 2, 2, "1"), true));

        ObservationReceipt receipt = given.result(ObservationReceipt.class);
        assertThat(receipt.accepted()).isEqualTo(1);
        assertThat(receipt.refused())
                .extracting(each -> each.id() + " " + each.code())
                .containsExactly("c1 sla.contract-full");
    }

    private static SlaEvent recorded(List<Observation> observations) {
        return new SlaEvent.ObservationsRecorded("wms", Instant.parse(NOW), observations);
    }
}
