package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.opportunity.OpportunityLists.Filter;
import dev.symbio.contracts.opportunity.OpportunityLists.Key;
import dev.symbio.contracts.opportunity.OpportunityLists.OpportunityRow;
import dev.symbio.contracts.opportunity.OpportunityLists.SharedRow;
import dev.symbio.contracts.opportunity.OpportunityLists.SummaryRow;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.OneEvent;
import dev.symbio.platform.projection.Projection;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpportunityRowsTest {
    private static final Filter ANY = new Filter(null, null);

    private Handle sql;
    private long seq;

    @BeforeEach
    void createTables() throws IOException {
        sql = Jdbi.open("jdbc:h2:mem:;DATABASE_TO_UPPER=false");
        for (String script : List.of("V0302__inbox.sql", "V0350__telling.sql", "V0310__opportunity.sql")) {
            try (var in = OpportunityRows.class.getResourceAsStream("/db/contracts/" + script)) {
                sql.createScript(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .execute();
            }
        }
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @Test
    void listsWhatItHasComeToForItsHostOnly() {
        Given given = Given.in(Stage.QUOTE)
                .when(Given.contact(true, Given.confirmed(BuyerRole.LEGAL), Given.confirmed(BuyerRole.IT)))
                .when(new OpportunityCommand.ReleaseRole(BuyerRole.IT, "Left.", null))
                .when(new OpportunityCommand.ReviseClause("4.2", null, null));
        given.wait(Duration.ofDays(4));
        project(given, Given.REF);

        OpportunityRow row = rows(Given.HOST, ANY).get(0);
        assertThat(row.standing()).isEqualTo("quote");
        assertThat(row.stalled()).isTrue();
        assertThat(row.rolesConfirmed()).isEqualTo(1);
        assertThat(row.contacts()).isEqualTo(1);
        assertThat(row.revisions()).isEqualTo(1);
        assertThat(row.amount()).isEqualTo(new BigDecimal("1000.00"));
        assertThat(rows(Given.STRANGER, ANY)).isEmpty();
        assertThat(rows(Given.HOST, new Filter("quote", "ann"))).hasSize(1);
        assertThat(rows(Given.HOST, new Filter("won", null))).isEmpty();
        assertThat(rows(Given.HOST, new Filter(null, "bob"))).isEmpty();
    }

    @Test
    void sumsByStandingAndMonths() {
        project(
                Given.nothing()
                        .when(new OpportunityCommand.BringIn(
                                WorkTest.row(Outcome.WON, "2017-03-01T00:00:00Z", new BigDecimal("1054")),
                                true,
                                Given.STALL)),
                Given.REF);
        project(
                Given.nothing()
                        .when(new OpportunityCommand.BringIn(
                                WorkTest.row(Outcome.WON, "2017-03-31T23:59:59Z", new BigDecimal("0.5")),
                                true,
                                Given.STALL)),
                Opportunity.KIND.ref(Given.HOST, "o2"));
        project(Given.opened(), Opportunity.KIND.ref(Given.HOST, "o3"));

        assertThat(OpportunityLists.summary(sql, Given.HOST))
                .containsExactly(
                        new SummaryRow(
                                "first-touch",
                                "2026-03",
                                null,
                                "USD",
                                1,
                                new BigDecimal("1000.00"),
                                new BigDecimal("0.00")),
                        new SummaryRow(
                                "won",
                                "2016-10",
                                "2017-03",
                                "USD",
                                2,
                                new BigDecimal("1054.50"),
                                new BigDecimal("0.00")));
        assertThat(OpportunityLists.summary(sql, Given.STRANGER)).isEmpty();
    }

    @Test
    void followsThePaymentsOfWhatIsWon() {
        Given given = Given.won()
                .when(new OpportunityCommand.RecordPayment(
                        "p1", new BigDecimal("400"), LocalDate.of(2026, 3, 2), null));
        given.wait(Duration.ofDays(60));
        project(given, Given.REF);
        OpportunityRow row = rows(Given.HOST, new Filter("won", null)).get(0);
        assertThat(row.paid()).isEqualTo(new BigDecimal("400.00"));
        assertThat(row.overdue()).isTrue();
        assertThat(row.expectedPayment()).isEqualTo("2026-04-01");
        assertThat(row.closedAt()).isNotNull();
    }

    @Test
    void showsAPartnerTheSharedFieldsForAsLongAsTheyAre() {
        Given given = Given.opened()
                .when(new OpportunityCommand.Share(Given.PARTNER, List.of(SharedField.CUSTOMER, SharedField.STAGE)));
        project(given, Given.REF);
        SharedRow row = OpportunityLists.shared(sql, Given.PARTNER, null, 10).get(0);
        assertThat(row.customer()).isEqualTo("Acme");
        assertThat(row.standing()).isEqualTo("first-touch");
        assertThat(row.amount()).isNull();
        assertThat(row.currency()).isNull();
        assertThat(row.product()).isNull();
        assertThat(OpportunityLists.shared(sql, Given.STRANGER, null, 10)).isEmpty();
        assertThat(rows(Given.PARTNER, ANY)).isEmpty();

        int told = given.history().size();
        given.when(new OpportunityCommand.EndShare(Given.PARTNER, "Done."));
        given.history().subList(told, given.history().size()).forEach(event -> project(event, Given.REF, given.now()));
        assertThat(OpportunityLists.shared(sql, Given.PARTNER, null, 10)).isEmpty();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        for (int i = 0; i < 5; i++) {
            project(Given.opened(), Opportunity.KIND.ref(Given.HOST, "o" + i));
        }
        List<String> seen = new ArrayList<>();
        Key after = null;
        do {
            List<OpportunityRow> page = OpportunityLists.opportunities(sql, Given.HOST, ANY, after, 2);
            page.forEach(row -> seen.add(row.id()));
            after = page.isEmpty()
                    ? null
                    : new Key(
                            page.get(page.size() - 1).openedAt(),
                            page.get(page.size() - 1).id());
        } while (after != null);
        assertThat(seen).containsExactly("host.o4", "host.o3", "host.o2", "host.o1", "host.o0");
    }

    @Test
    void tellsOwnerAndSupervisorOfAStallUnlessItIsHistory() {
        Given stalled = Given.in(Stage.QUOTE);
        stalled.wait(Duration.ofHours(72));
        tell(stalled, stalled.now());
        assertThat(inbox()).containsExactly("ann opportunity.stalled", "bob opportunity.stalled");
        sql.execute("delete from inbox");

        tell(stalled, stalled.now().plus(Duration.ofHours(25)));
        assertThat(inbox()).isEmpty();
    }

    @Test
    void tellsOnlyWhoPromisedThatItHasLapsed() {
        Given given = Given.opened();
        given.when(new OpportunityCommand.RecordContact(
                "Talked.",
                List.of(),
                List.of(),
                "Call",
                given.now().plusSeconds(60),
                true,
                List.of(),
                MentionRule.DEFAULT,
                null));
        given.wait(Duration.ofMinutes(1));
        tell(given, given.now());
        assertThat(inbox()).containsExactly("ann opportunity.promise-lapsed");
    }

    @Test
    void agreesWithTheOpportunityWhateverHappened() {
        for (int seed = 0; seed < 60; seed++) {
            EntityRef ref = Opportunity.KIND.ref(Given.HOST, "random" + seed);
            Random random = new Random(seed);
            Given given = Given.opened();
            for (int i = 0; i < 60; i++) {
                given.wait(Duration.ofHours(random.nextInt(40)));
                given.when(OpportunityReplayPropertyTest.any(random, given.state(), given.now()));
            }
            given.history().forEach(event -> project(event, ref, given.now()));
            agree(given.state(), ref);
        }
    }

    private void agree(Opportunity state, EntityRef ref) {
        OpportunityRow row = OpportunityLists.opportunities(sql, Given.HOST, ANY, null, 100).stream()
                .filter(each -> each.id().equals(ref.publicId()))
                .findFirst()
                .orElseThrow();
        assertThat(row.standing())
                .isEqualTo(
                        state.isOpen()
                                ? state.progress().stage().word()
                                : state.progress().outcome().word());
        assertThat(row.stage()).isEqualTo(state.progress().stage());
        assertThat(row.stageSince()).isEqualTo(state.progress().stageSince());
        assertThat(row.closedAt()).isEqualTo(state.progress().closedAt());
        assertThat(row.customer()).isEqualTo(state.profile().customer());
        assertThat(row.amount()).isEqualByComparingTo(state.profile().amount());
        assertThat(row.contacts()).isEqualTo(state.activity().contacts().size());
        assertThat(row.lastContactAt()).isEqualTo(state.activity().lastContactAt());
        assertThat(row.revisions()).isEqualTo(state.activity().revisions());
        assertThat(row.rolesConfirmed()).isEqualTo(state.rolesConfirmed());
        assertThat(row.stalled()).isEqualTo(state.stalledSince() != null);
        assertThat(OpportunityLists.shared(sql, Given.PARTNER, null, 100).stream()
                        .anyMatch(shared -> shared.id().equals(ref.publicId())))
                .isEqualTo(state.sharedWith(Given.PARTNER).isPresent());
        if (state.payments() != null) {
            assertThat(row.paid()).isEqualByComparingTo(state.payments().paid());
            assertThat(row.expectedPayment()).isEqualTo(state.payments().expectedOn());
            assertThat(row.overdue())
                    .isEqualTo(state.payments().overdue(state.profile().amount()));
        }
    }

    @Test
    void theStallNoticeCarriesTheScriptPackAndTheJumpIsToldToOwnerAndSupervisor() {
        tell(Given.in(Stage.QUOTE).wait(Duration.ofHours(72)), Instant.parse("2026-03-05T09:00:00Z"));
        assertThat(texts("opportunity.stalled")).hasSize(2).allSatisfy(facts -> assertThat(facts)
                .contains("\"scripts\":\"pack\"", "\"items\":\"reminder: Dear customer\""));
        Given rivals = Given.opened();
        for (int i = 0; i < 10; i++) {
            rivals.when(new OpportunityCommand.RecordContact(
                            "Talked.",
                            List.of(),
                            List.of(),
                            null,
                            null,
                            true,
                            i < 8 ? List.of() : List.of("Rival"),
                            MentionRule.DEFAULT,
                            null))
                    .accepted();
        }
        tell(rivals, rivals.now());
        assertThat(texts("opportunity.competitors-rising")).hasSize(2).allSatisfy(facts -> assertThat(facts)
                .contains("\"competitors\":\"Rival\"", "\"percent\":\"40\"", "\"before\":\"0\""));
        assertThat(inbox()).contains("ann opportunity.competitors-rising", "bob opportunity.competitors-rising");
    }

    private List<String> texts(String type) {
        return sql.createQuery("select facts from inbox where type = :type")
                .bind("type", type)
                .mapTo(String.class)
                .list();
    }

    private List<String> inbox() {
        return sql.createQuery("select subject || ' ' || type from inbox order by subject")
                .mapTo(String.class)
                .list();
    }

    private void tell(Given given, Instant recordedAt) {
        given.history()
                .forEach(event -> digest(OpportunityNotices.PROJECTION, event, meta(event, Given.REF, recordedAt)));
    }

    private List<OpportunityRow> rows(TenantId viewer, Filter filter) {
        return OpportunityLists.opportunities(sql, viewer, filter, null, 10);
    }

    private void project(Given given, EntityRef ref) {
        given.accepted();
        given.history().forEach(event -> project(event, ref, given.now()));
    }

    private void project(OpportunityEvent event, EntityRef ref, Instant recordedAt) {
        digest(OpportunityRows.PROJECTION, event, meta(event, ref, recordedAt));
    }

    private EventMeta meta(OpportunityEvent event, EntityRef ref, Instant recordedAt) {
        seq++;
        return new EventMeta(
                "e" + seq,
                ref,
                seq,
                Opportunity.KIND.typeOf(event).storedName(),
                event.at(),
                recordedAt,
                Principal.of("someone", Given.HOST),
                null,
                "c",
                null,
                null,
                null);
    }

    private void digest(Projection<OpportunityEvent> projection, OpportunityEvent event, EventMeta meta) {
        if (projection == OpportunityRows.PROJECTION || projection.handlers().containsKey(event.getClass())) {
            OneEvent.into(projection, sql, new Recorded<>(meta, event));
        }
    }
}
