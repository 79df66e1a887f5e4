package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Rejection.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagesTest {
    @Test
    void isOpenedInTheFirstStageByItsHostOnce() {
        Given.nothing()
                .when(Given.open())
                .thenTypes(OpportunityEvent.Opened.class, OpportunityEvent.StageEntered.class)
                .when(Given.open())
                .rejected("opportunity.already-opened", Reason.CONFLICT);
        Given.nothing().as(Given.STRANGER).when(Given.open()).rejected("opportunity.not-found", Reason.NOT_FOUND);
        Given.nothing().asPlatform().when(Given.open()).rejected("opportunity.not-found", Reason.NOT_FOUND);
    }

    @Test
    void reportsEveryFaultOfANewOpportunityWithItsPlace() {
        Profile profile = new Profile(
                " ",
                null,
                null,
                null,
                null,
                null,
                new java.math.BigDecimal("-1"),
                "DOGE",
                java.time.LocalDate.of(1066, 10, 14));
        Given.nothing()
                .when(new OpportunityCommand.Open(profile, new People(null, null), null))
                .rejected("opportunity.invalid", Reason.INVALID)
                .invalid("/customer", "opportunity.text-missing")
                .invalid("/amount", "opportunity.amount-out-of-range")
                .invalid("/currency", "opportunity.unknown-currency")
                .invalid("/expectedClose", "opportunity.date-out-of-range")
                .invalid("/owner", "opportunity.text-missing");
    }

    @Test
    void leavesAStageOnlyThroughItsGateWhichTheEventKeeps() {
        Given given = Given.opened()
                .when(Given.advance(Stage.NEEDS_DIAGNOSIS, "contact-note", "card"))
                .rejected("opportunity.invalid", Reason.INVALID)
                .artefact("card")
                .when(Given.advance(Stage.NEEDS_DIAGNOSIS, "contact-note", "card"))
                .rejected("opportunity.artefact-missing", Reason.INVALID)
                .artefact("contact-note")
                .when(Given.advance(Stage.NEEDS_DIAGNOSIS, "contact-note", "card"))
                .accepted();
        OpportunityEvent.StageEntered entered = given.only(OpportunityEvent.StageEntered.class);
        assertThat(entered.gate()).containsExactly("contact-note", "card");
        assertThat(entered.profile()).isEqualTo(Given.PROFILE);
        assertThat(entered.people()).isEqualTo(Given.PEOPLE);
        assertThat(entered.stall()).as("only quotes stall").isNull();
    }

    @Test
    void goesForwardOneByOneAndBackWithAReason() {
        Given.in(Stage.DEMO)
                .when(Given.advance(Stage.QUOTE))
                .rejected("opportunity.not-the-next-stage", Reason.CONFLICT)
                .when(Given.advance(Stage.DEMO))
                .rejected("opportunity.not-the-next-stage", Reason.CONFLICT)
                .when(new OpportunityCommand.GoBack(Stage.FIRST_TOUCH, null, Given.STALL, null))
                .invalid("/reason", "opportunity.text-missing")
                .when(new OpportunityCommand.GoBack(Stage.QUOTE, "Why not.", Given.STALL, null))
                .rejected("opportunity.not-an-earlier-stage", Reason.CONFLICT)
                .when(new OpportunityCommand.GoBack(Stage.FIRST_TOUCH, "A new buyer.", Given.STALL, null))
                .thenTypes(OpportunityEvent.StageEntered.class);
    }

    @Test
    void takesFactsInTheOrderInWhichTheyHappened() {
        Given given = Given.opened();
        Instant opened = given.now();
        given.later(Duration.ofDays(2))
                .when(new OpportunityCommand.ReviseClause("4.2", null, opened.plus(Duration.ofDays(1))))
                .accepted();
        assertThat(given.only(OpportunityEvent.ClauseRevised.class).happenedAt())
                .isEqualTo(opened.plus(Duration.ofDays(1)));
        given.when(new OpportunityCommand.ReviseClause("4.2", null, opened.plus(Duration.ofHours(23))))
                .invalid("/happenedAt", "opportunity.before-last-fact")
                .when(new OpportunityCommand.ReviseClause(
                        "4.2", null, given.now().plusSeconds(1)))
                .invalid("/happenedAt", "opportunity.in-the-future");
        assertThat(given.state().activity().revisions()).isEqualTo(1);
    }

    @Test
    void stallsInQuoteWithoutAContactOncePerSilence() {
        Given given = Given.in(Stage.QUOTE);
        Instant entered = given.now();
        given.wait(Duration.ofHours(72).minusSeconds(1)).thenNothing();
        given.wait(Duration.ofSeconds(1)).thenTypes(OpportunityEvent.Stalled.class);
        OpportunityEvent.Stalled stalled = given.only(OpportunityEvent.Stalled.class);
        assertThat(stalled.since()).isEqualTo(entered);
        assertThat(stalled.at()).isEqualTo(entered.plus(Duration.ofHours(72)));
        assertThat(stalled.scripts()).isEqualTo(Given.STALL.scripts());
        assertThat(stalled.people()).isEqualTo(Given.PEOPLE);
        given.wait(Duration.ofDays(30)).thenNothing();

        given.when(Given.contact(true)).accepted();
        given.wait(Duration.ofHours(71)).thenNothing();
        given.when(Given.contact(true)).accepted();
        given.wait(Duration.ofHours(71)).thenNothing();
        given.wait(Duration.ofHours(1)).thenTypes(OpportunityEvent.Stalled.class);
    }

    @Test
    void letsHistoryComeInBehindAnAlert() {
        Given given = Given.in(Stage.QUOTE);
        Instant entered = given.now();
        given.wait(Duration.ofDays(5))
                .thenTypes(OpportunityEvent.Stalled.class)
                .when(new OpportunityCommand.RecordContact(
                        "Written down late.",
                        List.of(),
                        List.of(),
                        null,
                        null,
                        true,
                        List.of(),
                        MentionRule.DEFAULT,
                        entered.plusSeconds(3600)))
                .accepted();
    }

    @Test
    void leavesNothingDueOnceItHasEnded() {
        Given.in(Stage.QUOTE)
                .when(new OpportunityCommand.Lose(" ", null))
                .invalid("/reason", "opportunity.text-missing")
                .when(new OpportunityCommand.Lose("Too dear.", null))
                .thenTypes(OpportunityEvent.Lost.class)
                .wait(Duration.ofDays(365))
                .thenNothing()
                .when(Given.advance(Stage.CONTRACT))
                .rejected("opportunity.wrong-phase", Reason.CONFLICT);
    }

    @Test
    void beginsAProofOfConceptOnce() {
        Given.in(Stage.DEMO)
                .when(new OpportunityCommand.StartPoc("Sandbox.", null))
                .thenTypes(OpportunityEvent.PocStarted.class)
                .when(new OpportunityCommand.StartPoc("Sandbox.", null))
                .rejected("opportunity.poc-already-started", Reason.CONFLICT);
    }
}
