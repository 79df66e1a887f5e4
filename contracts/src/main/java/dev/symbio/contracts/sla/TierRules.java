package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.SlaTerms.Indicator;
import dev.symbio.contracts.sla.SlaTerms.Tier;
import dev.symbio.platform.entity.Rejection.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Credit tiers must cover the breach side of the objective exactly: no overlap, no gap, nothing beyond. */
final class TierRules {
    static final int MAX_TIERS = 50;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String TIERS = "/terms/credits/tiers";

    /**
     * A tier seen from the objective: it reaches from {@code near} to {@code far}, whichever direction is worse.
     * Positions are mirrored when less is better, so that farther is always smaller.
     *
     * @param near null is unbounded, beyond the objective
     * @param far null is unbounded
     */
    private record Reach(int index, BigDecimal near, BigDecimal far, String nearField, String farField) {
        String nearPointer() {
            return TIERS + "/" + index + "/" + nearField;
        }

        String farPointer() {
            return TIERS + "/" + index + "/" + farField;
        }
    }

    private TierRules() {}

    static List<Fault> check(SlaTerms terms) {
        List<Tier> tiers = terms.credits().tiers();
        if (tiers.isEmpty() || tiers.size() > MAX_TIERS) {
            return List.of(new Fault(
                    TIERS, "sla.tiers-gap", "Expected 1 to " + MAX_TIERS + " tiers that cover the breach side."));
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            checkOne(tiers.get(i), TIERS + "/" + i, faults);
        }
        boolean comparable = terms.objective() != null
                && terms.objective().operator() != null
                && terms.objective().operator() != Operator.WITHIN
                && terms.objective().target() != null
                && terms.indicator() != null
                && terms.indicator().kind() != null;
        if (faults.isEmpty() && comparable) {
            faults.addAll(checkCover(terms));
        }
        return faults;
    }

    private static void checkOne(Tier tier, String pointer, List<Fault> faults) {
        if (tier == null) {
            faults.add(new Fault(pointer, "sla.term-missing", "Expected a tier but got null."));
            return;
        }
        if (tier.percent() == null) {
            faults.add(new Fault(pointer + "/percent", "sla.term-missing", "Expected what the tier costs."));
        } else if (tier.percent().signum() < 0
                || tier.percent().compareTo(HUNDRED) > 0
                || !Decimals.fits(tier.percent())) {
            faults.add(new Fault(pointer + "/percent", "sla.term-out-of-range", "Expected 0 to 100 percent."));
        }
        checkBound(tier.from(), pointer + "/from", faults);
        checkBound(tier.to(), pointer + "/to", faults);
        if (tier.from() != null && tier.to() != null && tier.from().compareTo(tier.to()) >= 0) {
            faults.add(new Fault(pointer + "/from", "sla.tier-empty", "Expected from below to."));
        }
    }

    private static void checkBound(BigDecimal bound, String pointer, List<Fault> faults) {
        if (bound != null && !Decimals.fits(bound)) {
            faults.add(new Fault(pointer, "sla.term-out-of-range", Decimals.TOO_LONG));
        }
    }

    private static List<Fault> checkCover(SlaTerms terms) {
        boolean more = terms.objective().operator().wantsMore();
        List<Reach> reaches = new ArrayList<>();
        for (int i = 0; i < terms.credits().tiers().size(); i++) {
            Tier tier = terms.credits().tiers().get(i);
            reaches.add(
                    more
                            ? new Reach(i, tier.to(), tier.from(), "to", "from")
                            : new Reach(i, negated(tier.from()), negated(tier.to()), "from", "to"));
        }
        reaches.sort(Comparator.comparing(Reach::far, Comparator.nullsFirst(Comparator.naturalOrder()))
                .reversed());
        BigDecimal target = terms.objective().target();
        List<Fault> faults = new ArrayList<>();
        BigDecimal covered = more ? target : target.negate();
        for (Reach each : reaches) {
            int distance = covered == null || each.near == null ? 1 : each.near.compareTo(covered);
            if (distance > 0) {
                faults.add(new Fault(
                        each.nearPointer(),
                        "sla.tiers-overlap",
                        "Expected the tier to begin at " + shown(covered, more) + " but it reaches over it."));
            } else if (distance < 0) {
                faults.add(new Fault(
                        each.nearPointer(),
                        "sla.tiers-gap",
                        "Expected the tier to begin at " + shown(covered, more) + " but it leaves a gap."));
            }
            covered = each.far;
        }
        checkFarEnd(terms.indicator().kind(), more, reaches.get(reaches.size() - 1), faults);
        return faults;
    }

    private static void checkFarEnd(Indicator.Kind kind, boolean more, Reach worst, List<Fault> faults) {
        BigDecimal end = farEnd(kind, more);
        if (worst.far == null || end != null && worst.far.compareTo(end) == 0) {
            return;
        }
        boolean beyond = end != null && worst.far.compareTo(end) < 0;
        String expected = end == null ? "no limit (leave it out)" : shown(end, more);
        faults.add(new Fault(
                worst.farPointer(),
                beyond ? "sla.tiers-overlap" : "sla.tiers-gap",
                "Expected the worst tier to end at " + expected + "."));
    }

    /** Where the worst value lies, mirrored like the tiers; null where there is no worst value. */
    private static BigDecimal farEnd(Indicator.Kind kind, boolean more) {
        if (more) {
            return kind == Indicator.Kind.RATIO || kind == Indicator.Kind.COUNT ? BigDecimal.ZERO : null;
        }
        return kind == Indicator.Kind.RATIO ? BigDecimal.ONE.negate() : null;
    }

    private static BigDecimal negated(BigDecimal value) {
        return value == null ? null : value.negate();
    }

    private static String shown(BigDecimal position, boolean more) {
        if (position == null) {
            return "the end of the one before";
        }
        return (more ? position : position.negate()).toPlainString();
    }
}
