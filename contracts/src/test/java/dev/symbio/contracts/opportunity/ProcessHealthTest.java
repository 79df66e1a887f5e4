package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.opportunity.ProcessHealth.CustomerChain;
import dev.symbio.contracts.opportunity.ProcessHealth.Dimension;
import dev.symbio.contracts.opportunity.ProcessHealth.HeatCell;
import dev.symbio.contracts.opportunity.ProcessHealth.StageHealth;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.projection.OneEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How selling goes, over several opportunities of one tenant. */
class ProcessHealthTest {
    private static final BigDecimal TARGET = new BigDecimal("0.9");

    private Handle sql;
    private long seq;

    @BeforeEach
    void createTables() throws IOException {
        sql = Jdbi.open("jdbc:h2:mem:;DATABASE_TO_UPPER=false");
        for (String script : List.of("V0310__opportunity.sql", "V0360__opportunity_stay.sql")) {
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
    void tellsWhereTimeGoesAndWhatCannotBeSeen() {
        Given won = Given.opened().when(Given.contact(true)).artefact("proof").later(Duration.ofHours(4));
        won.when(Given.advance(Stage.NEEDS_DIAGNOSIS)).accepted();
        project(won, "won");
        Given lost = Given.opened().when(Given.contact(false)).later(Duration.ofHours(2));
        lost.when(new OpportunityCommand.Lose("Too dear.", null));
        project(lost, "lost");

        ProcessHealth health = ProcessHealth.of(sql, Given.HOST, TARGET);
        assertThat(health.stages())
                .containsExactly(
                        new StageHealth(
                                "first-touch", 2, 0, 10_800L, share("0.5000"), 0, share("0.5000"), 2, share("0.5000")),
                        new StageHealth("needs-diagnosis", 1, 1, null, null, 0, null, 0, null));
        assertThat(health.opportunities()).isEqualTo(2);
        assertThat(health.visible()).isEqualTo(1);
        assertThat(health.visibility()).isEqualTo(share("0.5000"));
        assertThat(health.conversion()).isEqualTo(share("0.0000"));
        assertThat(ProcessHealth.of(sql, Given.STRANGER, TARGET))
                .isEqualTo(new ProcessHealth(List.of(), 0, 0, null, TARGET, null, null, List.of(), List.of()));
    }

    @Test
    void holdsConversionAgainstCollection() {
        project(
                Given.won()
                        .when(new OpportunityCommand.RecordPayment(
                                "p1", new BigDecimal("400"), LocalDate.of(2026, 3, 2), null)),
                "won");
        ProcessHealth health = ProcessHealth.of(sql, Given.HOST, TARGET);
        assertThat(health.conversion()).isEqualTo(share("1.0000"));
        assertThat(health.collection())
                .containsExactly(new ProcessHealth.CollectionRate(
                        "USD", new BigDecimal("1000.00"), new BigDecimal("400.00"), share("0.4000")));
    }

    @Test
    void countsCustomersThatWereWonAgainMonthByMonth() {
        project(Given.won(), "first");
        project(Given.won(), "second");
        project(wonBy("Other", Duration.ZERO), "other");
        project(wonBy("Other", Duration.ofDays(31)), "later");
        project(Given.opened().when(new OpportunityCommand.Lose("Too dear.", null)), "lost");

        ProcessHealth health = ProcessHealth.of(sql, Given.HOST, TARGET);
        assertThat(health.visibilityTarget()).isEqualTo(TARGET);
        assertThat(health.repurchase()).isEqualTo(share("1.0000"));
        assertThat(health.months())
                .containsExactly(
                        new MonthlySales("2026-04", 0, 1, 1, share("1.0000"), 1, 1, share("1.0000")),
                        new MonthlySales("2026-03", 5, 4, 3, share("0.7500"), 2, 1, share("0.5000")));
        assertThat(ProcessHealth.of(sql, Given.STRANGER, TARGET).months()).isEmpty();
    }

    private static Given wonBy(String customer, Duration after) {
        Profile profile = new Profile(customer, null, null, null, null, null, null, null, null);
        return Given.in(Stage.CONTRACT)
                .when(new OpportunityCommand.Change(profile, Given.PEOPLE, null))
                .artefact(Artefact.CONTRACT)
                .later(after)
                .when(new OpportunityCommand.Win(true, List.of(), null, null))
                .accepted();
    }

    @Test
    void countsWaysBackAndTellsPartsApart() {
        Given given = Given.in(Stage.DEMO)
                .when(new OpportunityCommand.GoBack(Stage.FIRST_TOUCH, "A new buyer.", Given.STALL, null));
        project(given, "back");
        List<HeatCell> cells = ProcessHealth.heat(sql, Given.HOST, Dimension.REGION, 10);
        assertThat(cells).extracting(HeatCell::group).containsOnly("north");
        assertThat(cells.get(0).stage().stage()).isEqualTo("first-touch");
        assertThat(cells.get(0).stage().stays()).isEqualTo(2);
        assertThat(cells.get(0).stage().lasting()).isEqualTo(1);
        assertThat(cells).extracting(cell -> cell.stage().back()).containsExactly(0L, 1L, 0L);
        assertThat(ProcessHealth.heat(sql, Given.HOST, Dimension.OWNER, 1)).hasSize(1);
        assertThat(ProcessHealth.heat(sql, Given.STRANGER, Dimension.OWNER, 1)).isEmpty();
    }

    @Test
    void showsHowWellTheDecidersOfTheLargestCustomersAreKnown() {
        project(Given.opened().when(Given.contact(true, Given.confirmed(BuyerRole.LEGAL))), "one");
        project(Given.opened(), "two");
        project(Given.won(), "won");
        assertThat(ProcessHealth.chains(sql, Given.HOST, 5))
                .containsExactly(
                        new CustomerChain("Acme", "USD", new BigDecimal("2000.00"), 2, 1, 14, share("0.0714")));
        assertThat(ProcessHealth.chains(sql, Given.STRANGER, 5)).isEmpty();
    }

    private static BigDecimal share(String text) {
        return new BigDecimal(text);
    }

    private void project(Given given, String id) {
        EntityRef ref = Opportunity.KIND.ref(Given.HOST, id);
        for (OpportunityEvent event : given.accepted().history()) {
            EventMeta meta = new EventMeta(
                    "e" + ++seq,
                    ref,
                    seq,
                    Opportunity.KIND.typeOf(event).storedName(),
                    event.at(),
                    given.now(),
                    Principal.of("someone", Given.HOST),
                    null,
                    "c",
                    null,
                    null,
                    null);
            OneEvent.into(OpportunityRows.PROJECTION, sql, new Recorded<>(meta, event));
            if (OpportunityStays.PROJECTION.handlers().containsKey(event.getClass())) {
                OneEvent.into(OpportunityStays.PROJECTION, sql, new Recorded<>(meta, event));
            }
        }
    }
}
