package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What became of leads in one month, UTC. Customers are told apart by name.
 *
 * @param month such as {@code 2026-11}
 * @param leads opportunities that were opened in it
 * @param ended that ended in it
 * @param won of these
 * @param conversion share of these; null when none ended
 * @param customers that were won in it
 * @param again of these, those that had been won before
 * @param repurchase share of these; null when none was won
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MonthlySales(
        String month,
        long leads,
        long ended,
        long won,
        BigDecimal conversion,
        long customers,
        long again,
        BigDecimal repurchase) {
    /** The latest ones in which anything happened. */
    private static final int MAX_MONTHS = 36;

    /** Two numbers of a month. */
    private record Pair(long all, long part) {
        static final Pair NONE = new Pair(0, 0);
    }

    static List<MonthlySales> of(Handle sql, TenantId tenant) {
        Map<String, Pair> opened = pairs(
                sql,
                tenant,
                "select opened_month as at_month, count(*) as whole, 0 as part from opportunity"
                        + " where tenant_id = :tenant group by opened_month");
        Map<String, Pair> ended = pairs(
                sql,
                tenant,
                "select closed_month as at_month, count(*) as whole, sum(case when standing = 'won' then 1 else 0 end)"
                        + " as part from opportunity where tenant_id = :tenant and closed_month <> ''"
                        + " group by closed_month");
        Map<String, Pair> bought = pairs(
                sql,
                tenant,
                "select w.closed_month as at_month, count(*) as whole, sum(case when f.first_month < w.closed_month"
                        + " or w.wins > 1 then 1 else 0 end) as part from (select customer, closed_month, count(*) as wins"
                        + " from opportunity where tenant_id = :tenant and standing = 'won' group by customer, closed_month)"
                        + " w join (select customer, min(closed_month) as first_month from opportunity"
                        + " where tenant_id = :tenant and standing = 'won' group by customer) f"
                        + " on f.customer = w.customer group by w.closed_month");
        NavigableSet<String> months = new TreeSet<>(opened.keySet());
        months.addAll(ended.keySet());
        return months.descendingSet().stream()
                .limit(MAX_MONTHS)
                .map(month -> of(
                        month,
                        opened.getOrDefault(month, Pair.NONE),
                        ended.getOrDefault(month, Pair.NONE),
                        bought.getOrDefault(month, Pair.NONE)))
                .toList();
    }

    /** Share of the customers won at all that were won more than once; null before the first. */
    static BigDecimal repurchase(Handle sql, TenantId tenant) {
        Pair customers = sql.createQuery(
                        "select count(*) as whole, sum(case when wins > 1 then 1 else 0 end) as part from"
                                + " (select count(*) as wins from opportunity where tenant_id = :tenant and standing = 'won'"
                                + " group by customer) each_one")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Pair(row.getLong("whole"), row.getLong("part")))
                .one();
        return ProcessHealth.share(customers.part, customers.all);
    }

    private static MonthlySales of(String month, Pair opened, Pair ended, Pair bought) {
        return new MonthlySales(
                month,
                opened.all,
                ended.all,
                ended.part,
                ProcessHealth.share(ended.part, ended.all),
                bought.all,
                bought.part,
                ProcessHealth.share(bought.part, bought.all));
    }

    private static Map<String, Pair> pairs(Handle sql, TenantId tenant, String query) {
        Map<String, Pair> found = new HashMap<>();
        sql.createQuery(query + " order by at_month desc limit :limit")
                .bind("tenant", tenant.value())
                .bind("limit", MAX_MONTHS)
                .map((row, context) ->
                        Map.entry(row.getString("at_month"), new Pair(row.getLong("whole"), row.getLong("part"))))
                .forEach(each -> found.put(each.getKey(), each.getValue()));
        return found;
    }
}
