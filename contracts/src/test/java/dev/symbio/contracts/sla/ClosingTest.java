package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.CUSTOMER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.Rejection.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a period closes, and what becomes of one without data. */
class ClosingTest {
    @Test
    void aPeriodWithDataClosesByDeadlineAfterItsGraceTime() {
        Given given = Given.anyContract().deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000");

        assertThat(given.state().deadlines())
                .containsExactly(Deadline.elapsed("close:2011-Q1", Instant.parse("2011-04-03T00:00:00Z")));

        given.until("2011-04-03T00:00:00Z");
        assertThat(given.statement("2011-Q1").statement().issuedAt()).isEqualTo("2011-04-03T00:00:00Z");
        assertThat(given.state().deadlines())
                .containsExactly(Deadline.elapsed("accept:2011-Q1", Instant.parse("2011-04-17T00:00:00Z")));
    }

    @Test
    void aStragglerWithinTheGraceTimeCountsAsAnyOther() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 19, 18, "1000")
                .until("2011-04-02T00:00:00Z")
                .deliveries("b", "2011-03-31T23:59:59Z", 1, 1, "1000")
                .until("2011-04-03T00:00:00Z");

        assertThat(given.statement("2011-Q1").statement().totals().total()).isEqualTo(20);
        assertThat(given.statement("2011-Q1").statement().credit()).isEqualTo("0.00");
    }

    @Test
    void aPeriodThatIsOverClosesByHandBeforeItsGraceTime() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .at("2011-04-01T00:00:00Z")
                .when(new SlaCommand.ClosePeriod("2011-Q1"))
                .thenTypes(SlaEvent.PeriodClosed.class);
        assertThat(given.result(Closings.Closed.class).statements()).containsExactly("2011-Q1");
    }

    @Test
    void aPeriodThatIsNotOverStaysOpen() {
        Given.anyContract()
                .at("2011-03-31T23:59:59Z")
                .when(new SlaCommand.ClosePeriod("2011-Q1"))
                .rejected("sla.period-not-over", Reason.CONFLICT);
    }

    @Test
    void aPeriodClosesOnceAndEarlierOnesCloseFirst() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .at("2011-07-01T00:00:00Z")
                .when(new SlaCommand.ClosePeriod("2011-Q2"))
                .thenTypes(SlaEvent.PeriodClosed.class, SlaEvent.PeriodsSkipped.class);

        given.when(new SlaCommand.ClosePeriod("2011-Q2")).rejected("sla.period-already-closed", Reason.CONFLICT);
        given.when(new SlaCommand.ClosePeriod("2011-Q1")).rejected("sla.period-already-closed", Reason.CONFLICT);
        for (String unknown : List.of("2010-Q4", "2011-Q5", "2011-04", "2011", "x", "2011-02-30.P1D")) {
            given.when(new SlaCommand.ClosePeriod(unknown)).rejected("sla.period-unknown", Reason.NOT_FOUND);
        }
    }

    @Test
    void aContractWithoutDataSleepsWhenEmptyPeriodsAreSkipped() {
        Given given = Given.anyContract();
        assertThat(given.state().deadlines()).isEmpty();
        given.at("2020-01-01T00:00:00Z").asPlatform().when(new SlaCommand.CloseDuePeriods());
        given.thenTypes(SlaEvent.PeriodsSkipped.class);
        assertThat(given.state().statements()).isEmpty();
        assertThat(given.state().ledger().openFrom()).isEqualTo("2019-10-01T00:00:00Z");
    }

    @Test
    void anEmptyPeriodIsABreachInTheWorstTierWhenAgreedSo() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.put("noData", "breach");
            ((ObjectNode) node.get("credits")).put("baseAmount", "700");
        });
        Statement statement = Given.contract(terms)
                .until("2011-04-03T00:00:00Z")
                .statement("2011-Q1")
                .statement();

        assertThat(statement.workings().noData()).isEqualTo(NoData.BREACH);
        assertThat(statement.workings().tier().percent()).isEqualByComparingTo("10");
        assertThat(statement.totals().rate()).isNull();
        assertThat(statement.payable()).isEqualTo("70.00");
    }

    @Test
    void anEmptyPeriodCarriesTheIndicatorOnWhenAgreedSo() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.put("noData", "carry");
            ((ObjectNode) node.get("credits")).put("baseAmount", "700");
        });
        Given given = Given.contract(terms)
                .until("2011-04-04T00:00:00Z")
                .deliveries("a", "2011-05-01T00:00:00Z", 10, 8, "1")
                .until("2012-01-04T00:00:00Z");

        assertThat(given.state().statements())
                .extracting(standing -> standing.statement().period() + " "
                        + standing.statement().workings().noData() + " "
                        + standing.statement().credit())
                .containsExactly("2011-Q2 null 35.00", "2011-Q3 CARRY 35.00", "2011-Q4 CARRY 35.00");
    }

    @Test
    void aQuarterAcrossAChangeOfClocksBeginsAndEndsAtLocalMidnight() {
        SlaTerms terms = TermsSamples.put("window", "{\"kind\":\"quarter\",\"zone\":\"Europe/Berlin\"}");
        Given given = Given.contract(terms, "2010-12-31T23:00:00Z", false)
                .record(
                        Observation.of("last", Instant.parse("2011-03-31T21:59:59Z"), true, BigDecimal.TEN),
                        Observation.of("next", Instant.parse("2011-03-31T22:00:00Z"), false, BigDecimal.TEN))
                .until("2011-04-04T00:00:00Z");
        Statement statement = given.statement("2011-Q1").statement();

        assertThat(statement.start()).isEqualTo("2010-12-31T23:00:00Z");
        assertThat(statement.end()).isEqualTo("2011-03-31T22:00:00Z");
        assertThat(Duration.between(statement.start(), statement.end()))
                .isEqualTo(Duration.ofDays(90).minusHours(1));
        assertThat(statement.totals().total()).isEqualTo(1);
        assertThat(statement.totals().met()).isEqualTo(1);
    }

    @Test
    void windowsOfDaysAreLocalDaysFromTheStart() {
        SlaTerms terms = TermsSamples.put("window", "{\"kind\":\"days\",\"days\":30,\"zone\":\"Europe/Berlin\"}");
        Given given = Given.contract(terms, "2011-03-01T23:00:00Z", false);
        Timeline timeline = given.state().timeline();

        Period first = timeline.at(Instant.parse("2011-03-05T00:00:00Z")).orElseThrow();
        assertThat(first)
                .isEqualTo(new Period(
                        "2011-03-02.P30D",
                        Instant.parse("2011-03-01T23:00:00Z"),
                        Instant.parse("2011-03-31T22:00:00Z"),
                        1));
        Period second = timeline.at(first.end()).orElseThrow();
        assertThat(second.start()).isEqualTo(first.end());
        assertThat(timeline.named(second.key())).contains(second);
        assertThat(timeline.at(first.start().minusNanos(1))).isEmpty();
    }

    @Test
    void historyClosesInOrderOnceItIsComplete() {
        Given given = Given.contract(TermsSamples.onTime(), "2001-01-01T00:00:00Z", true)
                .at("2011-05-01T00:00:00Z");
        given.deliveries("b", "2010-11-01T00:00:00Z", 20, 18, "1000");
        given.deliveries("a", "2005-02-01T00:00:00Z", 20, 18, "1000");
        assertThat(given.state().deadlines()).isEmpty();
        given.when(new SlaCommand.ClosePeriod("2005-Q1")).rejected("sla.backfill-open", Reason.CONFLICT);

        given.when(new SlaCommand.CompleteBackfill())
                .thenTypes(
                        SlaEvent.BackfillCompleted.class,
                        SlaEvent.PeriodsSkipped.class,
                        SlaEvent.PeriodClosed.class,
                        SlaEvent.PeriodsSkipped.class,
                        SlaEvent.PeriodClosed.class,
                        SlaEvent.PeriodsSkipped.class);
        assertThat(given.result(Closings.Closed.class).statements()).containsExactly("2005-Q1", "2010-Q4");
        given.when(new SlaCommand.CompleteBackfill()).rejected("sla.no-backfill", Reason.CONFLICT);
    }

    @Test
    void aLongHistoryClosesInSeveralSteps() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.set("window", TermsSamples.tree("{\"kind\":\"days\",\"days\":1}"));
            node.put("noData", "breach");
        });
        Given given = Given.contract(terms, "2010-01-01T00:00:00Z", true)
                .as(CUSTOMER)
                .at("2011-06-01T12:00:00Z")
                .when(new SlaCommand.CompleteBackfill());
        assertThat(given.result(Closings.Closed.class).statements()).hasSize(Closings.MAX_PERIODS_PER_DECISION);

        given.until("2011-06-01T12:00:00Z");
        assertThat(given.state().ledger().openFrom()).isEqualTo("2011-05-30T00:00:00Z");
        assertThat(given.state().statements()).hasSize(514);
    }

    @Test
    void aPeriodWhoseObservationsWereAllExcludedByBothIsNoBreach() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.put("noData", "breach");
            ((ObjectNode) node.get("credits")).put("baseAmount", "700");
        });
        Given given = Given.contract(terms)
                .deliveries("a", "2011-02-01T00:00:00Z", 1, 0, "1")
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a0"), "flood"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        Statement statement = given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, null))
                .until("2011-04-03T00:00:00Z")
                .statement("2011-Q1")
                .statement();

        assertThat(statement.credit()).isEqualTo("0.00");
        assertThat(statement.workings().breached()).isFalse();
        assertThat(statement.workings().noData()).isEqualTo(NoData.SKIP);
        assertThat(statement.totals().excluded()).isEqualTo(1);
    }
}
