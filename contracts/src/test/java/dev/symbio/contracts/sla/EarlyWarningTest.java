package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.contracts.sla.Outlook.ExpectedFrom;
import dev.symbio.contracts.sla.Outlook.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlyWarningTest {
    private static final String MARCH = "2011-03-01T00:00:00Z";

    private static Given expecting(int total) {
        return Given.contract(TermsSamples.onTime(node -> node.put("expectedPerPeriod", total)))
                .at(MARCH);
    }

    private static Outlook outlook(Given given) {
        List<Outlook> outlooks = given.state().outlooks(given.now());
        assertThat(outlooks).hasSize(1);
        return outlooks.get(0);
    }

    @Test
    void theErrorBudgetComesFromTheExpectedNumber() {
        Given given = expecting(100).deliveries("a", MARCH, 20, 18, "1");
        Outlook outlook = outlook(given);

        assertThat(outlook.expectedFrom()).isEqualTo(ExpectedFrom.AGREED);
        assertThat(outlook.errors()).isEqualTo(2);
        assertThat(outlook.allowedErrors()).isEqualTo(5);
        assertThat(outlook.budgetUsed()).isEqualByComparingTo("0.4");
        assertThat(outlook.burnRate()).isEqualByComparingTo("2"); // 10 % missed, 5 % allowed
        assertThat(outlook.canStillBeMet()).isTrue();
        assertThat(outlook.level()).isEqualTo(Level.ON_TRACK);
    }

    @Test
    void burningAndLostAreToldOnceEach() {
        Given given = expecting(100);
        given.deliveries("a", MARCH, 20, 17, "1")
                .thenTypes(SlaEvent.ObservationsRecorded.class, SlaEvent.EarlyWarningRaised.class);
        assertThat(given.only(SlaEvent.EarlyWarningRaised.class).outlook().level())
                .isEqualTo(Level.BURNING);
        given.deliveries("b", MARCH, 2, 0, "1").thenTypes(SlaEvent.ObservationsRecorded.class);
        assertThat(outlook(given).canStillBeMet()).isTrue(); // 5 of 100 missed: still exactly 95 %

        given.deliveries("c", MARCH, 1, 0, "1")
                .thenTypes(SlaEvent.ObservationsRecorded.class, SlaEvent.EarlyWarningRaised.class);
        assertThat(given.only(SlaEvent.EarlyWarningRaised.class).outlook().level())
                .isEqualTo(Level.LOST);
        assertThat(given.only(SlaEvent.EarlyWarningRaised.class).outlook().canStillBeMet())
                .isFalse();
        given.deliveries("d", MARCH, 5, 0, "1").thenTypes(SlaEvent.ObservationsRecorded.class);
    }

    @Test
    void withoutAnAgreedNumberTheLastFourPeriodsTell() {
        Given given = Given.contract(TermsSamples.onTime(), "2009-10-01T00:00:00Z", true)
                .at("2011-01-10T00:00:00Z");
        int size = 10;
        for (String day : List.of("2009-11-01", "2010-02-01", "2010-05-01", "2010-08-01", "2010-11-01")) {
            given.deliveries(day, day + "T00:00:00Z", size, size, "1");
            size += 10;
        }
        given.when(new SlaCommand.CompleteBackfill()).deliveries("a", "2011-01-05T00:00:00Z", 4, 3, "1");

        Outlook outlook = outlook(given);
        assertThat(outlook.expectedFrom()).isEqualTo(ExpectedFrom.HISTORY);
        assertThat(outlook.expectedTotal()).isEqualTo(35); // mean of 20, 30, 40, 50
        assertThat(outlook.allowedErrors()).isEqualTo(1);
        assertThat(outlook.level()).isEqualTo(Level.BURNING);
    }

    @Test
    void withoutAnyExperienceNothingIsLostYet() {
        Outlook outlook = outlook(Given.anyContract().at(MARCH).deliveries("a", MARCH, 10, 0, "1"));
        assertThat(outlook.expectedTotal()).isNull();
        assertThat(outlook.allowedErrors()).isNull();
        assertThat(outlook.burnRate()).isEqualByComparingTo("20");
        assertThat(outlook.canStillBeMet()).isTrue();
    }

    @Test
    void anEmptyPeriodHasAnOutlookToo() {
        Outlook outlook = outlook(expecting(10));
        assertThat(outlook.period()).isEqualTo("2011-Q1");
        assertThat(outlook.rate()).isNull();
        assertThat(outlook.level()).isEqualTo(Level.ON_TRACK);
    }

    @Test
    void aCountIsLostAsSoonAsItPasses() {
        Given given = Given.contract(TermsSamples.onTime(node -> {
                    node.putObject("indicator").put("kind", "count");
                    node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"2\"}"));
                    node.set("credits", TermsSamples.tree("{\"tiers\":[{\"from\":\"2\",\"percent\":\"5\"}]}"));
                }))
                .at("2011-01-10T00:00:00Z");
        given.deliveries("a", "2011-01-05T00:00:00Z", 2, 2, "1");
        assertThat(outlook(given).canStillBeMet()).isTrue();
        assertThat(outlook(given).level()).isEqualTo(Level.BURNING); // all used after a tenth of the time
        given.deliveries("b", "2011-01-05T00:00:00Z", 1, 1, "1");
        assertThat(outlook(given).level()).isEqualTo(Level.LOST);
    }

    @Test
    void aPercentileIsLostWhenTooManyValuesAreBeyond() {
        Given given = Given.contract(TermsSamples.onTime(node -> {
                    node.putObject("indicator").put("kind", "percentile").put("percentile", 90);
                    node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
                    node.set("credits", TermsSamples.tree("{\"tiers\":[{\"from\":\"4\",\"percent\":\"5\"}]}"));
                    node.put("expectedPerPeriod", 20);
                }))
                .at(MARCH);
        // Of 20 values, rank 18 decides: two may lie beyond.
        for (int i = 0; i < 3; i++) {
            assertThat(outlook(given).canStillBeMet()).isTrue();
            given.record(Observation.measured("v" + i, Instant.parse(MARCH), new BigDecimal("9"), null));
        }
        assertThat(outlook(given).allowedErrors()).isEqualTo(2);
        assertThat(outlook(given).canStillBeMet()).isFalse();
    }

    @Test
    void aMeanWarnsWhenHalfIsInAndOnTheWrongSide() {
        Given given = Given.contract(TermsSamples.onTime(node -> {
                    node.putObject("indicator").put("kind", "mean");
                    node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
                    node.set("credits", TermsSamples.tree("{\"tiers\":[{\"from\":\"4\",\"percent\":\"5\"}]}"));
                    node.put("expectedPerPeriod", 4);
                }))
                .at(MARCH);
        given.record(Observation.measured("v1", Instant.parse(MARCH), new BigDecimal("9"), null));
        assertThat(outlook(given).level()).isEqualTo(Level.ON_TRACK);
        given.record(Observation.measured("v2", Instant.parse(MARCH), new BigDecimal("1"), null));
        assertThat(outlook(given).level()).isEqualTo(Level.BURNING);
        assertThat(outlook(given).canStillBeMet()).isTrue();
    }

    @Test
    void historyRaisesNoWarning() {
        Given.contract(TermsSamples.onTime(node -> node.put("expectedPerPeriod", 5)), "2011-01-01T00:00:00Z", true)
                .at(MARCH)
                .deliveries("a", MARCH, 5, 0, "1")
                .thenTypes(SlaEvent.ObservationsRecorded.class);
    }
}
