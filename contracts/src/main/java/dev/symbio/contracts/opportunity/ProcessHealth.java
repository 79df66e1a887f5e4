package dev.symbio.contracts.opportunity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * How a tenant sells, over all of its opportunities (cap 27): where time goes, and how much of it can be seen.
 *
 * @param opportunities all there are
 * @param visible those of which every stage that is over has an artefact, and every contact minutes
 * @param visibility share of these
 * @param visibilityTarget what that share is to be
 * @param conversion share of what has ended that was won; null before the first has
 * @param repurchase share of the customers that were won at all that were won more than once; null before the first
 * @param months lead, conversion and repurchase month by month, the latest first (cap 25)
 * @param collection of what was won, by currency: conversion is not yet money
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessHealth(
        List<StageHealth> stages,
        long opportunities,
        long visible,
        BigDecimal visibility,
        BigDecimal visibilityTarget,
        BigDecimal conversion,
        BigDecimal repurchase,
        List<MonthlySales> months,
        List<CollectionRate> collection) {
    private static final int SHARE_DECIMALS = 4;

    /** What both reads tell of the stays in a stage. A median leaves out those that last. */
    private static final String FIGURES = "count(*) as stays,"
            + " sum(case when s.ending = '' then 1 else 0 end) as lasting,"
            + " sum(case when s.ending = 'lost' then 1 else 0 end) as lost,"
            + " sum(case when s.ending = 'back' then 1 else 0 end) as back,"
            + " sum(case when s.ending <> '' and s.artefacts > 0 then 1 else 0 end) as proved,"
            + " sum(s.contacts) as contacts, sum(s.minutes) as minutes,"
            + " percentile_cont(0.5) within group (order by case when s.ending <> '' then s.dwell_seconds end)"
            + " as median";

    /**
     * The stays in one stage.
     *
     * @param lasting those that are not over
     * @param medianDwellSeconds of those that are over; null when none is
     * @param lossRate share of those that are over in which it was lost
     * @param back how often an earlier stage followed
     * @param withArtefacts share of those that are over in which something was proved
     * @param withMinutes share of the contacts that have minutes; null without contacts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StageHealth(
            String stage,
            long stays,
            long lasting,
            Long medianDwellSeconds,
            BigDecimal lossRate,
            long back,
            BigDecimal withArtefacts,
            long contacts,
            BigDecimal withMinutes) {}

    /** @param rate share of what was agreed that has been paid; null when nothing was agreed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CollectionRate(String currency, BigDecimal agreed, BigDecimal paid, BigDecimal rate) {}

    /** What leads are told apart by (cap 21). */
    public enum Dimension {
        REGION("region"),
        PRODUCT("product"),
        OWNER("owner");

        private final String column;

        Dimension(String column) {
            this.column = column;
        }

        public String word() {
            return column;
        }
    }

    /** @param group such as the name of a region; null for what has none */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeatCell(String group, StageHealth stage) {}

    /**
     * How well a customer's deciders are known.
     *
     * @param amount of its open opportunities, in their currency
     * @param confirmed roles of their decision chains
     * @param roles there are in these
     * @param completeness share of these that are confirmed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CustomerChain(
            String customer,
            String currency,
            BigDecimal amount,
            long opportunities,
            long confirmed,
            long roles,
            BigDecimal completeness) {}

    public ProcessHealth {
        stages = List.copyOf(stages);
        months = List.copyOf(months);
        collection = List.copyOf(collection);
    }

    public static ProcessHealth of(Handle sql, TenantId tenant, BigDecimal visibilityTarget) {
        List<StageHealth> stages = sql.createQuery("select s.stage, " + FIGURES
                        + " from opportunity_stay s where s.tenant_id = :tenant group by s.stage order by s.stage")
                .bind("tenant", tenant.value())
                .map((row, context) -> stage(row))
                .list();
        record Seen(long all, long visible) {}
        Seen seen = sql.createQuery("select count(*) as total, sum(case when hidden = 0 then 1 else 0 end) as visible"
                        + " from (select sum(case when ending <> '' and artefacts = 0 then 1 else 0 end)"
                        + " + sum(contacts - minutes) as hidden from opportunity_stay where tenant_id = :tenant"
                        + " group by opportunity_id) each_one")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Seen(row.getLong("total"), row.getLong("visible")))
                .one();
        BigDecimal conversion = sql.createQuery("select count(*) as ended, sum(case when standing = 'won' then 1"
                        + " else 0 end) as won from opportunity where tenant_id = :tenant and closed_month <> ''")
                .bind("tenant", tenant.value())
                .map((row, context) -> share(row.getLong("won"), row.getLong("ended")))
                .list()
                .get(0);
        return new ProcessHealth(
                stages,
                seen.all(),
                seen.visible(),
                share(seen.visible(), seen.all()),
                visibilityTarget,
                conversion,
                MonthlySales.repurchase(sql, tenant),
                MonthlySales.of(sql, tenant),
                paid(sql, tenant));
    }

    private static List<CollectionRate> paid(Handle sql, TenantId tenant) {
        return sql.createQuery("select currency, sum(amount) as agreed, sum(paid) as total_paid from opportunity"
                        + " where tenant_id = :tenant and standing = 'won' and currency is not null"
                        + " group by currency order by currency")
                .bind("tenant", tenant.value())
                .map((row, context) -> {
                    BigDecimal agreed = row.getBigDecimal("agreed");
                    BigDecimal paid = row.getBigDecimal("total_paid");
                    BigDecimal rate =
                            agreed.signum() == 0 ? null : paid.divide(agreed, SHARE_DECIMALS, RoundingMode.HALF_UP);
                    return new CollectionRate(
                            row.getString("currency"),
                            OpportunityLists.money(agreed),
                            OpportunityLists.money(paid),
                            rate);
                })
                .list();
    }

    /** Cells with the most stays first; at most so many. */
    public static List<HeatCell> heat(Handle sql, TenantId tenant, Dimension by, int limit) {
        String column = "o." + by.column;
        return sql.createQuery("select " + column + " as part, s.stage, " + FIGURES + " from opportunity_stay s"
                        + " join opportunity o on o.tenant_id = s.tenant_id and o.opportunity_id = s.opportunity_id"
                        + " where s.tenant_id = :tenant group by " + column + ", s.stage"
                        + " order by count(*) desc, " + column + ", s.stage limit :limit")
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, context) -> new HeatCell(row.getString("part"), stage(row)))
                .list();
    }

    /** The customers from whom most is expected, by the amounts of what is open. */
    public static List<CustomerChain> chains(Handle sql, TenantId tenant, int limit) {
        return sql.createQuery("select customer, currency, sum(amount) as total, count(*) as opportunities,"
                        + " sum(roles_confirmed) as confirmed from opportunity where tenant_id = :tenant"
                        + " and closed_month = '' group by customer, currency"
                        + " order by sum(amount) desc nulls last, customer, currency limit :limit")
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, context) -> {
                    long roles = row.getLong("opportunities") * BuyerRole.values().length;
                    return new CustomerChain(
                            row.getString("customer"),
                            row.getString("currency"),
                            OpportunityLists.money(row.getBigDecimal("total")),
                            row.getLong("opportunities"),
                            row.getLong("confirmed"),
                            roles,
                            share(row.getLong("confirmed"), roles));
                })
                .list();
    }

    private static StageHealth stage(ResultSet row) throws SQLException {
        long over = row.getLong("stays") - row.getLong("lasting");
        BigDecimal median = row.getBigDecimal("median");
        return new StageHealth(
                row.getString("stage"),
                row.getLong("stays"),
                row.getLong("lasting"),
                median == null ? null : median.longValue(),
                share(row.getLong("lost"), over),
                row.getLong("back"),
                share(row.getLong("proved"), over),
                row.getLong("contacts"),
                share(row.getLong("minutes"), row.getLong("contacts")));
    }

    /** Null of nothing. */
    static BigDecimal share(long part, long whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), SHARE_DECIMALS, RoundingMode.HALF_UP);
    }
}
