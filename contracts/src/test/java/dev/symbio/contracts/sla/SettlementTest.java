package dev.symbio.contracts.sla;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a period costs. */
class SettlementTest {
    /** 20 deliveries of 1,000 each; boundaries belong to the better side. */
    @ParameterizedTest
    @CsvSource({
        "20, 20,      , 0.00",
        "20, 19,      , 0.00", // exactly 95 %
        "40, 37,     2, 800.00", // 92.5 %
        "20, 18,     2, 400.00", // exactly 90 %
        "20, 17,     5, 1000.00",
        "20, 15,     5, 1000.00", // exactly 75 %
        "20, 14,    10, 2000.00",
        "20,  0,    10, 2000.00",
        "19, 18,     2, 380.00", // 94.7 %
        "10000, 9499, 2, 50000.00", // 94.99 % misses, and the cap of the period cuts
        "10000, 9500, , 0.00"
    })
    void theTierFollowsFromTheExactRate(int total, int onTime, BigDecimal percent, BigDecimal credit) {
        Given given = Given.anyContract().at("2011-03-01T00:00:00Z");
        for (int sent = 0; sent < total; sent += 1_000) {
            given.deliveries(
                    "d" + sent + "-",
                    "2011-02-01T00:00:00Z",
                    Math.min(1_000, total - sent),
                    Math.max(0, Math.min(1_000, onTime - sent)),
                    "1000");
        }
        Statement statement =
                given.until("2011-04-04T00:00:00Z").statement("2011-Q1").statement();

        assertThat(statement.credit()).isEqualTo(credit);
        assertThat(statement.workings().breached()).isEqualTo(percent != null);
        if (percent != null) {
            assertThat(statement.workings().tier().percent()).isEqualByComparingTo(percent);
        }
    }

