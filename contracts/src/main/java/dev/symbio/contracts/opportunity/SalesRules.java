package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a tenant sells.
 *
 * @param gates what each stage asks for before it is left
 * @param stallAfter how long a quote may lie without a contact
 * @param scripts what helps when it does
 * @param strategies how to follow up, by kind of customer
 * @param renewal when a renewal is at risk; null is {@link RenewalRule#DEFAULT}
 * @param mentions when competitors are named abnormally often; null is {@link MentionRule#DEFAULT}
 * @param visibilityTarget share of the opportunities that is to be visible; null is 0.9
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SalesRules(
        Gates gates,
        Duration stallAfter,
        ScriptPack scripts,
        List<Strategy> strategies,
        RenewalRule renewal,
        MentionRule mentions,
        BigDecimal visibilityTarget) {
    /** More than nine of ten are to be visible (cap 27). */
    private static final BigDecimal STANDARD_VISIBILITY = new BigDecimal("0.9");

    private static final int STANDARD_CONTACT_DAYS = 3;

    /** In force as long as the tenant has set nothing. */
    public static final SalesRules DEFAULT = new SalesRules(
            new Gates(
                    List.of("contact-note"),
                    List.of("pain-point-list"),
                    List.of("demo-record"),
                    List.of("objection-list"),
                    List.of("quote"),
                    List.of(Artefact.CONTRACT)),
            StallRule.DEFAULT.after(),
            ScriptPack.NONE,
            List.of(new Strategy(
                    "standard",
                    null,
                    null,
                    null,
                    Duration.ofDays(STANDARD_CONTACT_DAYS),
                    List.of("Agree on the next action at every contact.", "Confirm one more role of the chain."))),
            null,
            null,
            null);

    public SalesRules {
        strategies = Lists.of(strategies);
    }

    /** Kinds of artefacts, per stage. */
    public record Gates(
            List<String> firstTouch,
            List<String> needsDiagnosis,
            List<String> demo,
            List<String> objectionHandling,
            List<String> quote,
            List<String> contract) {
        public Gates {
            firstTouch = Lists.of(firstTouch);
            needsDiagnosis = Lists.of(needsDiagnosis);
            demo = Lists.of(demo);
            objectionHandling = Lists.of(objectionHandling);
            quote = Lists.of(quote);
            contract = Lists.of(contract);
        }

        /** What is asked for before the stage is left. */
        public List<String> of(Stage stage) {
            return switch (stage) {
                case FIRST_TOUCH -> firstTouch;
                case NEEDS_DIAGNOSIS -> needsDiagnosis;
                case DEMO -> demo;
                case OBJECTION_HANDLING -> objectionHandling;
                case QUOTE -> quote;
                case CONTRACT -> contract;
            };
        }
    }

    /**
     * How to follow up with customers of one kind. A criterion that is null fits every customer.
     *
     * @param contactEvery how long to wait for the next contact at most
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Strategy(
            String name,
            String industry,
            CustomerSize size,
            PurchaseCycle cycle,
            Duration contactEvery,
            List<String> steps) {
        public Strategy {
            steps = Lists.of(steps);
        }

        private boolean fits(Profile profile) {
            return (industry == null || industry.equalsIgnoreCase(profile.industry()))
                    && (size == null || size == profile.size())
                    && (cycle == null || cycle == profile.cycle());
        }

        private int criteria() {
            return (industry == null ? 0 : 1) + (size == null ? 0 : 1) + (cycle == null ? 0 : 1);
        }
    }

    public StallRule stall() {
        return new StallRule(stallAfter, scripts);
    }

    public RenewalRule renewalRule() {
        return renewal == null ? RenewalRule.DEFAULT : renewal;
    }

    public MentionRule mentionRule() {
        return mentions == null ? MentionRule.DEFAULT : mentions;
    }

    public BigDecimal visibility() {
        return visibilityTarget == null ? STANDARD_VISIBILITY : visibilityTarget;
    }

    /** The strategy that fits with the most criteria; of several such the first. */
    public Optional<Strategy> strategyFor(Profile profile) {
        return strategies.stream()
                .filter(strategy -> strategy.fits(profile))
                .min(Comparator.comparingInt(Strategy::criteria).reversed());
    }
}
