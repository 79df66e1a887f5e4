package dev.symbio.contracts.journey;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of tasks done, month by month, so that a task that is reopened can be taken out again. Months are {@code 2026-11}, in
 * UTC. Bounded: a year of months, and delays above 99 minutes are counted by their first two digits.
 */
record Punctuality(SortedMap<String, Month> months) {
    static final int MONTHS_BACK = 12;
    static final Punctuality NONE = new Punctuality(new TreeMap<>());
    private static final int EXACT = 100;

    /** @param delays how many tasks were how many minutes late */
    record Month(long tasks, long met, SortedMap<Long, Long> delays) {
        static final Month NONE = new Month(0, 0, new TreeMap<>());

        Month with(boolean inTime, long delay, int count) {
            SortedMap<Long, Long> changed = new TreeMap<>(delays);
            changed.merge(rounded(delay), (long) count, Long::sum);
            changed.values().removeIf(none -> none == 0);
            return new Month(tasks + count, met + (inTime ? count : 0), changed);
        }
    }

    /** @param count 1, or -1 for a task that is open again */
    Punctuality with(Instant doneAt, boolean met, long delayMinutes, int count) {
        SortedMap<String, Month> changed = new TreeMap<>(months);
        changed.merge(
                month(doneAt),
                Month.NONE.with(met, delayMinutes, count),
                (old, one) -> old.with(met, delayMinutes, count));
        return new Punctuality(changed);
    }

    Punctuality upTo(Instant now) {
        return new Punctuality(new TreeMap<>(months.tailMap(first(now))));
    }

    /** The first month that still counts. */
    static String first(Instant now) {
        return yearMonth(now).minusMonths(MONTHS_BACK).toString();
    }

    static String month(Instant at) {
        return yearMonth(at).toString();
    }

    static YearMonth yearMonth(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    PastRecord record(TenantId owner, String person, Instant now) {
        List<Month> counted = new ArrayList<>(upTo(now).months.values());
        long tasks = counted.stream().mapToLong(Month::tasks).sum();
        long met = counted.stream().mapToLong(Month::met).sum();
        return new PastRecord(owner, person, tasks, Rates.of(met, tasks), tasks == 0 ? null : median(counted, tasks));
    }

    private static long median(List<Month> counted, long tasks) {
        SortedMap<Long, Long> all = new TreeMap<>();
        counted.forEach(month -> month.delays().forEach((delay, count) -> all.merge(delay, count, Long::sum)));
        long seen = 0;
        for (var each : all.entrySet()) {
            seen += each.getValue();
            if (2 * seen >= tasks) {
                return each.getKey();
            }
        }
        throw new IllegalStateException("Each task that was done has a delay.");
    }

    private static long rounded(long delay) {
        long unit = 1;
        while (delay / unit >= EXACT) {
            unit *= 10;
        }
        return (delay + unit / 2) / unit * unit;
    }
}
