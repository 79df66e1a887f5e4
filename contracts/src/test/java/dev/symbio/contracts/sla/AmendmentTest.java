package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.CUSTOMER;
import static dev.symbio.contracts.sla.Given.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Rejection.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Amended and ended contracts. */
class AmendmentTest {
    private static final Instant JULY = Instant.parse("2011-07-01T00:00:00Z");
    private static final SlaTerms STRICTER = TermsSamples.put(
            "credits", "{\"tiers\":[{\"from\":\"0\",\"to\":\"0.95\",\"percent\":\"20\"}],\"capPerPeriod\":\"3000\"}");
    private static final SlaTerms MONTHLY = TermsSamples.put("window", "{\"kind\":\"month\",\"zone\":\"UTC\"}");

    private static Given proposed(SlaTerms terms) {
        return Given.anyContract()
                .as(CUSTOMER)
                .at("2011-05-01T00:00:00Z")
                .when(new SlaCommand.ProposeAmendment(terms, JULY, "from July"))
                .accepted();
    }

    @Test
    void aPeriodBelongsToTheVersionInForceAtItsStart() {
        Given given = proposed(STRICTER)
                .as(PROVIDER)
                .when(new SlaCommand.SignAmendment(2))
                .accepted();
        given.deliveries("a", "2011-06-30T23:59:59Z", 20, 18, "1000")
                .deliveries("b", "2011-07-01T00:00:00Z", 20, 18, "1000")
                .until("2011-10-04T00:00:00Z");

        Statement before = given.statement("2011-Q2").statement();
        Statement after = given.statement("2011-Q3").statement();
        assertThat(before.termsVersion()).isEqualTo(1);
        assertThat(before.credit()).isEqualTo("400.00");
        assertThat(after.termsVersion()).isEqualTo(2);
        assertThat(after.workings().beforeCaps()).isEqualTo("4000.00");
        assertThat(after.credit()).isEqualTo("3000.00");
    }

    @Test
    void recordedObservationsMoveToThePeriodsOfTheAmendment() {
        Given given = proposed(MONTHLY)
                .deliveries("a", "2011-07-15T00:00:00Z", 3, 1, "10")
                .deliveries("b", "2011-08-15T00:00:00Z", 2, 1, "10")
                .as(PROVIDER)
                .when(new SlaCommand.SignAmendment(2))
                .accepted();

        assertThat(given.state().ledger().periods().keySet()).containsExactlyInAnyOrder("2011-07", "2011-08");
        assertThat(given.state().period("2011-07").orElseThrow().tally().total())
                .isEqualTo(3);
        given.until("2011-08-04T00:00:00Z");
        assertThat(given.statement("2011-07").statement().totals().met()).isEqualTo(1);
    }

    @Test
    void anAmendmentBeginsWhereAnOpenPeriodBegins() {
        Given given = Given.anyContract().at("2011-05-01T00:00:00Z");
        propose(given, STRICTER, "2011-07-02T00:00:00Z").rejectedAt("/effectiveFrom", "sla.not-a-period-boundary");
        propose(given, STRICTER, "2011-01-01T00:00:00Z").rejectedAt("/effectiveFrom", "sla.before-last-version");
        propose(given, TermsSamples.put("window", "{\"kind\":\"year\",\"zone\":\"UTC\"}"), "2011-07-01T00:00:00Z")
                .rejectedAt("/effectiveFrom", "sla.not-a-period-boundary");
        propose(given, TermsSamples.put("currency", "\"EUR\""), "2011-07-01T00:00:00Z")
                .rejectedAt("/terms/currency", "sla.currency-differs");
        propose(
                        given,
                        TermsSamples.put("window", "{\"kind\":\"quarter\",\"zone\":\"Asia/Tokyo\"}"),
                        "2011-07-01T00:00:00Z")
                .rejectedAt("/terms/window/zone", "sla.zone-differs");
        given.deliveries("a", "2011-04-15T00:00:00Z", 1, 1, "1").until("2011-07-04T00:00:00Z");
        propose(given, STRICTER, "2011-04-01T00:00:00Z").rejectedAt("/effectiveFrom", "sla.period-already-closed");
    }

    private static Given propose(Given given, SlaTerms terms, String from) {
        return given.when(new SlaCommand.ProposeAmendment(terms, Instant.parse(from), null));
    }

    @Test
    void aSignatureThatComesTooLateIsRefused() {
        proposed(STRICTER)
                .deliveries("b", "2011-07-15T00:00:00Z", 3, 1, "10")
                .until("2011-10-04T00:00:00Z")
                .as(PROVIDER)
                .when(new SlaCommand.SignAmendment(2))
                .rejected("sla.period-already-closed", Reason.CONFLICT);
    }

