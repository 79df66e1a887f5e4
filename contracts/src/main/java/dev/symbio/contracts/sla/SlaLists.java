package dev.symbio.contracts.sla;

import static dev.symbio.platform.projection.LatestFirst.instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.projection.LatestFirst;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Lists of contracts and statements as one tenant sees them, newest first, page by page: the key of a page's last row
 * is the cursor of the next one. A tenant that may not see something finds nothing.
 */
public final class SlaLists {
    private static final int RATE_DECIMALS = IndicatorValue.SHOWN_DECIMALS;

    private SlaLists() {}

    /** A contract in a list. What is not (yet) so is null. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ContractRow(
            String id,
            String name,
            TenantId provider,
            TenantId customer,
            TenantId arbiter,
            Phase phase,
            int version,
            Instant effectiveFrom,
            Instant endsAt,
            String currency,
            boolean backfilling,
            long observations,
            long statements,
            Instant openFrom,
            String warningPeriod,
            Outlook.Level warningLevel,
            long seq,
            Instant createdAt,
            Instant updatedAt) {}

    /** Where a page of contracts ended. */
    public record ContractKey(Instant createdAt, String contract) {
        public static ContractKey of(ContractRow row) {
            return new ContractKey(row.createdAt(), row.id());
        }
    }

    /**
     * A statement in a list; numbers are those that hold, after a dispute those of its resolution.
     *
     * @param rate null without data
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StatementRow(
            String contract,
            String contractName,
            String period,
            TenantId provider,
            TenantId customer,
            Instant start,
            Instant end,
            int termsVersion,
            long total,
            long met,
            BigDecimal rate,
            BigDecimal value,
            BigDecimal credit,
            BigDecimal payable,
            String currency,
            StatementStatus status,
            Instant issuedAt,
            Instant updatedAt) {}

    /** Where a page of statements ended. */
    public record StatementKey(Instant end, String contract, String period) {
        public static StatementKey of(StatementRow row) {
            return new StatementKey(row.end(), row.contract(), row.period());
        }
    }

    /** @param status null is any; {@code contract} null is any */
    public record StatementFilter(StatementStatus status, String contract) {}

    /** A statement with every number, as it was issued or restated. */
    public record StatementDetail(Statement statement, StatementStatus status) {}

    /**
     * Contracts that the viewer sees, newest first.
     *
     * @param phase null is any
     * @param after null starts at the newest
     */
    public static List<ContractRow> contracts(Handle sql, TenantId viewer, Phase phase, ContractKey after, int limit) {
        return LatestFirst.of("select * from sla_contract", "tenant_id", viewer)
                .only("phase", phase == null ? null : phase.word())
                .by(
                        List.of("created_at", "contract_id"),
                        after == null ? null : List.of(after.createdAt(), after.contract()))
                .query(sql, limit)
                .map((row, context) -> contract(row))
                .list();
    }

    /**
     * Statements that the viewer sees, latest period first.
     *
     * @param after null starts at the latest
     */
    public static List<StatementRow> statements(
            Handle sql, TenantId viewer, StatementFilter filter, StatementKey after, int limit) {
        return LatestFirst.of(
                        "select s.*, c.name from sla_statement s join sla_contract c"
                                + " on c.tenant_id = s.tenant_id and c.contract_id = s.contract_id",
                        "s.tenant_id",
                        viewer)
                .only("s.contract_id", filter.contract())
                .only(
                        "s.status",
                        filter.status() == null ? null : filter.status().word())
                .by(
                        List.of("s.period_end", "s.contract_id", "s.period"),
                        after == null ? null : List.of(after.end(), after.contract(), after.period()))
                .query(sql, limit)
                .map((row, context) -> statement(row))
                .list();
    }

    /** One statement in full. */
    public static Optional<StatementDetail> statement(Handle sql, TenantId viewer, String contract, String period) {
        return sql.createQuery("select detail, status from sla_statement where tenant_id = :viewer"
                        + " and contract_id = :contract and period = :period")
                .bind("viewer", viewer.value())
                .bind("contract", contract)
                .bind("period", period)
                .map((row, context) -> new StatementDetail(
                        Json.read(row.getString("detail"), Statement.class), status(row.getString("status"))))
                .findOne();
    }

    private static ContractRow contract(ResultSet row) throws SQLException {
        String warning = row.getString("warning_level");
        return new ContractRow(
                row.getString("contract_id"),
                row.getString("name"),
                new TenantId(row.getString("provider")),
                new TenantId(row.getString("customer")),
                row.getString("arbiter") == null ? null : new TenantId(row.getString("arbiter")),
                Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getInt("version"),
                instant(row, "effective_from"),
                instant(row, "ends_at"),
                row.getString("currency"),
                row.getBoolean("backfilling"),
                row.getLong("observations"),
                row.getLong("statements"),
                instant(row, "open_from"),
                row.getString("warning_period"),
                warning == null
                        ? null
                        : Outlook.Level.valueOf(warning.toUpperCase(Locale.ROOT).replace('-', '_')),
                row.getLong("seq"),
                instant(row, "created_at"),
                instant(row, "updated_at"));
    }

    private static StatementRow statement(ResultSet row) throws SQLException {
        int decimals = row.getInt("decimals");
        BigDecimal rate = row.getBigDecimal("rate");
        return new StatementRow(
                row.getString("contract_id"),
                row.getString("name"),
                row.getString("period"),
                new TenantId(row.getString("provider")),
                new TenantId(row.getString("customer")),
                instant(row, "period_start"),
                instant(row, "period_end"),
                row.getInt("terms_version"),
                row.getLong("total"),
                row.getLong("met"),
                rate == null ? null : rate.setScale(RATE_DECIMALS),
                amount(row.getBigDecimal("period_value"), decimals),
                amount(row.getBigDecimal("credit"), decimals),
                amount(row.getBigDecimal("payable"), decimals),
                row.getString("currency"),
                status(row.getString("status")),
                instant(row, "issued_at"),
                instant(row, "updated_at"));
    }

    /** As many decimals as it has, but at least those that credits are rounded to. */
    private static BigDecimal amount(BigDecimal stored, int decimals) {
        BigDecimal stripped = Decimals.normal(stored);
        return stripped.setScale(Math.max(decimals, stripped.scale()));
    }

    private static StatementStatus status(String stored) {
        return StatementStatus.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
