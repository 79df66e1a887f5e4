package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What each party's work was worth in time, and how the months went, as one tenant sees it: from the table of months. */
public final class Contributions {
    /** Months before the period, which it is compared with. */
    private static final int PAST_MONTHS = 12;

    /**
     * What a party's work was worth in time. The past is what tasks of the same kind used on average, whoever did them, in the
     * twelve months before.
     *
     * @param function of the owner's company; absent for the company as a whole
     * @param savedMinutes against the limits; negative when more was used
     * @param savedAgainstPastMinutes absent without a past
     * @param changeAgainstPast -0.62 when 62 % less time was used than in the past; absent without a past
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContributionRow(
            TenantId owner,
            String function,
            long tasks,
            BigDecimal onTimeRate,
            long savedMinutes,
            Long savedAgainstPastMinutes,
            BigDecimal changeAgainstPast) {}

    /**
     * How a month went.
     *
     * @param month such as 2026-11, in UTC
     * @param onTimeChange against the month before in this list; absent in the first
     * @param bottleneckKind of tasks that used the most time, and with {@code bottleneckOwner} whose they were
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MonthRow(
            String month,
            long tasks,
            BigDecimal onTimeRate,
            BigDecimal onTimeChange,
            long usedMinutes,
            long waitingMinutes,
            long savedMinutes,
            String bottleneckKind,
            TenantId bottleneckOwner,
            long bottleneckMinutes) {}

    private record Sum(
            String month,
            String owner,
            String function,
            String kind,
            long tasks,
            long met,
            long limit,
            long used,
            long waiting) {}

    private static final Comparator<List<String>> PAIRS =
            Comparator.<List<String>, String>comparing(pair -> pair.get(0)).thenComparing(pair -> pair.get(1));

    private Contributions() {}

    /**
     * @param months how many, the running one included
     * @param byFunction of the companies, not only by company
     */
    public static List<ContributionRow> of(Handle sql, TenantId viewer, Instant now, int months, boolean byFunction) {
        YearMonth from = Punctuality.yearMonth(now).minusMonths(months - 1L);
        List<Sum> past = new ArrayList<>();
        Map<List<String>, List<Sum>> parties = new TreeMap<>(PAIRS);
        for (Sum sum : sums(sql, viewer, from.minusMonths(PAST_MONTHS))) {
            if (sum.month().compareTo(from.toString()) < 0) {
                past.add(sum);
            } else {
                parties.computeIfAbsent(
                                List.of(sum.owner(), byFunction ? sum.function() : ""), none -> new ArrayList<>())
                        .add(sum);
            }
        }
        Map<String, Sum> kinds = new HashMap<>();
        past.forEach(sum -> kinds.merge(sum.kind(), sum, Contributions::plus));
        return parties.entrySet().stream()
                .map(party -> row(party.getKey(), party.getValue(), kinds))
                .filter(row -> row.tasks() > 0)
                .toList();
    }

    private static ContributionRow row(List<String> party, List<Sum> done, Map<String, Sum> past) {
        Sum all = done.stream().reduce(Contributions::plus).orElseThrow();
        List<Sum> comparable = done.stream()
                .filter(sum ->
                        past.containsKey(sum.kind()) && past.get(sum.kind()).tasks() > 0)
                .toList();
        long used = comparable.stream().mapToLong(Sum::used).sum();
        long expected = comparable.stream()
                .mapToLong(sum -> past.get(sum.kind()).used()
                        * sum.tasks()
                        / past.get(sum.kind()).tasks())
                .sum();
        return new ContributionRow(
                new TenantId(party.get(0)),
                party.get(1).isEmpty() ? null : party.get(1),
                all.tasks(),
                Rates.of(all.met(), all.tasks()),
                all.limit() - all.used(),
                comparable.isEmpty() ? null : expected - used,
                comparable.isEmpty() ? null : Rates.of(used - expected, expected));
    }

    /** Oldest first; months in which nothing was done are left out. */
    public static List<MonthRow> months(Handle sql, TenantId viewer, Instant now, int months) {
        Map<String, List<Sum>> byMonth = new TreeMap<>();
        sums(sql, viewer, Punctuality.yearMonth(now).minusMonths(months - 1L))
                .forEach(sum -> byMonth.computeIfAbsent(sum.month(), none -> new ArrayList<>())
                        .add(sum));
        List<MonthRow> rows = new ArrayList<>();
        byMonth.forEach((month, sums) -> {
            Sum all = sums.stream().reduce(Contributions::plus).orElseThrow();
            if (all.tasks() > 0) {
                BigDecimal before =
                        rows.isEmpty() ? null : rows.get(rows.size() - 1).onTimeRate();
                rows.add(row(month, all, bottleneck(sums), before));
            }
        });
        return rows;
    }

    private static MonthRow row(String month, Sum all, Sum bottleneck, BigDecimal before) {
        BigDecimal rate = Rates.of(all.met(), all.tasks());
        return new MonthRow(
                month,
                all.tasks(),
                rate,
                before == null ? null : rate.subtract(before),
                all.used(),
                all.waiting(),
                all.limit() - all.used(),
                bottleneck.kind(),
                new TenantId(bottleneck.owner()),
                bottleneck.used());
    }

    private static Sum bottleneck(List<Sum> sums) {
        Map<List<String>, Sum> parties = new TreeMap<>(PAIRS);
        sums.forEach(sum -> parties.merge(List.of(sum.kind(), sum.owner()), sum, Contributions::plus));
        return parties.values().stream().max(Comparator.comparing(Sum::used)).orElseThrow();
    }

    private static Sum plus(Sum a, Sum b) {
        return new Sum(
                a.month(),
                a.owner(),
                a.function(),
                a.kind(),
                a.tasks() + b.tasks(),
                a.met() + b.met(),
                a.limit() + b.limit(),
                a.used() + b.used(),
                a.waiting() + b.waiting());
    }

    private static List<Sum> sums(Handle sql, TenantId viewer, YearMonth from) {
        return sql.createQuery("select * from journey_month where tenant_id = :viewer and done_month >= :from")
                .bind("viewer", viewer.value())
                .bind("from", from.toString())
                .map((row, context) -> new Sum(
                        row.getString("done_month"),
                        row.getString("owner"),
                        row.getString("function_name"),
                        row.getString("kind"),
                        row.getLong("tasks"),
                        row.getLong("met"),
                        row.getLong("limit_minutes"),
                        row.getLong("used_minutes"),
                        row.getLong("waiting_minutes")))
                .list();
    }
}
