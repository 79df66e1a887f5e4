package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.ARBITER;
import static dev.symbio.contracts.sla.Given.CUSTOMER;
import static dev.symbio.contracts.sla.Given.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.sla.DisputeCase.Outcome;
import dev.symbio.contracts.sla.RestatementsAgain.Again;
import dev.symbio.contracts.sla.Statement.Adjustment;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What adjusted a statement is settled anew from what was observed, excluded and resolved; what was altered is shown. */
class RestatementsAgainTest {
    private static final SlaTerms CAPPED = TermsSamples.put(
            "credits",
            "{\"tiers\":[{\"from\":\"0\",\"to\":\"0.95\",\"percent\":\"10\"}],\"capRolling12Months\":\"1500\"}");

    /** 18 of 20 on time make 400; with one more that was late, 1,050. */
    private static Given closedQuarter() {
        return Given.anyContract()
                .deliveries("a", "2011-02-01T00:00:00Z", 20, 18, "1000")
                .until("2011-04-03T00:00:00Z");
    }

    private static Given lateOnce() {
        return closedQuarter()
                .at("2011-05-01T00:00:00Z")
                .deliveries("late", "2011-03-01T00:00:00Z", 1, 0, "1000")
                .until("2011-07-03T00:00:00Z");
    }

    /** Follows a history to its end. */
    static RestatementsAgain following(List<SlaEvent> history) {
        RestatementsAgain restatements = new RestatementsAgain();
        SlaContract contract = SlaContract.NONE;
        long seq = 0;
        for (SlaEvent event : history) {
            SlaContract after = SlaContract.KIND.evolve(contract, event);
            restatements.follow(meta(++seq), event.getClass(), () -> event, contract, after);
            contract = after;
        }
        return restatements;
    }

    private static EventMeta meta(long seq) {
        return new EventMeta(
                "event-" + seq,
                Given.REF,
                seq,
                "symbio.sla.any.v1",
                Instant.EPOCH,
                Instant.EPOCH,
                Principal.system(CUSTOMER),
                new EventMeta.CommandMark("command-" + seq, "", true, null),
                "request",
                null,
                null,
                null);
    }

    private static void assertEqual(Given given, String... changes) {
        assertThat(following(given.history()).settled())
                .allSatisfy(each -> assertThat(each.computed()).contains(each.stored()))
                .flatExtracting(Again::stored)
                .extracting(each -> each.period() + " " + each.change().delta())
                .containsExactly(changes);
    }

    @Test
    void lateObservationsMakeOfAPeriodWhatIsStored() {
        Given given = lateOnce();
        assertEqual(given, "2011-Q1 650.00");
        assertThat(following(given.history()).settled())
                .extracting(Again::observations)
                .containsExactly(21L);
    }

    @Test
    void anAcceptedExclusionMakesOfAPeriodWhatIsStored() {
        Given given = closedQuarter()
                .as(PROVIDER)
                .at("2011-05-01T00:00:00Z")
                .when(new SlaCommand.ClaimExclusion(ExclusionReason.FORCE_MAJEURE, List.of("a18"), "strike"));
        String claim = given.result(Exclusions.Claimed.class).exclusionId();
        given.as(CUSTOMER)
                .when(new SlaCommand.AnswerExclusion(claim, true, "seen"))
                .accepted()
                .until("2011-07-03T00:00:00Z");

        assertEqual(given, "2011-Q1 -20.00");
    }

    @Test
    void aDisputeMakesOfLaterPeriodsWhatIsStored() {
        Given given = Given.contract(CAPPED, "2011-01-01T00:00:00Z", true)
                .at("2011-07-10T00:00:00Z")
                .deliveries("a", "2011-02-01T00:00:00Z", 10, 8, "1000")
                .deliveries("b", "2011-05-01T00:00:00Z", 10, 8, "1000")
                .when(new SlaCommand.CompleteBackfill())
                .when(new SlaCommand.Dispute(
                        "2011-Q1",
                        List.of(
                                new DisputedObservation("a8", Claim.MET, null),
                                new DisputedObservation("a9", Claim.MET, null)),
                        "notes"))
                .as(ARBITER)
                .when(new SlaCommand.RuleDispute("2011-Q1", Outcome.UPHELD, List.of(), null))
                .accepted()
                .until("2011-10-03T00:00:00Z");

        assertEqual(given, "2011-Q2 500.00");
    }

    @Test
    void eachStatementHasItsOwnAndWhatStillWaitsIsNoStatementsYet() {
        Given given = lateOnce();
        given.deliveries("later", "2011-03-01T00:00:00Z", 1, 1, "1000");
        assertEqual(given, "2011-Q1 650.00");
        given.until("2011-10-03T00:00:00Z");
        assertEqual(given, "2011-Q1 50.00");
        given.until("2011-11-05T00:00:00Z")
                .deliveries("c", "2011-11-01T00:00:00Z", 1, 1, "1")
                .until("2012-01-03T00:00:00Z");
        assertEqual(given);
    }

    private static List<SlaEvent> with(List<SlaEvent> history, UnaryOperator<SlaEvent> change) {
        return history.stream().map(change).toList();
    }

    @Test
    void anAlteredRestatementIsShownWithBothValues() {
        List<SlaEvent> altered = with(lateOnce().history(), event -> {
            if (!(event instanceof SlaEvent.CreditsRestated restated)) {
                return event;
            }
            Restatement was = restated.periods().get(0);
            Adjustment change = new Adjustment(
                    was.period(),
                    was.change().reasons(),
                    was.change().oldCredit(),
                    new BigDecimal("500.00"),
                    new BigDecimal("100.00"));
            return new SlaEvent.CreditsRestated(
                    List.of(new Restatement(was.period(), was.totals(), was.indicator(), change)), restated.at());
        });

        Again again = following(altered).settled().get(0);

        assertThat(again.stored().get(0).change().newCredit()).isEqualTo("500.00");
        assertThat(again.computed().orElseThrow().get(0).change().newCredit()).isEqualTo("1050.00");
    }

    @Test
    void aRestatementThatIsMissingIsShownAtTheEventThatItShouldFollow() {
        List<SlaEvent> without = new ArrayList<>(lateOnce().history());
        without.removeIf(SlaEvent.CreditsRestated.class::isInstance);

        Again again = following(without).settled().get(0);

        assertThat(again.stored()).isEmpty();
        assertThat(again.computed().orElseThrow())
                .extracting(Restatement::period)
                .containsExactly("2011-Q1");
        SlaEvent cause = without.get((int) again.meta().seq() - 1);
        assertThat(cause).isInstanceOf(SlaEvent.ObservationsRecorded.class);
    }

    @Test
    void aRestatementThatNothingCalledForIsShown() {
        List<SlaEvent> history = lateOnce().history();
        SlaEvent.CreditsRestated once = history.stream()
                .filter(SlaEvent.CreditsRestated.class::isInstance)
                .map(SlaEvent.CreditsRestated.class::cast)
                .findFirst()
                .orElseThrow();
        List<SlaEvent> twice = new ArrayList<>(history);
        twice.add(history.indexOf(once) + 1, once);

        assertThat(following(twice).settled())
                .extracting(Again::computed)
                .containsExactly(Optional.of(once.periods()), Optional.empty());
    }
}
