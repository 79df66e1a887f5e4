package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Rejection.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contacts, decision chain, endings, money, co-selling and history. */
class WorkTest {
    @Test
    void tellsOfThreeContactsInARowWithoutMinutes() {
        Given.opened()
                .when(Given.contact(false))
                .thenTypes(OpportunityEvent.ContactRecorded.class)
                .when(Given.contact(true))
                .when(Given.contact(false))
                .when(Given.contact(false))
                .thenTypes(OpportunityEvent.ContactRecorded.class)
                .when(Given.contact(false))
                .thenTypes(OpportunityEvent.ContactRecorded.class, OpportunityEvent.MinutesMissing.class);
    }

    @Test
    void refusesAPromiseWithoutTimeOrInThePast() {
        Given given = Given.opened();
        given.when(new OpportunityCommand.RecordContact(
                        "Talked.", List.of(), List.of(), "Call back", null, true, List.of(), MentionRule.DEFAULT, null))
                .invalid("/nextActionAt", "opportunity.promise-incomplete")
                .when(new OpportunityCommand.RecordContact(
                        "Talked.",
                        List.of(""),
                        List.of(),
                        "Call back",
                        given.now().minusSeconds(1),
                        true,
                        List.of(),
                        MentionRule.DEFAULT,
                        null))
                .invalid("/nextActionAt", "opportunity.promise-in-the-past")
                .invalid("/painPoints/0", "opportunity.text-missing");
    }

    @Test
    void tellsOncePerJumpThatCompetitorsAreNamedMoreOftenThanBefore() {
        MentionRule rule = new MentionRule(4, 4, new BigDecimal("0.5"));
        Given given = Given.opened();
        for (String competitor : List.of("Rival", "", "", "", "", "Rival", "Other", "")) {
            given.when(naming(competitor, rule)).thenTypes(OpportunityEvent.ContactRecorded.class);
        }
        given.when(naming("Other", rule))
                .thenTypes(OpportunityEvent.ContactRecorded.class, OpportunityEvent.CompetitorMentionsJumped.class);
        OpportunityEvent.CompetitorMentionsJumped jump = given.only(OpportunityEvent.CompetitorMentionsJumped.class);
        assertThat(jump.before()).isEqualByComparingTo("0.2");
        assertThat(jump.rate()).isEqualByComparingTo("0.75");
        assertThat(jump.competitors()).containsExactly("Rival", "Other");

        given.when(naming("Rival", rule)).thenTypes(OpportunityEvent.ContactRecorded.class);
        for (int i = 0; i < 8; i++) {
            given.when(naming("", rule)).thenTypes(OpportunityEvent.ContactRecorded.class);
        }
        for (int i = 0; i < 4; i++) {
            given.when(naming("Rival", rule));
        }
        given.thenTypes(OpportunityEvent.ContactRecorded.class, OpportunityEvent.CompetitorMentionsJumped.class);
        given.when(new OpportunityCommand.RecordContact(
                        "Talked.", List.of(), List.of(), null, null, true, List.of(" "), rule, null))
                .invalid("/competitors/0", "opportunity.text-missing");
    }

    private static OpportunityCommand naming(String competitor, MentionRule rule) {
        List<String> named = competitor.isEmpty() ? List.of() : List.of(competitor);
        return new OpportunityCommand.RecordContact(
                "Talked.", List.of(), List.of(), null, null, true, named, rule, null);
    }

    @Test
    void tellsOnceWhenWhatWasPromisedIsNotFollowedByAContact() {
        Given given = Given.opened();
        given.when(promise(given.now().plus(Duration.ofDays(2)))).accepted();
        given.wait(Duration.ofDays(1)).thenNothing();
        given.when(promise(given.now().plus(Duration.ofDays(3)))).accepted();
        given.wait(Duration.ofDays(2)).thenNothing();
        given.wait(Duration.ofDays(1)).thenTypes(OpportunityEvent.PromiseLapsed.class);
        OpportunityEvent.PromiseLapsed lapsed = given.only(OpportunityEvent.PromiseLapsed.class);
        assertThat(lapsed.nextAction()).isEqualTo("Call back");
        assertThat(lapsed.at()).isEqualTo(given.now());
        given.wait(Duration.ofDays(100)).thenNothing();
        given.when(Given.contact(true)).wait(Duration.ofDays(100)).thenNothing();
        given.when(promise(given.now().plus(Duration.ofDays(2))))
                .when(new OpportunityCommand.Lose("Too dear.", null))
                .wait(Duration.ofDays(3))
                .thenNothing();
    }