    @Test
    void bothSignTheAmendmentOrItIsRejected() {
        Given given = proposed(STRICTER);
        given.when(new SlaCommand.SignAmendment(2)).rejected("sla.already-signed", Reason.CONFLICT);
        given.as(PROVIDER).when(new SlaCommand.SignAmendment(1)).rejected("sla.other-version", Reason.CONFLICT);
        propose(given, MONTHLY, "2011-07-01T00:00:00Z").rejected("sla.amendment-open", Reason.CONFLICT);
        given.when(new SlaCommand.RejectAmendment(2, "no")).accepted();
        given.when(new SlaCommand.SignAmendment(2)).rejected("sla.no-amendment", Reason.CONFLICT);
        propose(given, MONTHLY, "2011-07-01T00:00:00Z")
                .then(new SlaEvent.AmendmentProposed(3, MONTHLY, JULY, null, PROVIDER));
    }

    @Test
    void anAmendmentMustMeasureWhatIsRecordedAlready() {
        SlaTerms mean = TermsSamples.onTime(node -> {
            node.putObject("indicator").put("kind", "mean");
            node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
            node.set("credits", TermsSamples.tree("{\"tiers\":[{\"from\":\"4\",\"percent\":\"5\"}]}"));
        });
        proposed(mean)
                .deliveries("a", "2011-07-15T00:00:00Z", 3, 1, "10")
                .as(PROVIDER)
                .when(new SlaCommand.SignAmendment(2))
                .rejected("sla.observations-do-not-fit", Reason.CONFLICT);
    }

    @Test
    void retiringCutsTheRunningPeriod() {
        Given given = Given.anyContract()
                .at("2011-02-10T00:00:00Z")
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .deliveries("promised", "2011-03-01T00:00:00Z", 5, 0, "1000")
                .at("2011-02-15T00:00:00Z")
                .when(new SlaCommand.Retire("moved to another carrier", null))
                .thenTypes(SlaEvent.Retired.class);
        assertThat(given.only(SlaEvent.Retired.class).unsettled())
                .isEqualTo(new SlaEvent.Unsettled(
                        5, List.of("promised0", "promised1", "promised2", "promised3", "promised4")));
        given.until("2011-02-17T00:00:00Z");

        Statement last = given.statement("2011-Q1").statement();
        assertThat(last.end()).isEqualTo("2011-02-15T00:00:00Z");
        assertThat(last.totals().total()).isEqualTo(20);
        assertThat(last.credit()).isEqualTo("400.00");
        assertThat(given.state().phase()).isEqualTo(Phase.RETIRED);
        given.when(new SlaCommand.Retire("again", null)).rejected("sla.wrong-phase", Reason.CONFLICT);
        given.when(new SlaCommand.RecordObservations(
                        null,
                        List.of(Observation.of("x", Instant.parse("2011-02-02T00:00:00Z"), true, BigDecimal.ONE)),
                        false))
                .thenTypes(
                        SlaEvent.ObservationsRecorded.class,
                        SlaEvent.CreditsRestated.class,
                        SlaEvent.AdjustmentsSettled.class);
        assertThat(given.statement("adjustments-1").statement().payable()).isEqualTo("0.02");
        given.when(new SlaCommand.RecordObservations(
                        null,
                        List.of(Observation.of("y", Instant.parse("2011-02-02T00:00:00Z"), true, BigDecimal.ONE)),
                        false))
                .accepted()
                .at("2012-03-23T00:00:00Z")
                .when(new SlaCommand.RecordObservations(
                        null,
                        List.of(Observation.of("z", Instant.parse("2011-02-02T00:00:00Z"), true, BigDecimal.ONE)),
                        false))
                .rejectedAt("/observations/0/at", "sla.period-sealed");
        given.when(new SlaCommand.RecordObservations(
                        null,
                        List.of(Observation.of("after", Instant.parse("2011-02-15T00:00:00Z"), true, BigDecimal.ONE)),
                        false))
                .rejectedAt("/observations/0/at", "sla.outside-contract");
    }

    @Test
    void remainingAdjustmentsComeOnTheLastStatement() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-04-03T00:00:00Z")
                .deliveries("late", "2011-03-01T00:00:00Z", 1, 0, "1000")
                .at("2011-04-10T00:00:00Z")
                .when(new SlaCommand.Retire("over", null))
                .until("2011-04-12T00:00:00Z");

