package dev.symbio.contracts.commitment;

import static dev.symbio.contracts.commitment.Given.daily;
import static dev.symbio.contracts.commitment.Given.terms;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SigningTest {
    @Test
    void isActiveWhenThreePeopleHaveSignedInThreeCapacities() {
        Given given = Given.nothing().drafted(terms(daily("p", 1)), false);
        given.when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        given.when(new CommitmentCommand.Sign(Capacity.DELIVERY, 1));
        assertThat(given.refused()).isEqualTo("commitment.same-person");
        given.as("dan", Given.HOST).when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        assertThat(given.refused()).isEqualTo("commitment.already-signed");
        given.when(new CommitmentCommand.Sign(Capacity.DELIVERY, 1));
        given.as("sue", Given.CUSTOMER).when(new CommitmentCommand.Sign(Capacity.CUSTOMER_SUCCESS, 1));
        assertThat(given.refused()).isEqualTo("commitment.wrong-capacity");
        given.as("sue", Given.HOST).when(new CommitmentCommand.Sign(Capacity.CUSTOMER_SUCCESS, 1));
        assertThat(given.names()).containsExactly("Signed", "Activated", "TrackingStarted");
    }

    @Test
    void aChangeClearsSignatures() {
        Given given = Given.nothing().drafted(terms(daily("p", 1)), false);
        given.when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        given.when(new CommitmentCommand.Change(terms(daily("p", 1)), 12));
        assertThat(given.then()).isEmpty();
        given.when(new CommitmentCommand.Change(terms(daily("p", 2)), 12));
        assertThat(given.state().signatures()).isEmpty();
        given.when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        assertThat(given.refused()).isEqualTo("commitment.other-revision");
        given.as("cat", Given.CUSTOMER).when(new CommitmentCommand.Change(terms(), 12));
        assertThat(given.refused()).isEqualTo("commitment.not-for-you");
    }

    @Test
    void thePlatformDraftsWithoutPromisesAndNobodySignsThat() {
        Given given = Given.nothing().asPlatform();
        given.when(new CommitmentCommand.Draft(
                new CommitmentTerms("Won", "The plant", null, null, null), null, false, 12, "vendor.opportunity-1"));
        assertThat(given.state().origin()).isEqualTo("vendor.opportunity-1");
        given.as("sam", Given.HOST).when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        assertThat(given.refused()).isEqualTo("commitment.nothing-promised");
    }

    @Test
    void takesTwelvePromisesAndNoMoreUnlessSetSo() {
        Promise[] thirteen =
                IntStream.range(0, 13).mapToObj(i -> daily("p" + i, 1)).toArray(Promise[]::new);
        Given given = Given.nothing().drafted(terms(thirteen), false);
        assertThat(given.faults()).containsExactly("/terms/promises commitment.too-many-promises");
        given.when(new CommitmentCommand.Draft(terms(thirteen), null, false, 13, null));
        assertThat(given.names()).containsExactly("Drafted");
    }

    @Test
    void withoutACustomerTwoCapacitiesOfTheHostWaive() {
        Given given = Given.nothing();
        given.when(new CommitmentCommand.Draft(terms(daily("p", 1)), null, false, 12, null));
        given.when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        given.as("dan", Given.HOST).when(new CommitmentCommand.Sign(Capacity.DELIVERY, 1));
        given.as("sue", Given.HOST).when(new CommitmentCommand.Sign(Capacity.CUSTOMER_SUCCESS, 1));
        given.when(new CommitmentCommand.ProposeWaiver("p", "Sold.", Capacity.CUSTOMER_SUCCESS));
        given.when(new CommitmentCommand.ProposeWaiver("p", "Sold.", Capacity.CUSTOMER_SUCCESS));
        assertThat(given.refused()).isEqualTo("commitment.waiver-open");
        given.when(new CommitmentCommand.AnswerWaiver("p", true, null, Capacity.SALES));
        assertThat(given.refused()).isEqualTo("commitment.same-side");
        given.as("dan", Given.HOST).when(new CommitmentCommand.AnswerWaiver("p", false, "No.", Capacity.DELIVERY));
        assertThat(given.state("p")).isEqualTo(PromiseState.TRACKING);
        given.when(new CommitmentCommand.ProposeWaiver("p", "Sold.", Capacity.DELIVERY));
        given.as("sue", Given.HOST)
                .when(new CommitmentCommand.AnswerWaiver("p", true, null, Capacity.CUSTOMER_SUCCESS));
        assertThat(given.state("p")).isEqualTo(PromiseState.WAIVED);
        assertThat(given.state().deadlines()).isEmpty();
    }

    @Test
    void notesObstaclesOfKnownPromisesOnly() {
        Given given = Given.nothing().drafted(terms(daily("p", 1)), false);
        given.when(new CommitmentCommand.RecordObstacle(
                ObstacleCategory.DATA, "sensor", "p", new BigDecimal("1.50"), "Drifts."));
        assertThat(given.result()).isInstanceOf(Map.class);
        given.when(new CommitmentCommand.RecordObstacle(null, "", "q", new BigDecimal("-1"), "x"));
        assertThat(given.faults())
                .containsExactly(
                        "/category commitment.text-missing",
                        "/cause commitment.text-missing",
                        "/promise commitment.promise-unknown-here",
                        "/effortHours commitment.term-out-of-range");
    }

    @Test
    void nothingHappensToWhatHasEnded() {
        Given given = Given.nothing().active(terms(daily("p", null)), false);
        given.as("sam", Given.HOST).when(new CommitmentCommand.End("Replaced."));
        assertThat(given.state().deadlines()).isEmpty();
        given.when(new CommitmentCommand.Sign(Capacity.SALES, 1));
        assertThat(given.refused()).isEqualTo("commitment.wrong-phase");
    }
}