    private static OpportunityCommand promise(Instant until) {
        return new OpportunityCommand.RecordContact(
                "Talked.", List.of(), List.of(), "Call back", until, true, List.of(), MentionRule.DEFAULT, null);
    }

    @Test
    void tellsWhenARenewalIsAtRiskByAllThreeSigns() {
        Given given = Given.won();
        given.when(renewal("2026-12-31", "0.85")).accepted();
        given.wait(Duration.ofDays(29)).thenNothing();
        given.when(renewal("2026-12-31", "1.01"))
                .invalid("/ticketResolution", "opportunity.share-out-of-range")
                .when(payment("p1", "1000", LocalDate.of(2026, 3, 2)))
                .accepted();
        given.when(renewal("2026-12-31", "0.84")).thenTypes(OpportunityEvent.RenewalReported.class);
        Instant near = Instant.parse("2026-09-02T00:00:00Z");
        given.wait(Duration.between(given.now(), near).minusSeconds(1)).thenNothing();
        given.wait(Duration.ofSeconds(1)).thenTypes(OpportunityEvent.RenewalAtRisk.class);
        given.wait(Duration.ofDays(10)).thenNothing();
        given.when(Given.contact(true)).accepted();
        given.wait(Duration.ofDays(90)).thenTypes(OpportunityEvent.RenewalAtRisk.class);
        given.when(Given.contact(true)).wait(Duration.ofDays(200)).thenNothing();
        Given.opened().when(renewal("2026-12-31", "0.5")).rejected("opportunity.wrong-phase", Reason.CONFLICT);
    }

    private static OpportunityCommand renewal(String endsOn, String resolution) {
        return new OpportunityCommand.ReportRenewal(
                LocalDate.parse(endsOn), new BigDecimal(resolution), RenewalRule.DEFAULT, null);
    }

    @Test
    void keepsWhatProvesAFileAndNothingThatDoesNot() {
        String sha = "0".repeat(64);
        Given given = Given.opened().when(file(new ArtefactFile("f1", "text/plain", 4, sha)));
        assertThat(given.only(OpportunityEvent.ArtefactAdded.class).artefact().file())
                .isEqualTo(new ArtefactFile("f1", "text/plain", 4, sha));
        given.when(file(new ArtefactFile("f1", "text/plain", 0, sha)))
                .invalid("/file", "opportunity.file-invalid")
                .when(file(new ArtefactFile("f1", "text plain", 4, sha)))
                .invalid("/file", "opportunity.file-invalid")
                .when(file(new ArtefactFile("f1", "text/plain", 4, "abc")))
                .invalid("/file", "opportunity.file-invalid");
    }

    private static OpportunityCommand file(ArtefactFile file) {
        return new OpportunityCommand.AddArtefact(new Artefact("n", "proof", null, null, file), null);
    }

    @Test
    void confirmsARoleOnceAndSaysWhere() {
        Given given = Given.opened()
                .when(Given.contact(true, new ChainRole(BuyerRole.LEGAL, "Eve", false)))
                .when(Given.contact(true, Given.confirmed(BuyerRole.LEGAL)))
                .accepted();
        assertThat(given.state().rolesConfirmed()).isEqualTo(1);
        given.when(new OpportunityCommand.RecordRoles(
                        List.of(Given.confirmed(BuyerRole.IT), Given.confirmed(BuyerRole.LEGAL)), null))
                .invalid("/roles/1/role", "opportunity.role-already-confirmed")
                .when(Given.contact(true, Given.confirmed(BuyerRole.IT), Given.confirmed(BuyerRole.IT)))
                .invalid("/roles/1/role", "opportunity.role-repeated")
                .when(new OpportunityCommand.RecordRoles(Arrays.asList((ChainRole) null), null))
                .invalid("/roles/0/role", "opportunity.value-missing")
                .when(new OpportunityCommand.ReleaseRole(BuyerRole.IT, "Left.", null))
                .rejected("opportunity.role-unknown", Reason.CONFLICT)
                .when(new OpportunityCommand.ReleaseRole(BuyerRole.LEGAL, "Left.", null))
                .thenTypes(OpportunityEvent.RoleReleased.class)
                .when(new OpportunityCommand.RecordRoles(List.of(Given.confirmed(BuyerRole.LEGAL)), null))
                .accepted();
    }

