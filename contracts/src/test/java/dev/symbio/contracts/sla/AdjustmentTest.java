package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.CUSTOMER;
import static dev.symbio.contracts.sla.Given.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.contracts.sla.Statement.Adjustment.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What turns out after a period has closed: late observations and accepted exclusions change the next statement. */
class AdjustmentTest {
    /** Q1 of 2011: 18 of 20 on time, worth 1,000 each: 2 % of 20,000 = 400. */
    private static Given closedQuarter() {
        return Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-04-03T00:00:00Z");
    }

    @Test
    void lateObservationsAdjustTheNextStatementAndLeaveTheIssuedOneAlone() {
        Given given =
                closedQuarter().at("2011-05-01T00:00:00Z").deliveries("late", "2011-03-01T00:00:00Z", 1, 0, "1000");
        assertThat(given.result(ObservationReceipt.class).late()).isEqualTo(1);
        given.thenTypes(SlaEvent.ObservationsRecorded.class, SlaEvent.CreditsRestated.class);

        // 18 of 21 are 85.7 %: 5 % of 21,000 = 1,050 instead of 400.
        given.deliveries("b", "2011-05-01T00:00:00Z", 20, 20, "1000").until("2011-07-03T00:00:00Z");
        assertThat(given.statement("2011-Q1").statement().credit()).isEqualTo("400.00");
        Statement next = given.statement("2011-Q2").statement();
        assertThat(next.credit()).isEqualTo("0.00");
        assertThat(next.adjustments())
                .containsExactly(new Adjustment(
                        "2011-Q1",
                        List.of(Reason.LATE_OBSERVATIONS),
                        new BigDecimal("400.00"),
                        new BigDecimal("1050.00"),
                        new BigDecimal("650.00")));
        assertThat(next.payable()).isEqualTo("650.00");
    }

    @Test
    void severalChangesOfAPeriodBecomeOneLine() {
        Given given = closedQuarter()
                .at("2011-05-01T00:00:00Z")
                .deliveries("late", "2011-03-01T00:00:00Z", 1, 0, "1000")
                .deliveries("later", "2011-03-01T00:00:00Z", 1, 1, "1000");

        // 19 of 22 are 86.4 %: 5 % of 22,000 = 1,100.
        assertThat(given.state().ledger().pending())
                .containsExactly(new Adjustment(
                        "2011-Q1",
                        List.of(Reason.LATE_OBSERVATIONS),
                        new BigDecimal("400.00"),
                        new BigDecimal("1100.00"),
                        new BigDecimal("700.00")));
    }

    @Test
    void adjustmentsAreSettledEvenByAPeriodThatWouldBeSkipped() {
        Given given = closedQuarter()
                .at("2011-05-01T00:00:00Z")
                .deliveries("late", "2011-03-01T00:00:00Z", 1, 0, "1000")
                .until("2011-07-03T00:00:00Z");

        Statement next = given.statement("2011-Q2").statement();
        assertThat(next.totals().total()).isZero();
        assertThat(next.workings().noData()).isEqualTo(NoData.SKIP);
        assertThat(next.payable()).isEqualTo("650.00");
    }

    @Test
    void anObservationForASkippedPeriodIsLateToo() {
        Given given =
                closedQuarter().at("2011-11-01T00:00:00Z").deliveries("late", "2011-05-01T00:00:00Z", 4, 0, "1000");
        given.thenTypes(
                SlaEvent.PeriodsSkipped.class, SlaEvent.ObservationsRecorded.class, SlaEvent.CreditsRestated.class);
        given.until("2012-01-03T00:00:00Z");

        assertThat(given.state().statement("2011-Q2")).isEmpty();
        assertThat(given.state().statement("2011-Q3")).isEmpty();
        Statement next = given.statement("2011-Q4").statement();
        assertThat(next.adjustments())
                .extracting(line -> line.period() + " " + line.oldCredit() + " " + line.newCredit())
                .containsExactly("2011-Q2 0.00 400.00");
    }

    @Test
    void anAcceptedExclusionAfterClosingLowersTheNextStatement() {
        Given given = closedQuarter()
                .as(PROVIDER)
                .at("2011-05-01T00:00:00Z")
                .when(new SlaCommand.ClaimExclusion(
                        ExclusionReason.FORCE_MAJEURE, List.of("a18"), "strike at the port"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        assertThat(given.state().ledger().pending()).isEmpty();

        // 18 of 19 are 94.7 %: 2 % of 19,000 = 380 instead of 400.
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, "seen"))
                .thenTypes(SlaEvent.ExclusionAnswered.class, SlaEvent.CreditsRestated.class);
        given.deliveries("b", "2011-05-01T00:00:00Z", 20, 17, "1000").until("2011-07-03T00:00:00Z");
        Statement next = given.statement("2011-Q2").statement();
        assertThat(next.credit()).isEqualTo("1000.00");
        assertThat(next.adjustments())
                .containsExactly(new Adjustment(
                        "2011-Q1",
                        List.of(Reason.EXCLUSION_ACCEPTED),
                        new BigDecimal("400.00"),
                        new BigDecimal("380.00"),
                        new BigDecimal("-20.00")));
        assertThat(next.payable()).isEqualTo("980.00");
    }

