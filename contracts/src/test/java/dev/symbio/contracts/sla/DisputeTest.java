package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.ARBITER;
import static dev.symbio.contracts.sla.Given.CUSTOMER;
import static dev.symbio.contracts.sla.Given.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.sla.DisputeCase.Outcome;
import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.platform.entity.Rejection.Reason;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisputeTest {
    /** 17 of 20 on time, worth 1,000 each: 5 % of 20,000 = 1,000. */
    private static Given issued() {
        return Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 17, "1000")
                .until("2011-04-03T00:00:00Z");
    }

    private static Given disputed(DisputedObservation... observations) {
        return issued().as(PROVIDER)
                .later(java.time.Duration.ofDays(1))
                .when(new SlaCommand.Dispute("2011-Q1", List.of(observations), "signed delivery notes"))
                .accepted();
    }

    private static DisputedObservation met(String id) {
        return new DisputedObservation(id, Claim.MET, null);
    }

    @Test
    void anUpheldDisputeThatChangesTheTierRestatesTheStatement() {
        Given given = disputed(met("a18"));
        assertThat(given.statement("2011-Q1").status()).isEqualTo(StatementStatus.DISPUTED);
        given.when(new SlaCommand.ProposeResolution("2011-Q1", Outcome.UPHELD, List.of(), "notes checked"))
                .accepted();
        given.when(new SlaCommand.AgreeResolution("2011-Q1")).rejected("sla.own-proposal", Reason.FORBIDDEN);

        // 18 of 20 are exactly 90 %: 2 % of 20,000 = 400 instead of 1,000.
        given.as(CUSTOMER)
                .when(new SlaCommand.AgreeResolution("2011-Q1"))
                .thenTypes(SlaEvent.DisputeResolved.class, SlaEvent.StatementAccepted.class, SlaEvent.PaymentDue.class);
        Standing standing = given.statement("2011-Q1");
        assertThat(standing.status()).isEqualTo(StatementStatus.ACCEPTED);
        assertThat(standing.statement().credit()).isEqualTo("1000.00");
        assertThat(standing.statement().restated().workings().tier().percent()).isEqualByComparingTo("2");
        assertThat(standing.statement().adjustments())
                .containsExactly(new Adjustment(
                        "2011-Q1",
                        List.of(Adjustment.Reason.DISPUTE_RESOLVED),
                        new BigDecimal("1000.00"),
                        new BigDecimal("400.00"),
                        new BigDecimal("-600.00")));
        assertThat(standing.statement().payable()).isEqualTo("400.00");
        assertThat(given.only(SlaEvent.PaymentDue.class).amount()).isEqualTo("400.00");
        assertThat(standing.dispute().resolved().by()).isEqualTo(PROVIDER);
    }

    @Test
    void aRejectedDisputeLeavesTheStatementAsItWas() {
        Given given = disputed(met("a18"));
        Statement before = given.statement("2011-Q1").statement();
        given.as(ARBITER)
                .when(new SlaCommand.RuleDispute("2011-Q1", Outcome.REJECTED, List.of(), "not proved"))
                .accepted();

        assertThat(given.statement("2011-Q1").statement()).isEqualTo(before);
        assertThat(given.statement("2011-Q1").status()).isEqualTo(StatementStatus.ACCEPTED);
    }

    @Test
    void aSplitGrantsSomeOfTheClaims() {
        Given given = disputed(met("a17"), met("a18"), new DisputedObservation("a19", Claim.EXCLUDED, null));
        given.as(ARBITER)
                .when(new SlaCommand.RuleDispute("2011-Q1", Outcome.SPLIT, List.of("a19", "a17"), null))
                .accepted();

        // 18 of 19 are 94.7 %: 2 % of 19,000 = 380.
        assertThat(given.statement("2011-Q1").statement().restated().totals())
                .isEqualTo(new Statement.Totals(19, 18, 1, new BigDecimal("0.947368"), new BigDecimal("19000.00")));
        assertThat(given.statement("2011-Q1").statement().payable()).isEqualTo("380.00");
    }

    @Test
    void onlyTheArbiterRulesAlone() {
        disputed(met("a18"))
                .when(new SlaCommand.RuleDispute("2011-Q1", Outcome.UPHELD, List.of(), null))
                .rejected("sla.not-for-you", Reason.FORBIDDEN);
    }

    @Test
    void aResolutionNeedsAnOutcomeAndGrantsOnlyWhatIsDisputed() {
        Given given = disputed(met("a18"));
        given.when(new SlaCommand.ProposeResolution("2011-Q1", null, List.of(), null))
                .rejectedAt("/outcome", "sla.outcome-missing");
        given.when(new SlaCommand.ProposeResolution("2011-Q1", Outcome.SPLIT, List.of("a1"), null))
                .rejectedAt("/granted", "sla.observation-unknown");
        given.when(new SlaCommand.ProposeResolution("2011-Q1", Outcome.UPHELD, List.of("a18"), null))
                .rejectedAt("/granted", "sla.granted-not-split");
        given.when(new SlaCommand.AgreeResolution("2011-Q1")).rejected("sla.no-resolution-proposed", Reason.CONFLICT);
    }

    @Test
    void aDisputeComesWithinItsWindowWithEvidenceAndKnownObservations() {
        Given given = issued();
        given.when(new SlaCommand.Dispute("2011-Q1", List.of(met("zz"), met("a1"), met("a1")), ""))
                .rejectedAt("/evidence", "sla.text-missing")
                .rejectedAt("/observations/0/id", "sla.observation-unknown")
                .rejectedAt("/observations/2/id", "sla.observation-twice");
        given.when(new SlaCommand.Dispute(
                        "2011-Q1", List.of(new DisputedObservation("a1", Claim.VALUE, BigDecimal.ONE)), "x"))
                .rejectedAt("/observations/0/claim", "sla.claim-not-applicable");
        given.when(new SlaCommand.Dispute("2011-Q2", List.of(met("a1")), "x"))
                .rejected("sla.statement-unknown", Reason.NOT_FOUND);
        given.at("2011-04-17T00:00:00Z")
                .when(new SlaCommand.Dispute("2011-Q1", List.of(met("a18")), "x"))
                .rejected("sla.dispute-window-over", Reason.CONFLICT);
    }

    @Test
    void aDisputedStatementIsNotAcceptedByTimePassing() {
        Given given = disputed(met("a18")).until("2011-12-01T00:00:00Z");
        assertThat(given.statement("2011-Q1").status()).isEqualTo(StatementStatus.DISPUTED);
        given.as(PROVIDER)
                .when(new SlaCommand.AcceptStatement("2011-Q1"))
                .rejected("sla.statement-not-issued", Reason.CONFLICT);
    }

    @Test
    void aDisputeCanMoveTheCapOfALaterPeriod() {
        SlaTerms terms = TermsSamples.put(
                "credits",
                "{\"tiers\":[{\"from\":\"0\",\"to\":\"0.95\",\"percent\":\"10\"}],\"capRolling12Months\":\"1500\"}");
        Given given = Given.contract(terms, "2011-01-01T00:00:00Z", true)
                .at("2011-07-10T00:00:00Z")
                .deliveries("a", "2011-02-01T00:00:00Z", 10, 8, "1000")
                .deliveries("b", "2011-05-01T00:00:00Z", 10, 8, "1000")
                .when(new SlaCommand.CompleteBackfill())
                .when(new SlaCommand.Dispute("2011-Q1", List.of(met("a8"), met("a9")), "notes"))
                .as(ARBITER)
                .when(new SlaCommand.RuleDispute("2011-Q1", Outcome.UPHELD, List.of(), null));

        assertThat(given.statement("2011-Q1").statement().payable()).isEqualTo("0.00");
        assertThat(given.state().ledger().pending())
                .extracting(line -> line.period() + " " + line.delta())
                .containsExactly("2011-Q2 500.00");
    }

    @Test
    void anUndisputedStatementIsAcceptedPaidAndDone() {
        Given given = issued().until("2011-04-17T00:00:00Z");
        SlaEvent.PaymentDue due = given.only(SlaEvent.PaymentDue.class);
        assertThat(due.amount()).isEqualTo("1000.00");
        assertThat(due.debtor()).isEqualTo(PROVIDER);
        assertThat(due.creditor()).isEqualTo(CUSTOMER);

        LocalDate day = LocalDate.parse("2011-04-17");
        given.when(new SlaCommand.ConfirmPaid("2011-Q1", "bank", day)).rejected("sla.statement-not-acknowledged");
        given.asPlatform()
                .when(new SlaCommand.MarkSent("2011-Q1", "delivery-1"))
                .thenTypes(SlaEvent.StatementSent.class);
        given.when(new SlaCommand.MarkSent("2011-Q1", "delivery-2")).thenNothing();
        given.as(PROVIDER).when(new SlaCommand.Acknowledge("2011-Q1", "")).rejectedAt("/reference", "sla.text-missing");
        given.when(new SlaCommand.Acknowledge("2011-Q1", "fin-7")).thenTypes(SlaEvent.PaymentAcknowledged.class);
        given.when(new SlaCommand.Acknowledge("2011-Q1", "fin-8"))
                .rejected("sla.statement-not-accepted", Reason.CONFLICT);
        given.when(new SlaCommand.ConfirmPaid("2011-Q1", "bank", day.plusDays(2)))
                .rejectedAt("/paidOn", "sla.in-the-future");
        given.when(new SlaCommand.ConfirmPaid("2011-Q1", "bank", day)).thenTypes(SlaEvent.PaymentConfirmed.class);

        assertThat(given.statement("2011-Q1").status()).isEqualTo(StatementStatus.PAID);
        assertThat(given.statement("2011-Q1").payment())
                .isEqualTo(new Payment(due.obligationId(), "delivery-1", "fin-7", "bank", day));
    }

    @Test
    void aStatementWithNothingToPayEndsAtAccepted() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 20, "1000")
                .until("2011-04-17T00:00:00Z")
                .thenTypes(SlaEvent.StatementAccepted.class);
        given.asPlatform()
                .when(new SlaCommand.MarkSent("2011-Q1", "d"))
                .rejected("sla.nothing-to-pay", Reason.CONFLICT);
    }

    @Test
    void bothPartiesTogetherMayAcceptBeforeTheWindowIsOver() {
        Given given = issued();
        given.as(ARBITER).when(new SlaCommand.AcceptStatement("2011-Q1")).rejected("sla.not-for-you", Reason.FORBIDDEN);
        given.as(PROVIDER)
                .when(new SlaCommand.AcceptStatement("2011-Q1"))
                .then(new SlaEvent.AcceptanceGiven("2011-Q1", PROVIDER, given.now()));
        given.when(new SlaCommand.AcceptStatement("2011-Q1")).thenNothing();
        assertThat(given.statement("2011-Q1").status()).isEqualTo(StatementStatus.ISSUED);
        assertThat(given.statement("2011-Q1").acceptedBy()).containsExactly(PROVIDER);

        given.as(CUSTOMER)
                .when(new SlaCommand.AcceptStatement("2011-Q1"))
                .thenTypes(SlaEvent.AcceptanceGiven.class, SlaEvent.StatementAccepted.class, SlaEvent.PaymentDue.class);
        assertThat(given.statement("2011-Q1").status()).isEqualTo(StatementStatus.ACCEPTED);
        assertThat(given.statement("2011-Q1").acceptedBy()).containsExactly(PROVIDER, CUSTOMER);
    }

    @Test
    void theProvidersAcceptanceLeavesTheCustomerItsRightToDispute() {
        Given given = issued().as(PROVIDER).when(new SlaCommand.AcceptStatement("2011-Q1"));
        given.as(CUSTOMER)
                .later(java.time.Duration.ofDays(13))
                .when(new SlaCommand.Dispute("2011-Q1", List.of(met("a18")), "notes"))
                .thenTypes(SlaEvent.StatementDisputed.class);
        assertThat(given.statement("2011-Q1").acceptedBy()).isEmpty();
    }

    @Test
    void aClaimedValueHasAsFewDigitsAsARecordedOne() {
        SlaTerms terms =
                TermsSamples.put("indicator", "{\"kind\":\"ratio\",\"meets\":{\"operator\":\"<=\",\"value\":\"4\"}}");
        Given given = Given.contract(terms)
                .record(Observation.measured("a", Instant.parse("2011-02-01T00:00:00Z"), BigDecimal.ONE, null))
                .until("2011-04-03T00:00:00Z");
        for (String tooLong : List.of("1E+40", "1E+15", "0.00000000001")) {
            given.when(new SlaCommand.Dispute(
                            "2011-Q1",
                            List.of(new DisputedObservation("a", Claim.VALUE, new BigDecimal(tooLong))),
                            "notes"))
                    .rejectedAt("/observations/0/value", "sla.number-too-long");
        }
    }

    /** Q1 was 1,000 too much; Q2 costs 200, so 800 are left to carry; the dispute makes Q2 cost 500. */
    private static Given disputedWithCarry() {
        Given given = Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 17, "1000")
                .until("2011-05-01T00:00:00Z")
                .as(PROVIDER)
                .when(new SlaCommand.ClaimExclusion(
                        ExclusionReason.FORCE_MAJEURE, List.of("a17", "a18", "a19"), "flood"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, null))
                .accepted()
                .deliveries("b", "2011-05-01T00:00:00Z", 20, 18, "500")
                .until("2011-07-03T00:00:00Z");
        assertThat(given.statement("2011-Q2").statement().payable()).isEqualTo("0.00");
        assertThat(given.statement("2011-Q2").statement().carriedOut()).isEqualTo("-800.00");
        return given.when(new SlaCommand.Dispute(
                        "2011-Q2", List.of(new DisputedObservation("b0", Claim.NOT_MET, null)), "notes"))
                .accepted();
    }

    private static final SlaCommand UPHELD = new SlaCommand.RuleDispute("2011-Q2", Outcome.UPHELD, List.of(), null);

    @Test
    void aDisputeUsesUpWhatTheStatementLeftToCarryBeforeAnythingIsPaid() {
        Given given = disputedWithCarry().as(ARBITER).when(UPHELD).accepted();

        assertThat(given.statement("2011-Q2").statement().payable()).isEqualTo("0.00");
        assertThat(given.statement("2011-Q2").statement().carriedOut()).isEqualTo("-500.00");
        assertThat(given.state().ledger().carried()).isEqualTo("-500.00");
    }

    @Test
    void whatALaterStatementHasTakenOverIsNotUsedAgain() {
        Given given = disputedWithCarry()
                .deliveries("c", "2011-07-02T00:00:00Z", 20, 20, "500")
                .until("2011-10-03T00:00:00Z");
        assertThat(given.statement("2011-Q3").statement().carriedIn()).isEqualTo("-800.00");
        given.as(ARBITER).when(UPHELD).accepted();

        assertThat(given.statement("2011-Q2").statement().payable()).isEqualTo("300.00");
        assertThat(given.statement("2011-Q2").statement().carriedOut()).isEqualTo("-800.00");
        assertThat(given.state().ledger().carried()).isEqualTo("-800.00");
    }
}
