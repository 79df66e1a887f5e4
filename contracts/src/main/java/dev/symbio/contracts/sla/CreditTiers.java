package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.SlaTerms.Tier;
import java.util.Comparator;
import java.util.List;

/** The tiers of a contract from the best (next to the objective) to the worst. */
record CreditTiers(boolean moreIsBetter, List<Tier> bestFirst) {
    static CreditTiers of(SlaTerms terms) {
        boolean moreIsBetter = terms.objective().operator().wantsMore();
        Comparator<Tier> order = moreIsBetter
                ? Comparator.comparing(Tier::from, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .reversed()
                : Comparator.comparing(Tier::to, Comparator.nullsLast(Comparator.naturalOrder()));
        return new CreditTiers(
                moreIsBetter, terms.credits().tiers().stream().sorted(order).toList());
    }

    /** The tier of a value that misses the objective. A boundary belongs to the better tier. */
    Tier tierOf(IndicatorValue value) {
        for (Tier tier : bestFirst) {
            boolean inside = moreIsBetter
                    ? tier.from() == null || value.compareTo(tier.from()) >= 0
                    : tier.to() == null || value.compareTo(tier.to()) <= 0;
            if (inside) {
                return tier;
            }
        }
        return worst();
    }

    Tier worst() {
        return bestFirst.get(bestFirst.size() - 1);
    }
}