    @Test
    void whatTheProviderPaidTooMuchIsCarriedOn() {
        Given given = closedQuarter().until("2011-05-01T00:00:00Z").as(PROVIDER);
        given.when(
                new SlaCommand.ClaimExclusion(ExclusionReason.CUSTOMER_FAULT, List.of("a18", "a19"), "no dock free"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, null))
                .accepted();

        given.deliveries("b", "2011-05-01T00:00:00Z", 20, 20, "1000").until("2011-07-03T00:00:00Z");
        Statement second = given.statement("2011-Q2").statement();
        assertThat(second.payable()).isEqualTo("0.00");
        assertThat(second.carriedOut()).isEqualTo("-400.00");

        given.deliveries("c", "2011-08-01T00:00:00Z", 20, 17, "1000").until("2011-10-03T00:00:00Z");
        Statement third = given.statement("2011-Q3").statement();
        assertThat(third.credit()).isEqualTo("1000.00");
        assertThat(third.carriedIn()).isEqualTo("-400.00");
        assertThat(third.payable()).isEqualTo("600.00");
    }

    @Test
    void anExclusionBeforeClosingSimplyDoesNotCount() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .as(PROVIDER)
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a18", "a19"), "flood"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, null))
                .thenTypes(SlaEvent.ExclusionAnswered.class);
        given.until("2011-04-03T00:00:00Z");

