package dev.symbio.contracts.sla;

import static dev.symbio.contracts.sla.Given.ARBITER;
import static dev.symbio.contracts.sla.Given.CUSTOMER;
import static dev.symbio.contracts.sla.Given.PROVIDER;
import static dev.symbio.contracts.sla.Given.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Rejection.Reason;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NegotiationTest {
    private static final String START = "2011-01-01T00:00:00Z";

    private static Given drafted() {
        return Given.nothing()
                .as(CUSTOMER)
                .when(Given.draft(TermsSamples.onTime(), START, false))
                .accepted();
    }

    private static Given offered() {
        return drafted().when(new SlaCommand.Offer()).accepted();
    }

    @Test
    void bothSignTheSameVersionAndTheContractIsActive() {
        Given given = offered().as(PROVIDER).at("2010-12-20T10:00:00Z").when(new SlaCommand.Sign(1));

        given.then(new SlaEvent.Signed(1, PROVIDER, Instant.parse("2010-12-20T10:00:00Z")));
        assertThat(given.state().phase()).isEqualTo(Phase.ACTIVE);
        assertThat(given.state().termsAt(Instant.parse(START))).contains(TermsSamples.onTime());
    }

    @Test
    void anOfferIsAnsweredByACounterUntilOneSigns() {
        SlaTerms cheaper = TermsSamples.put("noData", "\"breach\"");
        Given given = offered()
                .as(PROVIDER)
                .when(new SlaCommand.Counter(cheaper, null, "breach then"))
                .accepted();
        assertThat(given.state().phase()).isEqualTo(Phase.COUNTERED);

        given.when(new SlaCommand.Sign(2)).rejected("sla.already-signed", Reason.CONFLICT);
        given.when(new SlaCommand.Counter(cheaper, null, null)).rejected("sla.not-your-turn", Reason.CONFLICT);
        given.as(CUSTOMER).when(new SlaCommand.Sign(1)).rejected("sla.other-version", Reason.CONFLICT);
        given.when(new SlaCommand.Sign(2)).accepted();

        assertThat(given.state().timeline().last().terms()).isEqualTo(cheaper);
        assertThat(given.state().timeline().start()).isEqualTo(START);
    }

    @Test
    void theSenderOfAnOfferHasSignedIt() {
        offered().when(new SlaCommand.Sign(1)).rejected("sla.already-signed", Reason.CONFLICT);
    }

    @Test
    void aTenantThatIsNoPartyFindsNothing() {
        for (TenantId tenant : List.of(STRANGER, ARBITER)) {
            offered().as(tenant).when(new SlaCommand.Sign(1)).rejected("sla.not-found", Reason.NOT_FOUND);
        }
        Given.nothing().as(STRANGER).when(new SlaCommand.Sign(1)).rejected("sla.not-found", Reason.NOT_FOUND);
    }

    @Test
    void whatIsAnsweredToAStrangerIsTheSameAsForAContractThatDoesNotExist() {
        assertThat(Given.anyContract()
                        .as(STRANGER)
                        .when(new SlaCommand.Retire("x", null))
                        .rejection())
                .isEqualTo(Given.nothing()
                        .as(STRANGER)
                        .when(new SlaCommand.Retire("x", null))
                        .rejection());
    }

    @Test
    void aDraftIsSeenByItsAuthorOnly() {
        Given given = drafted();
        assertThat(given.state().visibleTo(CUSTOMER)).isTrue();
        assertThat(given.state().visibleTo(PROVIDER)).isFalse();
        given.as(PROVIDER).when(new SlaCommand.Withdraw("no")).rejected("sla.not-found");
        given.as(CUSTOMER).when(new SlaCommand.Withdraw("changed our mind")).accepted();
        assertThat(given.state().visibleTo(PROVIDER)).isFalse();
    }

    @Test
    void theArbiterSeesTheContractOnceItIsSignedAndMayNotActAsAParty() {
        assertThat(offered().state().visibleTo(ARBITER)).isFalse();
        Given given = Given.anyContract();
        assertThat(given.state().visibleTo(ARBITER)).isTrue();
        given.as(ARBITER).when(new SlaCommand.Retire("x", null)).rejected("sla.not-for-you", Reason.FORBIDDEN);
    }

    @Test
    void eitherPartyWithdrawsWithAReasonUntilItIsSigned() {
        offered().as(PROVIDER).when(new SlaCommand.Withdraw(" ")).rejectedAt("/reason", "sla.text-missing");
        Given given =
                offered().as(PROVIDER).when(new SlaCommand.Withdraw("too dear")).accepted();
        assertThat(given.state().phase()).isEqualTo(Phase.WITHDRAWN);
        assertThat(given.state().visibleTo(PROVIDER)).isTrue();
        given.when(new SlaCommand.Sign(1)).rejected("sla.wrong-phase", Reason.CONFLICT);
        Given.anyContract().when(new SlaCommand.Withdraw("late")).rejected("sla.wrong-phase", Reason.CONFLICT);
    }

    @Test
    void aDraftNamesAllItsFaultsAtOnce() {
        SlaCommand.Draft draft = new SlaCommand.Draft(
                "", STRANGER, STRANGER, null, TermsSamples.put("currency", "\"XXQ\""), null, false);
        Given.nothing()
                .as(CUSTOMER)
                .when(draft)
                .rejectedAt("/name", "sla.text-missing")
                .rejectedAt("/customer", "sla.same-party")
                .rejectedAt("/terms/currency", "sla.unknown-currency")
                .rejectedAt("/effectiveFrom", "sla.term-missing");
    }

    @Test
    void aDraftNeedsItsAuthorAsParty() {
        Given.nothing()
                .as(CUSTOMER)
                .when(new SlaCommand.Draft(
                        "x", PROVIDER, STRANGER, null, TermsSamples.onTime(), Instant.parse(START), false))
                .rejectedAt("/provider", "sla.not-a-party");
        Given.nothing()
                .as(CUSTOMER)
                .when(new SlaCommand.Draft(
                        "x", PROVIDER, CUSTOMER, PROVIDER, TermsSamples.onTime(), Instant.parse(START), false))
                .rejectedAt("/arbiter", "sla.arbiter-is-party");
    }

    @Test
    void aContractIsDraftedOnce() {
        drafted()
                .when(Given.draft(TermsSamples.onTime(), START, false))
                .rejected("sla.already-drafted", Reason.CONFLICT);
    }

    @Test
    void nobodyButThePlatformGivesItsCommands() {
        Given.anyContract().when(new SlaCommand.CloseDuePeriods()).rejected("sla.not-for-you", Reason.FORBIDDEN);
        Given.anyContract().when(new SlaCommand.MarkSent("2011-Q1", "d")).rejected("sla.not-for-you", Reason.FORBIDDEN);
        Given.anyContract()
                .asPlatform()
                .when(new SlaCommand.Retire("x", null))
                .rejected("sla.not-for-you", Reason.FORBIDDEN);
    }
}
