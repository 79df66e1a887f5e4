package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.OneEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlaStatementsTest {
    private static final String CONTRACT = Given.REF.publicId();
    private static final SlaLists.StatementFilter ANY = new SlaLists.StatementFilter(null, null);

    private Handle sql;
    private long seq;

    @BeforeEach
    void createTables() throws IOException {
        sql = Jdbi.open("jdbc:h2:mem:;DATABASE_TO_UPPER=false");
        try (var script = SlaStatements.class.getResourceAsStream("/db/contracts/V0301__sla.sql")) {
            sql.createScript(new String(script.readAllBytes(), StandardCharsets.UTF_8))
                    .execute();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @AfterEach
    void close() {
        sql.close();
    }

    @Test
    void aDraftIsListedForItsAuthorOnly() {
        project(Given.nothing()
                .as(Given.CUSTOMER)
                .when(Given.draft(TermsSamples.onTime(), "2011-01-01T00:00:00Z", false)));

        assertThat(contracts(Given.CUSTOMER))
                .extracting(SlaLists.ContractRow::phase)
                .containsExactly(Phase.DRAFTED);
        assertThat(contracts(Given.PROVIDER)).isEmpty();
        assertThat(contracts(Given.ARBITER)).isEmpty();
    }

    @Test
    void anOfferIsListedForBothPartiesAndASignedContractForTheArbiterToo() {
        Given given = Given.nothing()
                .as(Given.CUSTOMER)
                .when(Given.draft(TermsSamples.onTime(), "2011-01-01T00:00:00Z", false))
                .when(new SlaCommand.Offer());
        project(given);

        assertThat(contracts(Given.PROVIDER))
                .extracting(SlaLists.ContractRow::phase)
                .containsExactly(Phase.OFFERED);
        assertThat(contracts(Given.ARBITER)).isEmpty();

        int told = given.history().size();
        given.as(Given.PROVIDER).when(new SlaCommand.Sign(1));
        given.history().subList(told, given.history().size()).forEach(this::project);

        for (TenantId viewer : List.of(Given.CUSTOMER, Given.PROVIDER, Given.ARBITER)) {
            assertThat(contracts(viewer))
                    .extracting(SlaLists.ContractRow::phase)
                    .containsExactly(Phase.ACTIVE);
        }
        assertThat(contracts(Given.STRANGER)).isEmpty();
    }

    @Test
    void aStatementIsListedWithItsNumbersForEveryoneWhoSeesTheContract() {
        project(Given.anyContract()
                .at("2011-03-31T12:00:00Z")
                .deliveries("a", "2011-03-30T00:00:00Z", 20, 18, "1000.10")
                .until("2011-04-03T00:00:00Z"));

        for (TenantId viewer : List.of(Given.CUSTOMER, Given.PROVIDER, Given.ARBITER)) {
            List<SlaLists.StatementRow> rows = SlaLists.statements(sql, viewer, ANY, null, 10);
            assertThat(rows).hasSize(1);
            SlaLists.StatementRow row = rows.get(0);
            assertThat(row.period()).isEqualTo("2011-Q1");
            assertThat(row.contractName()).isEqualTo("Deliveries");
            assertThat(row.rate()).isEqualTo(new BigDecimal("0.900000"));
            assertThat(row.value()).isEqualTo(new BigDecimal("20002.00"));
            assertThat(row.credit()).isEqualTo(new BigDecimal("400.04"));
            assertThat(row.payable()).isEqualTo(new BigDecimal("400.04"));
            assertThat(row.status()).isEqualTo(StatementStatus.ISSUED);
        }
        assertThat(SlaLists.statements(sql, Given.STRANGER, ANY, null, 10)).isEmpty();
        assertThat(SlaLists.statement(sql, Given.STRANGER, CONTRACT, "2011-Q1")).isEmpty();
        assertThat(SlaLists.statement(sql, Given.PROVIDER, CONTRACT, "2011-Q1")
                        .orElseThrow()
                        .statement())
                .extracting(Statement::period)
                .isEqualTo("2011-Q1");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeat() {
        Given given = backfilledContract().at("2013-01-01T12:00:00Z");
        for (String day : List.of("2012-02-01", "2012-05-01", "2012-08-01", "2012-11-01")) {
            given.deliveries(day, day + "T00:00:00Z", 4, 1, "10");
        }
        project(given.at("2013-01-04T00:00:00Z").when(new SlaCommand.CompleteBackfill()));

        List<String> seen = new ArrayList<>();
        SlaLists.StatementKey after = null;
        while (true) {
            List<SlaLists.StatementRow> page = SlaLists.statements(sql, Given.CUSTOMER, ANY, after, 2);
            page.forEach(row -> seen.add(row.period()));
            if (page.size() < 2) {
                break;
            }
            after = SlaLists.StatementKey.of(page.get(1));
        }
        assertThat(seen).containsExactly("2012-Q4", "2012-Q3", "2012-Q2", "2012-Q1");
        SlaLists.ContractRow only = contracts(Given.CUSTOMER).get(0);
        assertThat(SlaLists.contracts(sql, Given.CUSTOMER, null, SlaLists.ContractKey.of(only), 10))
                .isEmpty();
    }

    @Test
    void listsAreFilteredByStatusContractAndPhase() {
        project(backfilledContract()
                .at("2011-07-04T12:00:00Z")
                .deliveries("a", "2011-03-30T00:00:00Z", 20, 18, "1000")
                .deliveries("b", "2011-06-30T00:00:00Z", 20, 20, "1000")
                .when(new SlaCommand.CompleteBackfill())
                .as(Given.PROVIDER)
                .when(new SlaCommand.AcceptStatement("2011-Q1"))
                .as(Given.CUSTOMER)
                .when(new SlaCommand.AcceptStatement("2011-Q1")));

        assertThat(periods(StatementStatus.ISSUED, CONTRACT)).containsExactly("2011-Q2");
        assertThat(periods(StatementStatus.ACCEPTED, null)).containsExactly("2011-Q1");
        assertThat(periods(null, "maker.other")).isEmpty();
        assertThat(SlaLists.contracts(sql, Given.CUSTOMER, Phase.RETIRED, null, 10))
                .isEmpty();
        assertThat(SlaLists.contracts(sql, Given.CUSTOMER, Phase.ACTIVE, null, 10))
                .hasSize(1);
    }

    /** After any sequence of commands the rows say what the entity says. */
    @Test
    void rowsAgreeWithTheEntity() {
        for (long seed = 1; seed <= 60; seed++) {
            sql.execute("delete from sla_statement");
            sql.execute("delete from sla_contract");
            seq = 0;
            SlaContract contract = randomContract(seed);
            for (TenantId viewer : List.of(Given.CUSTOMER, Given.PROVIDER, Given.ARBITER, Given.STRANGER)) {
                List<SlaLists.ContractRow> rows = contracts(viewer);
                assertThat(rows).as("seed %s, %s", seed, viewer).hasSize(contract.visibleTo(viewer) ? 1 : 0);
                if (!rows.isEmpty()) {
                    assertThat(rows.get(0).phase()).isEqualTo(contract.phase());
                    assertThat(rows.get(0).seq()).isEqualTo(seq);
                    assertThat(rows.get(0).openFrom())
                            .isEqualTo(contract.ledger().openFrom());
                    agree(contract, viewer, "seed " + seed);
                }
            }
        }
    }

    private void agree(SlaContract contract, TenantId viewer, String what) {
        for (Standing standing : contract.statements()) {
            SlaLists.StatementDetail detail = SlaLists.statement(
                            sql, viewer, CONTRACT, standing.statement().period())
                    .orElseThrow();
            assertThat(detail.statement()).as(what).isEqualTo(standing.statement());
            assertThat(detail.status()).as(what).isEqualTo(standing.status());
        }
    }

    private SlaContract randomContract(long seed) {
        RandomCommands commands = new RandomCommands(new Random(seed));
        SlaContract live = SlaContract.NONE;
        for (int i = 0; i < 60; i++) {
            RandomCommands.Step step = commands.next(live);
            Decision<SlaEvent> decision = SlaContract.KIND.decide(
                    live, step.command(), new Context(Given.REF, step.now(), step.sender(), "c" + i));
            if (decision instanceof Decision.Accepted<SlaEvent> accepted) {
                accepted.events().forEach(this::project);
                live = SlaContract.KIND.evolve(live, accepted.events());
            }
        }
        return live;
    }

    private static Given backfilledContract() {
        return Given.contract(TermsSamples.onTime(), "2011-01-01T00:00:00Z", true);
    }

    private List<SlaLists.ContractRow> contracts(TenantId viewer) {
        return SlaLists.contracts(sql, viewer, null, null, 10);
    }

    private List<String> periods(StatementStatus status, String contract) {
        return SlaLists.statements(sql, Given.CUSTOMER, new SlaLists.StatementFilter(status, contract), null, 10)
                .stream()
                .map(SlaLists.StatementRow::period)
                .toList();
    }

    private void project(Given given) {
        given.history().forEach(this::project);
    }

    private void project(SlaEvent event) {
        Instant now = Instant.parse("2020-01-01T00:00:00Z").plusSeconds(++seq);
        EventMeta meta = new EventMeta(
                "e" + seq,
                Given.REF,
                seq,
                SlaContract.KIND.typeOf(event).storedName(),
                now,
                now,
                Principal.of("someone", Given.CUSTOMER),
                null,
                "c",
                null,
                null,
                null);
        OneEvent.into(SlaStatements.PROJECTION, sql, new Recorded<>(meta, event));
    }
}