    @Test
    void isWonOnlyWithTheContractAndAPersonsConfirmation() {
        OpportunityCommand win = new OpportunityCommand.Win(true, List.of(), null, null);
        Given.in(Stage.QUOTE).when(win).rejected("opportunity.not-in-contract-stage", Reason.CONFLICT);
        Given given = Given.in(Stage.CONTRACT)
                .when(new OpportunityCommand.Win(false, List.of("approval"), null, null))
                .rejected("opportunity.invalid", Reason.INVALID)
                .invalid("/confirmed", "opportunity.confirmation-missing")
                .invalid("/confirmed", "opportunity.artefact-missing")
                .when(win)
                .rejected("opportunity.artefact-missing", Reason.INVALID)
                .artefact(Artefact.CONTRACT);
        given.asPlatform().when(win).rejected("opportunity.not-for-you", Reason.FORBIDDEN);
        given.as(Given.HOST).when(win).thenTypes(OpportunityEvent.Won.class);
        OpportunityEvent.Won won = given.only(OpportunityEvent.Won.class);
        assertThat(won.confirmedBy()).isEqualTo("someone");
        assertThat(won.contract().kind()).isEqualTo(Artefact.CONTRACT);
        assertThat(won.profile()).isEqualTo(Given.PROFILE);
    }

    @Test
    void collectsWhatWasAgreedAndTellsWhenItIsOverdue() {
        Given given = Given.won();
        given.when(payment("p1", "400", LocalDate.of(2026, 3, 2))).accepted();
        assertThat(given.only(OpportunityEvent.PaymentReceived.class).paidInFull())
                .isFalse();
        given.when(payment("p1", "400.00", LocalDate.of(2026, 3, 2)))
                .thenNothing()
                .when(payment("p1", "401", LocalDate.of(2026, 3, 2)))
                .rejected("opportunity.payment-conflict", Reason.CONFLICT)
                .when(payment("p2", "0", LocalDate.of(2027, 3, 2)))
                .invalid("/amount", "opportunity.amount-out-of-range")
                .invalid("/paidOn", "opportunity.in-the-future");

        given.wait(Duration.between(given.now(), Instant.parse("2026-04-01T23:59:59Z")))
                .thenNothing();
        given.wait(Duration.ofSeconds(1)).thenTypes(OpportunityEvent.PaymentOverdue.class);
        assertThat(given.only(OpportunityEvent.PaymentOverdue.class).outstanding())
                .isEqualByComparingTo("600");
        given.when(new OpportunityCommand.ExpectPayment(LocalDate.of(2026, 5, 1), null))
                .accepted();
        given.wait(Duration.ofDays(60)).thenTypes(OpportunityEvent.PaymentOverdue.class);
        given.when(new OpportunityCommand.ExpectPayment(LocalDate.of(2026, 9, 1), null))
                .when(payment("p2", "600", LocalDate.of(2026, 5, 30)))
                .accepted();
        assertThat(given.only(OpportunityEvent.PaymentReceived.class).paidInFull())
                .isTrue();
        given.wait(Duration.ofDays(365)).thenNothing();
    }

    private static OpportunityCommand payment(String reference, String amount, LocalDate day) {
        return new OpportunityCommand.RecordPayment(reference, new BigDecimal(amount), day, null);
    }

    @Test
    void existsOnlyForItsHostAndForPartnersItIsSharedWith() {
        Given given = Given.opened();
        given.as(Given.PARTNER).when(Given.contact(true)).rejected("opportunity.not-found", Reason.NOT_FOUND);
        given.as(Given.HOST)
                .when(new OpportunityCommand.Share(Given.HOST, List.of(SharedField.STAGE)))
                .invalid("/partner", "opportunity.own-tenant")
                .when(new OpportunityCommand.Share(Given.PARTNER, List.of()))
                .invalid("/fields", "opportunity.value-missing")
                .when(new OpportunityCommand.Share(Given.PARTNER, List.of(SharedField.STAGE, SharedField.CUSTOMER)))
                .thenTypes(OpportunityEvent.Shared.class)
                .when(new OpportunityCommand.Share(Given.PARTNER, List.of(SharedField.CUSTOMER, SharedField.STAGE)))
                .thenNothing();
        assertThat(given.state().sharedWith(Given.PARTNER).orElseThrow())
                .containsExactly(SharedField.CUSTOMER, SharedField.STAGE);
        given.as(Given.PARTNER).when(Given.contact(true)).rejected("opportunity.not-for-you", Reason.FORBIDDEN);
        given.as(Given.STRANGER).when(Given.contact(true)).rejected("opportunity.not-found", Reason.NOT_FOUND);
        given.as(Given.HOST)
                .when(new OpportunityCommand.EndShare(Given.PARTNER, ""))
                .invalid("/reason", "opportunity.text-missing")
                .when(new OpportunityCommand.EndShare(Given.PARTNER, "Done."))
                .thenTypes(OpportunityEvent.ShareEnded.class);
        given.as(Given.PARTNER).when(Given.contact(true)).rejected("opportunity.not-found", Reason.NOT_FOUND);
    }

