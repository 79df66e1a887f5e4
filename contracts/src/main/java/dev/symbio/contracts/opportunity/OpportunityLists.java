package dev.symbio.contracts.opportunity;

import static dev.symbio.platform.projection.LatestFirst.instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.LatestFirst;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Lists of opportunities as one tenant sees them, newest first, page by page: the key of a page's last row is the cursor of the
 * next one. A tenant that may not see something finds nothing.
 */
public final class OpportunityLists {
    private static final int MONEY_DECIMALS = 2;

    private OpportunityLists() {}

    /**
     * An opportunity in a list. What is not (yet) so is null.
     *
     * @param reference its id in the system that it was brought in from
     * @param standing the stage while it is open, else how it ended
     * @param rolesConfirmed of all roles of the decision chain
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record OpportunityRow(
            String id,
            String reference,
            String customer,
            String industry,
            CustomerSize size,
            String region,
            String product,
            BigDecimal amount,
            String currency,
            LocalDate expectedClose,
            String owner,
            String supervisor,
            Stage stage,
            String standing,
            Instant openedAt,
            Instant stageSince,
            Instant closedAt,
            Instant lastContactAt,
            int contacts,
            int revisions,
            int rolesConfirmed,
            boolean stalled,
            LocalDate expectedPayment,
            BigDecimal paid,
            boolean overdue,
            long seq,
            Instant updatedAt) {}

    /** What a partner sees of an opportunity in a list: the fields that are shared with it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SharedRow(
            String id,
            TenantId host,
            Instant since,
            List<SharedField> fields,
            String customer,
            String industry,
            CustomerSize size,
            String region,
            String product,
            BigDecimal amount,
            String currency,
            LocalDate expectedClose,
            String standing) {}

    /**
     * Opportunities that stand alike.
     *
     * @param standing stage or how it ended
     * @param openedMonth such as {@code 2017-03}, UTC
     * @param closedMonth null while open
     * @param currency null for those without an amount
     * @param amount sum of those that have one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SummaryRow(
            String standing,
            String openedMonth,
            String closedMonth,
            String currency,
            long opportunities,
            BigDecimal amount,
            BigDecimal paid) {}

    /** Where a page ended. */
    public record Key(Instant at, String opportunity) {}

    /** Null is any. */
    public record Filter(String standing, String owner) {}

    /** @param after null starts at the newest */
    public static List<OpportunityRow> opportunities(Handle sql, TenantId viewer, Filter filter, Key after, int limit) {
        return LatestFirst.of("select * from opportunity", "tenant_id", viewer)
                .only("standing", filter.standing())
                .only("owner", filter.owner())
                .by(List.of("opened_at", "opportunity_id"), values(after))
                .query(sql, limit)
                .map((row, context) -> row(row))
                .list();
    }

    /** @param after null starts at what was shared last */
    public static List<SharedRow> shared(Handle sql, TenantId partner, Key after, int limit) {
        return LatestFirst.of(
                        "select s.fields, s.since, s.host_id, o.* from opportunity_share s join opportunity o"
                                + " on o.tenant_id = s.host_id and o.opportunity_id = s.opportunity_id",
                        "s.tenant_id",
                        partner)
                .by(List.of("s.since", "s.opportunity_id"), values(after))
                .query(sql, limit)
                .map((row, context) -> sharedRow(row))
                .list();
    }

    /** Counts and sums, by standing, the months in which they were opened and closed, and currency. */
    public static List<SummaryRow> summary(Handle sql, TenantId tenant) {
        return sql.createQuery("select standing, opened_month, closed_month, currency, count(*) as opportunities,"
                        + " sum(coalesce(amount, 0)) as total, sum(paid) as total_paid from opportunity"
                        + " where tenant_id = :tenant group by standing, opened_month, closed_month, currency"
                        + " order by standing, opened_month, closed_month, currency")
                .bind("tenant", tenant.value())
                .map((row, context) -> new SummaryRow(
                        row.getString("standing"),
                        row.getString("opened_month"),
                        row.getString("closed_month").isEmpty() ? null : row.getString("closed_month"),
                        row.getString("currency"),
                        row.getLong("opportunities"),
                        money(row.getBigDecimal("total")),
                        money(row.getBigDecimal("total_paid"))))
                .list();
    }

    private static List<?> values(Key after) {
        return after == null ? null : List.of(after.at(), after.opportunity());
    }

    private static OpportunityRow row(ResultSet row) throws SQLException {
        return new OpportunityRow(
                row.getString("opportunity_id"),
                row.getString("reference"),
                row.getString("customer"),
                row.getString("industry"),
                size(row),
                row.getString("region"),
                row.getString("product"),
                money(row.getBigDecimal("amount")),
                row.getString("currency"),
                row.getObject("expected_close", LocalDate.class),
                row.getString("owner"),
                row.getString("supervisor"),
                Stage.valueOf(constant(row.getString("stage"))),
                row.getString("standing"),
                instant(row, "opened_at"),
                instant(row, "stage_since"),
                instant(row, "closed_at"),
                instant(row, "last_contact_at"),
                row.getInt("contacts"),
                row.getInt("revisions"),
                row.getInt("roles_confirmed"),
                row.getBoolean("stalled"),
                row.getObject("expected_payment", LocalDate.class),
                money(row.getBigDecimal("paid")),
                row.getBoolean("overdue"),
                row.getLong("seq"),
                instant(row, "updated_at"));
    }

    /** What is not shared does not leave this method. */
    private static SharedRow sharedRow(ResultSet row) throws SQLException {
        List<SharedField> fields = Arrays.stream(row.getString("fields").split(","))
                .map(word -> SharedField.valueOf(constant(word)))
                .toList();
        Set<SharedField> shown = EnumSet.copyOf(fields);
        boolean amount = shown.contains(SharedField.AMOUNT);
        return new SharedRow(
                row.getString("opportunity_id"),
                new TenantId(row.getString("host_id")),
                instant(row, "since"),
                fields,
                shown.contains(SharedField.CUSTOMER) ? row.getString("customer") : null,
                shown.contains(SharedField.INDUSTRY) ? row.getString("industry") : null,
                shown.contains(SharedField.SIZE) ? size(row) : null,
                shown.contains(SharedField.REGION) ? row.getString("region") : null,
                shown.contains(SharedField.PRODUCT) ? row.getString("product") : null,
                amount ? money(row.getBigDecimal("amount")) : null,
                amount ? row.getString("currency") : null,
                shown.contains(SharedField.EXPECTED_CLOSE) ? row.getObject("expected_close", LocalDate.class) : null,
                shown.contains(SharedField.STAGE) ? row.getString("standing") : null);
    }

    private static CustomerSize size(ResultSet row) throws SQLException {
        String stored = row.getString("size");
        return stored == null ? null : CustomerSize.valueOf(constant(stored));
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** As many decimals as it has, but at least two. */
    static BigDecimal money(BigDecimal stored) {
        if (stored == null) {
            return null;
        }
        BigDecimal shortest = stored.stripTrailingZeros();
        return shortest.setScale(Math.max(shortest.scale(), MONEY_DECIMALS));
    }
}
