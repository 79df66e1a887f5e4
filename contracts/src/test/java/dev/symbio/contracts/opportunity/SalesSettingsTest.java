package dev.symbio.contracts.opportunity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.Context;
import dev.symbio.platform.entity.Decision;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SalesSettingsTest {
    private static final SalesRules.Strategy ANY = strategy("any", null, null, null);

    @Test
    void asksForAtLeastOneArtefactPerStageByDefault() {
        for (Stage stage : Stage.values()) {
            assertThat(SalesRules.DEFAULT.gates().of(stage)).isNotEmpty();
        }
        assertThat(SalesRules.DEFAULT.stallAfter()).isEqualTo(Duration.ofHours(72));
    }

    @Test
    void choosesTheStrategyThatFitsBest() {
        SalesRules rules = rules(
                SalesRules.DEFAULT.gates(),
                List.of(
                        ANY,
                        strategy("retail", "Retail", null, null),
                        strategy("big retail", "retail", CustomerSize.LARGE, null),
                        strategy("fast retail", "retail", null, PurchaseCycle.SHORT)));
        assertThat(rules.strategyFor(Given.PROFILE).orElseThrow().name()).isEqualTo("big retail");
        assertThat(rules.strategyFor(profile("retail", CustomerSize.SMALL, PurchaseCycle.SHORT))
                        .orElseThrow()
                        .name())
                .isEqualTo("fast retail");
        assertThat(rules.strategyFor(profile(null, null, null)).orElseThrow().name())
                .isEqualTo("any");
        assertThat(rules(SalesRules.DEFAULT.gates(), List.of()).strategyFor(Given.PROFILE))
                .isEmpty();
    }

    @Test
    void countsVersionsAndRefusesWhatIsNotARule() {
        SalesSettings settings = evolve(SalesSettings.NONE, decide(SalesSettings.NONE, SalesRules.DEFAULT));
        assertThat(settings.version()).isEqualTo(1);
        assertThat(((Decision.Accepted<SalesSettingsEvent>) decide(settings, SalesRules.DEFAULT)).events())
                .isEmpty();
        SalesRules.Gates empty = new SalesRules.Gates(
                List.of("a"), List.of(), List.of("Not a kind"), List.of("a"), List.of("a"), List.of("a"));
        Rejection refused = ((Decision.Rejected<SalesSettingsEvent>) decide(
                        settings,
                        new SalesRules(
                                empty,
                                Duration.ZERO,
                                ScriptPack.NONE,
                                List.of(strategy("", null, null, null)),
                                new RenewalRule(Duration.ofDays(1), null, new BigDecimal("1.5")),
                                new MentionRule(0, 101, BigDecimal.ZERO),
                                new BigDecimal("-0.1"))))
                .rejection();
        assertThat(refused.errors())
                .extracting(Rejection.Fault::pointer)
                .containsExactly(
                        "/gates/needsDiagnosis",
                        "/gates/demo/0",
                        "/stallAfter",
                        "/strategies/0/name",
                        "/renewal/endsWithin",
                        "/renewal/resolutionBelow",
                        "/mentions/recent",
                        "/mentions/before",
                        "/mentions/rise",
                        "/visibilityTarget");
    }

    @Test
    void belongToTheirTenantAlone() {
        Context other = new Context(
                SalesSettings.of(new TenantId("other")), Instant.EPOCH, Principal.of("ann", Given.HOST), "c");
        assertThat(SalesSettings.KIND.decide(
                        SalesSettings.NONE, new SalesSettingsCommand.Configure(SalesRules.DEFAULT), other))
                .isInstanceOf(Decision.Rejected.class);
    }

    private static Decision<SalesSettingsEvent> decide(SalesSettings settings, SalesRules rules) {
        Context context =
                new Context(SalesSettings.of(Given.HOST), Instant.EPOCH, Principal.of("ann", Given.HOST), "c");
        return SalesSettings.KIND.decide(settings, new SalesSettingsCommand.Configure(rules), context);
    }

    private static SalesSettings evolve(SalesSettings settings, Decision<SalesSettingsEvent> decision) {
        return SalesSettings.KIND.evolve(settings, ((Decision.Accepted<SalesSettingsEvent>) decision).events());
    }

    private static SalesRules rules(SalesRules.Gates gates, List<SalesRules.Strategy> strategies) {
        return new SalesRules(gates, Duration.ofHours(72), ScriptPack.NONE, strategies, null, null, null);
    }

    private static SalesRules.Strategy strategy(String name, String industry, CustomerSize size, PurchaseCycle cycle) {
        return new SalesRules.Strategy(name, industry, size, cycle, Duration.ofDays(1), List.of("Call."));
    }

    private static Profile profile(String industry, CustomerSize size, PurchaseCycle cycle) {
        return new Profile("Acme", industry, size, cycle, null, null, null, null, null);
    }
}