    @Test
    void bringsHistoryInOnceWithItsTimes() {
        ImportedRow row = row(Outcome.WON, "2017-03-01T00:00:00Z", new BigDecimal("1054"));
        Given given = Given.nothing()
                .when(new OpportunityCommand.BringIn(row, false, Given.STALL))
                .invalid("/outcome", "opportunity.confirmation-missing")
                .when(new OpportunityCommand.BringIn(row, true, Given.STALL))
                .thenTypes(
                        OpportunityEvent.Opened.class,
                        OpportunityEvent.ArtefactAdded.class,
                        OpportunityEvent.StageEntered.class,
                        OpportunityEvent.Won.class);
        assertThat(given.only(OpportunityEvent.Won.class).happenedAt()).isEqualTo("2017-03-01T00:00:00Z");
        given.when(new OpportunityCommand.BringIn(
                        row(Outcome.WON, "2017-03-01T00:00:00Z", new BigDecimal("1054.0")), true, Given.STALL))
                .thenNothing()
                .when(new OpportunityCommand.BringIn(
                        row(Outcome.WON, "2017-03-02T00:00:00Z", new BigDecimal("1054")), true, Given.STALL))
                .rejected("opportunity.import-conflict", Reason.CONFLICT);
    }

    @Test
    void refusesHistoryThatCannotBe() {
        Given.nothing()
                .when(new OpportunityCommand.BringIn(
                        row(Outcome.LOST, "2016-10-19T00:00:00Z", BigDecimal.ONE), true, Given.STALL))
                .invalid("/closedAt", "opportunity.before-last-fact")
                .when(new OpportunityCommand.BringIn(
                        row(Outcome.LOST, "2036-10-19T00:00:00Z", BigDecimal.ONE), true, Given.STALL))
                .invalid("/closedAt", "opportunity.in-the-future")
                .when(new OpportunityCommand.BringIn(row(Outcome.LOST, null, BigDecimal.ONE), true, Given.STALL))
                .invalid("/closedAt", "opportunity.value-missing")
                .when(new OpportunityCommand.BringIn(
                        row(null, "2017-10-19T00:00:00Z", BigDecimal.ONE), true, Given.STALL))
                .invalid("/closedAt", "opportunity.not-ended");
    }

    static ImportedRow row(Outcome outcome, String closedAt, BigDecimal amount) {
        return new ImportedRow(
                "1C1I7A6R",
                "file, row 1C1I7A6R",
                "Cancity",
                null,
                null,
                null,
                "GTX",
                amount,
                "USD",
                "Moses Frase",
                null,
                Instant.parse("2016-10-20T00:00:00Z"),
                Stage.CONTRACT,
                outcome,
                closedAt == null ? null : Instant.parse(closedAt),
                outcome == Outcome.LOST ? "Unknown." : null);
    }

    @Test
    void limitsWhatOneOpportunityHolds() {
        Given given = Given.opened();
        for (int i = 0; i < Evidence.MAX_ARTEFACTS; i++) {
            given.artefact("proof");
        }
        given.when(new OpportunityCommand.AddArtefact(new Artefact("n", "k", null, null), null))
                .rejected("opportunity.too-many-artefacts", Reason.CONFLICT);
        for (int i = 0; i < Contacts.MAX_CONTACTS; i++) {
            given.when(Given.contact(true)).accepted();
        }
        given.when(Given.contact(true)).rejected("opportunity.too-many-contacts", Reason.CONFLICT);
    }
}
