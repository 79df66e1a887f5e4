package dev.symbio.contracts.sla;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Measures the indicator of a period, exactly. */
final class Indicators {
    private static final int PERCENT = 100;

    private Indicators() {}

    /** Empty without data. */
    static Optional<IndicatorValue> measure(PeriodAccount account, SlaTerms terms) {
        Tally tally = account.tally();
        if (tally.total() == 0) {
            return Optional.empty();
        }
        return Optional.of(
                switch (terms.indicator().kind()) {
                    case RATIO -> IndicatorValue.of(tally.met(), tally.total());
                    case MEAN -> new IndicatorValue(tally.sum(), tally.total());
                    case COUNT -> IndicatorValue.of(tally.met(), 1);
                    case PERCENTILE -> new IndicatorValue(percentile(account, terms), 1);
                });
    }

    private static BigDecimal percentile(PeriodAccount account, SlaTerms terms) {
        List<BigDecimal> values = account.observations().values().stream()
                .map(each -> Measurement.of(each, account.correction(each.id()), terms))
                .filter(each -> !each.excluded())
                .map(Measurement::value)
                .sorted()
                .toList();
        return values.get((int) rank(terms.indicator().percentile(), values.size()) - 1);
    }

    /** Nearest rank, from 1: the smallest rank that has at least so many percent of the values at or below it. */
    static long rank(int percentile, long total) {
        return Math.max(1, (percentile * total + PERCENT - 1) / PERCENT);
    }
}
