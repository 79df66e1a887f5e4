package dev.symbio.contracts.commitment;

import static dev.symbio.contracts.commitment.Given.daily;
import static dev.symbio.contracts.commitment.Given.promise;
import static dev.symbio.contracts.commitment.Given.sample;
import static dev.symbio.contracts.commitment.Given.terms;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JudgingTest {
    @Test
    void judgesAWindowWhenItIsOverAndTheToleranceHasPassed() {
        Given given = Given.nothing().active(terms(daily("p", 3)), false);
        given.at("2026-01-01T12:00:00Z").samples(sample("1", "2026-01-01T11:00:00Z", "101"));

        given.advanced("2026-01-02T05:59:59Z");
        assertThat(given.then()).isEmpty();
        given.advanced("2026-01-02T06:00:00Z");

        assertThat(given.names()).containsExactly("WindowJudged");
        assertThat(given.verdict("p").outcome()).isEqualTo(Verdict.Outcome.MET);
        assertThat(given.verdict("p").shown()).isEqualByComparingTo("101");
        assertThat(given.state("p")).isEqualTo(PromiseState.TRACKING);
    }

    @Test
    void countsStragglersWithinTheTolerance() {
        Given given = Given.nothing().active(terms(daily("p", 3)), false);
        given.as("m", Given.HOST).at("2026-01-01T23:50:00Z").samples(sample("1", "2026-01-01T23:45:00Z", "99"));
        given.at("2026-01-02T01:00:00Z").samples(sample("2", "2026-01-01T18:00:00Z", "103"));
        given.advanced("2026-01-02T06:00:00Z");
        assertThat(given.verdict("p").samples()).isEqualTo(2);
        assertThat(given.verdict("p").outcome()).isEqualTo(Verdict.Outcome.MET);
    }

    @Test
    void climbsTheLadderUntilThePromiseRecovers() {
        Given given = Given.nothing().active(terms(daily("p", 3)), false);
        given.as("m", Given.HOST).at("2026-01-01T12:00:00Z").samples(sample("1", "2026-01-01T11:00:00Z", "99"));
        given.advanced("2026-01-02T06:00:00Z");
        assertThat(given.names()).containsExactly("PromiseBreached", "Escalated");
        CommitmentEvent.PromiseBreached breach =
                (CommitmentEvent.PromiseBreached) given.then().get(0);
        assertThat(breach.customer()).isEqualTo(Given.CUSTOMER);
        assertThat(breach.clause()).isEqualTo("Pressure is kept");
        assertThat(breach.happenedAt()).isEqualTo(Instant.parse("2026-01-02T06:00:00Z"));
        assertThat(given.state("p")).isEqualTo(PromiseState.BREACHED);

        given.advanced("2026-01-02T10:00:00Z");
        assertThat(given.then()).singleElement().isInstanceOfSatisfying(CommitmentEvent.Escalated.class, next -> {
            assertThat(next.subject()).isEqualTo("boss");
            assertThat(next.rung()).isEqualTo(1);
        });
        given.as("m", Given.HOST).at("2026-01-02T12:00:00Z").samples(sample("2", "2026-01-02T11:00:00Z", "100"));
        given.advanced("2026-01-03T06:00:00Z");
        assertThat(given.state("p")).isEqualTo(PromiseState.RECOVERED);
        given.as("m", Given.HOST).at("2026-01-03T12:00:00Z").samples(sample("3", "2026-01-03T11:00:00Z", "100"));
        given.advanced("2026-01-04T06:00:00Z");
        assertThat(given.state("p")).isEqualTo(PromiseState.FULFILLED);
        assertThat(given.state().deadlines()).isEmpty();
    }

    @Test
    void withoutSamplesTheRuleOfThePromiseHolds() {
        Promise.Indicator mean = new Promise.Indicator(Promise.IndicatorKind.MEAN, null, null);
        Promise.Trigger trigger = new Promise.Trigger(null, Given.START, null);
        Promise.Window days = new Promise.Window(Promise.WindowKind.DAYS, null, 1, null, null);
        Given given = Given.nothing()
                .active(
                        terms(
                                promise("skip", mean, trigger, days, Promise.NoDataRule.SKIP),
                                promise("breach", mean, trigger, days, Promise.NoDataRule.BREACH),
                                promise("carry", mean, trigger, days, Promise.NoDataRule.CARRY)),
                        false);
        given.advanced("2026-01-02T06:00:00Z");
        assertThat(outcomes(given)).containsExactly("skip skipped", "breach breached", "carry skipped");
        given.as("m", Given.HOST).at("2026-01-02T12:00:00Z").samples(sample("1", "2026-01-02T11:00:00Z", "90"));
        given.advanced("2026-01-03T06:00:00Z");
        given.advanced("2026-01-04T06:00:00Z");
        assertThat(outcomes(given)).containsExactly("skip skipped", "breach breached", "carry breached");
        assertThat(given.verdict("carry").carried()).isTrue();
        assertThat(given.verdict("carry").value()).isNull();
    }

    private static List<String> outcomes(Given given) {
        return given.state().terms().promises().stream()
                .map(promise -> promise.key() + " "
                        + given.verdict(promise.key()).outcome().word())
                .toList();
    }

    @Test
    void closesHistoryInOrderOnceItIsComplete() {
        Given given = Given.nothing().at("2026-03-01T00:00:00Z").active(terms(daily("a", 4), daily("b", 4)), true);
        given.as("m", Given.HOST)
                .samples(
                        sample("1", "2026-01-01T11:00:00Z", "99"),
                        sample("2", "2026-01-02T00:00:00Z", "100"),
                        sample("3", "2026-01-03T11:00:00Z", "90"));
        assertThat(given.state().deadlines()).isEmpty();
        given.as("sam", Given.HOST).when(new CommitmentCommand.CompleteBackfill());
        assertThat(given.then().stream()
                        .filter(event -> event instanceof CommitmentEvent.WindowJudged
                                || event instanceof CommitmentEvent.PromiseBreached)
                        .map(event -> event instanceof CommitmentEvent.WindowJudged judged
                                ? judged.verdict()
                                : ((CommitmentEvent.PromiseBreached) event).verdict())
                        .map(verdict -> verdict.promise()
                                + verdict.window()
                                + verdict.outcome().word().charAt(0))
                        .collect(Collectors.joining(" ")))
                .isEqualTo("a0b b0b a1m b1m a2b b2b a3s b3s");
        assertThat(given.verdict("a").at()).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
        given.when(new CommitmentCommand.CompleteBackfill());
        assertThat(given.refused()).isEqualTo("commitment.no-backfill");
        given.samples(sample("9", "2026-01-03T12:00:00Z", "90"));
        assertThat(given.receipt().late()).hasSize(1);
    }

    @Test
    void longHistoriesAreJudgedBitByBit() {
        Given given = Given.nothing().at("2026-10-01T00:00:00Z").active(terms(daily("p", 250)), true);
        given.as("sam", Given.HOST).when(new CommitmentCommand.CompleteBackfill());
        assertThat(given.then()).hasSize(101);
        given.advanced("2026-10-01T00:00:00Z").advanced("2026-10-01T00:00:00Z");
        assertThat(given.state().tracks().get("p").verdicts()).isEqualTo(250);
        assertThat(given.state().deadlines()).isEmpty();
    }

    @Test
    void beginsAWhileAfterItsTriggerAndCountsWhatCameBefore() {
        Promise afterPowerOn = promise(
                "p",
                new Promise.Indicator(Promise.IndicatorKind.SUM, null, null),
                new Promise.Trigger("power-on", null, Duration.ofHours(72)),
                new Promise.Window(Promise.WindowKind.ONCE, Duration.ofDays(1), null, null, null),
                Promise.NoDataRule.BREACH);
        Given given = Given.nothing().active(terms(afterPowerOn), false);
        assertThat(given.state("p")).isEqualTo(PromiseState.PENDING);
        given.as("m", Given.HOST).at("2026-01-04T05:00:00Z").samples(sample("1", "2026-01-04T04:00:00Z", "40"));
        given.when(new CommitmentCommand.Trigger("power-on", Instant.parse("2026-01-01T00:00:00Z")));
        assertThat(given.names()).containsExactly("Triggered", "TrackingStarted");
        given.at("2026-01-04T12:00:00Z").samples(sample("2", "2026-01-04T11:00:00Z", "60"));
        given.advanced("2026-01-05T06:00:00Z");
        assertThat(given.verdict("p").shown()).isEqualByComparingTo("100");
        assertThat(given.state("p")).isEqualTo(PromiseState.FULFILLED);
    }

    @Test
    void holdsEarlierWindowsAgainstTheirMilestones() {
        Promise daily = Given.daily("p", 3);
        Promise stepped = new Promise(
                "p",
                daily.clause(),
                daily.indicator(),
                daily.source(),
                daily.trigger(),
                daily.window(),
                daily.operator(),
                daily.target(),
                daily.noData(),
                daily.ladder(),
                List.of(
                        new Promise.Milestone(1, new BigDecimal("40")),
                        new Promise.Milestone(2, new BigDecimal("70"))));
        Given given = Given.nothing().active(terms(stepped), false);
        given.as("m", Given.HOST).at("2026-01-01T12:00:00Z").samples(sample("1", "2026-01-01T11:00:00Z", "45"));
        given.advanced("2026-01-02T06:00:00Z");
        assertThat(given.verdict("p").target()).isEqualByComparingTo("40");
        assertThat(given.verdict("p").outcome()).isEqualTo(Verdict.Outcome.MET);
        given.as("m", Given.HOST).at("2026-01-02T12:00:00Z").samples(sample("2", "2026-01-02T11:00:00Z", "69"));
        given.advanced("2026-01-03T06:00:00Z");
        assertThat(given.state("p")).isEqualTo(PromiseState.BREACHED);
        assertThat(given.verdict("p").target()).isEqualByComparingTo("70");
        assertThat(stepped.targetIn(2)).isEqualByComparingTo("100");
        assertThat(CommitmentInWords.english(terms(stepped)).get(1)).contains("(40 until window 1, 70 until window 2)");
        assertThat(CommitmentInWords.chinese(terms(stepped)).get(1)).contains("（前 1 个时段 40，前 2 个时段 70）");
    }

    @Test
    void theLetterOfResponsibilityNamesHowABreachIsHandledAtEachRung() {
        CommitmentTerms terms = Given.terms(Given.daily("p", 2));
        List<String> english = CommitmentInWords.english(terms);
        assertThat(english.get(0)).endsWith("sales, delivery and customer success answer for it together.");
        assertThat(english.get(1))
                .endsWith(
                        " Breach handling: step 1, at once, customer success is told and has to act; step 2, if it lasts"
                                + " PT4H after the breach was found, boss is told and has to act.");
        List<String> chinese = CommitmentInWords.chinese(terms);
        assertThat(chinese.get(0)).contains("销售、交付、客户成功三方共同承担责任");
        assertThat(chinese.get(1)).endsWith("违约处理：第 1 级，立即通知客户成功并由其处理；第 2 级，判定违约后持续 PT4H 时通知boss并由其处理。");
        assertThat(CommitmentInWords.english(terms.withoutPeople()).get(1))
                .contains("a person is told")
                .doesNotContain("boss");
    }

    @Test
    void refusesATriggerFromBeforeWhatItsStreamWasJudgedFor() {
        Promise waiting = promise(
                "waits",
                new Promise.Indicator(Promise.IndicatorKind.MEAN, null, null),
                new Promise.Trigger("power-on", null, Duration.ofHours(1)),
                new Promise.Window(Promise.WindowKind.ONCE, Duration.ofDays(1), null, null, null),
                Promise.NoDataRule.BREACH);
        Given given = Given.nothing().active(terms(Given.daily("p", 3), waiting), false);
        given.advanced("2026-01-02T06:00:00Z");
        assertThat(given.verdict("p").end()).isEqualTo("2026-01-02T00:00:00Z");
        given.as("m", Given.HOST)
                .when(new CommitmentCommand.Trigger("power-on", Instant.parse("2026-01-01T22:59:59Z")));
        assertThat(given.refused()).isEqualTo("commitment.trigger-before-judged");
        given.when(new CommitmentCommand.Trigger("power-on", Instant.parse("2026-01-01T23:00:00Z")));
        assertThat(given.names()).startsWith("Triggered");
    }

    @Test
    void refusesATriggerWhoseSamplesAreNotKeptAnyMore() {
        Promise waiting = promise(
                "p",
                new Promise.Indicator(Promise.IndicatorKind.MEAN, null, null),
                new Promise.Trigger("power-on", null, null),
                new Promise.Window(Promise.WindowKind.ONCE, Duration.ofDays(1), null, null, null),
                Promise.NoDataRule.BREACH);
        Given given = Given.nothing().active(terms(waiting), false);
        given.as("m", Given.HOST).at("2026-01-03T00:00:00Z").samples(sample("1", "2026-01-02T12:00:00Z", "1"));
        given.when(new CommitmentCommand.Trigger("power-on", Instant.parse("2026-01-02T05:59:59Z")));
        assertThat(given.refused()).isEqualTo("commitment.trigger-too-late");
        given.when(new CommitmentCommand.Trigger("power-on", Instant.parse("2026-01-02T06:00:00Z")));
        assertThat(given.names()).startsWith("Triggered");
    }

    @Test
    void monthsAreCountedInTheirZoneFromTheSameDay() {
        Promise monthly = promise(
                "p",
                new Promise.Indicator(Promise.IndicatorKind.MIN, null, null),
                new Promise.Trigger(null, Instant.parse("2026-01-30T23:00:00Z"), null),
                new Promise.Window(Promise.WindowKind.MONTHS, null, 1, ZoneId.of("Europe/Berlin"), 3),
                Promise.NoDataRule.SKIP);
        Windows windows = new Windows(monthly, monthly.trigger().date());
        assertThat(windows.endOf(0)).isEqualTo(Instant.parse("2026-02-27T23:00:00Z"));
        assertThat(windows.endOf(1)).isEqualTo(Instant.parse("2026-03-30T22:00:00Z"));
        assertThat(windows.at(Instant.parse("2026-02-27T22:59:59Z"))).isZero();
        assertThat(windows.at(Instant.parse("2026-02-27T23:00:00Z"))).isEqualTo(1);
        assertThat(windows.at(Instant.parse("2026-04-29T22:00:00Z"))).isEqualTo(Windows.NONE);
    }

    @Test
    void saysEarlyThatATargetWillBeMissed() {
        Given given = Given.nothing().active(terms(daily("p", 3)), false);
        given.as("m", Given.HOST).at("2026-01-01T05:00:00Z").samples(sample("1", "2026-01-01T04:00:00Z", "90"));
        assertThat(given.state("p")).isEqualTo(PromiseState.TRACKING);
        given.at("2026-01-01T06:00:00Z").samples(sample("2", "2026-01-01T05:30:00Z", "90"));
        assertThat(given.names()).containsExactly("SamplesRecorded", "RiskRaised");
        assertThat(given.state("p")).isEqualTo(PromiseState.AT_RISK);
        given.at("2026-01-01T07:00:00Z").samples(sample("3", "2026-01-01T06:30:00Z", "130"));
        assertThat(given.names()).containsExactly("SamplesRecorded", "RiskCleared");
        assertThat(given.state("p")).isEqualTo(PromiseState.TRACKING);
    }

    @Test
    void comparesSharesAndMeansExactly() {
        Promise share = promise(
                "share",
                new Promise.Indicator(Promise.IndicatorKind.SHARE, Comparison.MORE_THAN, new BigDecimal("5")),
                new Promise.Trigger(null, Given.START, null),
                new Promise.Window(Promise.WindowKind.DAYS, null, 1, null, 1),
                Promise.NoDataRule.SKIP);
        Promise third = new Promise(
                "share",
                share.clause(),
                share.indicator(),
                share.source(),
                share.trigger(),
                share.window(),
                Comparison.AT_LEAST,
                new BigDecimal("0.333333333333333334"),
                share.noData(),
                List.of());
        Given given = Given.nothing().active(terms(third), false);
        given.as("m", Given.HOST)
                .at("2026-01-01T12:00:00Z")
                .samples(
                        sample("1", "2026-01-01T04:00:00Z", "5"),
                        sample("2", "2026-01-01T04:00:00Z", "5.000000000000000001"),
                        sample("3", "2026-01-01T04:00:00Z", "1"));
        given.advanced("2026-01-02T06:00:00Z");
        assertThat(given.verdict("share").value()).isEqualTo(new Measured(BigDecimal.ONE, 3));
        assertThat(given.verdict("share").outcome()).isEqualTo(Verdict.Outcome.BREACHED);
    }
}