    @Test
    void oneThirdIsComparedExactly() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.set("objective", TermsSamples.tree("{\"operator\":\">=\",\"target\":\"0.3333333333\"}"));
            node.set(
                    "credits",
                    TermsSamples.tree("{\"tiers\":[{\"from\":\"0\",\"to\":\"0.3333333333\",\"percent\":\"1\"}]}"));
        });
        Statement statement = Given.contract(terms)
                .deliveries("a", "2011-02-01T00:00:00Z", 3, 1, "100")
                .until("2011-04-04T00:00:00Z")
                .statement("2011-Q1")
                .statement();

        assertThat(statement.workings().breached()).isFalse();
        assertThat(statement.totals().rate()).isEqualTo(new BigDecimal("0.333333"));
    }

    /** Computed by hand: 5 % of 1,234.50 is 61.725, half up 61.73; half even 61.72; down 61.72; up 61.73. */
    @ParameterizedTest
    @CsvSource({"half-up, 61.73", "half-even, 61.72", "down, 61.72", "up, 61.73"})
    void creditsAreRoundedAsAgreed(String mode, BigDecimal credit) {
        SlaTerms terms = TermsSamples.put("rounding", "{\"decimals\":2,\"mode\":\"" + mode + "\"}");
        Statement statement = Given.contract(terms)
                .deliveries("a", "2011-02-01T00:00:00Z", 10, 8, "123.45")
                .until("2011-04-04T00:00:00Z")
                .statement("2011-Q1")
                .statement();

        assertThat(statement.credit()).isEqualTo(credit);
    }

    /**
     * Computed by hand. Each quarter has 10 deliveries of 60,000, 7 on time: 70 %, so 10 % of 600,000 = 60,000, cut to
     * 50,000 by the cap of the period. The rolling cap of 120,000 leaves the third quarter 20,000 and the fourth
     * nothing; in the fifth the first quarter no longer counts: 120,000 - 50,000 - 20,000 - 0 = 50,000.
     */
    @Test
    void bothCapsBind() {
        Given given = backfilled();
        for (String day : new String[] {"2011-02-01", "2011-05-01", "2011-08-01", "2011-11-01", "2012-02-01"}) {
            given.deliveries(day, day + "T00:00:00Z", 10, 7, "60000");
        }
        given.when(new SlaCommand.CompleteBackfill()).accepted();

        assertThat(given.state().statements())
                .extracting(standing -> standing.statement().period() + " "
                        + standing.statement().credit().toPlainString())
                .containsExactly(
                        "2011-Q1 50000.00", "2011-Q2 50000.00", "2011-Q3 20000.00", "2011-Q4 0.00", "2012-Q1 50000.00");
        Statement.Workings third = given.statement("2011-Q3").statement().workings();
        assertThat(third.beforeCaps()).isEqualTo("60000.00");
        assertThat(third.cutByPeriodCap()).isEqualTo("10000.00");
        assertThat(third.cutByRollingCap()).isEqualTo("30000.00");
        assertThat(third.earlierCredits())
                .containsExactly(
                        new Statement.PeriodCredit("2011-Q1", new BigDecimal("50000.00")),
                        new Statement.PeriodCredit("2011-Q2", new BigDecimal("50000.00")));
        assertThat(given.statement("2012-Q1").statement().workings().earlierCredits())
                .extracting(Statement.PeriodCredit::period)
                .containsExactly("2011-Q2", "2011-Q3");
    }

    /** A statement as a partner gets it, every number checked by hand. */
    @Test
    void goldenStatement() {
        Given given = backfilled()
                .record(
                        Observation.of(
                                "1", java.time.Instant.parse("2011-07-01T00:00:00Z"), true, new BigDecimal("6200")),
                        Observation.of(
                                "2", java.time.Instant.parse("2011-08-15T00:00:00Z"), false, new BigDecimal("551.33")),
                        Observation.of(
                                "3", java.time.Instant.parse("2011-09-30T23:59:59Z"), true, new BigDecimal("1000.005")))
                .when(new SlaCommand.CompleteBackfill());

        // 2 of 3 are 66.7 %: 10 % of 7,751.335 is 775.1335, half up 775.13.
        assertThat(Given.json(given.statement("2011-Q3").statement()))
                .isEqualTo(
                        "{\"period\":\"2011-Q3\",\"start\":\"2011-07-01T00:00:00Z\",\"end\":\"2011-10-01T00:00:00Z\","
                                + "\"termsVersion\":1,\"issuedAt\":\"2012-06-01T00:00:00Z\","
                                + "\"parties\":{\"provider\":\"carrier\",\"customer\":\"maker\",\"arbiter\":\"chamber\"},"
                                + "\"currency\":\"USD\","
                                + "\"totals\":{\"total\":3,\"met\":2,\"excluded\":0,\"rate\":\"0.666667\",\"value\":\"7751.335\"},"
                                + "\"workings\":{\"numerator\":\"2\",\"denominator\":3,\"operator\":\">=\",\"target\":\"0.95\","
                                + "\"breached\":true,\"tier\":{\"from\":\"0\",\"to\":\"0.75\",\"percent\":\"10\"},"
                                + "\"base\":\"7751.335\",\"beforeCaps\":\"775.13\","
                                + "\"capPerPeriod\":\"50000\",\"cutByPeriodCap\":\"0.00\","
                                + "\"capRolling\":\"120000\",\"earlierCredits\":[],\"cutByRollingCap\":\"0.00\","
                                + "\"credit\":\"775.13\"},"
                                + "\"credit\":\"775.13\",\"adjustments\":[],\"carriedIn\":\"0.00\",\"payable\":\"775.13\","
                                + "\"carriedOut\":\"0.00\"}");
    }

    @Test
    void theBaseOfACreditMayBeAFixedAmount() {
        SlaTerms terms = TermsSamples.onTime(node -> ((ObjectNode) node.get("credits")).put("baseAmount", "2000"));
        Statement statement = Given.contract(terms)
                .deliveries("a", "2011-02-01T00:00:00Z", 10, 8, "0.01")
                .until("2011-04-04T00:00:00Z")
                .statement("2011-Q1")
                .statement();

        assertThat(statement.credit()).isEqualTo("100.00");
    }

    @ParameterizedTest
    @CsvSource({
        "mean,       , '3,5,4',    4,  0.00",
        "mean,       , '3,5,4.01', 4.003333, 20.00",
        "mean,       , '9,9,9',    9,  50.00",
        "percentile, 90, '1,2,3,4,5,6,7,8,9,10', 9, 50.00", // nearest rank: the ninth of ten
        "percentile, 50, '1,2,3,4', 2, 0.00",
        "percentile, 100, '1,2,5', 5, 20.00"
    })
    void meanAndPercentileAreMeasured(
            String kind, Integer percentile, String values, BigDecimal shown, BigDecimal credit) {
        SlaTerms terms = TermsSamples.onTime(node -> {
            ObjectNode indicator = node.putObject("indicator").put("kind", kind);
            if (percentile != null) {
                indicator.put("percentile", percentile);
            }
            node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"4\"}"));
            node.set(
                    "credits",
                    TermsSamples.tree("{\"baseAmount\":\"1000\",\"tiers\":["
                            + "{\"from\":\"4\",\"to\":\"6\",\"percent\":\"2\"},{\"from\":\"6\",\"percent\":\"5\"}]}"));
        });
        Given given = Given.contract(terms);
        int id = 0;
        for (String value : values.split(",")) {
            given.record(Observation.measured(
                    "v" + id++, java.time.Instant.parse("2011-02-01T00:00:00Z"), new BigDecimal(value), null));
        }
        Statement statement =
                given.until("2011-04-04T00:00:00Z").statement("2011-Q1").statement();

        assertThat(statement.totals().rate()).isEqualByComparingTo(shown);
        assertThat(statement.credit()).isEqualTo(credit);
    }

    @Test
    void aCountThatMustStayLowIsBreachedByOneTooMany() {
        SlaTerms terms = TermsSamples.onTime(node -> {
            node.putObject("indicator").put("kind", "count");
            node.set("objective", TermsSamples.tree("{\"operator\":\"<=\",\"target\":\"2\"}"));
            node.set(
                    "credits",
                    TermsSamples.tree("{\"baseAmount\":\"1000\",\"tiers\":[{\"from\":\"2\",\"percent\":\"7\"}]}"));
        });
        Given given = Given.contract(terms);
        for (String id : new String[] {"a", "b", "c"}) {
            given.record(new Observation(
                    id,
                    java.time.Instant.parse("2011-01-01T00:00:00Z"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        }
        Statement statement =
                given.until("2011-04-04T00:00:00Z").statement("2011-Q1").statement();

        assertThat(statement.totals().rate()).isEqualTo("3.000000");
        assertThat(statement.credit()).isEqualTo("70.00");
    }

    private static Given backfilled() {
        return Given.contract(TermsSamples.onTime(), "2011-01-01T00:00:00Z", true)
                .at("2012-06-01T00:00:00Z");
    }

    /** In 2017 the clocks of Asuncion changed at midnight of 1 October: the third quarter ends at 01:00 local time. */
    @Test
    void theRollingCapReachesBackToTheFirstMomentOfTheDayTwelveMonthsBefore() {
        SlaTerms terms = TermsSamples.put("window", "{\"kind\":\"quarter\",\"zone\":\"America/Asuncion\"}");
        Given given = Given.contract(terms, "2016-10-01T04:00:00Z", true)
                .at("2017-10-20T00:00:00Z")
                .deliveries("first", "2016-10-01T04:00:00Z", 20, 18, "1000")
                .deliveries("last", "2017-09-30T00:00:00Z", 20, 18, "1000")
                .when(new SlaCommand.CompleteBackfill());

        assertThat(given.statement("2017-Q3").statement().end()).isEqualTo("2017-10-01T04:00:00Z");
        assertThat(given.statement("2017-Q3").statement().workings().earlierCredits())
                .extracting(Statement.PeriodCredit::period)
                .containsExactly("2016-Q4");
    }
}
