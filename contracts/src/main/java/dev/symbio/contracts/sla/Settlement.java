package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.SlaTerms.Tier;
import dev.symbio.contracts.sla.Statement.PeriodCredit;
import dev.symbio.contracts.sla.Statement.Totals;
import dev.symbio.contracts.sla.Statement.Workings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a period's indicator means in money: objective, tier, base times percent, rounded; then the cap of the period;
 * then what the rolling cap leaves after the credits of the periods that start in the twelve months before this one's
 * end ("this quarter and the three before").
 *
 * @param indicator null without data
 */
record Settlement(IndicatorValue indicator, Totals totals, Workings workings) {
    private static final int CAP_MONTHS = 12;
    private static final int PERCENT_DIGITS = 2;

    BigDecimal credit() {
        return workings.credit();
    }

    /**
     * Settles a period.
     *
     * @param books hold the periods before it, already settled
     * @param measured its exact indicator; empty without data
     */
    static Settlement of(PeriodAccount account, Optional<IndicatorValue> measured, Timeline timeline, Ledger books) {
        SlaTerms terms = timeline.terms(account.version());
        Tally tally = account.tally();
        // What both parties left out did happen: that is no lack of data to be punished.
        NoData rule = measured.isPresent() ? null : tally.excluded() > 0 ? NoData.SKIP : terms.noData();
        IndicatorValue indicator = measured.orElseGet(() -> rule == NoData.CARRY
                ? indicatorBefore(account.start(), books, timeline, terms).orElse(null)
                : null);
        boolean breached = indicator == null ? rule == NoData.BREACH : !indicator.meets(terms.objective());
        CreditTiers tiers = CreditTiers.of(terms);
        Tier tier = !breached ? null : indicator == null ? tiers.worst() : tiers.tierOf(indicator);
        Workings workings =
                workings(terms, indicator, rule, tier, tally.value(), earlierCredits(account, terms, books));
        BigDecimal shown = indicator == null ? null : indicator.shown();
        BigDecimal value = atLeastDecimals(tally.value(), terms.rounding().decimals());
        return new Settlement(
                indicator, new Totals(tally.total(), tally.met(), tally.excluded(), shown, value), workings);
    }

    private static Workings workings(
            SlaTerms terms,
            IndicatorValue indicator,
            NoData rule,
            Tier tier,
            BigDecimal value,
            List<PeriodCredit> earlier) {
        SlaTerms.Credits credits = terms.credits();
        BigDecimal base = credits.baseAmount() == null ? value : credits.baseAmount();
        BigDecimal beforeCaps = tier == null
                ? terms.zero()
                : terms.round(base.multiply(tier.percent()).movePointLeft(PERCENT_DIGITS));
        BigDecimal afterPeriodCap = atMost(beforeCaps, credits.capPerPeriod(), terms);
        BigDecimal used = earlier.stream().map(PeriodCredit::credit).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal left = credits.capRolling12Months() == null
                ? null
                : credits.capRolling12Months().subtract(used).max(BigDecimal.ZERO);
        BigDecimal credit = atMost(afterPeriodCap, left, terms);
        return new Workings(
                indicator == null ? null : indicator.numerator(),
                indicator == null ? null : indicator.denominator(),
                terms.objective().operator(),
                terms.objective().target(),
                rule,
                tier != null,
                tier,
                base,
                beforeCaps,
                credits.capPerPeriod(),
                beforeCaps.subtract(afterPeriodCap),
                credits.capRolling12Months(),
                earlier,
                afterPeriodCap.subtract(credit),
                credit);
    }

    private static BigDecimal atMost(BigDecimal amount, BigDecimal limitOrNull, SlaTerms terms) {
        return limitOrNull == null || amount.compareTo(limitOrNull) <= 0
                ? amount
                : limitOrNull.setScale(terms.rounding().decimals(), RoundingMode.DOWN);
    }

    private static BigDecimal atLeastDecimals(BigDecimal amount, int decimals) {
        return amount.setScale(Math.max(decimals, amount.scale()));
    }

    /**
     * The indicator of the last settled period before a moment, for the "carry" rule; empty if it measures something
     * else than these terms do.
     */
    static Optional<IndicatorValue> indicatorBefore(Instant start, Ledger books, Timeline timeline, SlaTerms terms) {
        return books.periods().values().stream()
                .filter(each -> !each.running()
                        && !each.adjustmentsOnly()
                        && each.start().isBefore(start))
                .filter(each -> each.closing().indicator() != null)
                .max(Comparator.comparing(PeriodAccount::start))
                .filter(each -> timeline.terms(each.version()).indicator().equals(terms.indicator()))
                .map(each -> each.closing().indicator());
    }

    private static List<PeriodCredit> earlierCredits(PeriodAccount account, SlaTerms terms, Ledger books) {
        if (terms.credits().capRolling12Months() == null) {
            return List.of();
        }
        Instant since = WindowCalendar.monthsBefore(account.end(), CAP_MONTHS, terms.window());
        return books.periods().values().stream()
                .filter(each -> !each.running()
                        && !each.start().isBefore(since)
                        && each.start().isBefore(account.start()))
                .filter(each -> each.closing().credit().signum() != 0)
                .sorted(Ledger.IN_ORDER)
                .map(each -> new PeriodCredit(each.period(), each.closing().credit()))
                .toList();
    }
}