        assertThat(given.statement("2011-Q2").statement().payable()).isEqualTo("650.00");
    }

    @Test
    void whatTurnsOutAfterTheLastStatementGetsOneOfItsOwn() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 17, "1000")
                .as(PROVIDER)
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a0"), "storm"))
                .at("2011-03-01T00:00:00Z");
        String claim = given.state().exclusions().keySet().iterator().next();
        given.when(new SlaCommand.Retire("over", null)).until("2011-03-04T00:00:00Z");
        assertThat(given.statement("2011-Q1").statement().credit()).isEqualTo("1000.00");

        // 16 of 19 are 84.2 %: 5 % of 19,000 = 950; the 50 paid too much stay on the books.
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, null))
                .thenTypes(
                        SlaEvent.ExclusionAnswered.class,
                        SlaEvent.CreditsRestated.class,
                        SlaEvent.AdjustmentsSettled.class);
        Statement extra = given.statement("adjustments-1").statement();
        assertThat(extra.payable()).isEqualTo("0.00");
        assertThat(extra.carriedOut()).isEqualTo("-50.00");
    }

    @Test
    void theEndLiesInAnOpenPeriodAndNotTooFarAhead() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-04-03T00:00:00Z");
        given.when(new SlaCommand.Retire("x", Instant.parse("2011-03-01T00:00:00Z")))
                .rejectedAt("/at", "sla.end-in-the-past");
        given.when(new SlaCommand.Retire("x", Instant.parse("2031-03-01T00:00:00Z")))
                .rejectedAt("/at", "sla.end-too-far");
        given.when(new SlaCommand.Retire("", null)).rejectedAt("/reason", "sla.text-missing");
    }

    /** The open period would lose what was recorded since. */
    @Test
    void nobodyEndsTheContractInThePast() {
        Given.anyContract()
                .at("2011-03-20T00:00:00Z")
                .deliveries("a", "2011-03-10T00:00:00Z", 20, 0, "1000")
                .as(PROVIDER)
                .when(new SlaCommand.Retire("x", Instant.parse("2011-03-01T00:00:00Z")))
                .rejectedAt("/at", "sla.end-in-the-past");
    }

    /** January is empty and has 60 days of grace by the old terms; February has data and one day by the new ones. */
    @Test
    void aPeriodWaitsForTheGraceOfTheEmptyOnesBeforeIt() {
        SlaTerms old = monthlyWithGrace("P60D");
        Given given = Given.contract(old, "2010-12-01T00:00:00Z", false)
                .as(CUSTOMER)
                .when(new SlaCommand.ProposeAmendment(
                        monthlyWithGrace("P1D"), Instant.parse("2011-02-01T00:00:00Z"), null))
                .as(PROVIDER)
                .when(new SlaCommand.SignAmendment(2))
                .accepted()
                .deliveries("a", "2011-02-10T00:00:00Z", 20, 18, "1000");

        assertThat(given.state().deadlines())
                .containsExactly(Deadline.elapsed("close:2011-02", Instant.parse("2011-04-02T00:00:00Z")));
        // By then March, which is empty, is over as well.
        given.until("2011-04-02T00:00:00Z")
                .thenTypes(SlaEvent.PeriodsSkipped.class, SlaEvent.PeriodClosed.class, SlaEvent.PeriodsSkipped.class);
    }

    private static SlaTerms monthlyWithGrace(String grace) {
        return TermsSamples.onTime(node -> {
            node.set("window", TermsSamples.tree("{\"kind\":\"month\",\"zone\":\"UTC\"}"));
            node.put("grace", grace);
        });
    }

    @Test
    void anIndicatorIsNotCarriedIntoTermsThatMeasureSomethingElse() {
        SlaTerms ratio = TermsSamples.onTime(node -> {
            node.put("noData", "carry");
            ((com.fasterxml.jackson.databind.node.ObjectNode) node.get("credits")).put("baseAmount", "700");
        });
        SlaTerms mean = TermsSamples.onTime(node -> {
            node.put("noData", "carry");
            node.putObject("indicator").put("kind", "mean");
            node.set("objective", TermsSamples.tree("{\"operator\":\">=\",\"target\":\"4\"}"));
            node.set(
                    "credits",
                    TermsSamples.tree("{\"tiers\":[{\"to\":\"4\",\"percent\":\"5\"}],\"baseAmount\":\"700\"}"));
        });
        Given given = Given.contract(ratio)
                .when(new SlaCommand.ProposeAmendment(mean, JULY, null))
                .as(CUSTOMER)
                .when(new SlaCommand.SignAmendment(2))
                .deliveries("a", "2011-02-01T00:00:00Z", 10, 8, "1")
                .until("2012-02-01T00:00:00Z");

        assertThat(given.state().statements())
                .extracting(standing -> standing.statement().period())
                .containsExactly("2011-Q1", "2011-Q2");
    }

    @Test
    void aPeriodCutOnItsFirstDayIsFoundByItsName() {
        Given given = Given.anyContract()
                .at("2011-04-01T09:00:00Z")
                .deliveries("a", "2011-04-01T08:00:00Z", 20, 18, "1000")
                .when(new SlaCommand.Retire("over", null))
                .when(new SlaCommand.ClosePeriod("2011-Q2"))
                .thenTypes(SlaEvent.PeriodsSkipped.class, SlaEvent.PeriodClosed.class);
        assertThat(given.statement("2011-Q2").statement().end()).isEqualTo("2011-04-01T09:00:00Z");
    }

    @Test
    void anAmendmentMayNameTheZoneThatWasUnderstood() {
        Given given = Given.contract(TermsSamples.put("window", "{\"kind\":\"days\",\"days\":1}"));
        propose(given, TermsSamples.put("window", "{\"kind\":\"month\",\"zone\":\"UTC\"}"), "2011-07-01T00:00:00Z")
                .accepted();
    }
}
