package dev.symbio.contracts.sla;

import java.math.BigDecimal;

/**
 * Running counters of a period, so that nothing is summed up again.
 *
 * @param total observations that count
 * @param met of these, those met
 * @param excluded observations that do not count
 * @param sum of the values
 * @param value sum of the amounts
 */
public record Tally(long total, long met, long excluded, BigDecimal sum, BigDecimal value) {
    static final Tally ZERO = new Tally(0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

    Tally plus(Measurement m) {
        if (m.excluded()) {
            return new Tally(total, met, excluded + 1, sum, value);
        }
        return new Tally(
                total + 1,
                m.met() ? met + 1 : met,
                excluded,
                m.value() == null ? sum : sum.add(m.value()),
                value.add(m.amount()));
    }

    Tally minus(Measurement m) {
        if (m.excluded()) {
            return new Tally(total, met, excluded - 1, sum, value);
        }
        return new Tally(
                total - 1,
                m.met() ? met - 1 : met,
                excluded,
                m.value() == null ? sum : sum.subtract(m.value()),
                value.subtract(m.amount()));
    }
}