        Statement statement = given.statement("2011-Q1").statement();
        assertThat(statement.totals())
                .isEqualTo(new Statement.Totals(18, 18, 2, new BigDecimal("1.000000"), new BigDecimal("18000.00")));
    }

    @Test
    void aRefusedExclusionChangesNothing() {
        Given given = closedQuarter()
                .as(PROVIDER)
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a18"), "rain"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        given.when(new SlaCommand.AnswerExclusion(claim, true, null)).rejected("sla.own-claim");
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, false, "just rain"))
                .thenTypes(SlaEvent.ExclusionAnswered.class);
        given.when(new SlaCommand.AnswerExclusion(claim, true, null)).rejected("sla.exclusion-unknown");
        assertThat(given.state().ledger().pending()).isEmpty();
    }

    @Test
    void anExclusionNeedsAnAgreedReasonEvidenceAndKnownObservations() {
        Given given = closedQuarter();
        given.when(new SlaCommand.ClaimExclusion(null, List.of(), " "))
                .rejectedAt("/reason", "sla.reason-missing")
                .rejectedAt("/observationIds", "sla.batch-size")
                .rejectedAt("/evidence", "sla.text-missing");
        given.when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a1", "nope"), "x"))
                .rejectedAt("/observationIds/1", "sla.observation-unknown");
        Given.contract(TermsSamples.put("exclusions", "[\"customer-fault\"]"))
                .deliveries("a", "2011-02-01T00:00:00Z", 1, 0, "1")
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a0"), "x"))
                .rejectedAt("/reason", "sla.exclusion-not-agreed");
    }

    /** The rolling cap of a later quarter moves because an earlier quarter changed. */
    @Test
    void laterPeriodsAreSettledAgainWhenACapMoves() {
        SlaTerms terms = TermsSamples.put(
                "credits",
                "{\"tiers\":[{\"from\":\"0\",\"to\":\"0.95\",\"percent\":\"10\"}],\"capRolling12Months\":\"1500\"}");
        Given given = Given.contract(terms, "2011-01-01T00:00:00Z", true)
                .at("2011-07-10T00:00:00Z")
                .deliveries("a", "2011-02-01T00:00:00Z", 10, 8, "1000")
                .deliveries("b", "2011-05-01T00:00:00Z", 10, 8, "1000")
                .when(new SlaCommand.CompleteBackfill());
        assertThat(given.statement("2011-Q2").statement().credit()).isEqualTo("500.00");

        given.deliveries("late", "2011-03-01T00:00:00Z", 3, 0, "1000");
        assertThat(given.state().ledger().pending())
                .extracting(line -> line.period() + " " + line.reasons() + " " + line.delta())
                .containsExactly("2011-Q1 [LATE_OBSERVATIONS] 300.00", "2011-Q2 [EARLIER_PERIOD_CHANGED] -300.00");
    }

    @Test
    void anObservationAfterTheLateWindowIsRefused() {
        Given given = Given.contract(TermsSamples.put("lateObservations", "\"P30D\""))
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-05-02T23:59:59Z");
        given.record(Observation.of("in-time", Instant.parse("2011-02-01T00:00:00Z"), true, BigDecimal.ONE));
        given.at("2011-05-03T00:00:00Z")
                .when(new SlaCommand.RecordObservations(
                        null,
                        List.of(Observation.of(
                                "too-late", Instant.parse("2011-02-01T00:00:00Z"), true, BigDecimal.ONE)),
                        false))
                .rejectedAt("/observations/0/at", "sla.period-sealed");
    }

    @Test
    void observationsThatNothingCanChangeAreForgottenButTheirCountersStay() {
        Given given = Given.contract(TermsSamples.put("lateObservations", "\"P30D\""))
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-06-01T00:00:00Z")
                .deliveries("b", "2011-05-01T00:00:00Z", 20, 18, "1000")
                .until("2011-07-03T00:00:00Z");

        PeriodAccount first = given.state().period("2011-Q1").orElseThrow();
        assertThat(first.observations()).isEmpty();
        assertThat(first.tally().total()).isEqualTo(20);
        assertThat(given.statement("2011-Q2").statement().workings().earlierCredits())
                .hasSize(1);
    }

    /** November 2011 was skipped and can still get late observations, so December's credit must not be forgotten. */
    @Test
    void creditsStayKnownAsLongAsASkippedPeriodCanStillBeSettled() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.set("window", TermsSamples.tree("{\"kind\":\"month\",\"zone\":\"UTC\"}"));
            node.set(
                    "credits",
                    TermsSamples.tree("{\"tiers\":[{\"from\":\"0\",\"to\":\"0.95\",\"percent\":\"10\"}],"
                            + "\"capRolling12Months\":\"100\"}"));
            node.put("lateObservations", "P90D");
        });
        Given given = Given.contract(terms, "2010-12-01T00:00:00Z", false)
                .deliveries("first", "2010-12-15T00:00:00Z", 1, 0, "1000")
                .until("2011-01-20T00:00:00Z");
        given.as(PROVIDER)
                .when(new SlaCommand.Acknowledge("2010-12", "fin-1"))
                .accepted()
                .when(new SlaCommand.ConfirmPaid("2010-12", "bank-1", LocalDate.parse("2011-01-20")))
                .accepted();
        for (String month : List.of("2011-02", "2011-03", "2011-04", "2011-05", "2012-01")) {
            given.until(month + "-25T00:00:00Z").deliveries(month, month + "-24T00:00:00Z", 1, 1, "1000");
        }
        given.until("2012-02-10T00:00:00Z").deliveries("late", "2011-11-15T00:00:00Z", 1, 0, "1000");

        assertThat(given.only(SlaEvent.CreditsRestated.class).periods())
                .extracting(each -> each.period() + " " + each.change().newCredit())
                .containsExactly("2011-11 0.00");
        assertThat(given.state().ledger().pending()).isEmpty();
    }

    private static final SlaTerms SHORT = TermsSamples.put("lateObservations", "\"P30D\"");

    private static Given shortlyKept() {
        return Given.contract(SHORT)
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-06-01T00:00:00Z");
    }

    @Test
    void skippingPeriodsForgetsWhatNothingCanChangeToo() {
        Given given = shortlyKept().at("2012-01-05T00:00:00Z").asPlatform().when(new SlaCommand.CloseDuePeriods());

        given.thenTypes(SlaEvent.PeriodsSkipped.class);
        assertThat(given.state().period("2011-Q1").orElseThrow().observations()).isEmpty();
    }

    /** Under another time it would be counted a second time. */
    @Test
    void aFactFromBeforeWhatIsStillKnownIsRefused() {
        Given given = shortlyKept();
        Observation again = Observation.delivery(
                "a0",
                Instant.parse("2011-07-01T00:00:00Z"),
                Instant.parse("2011-02-01T00:00:00Z"),
                BigDecimal.TEN,
                null);
        SlaCommand command = new SlaCommand.RecordObservations(null, List.of(again), false);
        given.when(command).accepted();
        assertThat(given.result(ObservationReceipt.class).conflicts()).hasSize(1);

        given.at("2011-07-05T00:00:00Z").when(command).rejectedAt("/observations/0/happenedAt", "sla.fact-too-old");
        given.record(Observation.delivery(
                "new",
                Instant.parse("2011-07-01T00:00:00Z"),
                Instant.parse("2011-04-01T00:00:00Z"),
                BigDecimal.TEN,
                null));
    }

    @Test
    void aClaimThatNobodyAnswersLapses() {
        Given given = Given.contract(SHORT)
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-04-04T00:00:00Z")
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a18"), "storm"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        SlaCommand close = new SlaCommand.CloseDuePeriods();
        given.until("2011-07-02T23:59:59Z")
                .deliveries("b", "2011-05-01T00:00:00Z", 1, 1, "1")
                .as(CUSTOMER)
                .at("2011-07-03T00:00:00Z");

        given.when(new SlaCommand.AnswerExclusion(claim, true, null))
                .rejected("sla.exclusion-lapsed", dev.symbio.platform.entity.Rejection.Reason.CONFLICT);
        given.asPlatform().when(close).thenTypes(SlaEvent.PeriodClosed.class);
        assertThat(given.state().period("2011-Q1").orElseThrow().observations()).isEmpty();

        given.as(PROVIDER)
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("b0"), "storm"))
                .accepted();
        assertThat(given.state().exclusions()).hasSize(1).doesNotContainKey(claim);
    }
}
