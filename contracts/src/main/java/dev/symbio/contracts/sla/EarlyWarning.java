package dev.symbio.contracts.sla;

import dev.symbio.contracts.sla.Outlook.ExpectedFrom;
import dev.symbio.contracts.sla.Outlook.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells, while a period is open, at which rate it is using up its error budget and whether it can still be saved. */
final class EarlyWarning {
    /** Without an agreed number of observations, the mean of this many closed periods is expected. */
    static final int PERIODS_OF_EXPERIENCE = 4;

    private EarlyWarning() {}

    /** The warnings that new counters give rise to: each level once per period. */
    static List<SlaEvent> warnings(SlaContract contract, Map<Period, Tally> tallies, Instant now) {
        List<SlaEvent> events = new ArrayList<>();
        for (Map.Entry<Period, Tally> each : tallies.entrySet()) {
            Period period = each.getKey();
            Level before = contract.ledger()
                    .account(period.key())
                    .map(PeriodAccount::warned)
                    .orElse(Level.ON_TRACK);
            if (before != Level.LOST) {
                SlaTerms terms = contract.timeline().terms(period.version());
                Outlook outlook =
                        outlook(contract, period, each.getValue(), simpleIndicator(each.getValue(), terms), now);
                if (outlook.level().compareTo(before) > 0) {
                    events.add(new SlaEvent.EarlyWarningRaised(outlook));
                }
            }
        }
        return events;
    }

    static List<Outlook> outlooks(SlaContract contract, Instant now) {
        if (contract.ledger().openFrom() == null) {
            return List.of();
        }
        Map<String, Period> open = new LinkedHashMap<>();
        contract.timeline()
                .at(now)
                .filter(period -> !period.start().isBefore(contract.ledger().openFrom()))
                .ifPresent(period -> open.put(period.key(), period));
        contract.ledger()
                .running()
                .forEach(account -> open.putIfAbsent(
                        account.period(),
                        new Period(account.period(), account.start(), account.end(), account.version())));
        List<Outlook> outlooks = new ArrayList<>();
        for (Period period : open.values()) {
            PeriodAccount account = contract.ledger().account(period.key()).orElseGet(() -> PeriodAccount.open(period));
            SlaTerms terms = contract.timeline().terms(period.version());
            outlooks.add(outlook(contract, period, account.tally(), Indicators.measure(account, terms), now));
        }
        return outlooks;
    }

    /** What counters alone tell; a percentile needs the values and is left out of warnings. */
    private static Optional<IndicatorValue> simpleIndicator(Tally tally, SlaTerms terms) {
        if (tally.total() == 0) {
            return Optional.empty();
        }
        return switch (terms.indicator().kind()) {
            case RATIO -> Optional.of(IndicatorValue.of(tally.met(), tally.total()));
            case MEAN -> Optional.of(new IndicatorValue(tally.sum(), tally.total()));
            case COUNT -> Optional.of(IndicatorValue.of(tally.met(), 1));
            case PERCENTILE -> Optional.empty();
        };
    }

    private static Outlook outlook(
            SlaContract contract, Period period, Tally tally, Optional<IndicatorValue> indicator, Instant now) {
        SlaTerms terms = contract.timeline().terms(period.version());
        ExpectedFrom source = ExpectedFrom.AGREED;
        Long expected = terms.expectedPerPeriod() == null
                ? null
                : terms.expectedPerPeriod().longValue();
        if (expected == null) {
            expected = experience(contract.ledger());
            source = expected == null ? null : ExpectedFrom.HISTORY;
        }
        if (expected != null && expected < tally.total()) {
            expected = tally.total();
        }
        ErrorBudget budget = ErrorBudget.of(terms, tally, expected, indicator, ErrorBudget.elapsed(period, now));
        return new Outlook(
                period.key(),
                period.start(),
                period.end(),
                tally.total(),
                tally.met(),
                indicator.map(IndicatorValue::shown).orElse(null),
                expected,
                source,
                budget.errors(),
                budget.allowed(),
                budget.used(),
                budget.burnRate(),
                budget.canStillBeMet(),
                budget.level());
    }

    /** Mean number of observations in the last closed periods that had any; null without such a period. */
    private static Long experience(Ledger books) {
        List<PeriodAccount> measured = books.closed().stream()
                .filter(account -> account.tally().total() > 0)
                .toList();
        return measured.isEmpty()
                ? null
                : Math.round(
                        measured.subList(Math.max(0, measured.size() - PERIODS_OF_EXPERIENCE), measured.size()).stream()
                                .mapToLong(account -> account.tally().total())
                                .average()
                                .orElseThrow());
    }

    static SlaContract raised(SlaContract contract, SlaEvent.EarlyWarningRaised event) {
        return contract.with(contract.ledger()
                .change(
                        event.outlook().period(),
                        account -> account.warned(event.outlook().level())));
    }
}
