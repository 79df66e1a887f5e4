package dev.symbio.contracts.sla;

import static dev.symbio.platform.projection.LatestFirst.utc;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.projection.Projection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * The read model of SLA contracts: tables {@code sla_contract} and {@code sla_statement}, with one row for each tenant
 * that may see the thing. Read by {@link SlaLists}.
 */
public final class SlaStatements {
    public static final Projection<SlaEvent> PROJECTION = Projection.of("sla-statements", SlaContract.KIND)
            .on(SlaEvent.Drafted.class, SlaStatements::drafted)
            .on(SlaEvent.Offered.class, SlaStatements::offered)
            .on(SlaEvent.Countered.class, SlaStatements::countered)
            .on(SlaEvent.Signed.class, SlaStatements::signed)
            .on(SlaEvent.Withdrawn.class, (sql, of) -> set(sql, of, "phase = 'withdrawn'"))
            .on(SlaEvent.AmendmentProposed.class, (sql, of) -> touched(sql, of))
            .on(SlaEvent.AmendmentSigned.class, SlaStatements::amended)
            .on(SlaEvent.AmendmentRejected.class, (sql, of) -> touched(sql, of))
            .onRun(SlaEvent.ObservationsRecorded.class, ObservationCount.class, SlaStatements::recorded)
            .on(SlaEvent.BackfillCompleted.class, (sql, of) -> set(sql, of, "backfilling = false"))
            .on(SlaEvent.PeriodsSkipped.class, SlaStatements::skipped)
            .on(SlaEvent.PeriodClosed.class, SlaStatements::closed)
            .on(
                    SlaEvent.AdjustmentsSettled.class,
                    (sql, of) -> issued(sql, of, of.event().statement()))
            .on(SlaEvent.CreditsRestated.class, (sql, of) -> touched(sql, of))
            .on(SlaEvent.ExclusionClaimed.class, (sql, of) -> touched(sql, of))
            .on(SlaEvent.ExclusionAnswered.class, (sql, of) -> touched(sql, of))
            .on(SlaEvent.EarlyWarningRaised.class, SlaStatements::warned)
            .on(
                    SlaEvent.StatementDisputed.class,
                    (sql, of) -> status(sql, of, of.event().period(), StatementStatus.DISPUTED))
            .on(SlaEvent.ResolutionProposed.class, (sql, of) -> touched(sql, of))
            .on(SlaEvent.DisputeResolved.class, SlaStatements::resolved)
            .on(SlaEvent.AcceptanceGiven.class, (sql, of) -> touched(sql, of))
            .on(
                    SlaEvent.StatementAccepted.class,
                    (sql, of) -> status(sql, of, of.event().period(), StatementStatus.ACCEPTED))
            .on(SlaEvent.PaymentDue.class, (sql, of) -> touched(sql, of))
            .on(
                    SlaEvent.StatementSent.class,
                    (sql, of) -> status(sql, of, of.event().period(), StatementStatus.SENT))
            .on(
                    SlaEvent.PaymentAcknowledged.class,
                    (sql, of) -> status(sql, of, of.event().period(), StatementStatus.ACKNOWLEDGED))
            .on(
                    SlaEvent.PaymentConfirmed.class,
                    (sql, of) -> status(sql, of, of.event().period(), StatementStatus.PAID))
            .on(SlaEvent.Retired.class, SlaStatements::retired)
            .rebuilds("sla_contract", "sla_statement")
            .build();

    private static final String COLUMNS_BUT_TENANT =
            "contract_id, name, provider, customer, arbiter, phase, version, effective_from, currency, backfilling,"
                    + " observations, statements, seq, created_at, updated_at";

    private SlaStatements() {}

    /** Only its author sees a draft. */
    private static void drafted(Handle sql, Recorded<SlaEvent.Drafted> recorded) {
        SlaEvent.Drafted event = recorded.event();
        TenantId arbiter = event.parties().arbiter();
        sql.createUpdate("insert into sla_contract (tenant_id, " + COLUMNS_BUT_TENANT + ") values (:tenant, :contract,"
                        + " :name, :provider, :customer, :arbiter, 'drafted', 1, :effectiveFrom, :currency,"
                        + " :backfill, 0, 0, :seq, :at, :at)")
                .bind("tenant", event.by().value())
                .bind("contract", contract(recorded.meta()))
                .bind("name", event.name())
                .bind("provider", event.parties().provider().value())
                .bind("customer", event.parties().customer().value())
                .bind("arbiter", arbiter == null ? null : arbiter.value())
                .bind("effectiveFrom", utc(event.effectiveFrom()))
                .bind("currency", event.terms().currency())
                .bind("backfill", event.backfill())
                .bind("seq", recorded.meta().seq())
                .bind("at", utc(recorded.meta().recordedAt()))
                .execute();
    }

    /** From now on the other party sees it too. */
    private static void offered(Handle sql, Recorded<SlaEvent.Offered> recorded) {
        set(sql, recorded, "phase = 'offered'");
        sql.createUpdate("insert into sla_contract (tenant_id, " + COLUMNS_BUT_TENANT + ")"
                        + " select case when tenant_id = provider then customer else provider end, "
                        + COLUMNS_BUT_TENANT + " from sla_contract where contract_id = :contract")
                .bind("contract", contract(recorded.meta()))
                .execute();
    }

    private static void countered(Handle sql, Recorded<SlaEvent.Countered> recorded) {
        SlaEvent.Countered event = recorded.event();
        update(sql, recorded, "phase = 'countered', version = :version, currency = :currency, effective_from = :from")
                .bind("version", event.version())
                .bind("currency", event.terms().currency())
                .bind("from", utc(event.effectiveFrom()))
                .execute();
    }

    /** From now on the arbiter sees it too. */
    private static void signed(Handle sql, Recorded<SlaEvent.Signed> recorded) {
        set(sql, recorded, "phase = 'active', open_from = effective_from");
        sql.createUpdate("insert into sla_contract (tenant_id, open_from, " + COLUMNS_BUT_TENANT + ")"
                        + " select arbiter, open_from, " + COLUMNS_BUT_TENANT
                        + " from sla_contract where contract_id = :contract and tenant_id = provider"
                        + " and arbiter is not null")
                .bind("contract", contract(recorded.meta()))
                .execute();
    }

    private static void amended(Handle sql, Recorded<SlaEvent.AmendmentSigned> recorded) {
        update(sql, recorded, "version = :version")
                .bind("version", recorded.event().version())
                .execute();
    }

    /** The events of one contract in the run are one change of its rows. */
    private static void recorded(Handle sql, List<Recorded<ObservationCount>> run) {
        Map<String, Integer> more = new LinkedHashMap<>();
        Map<String, EventMeta> last = new HashMap<>();
        for (Recorded<ObservationCount> recorded : run) {
            String contract = contract(recorded.meta());
            more.merge(contract, recorded.event().observations(), Integer::sum);
            last.put(contract, recorded.meta());
        }
        PreparedBatch rows = sql.prepareBatch("update sla_contract set observations = observations + ?, seq = ?,"
                + " updated_at = ? where contract_id = ?");
        more.forEach((contract, observations) -> rows.add(
                observations, last.get(contract).seq(), utc(last.get(contract).recordedAt()), contract));
        rows.execute();
    }

    private static void skipped(Handle sql, Recorded<SlaEvent.PeriodsSkipped> recorded) {
        update(sql, recorded, "open_from = :openFrom")
                .bind("openFrom", utc(recorded.event().until()))
                .execute();
    }

    private static void closed(Handle sql, Recorded<SlaEvent.PeriodClosed> recorded) {
        Statement statement = recorded.event().statement();
        issued(sql, recorded, statement);
        update(
                        sql,
                        recorded,
                        "open_from = :openFrom,"
                                + " warning_level = case when warning_period = :period then null else warning_level end,"
                                + " warning_period = case when warning_period = :period then null else warning_period end")
                .bind("openFrom", utc(statement.end()))
                .bind("period", statement.period())
                .execute();
    }

    private static void warned(Handle sql, Recorded<SlaEvent.EarlyWarningRaised> recorded) {
        Outlook outlook = recorded.event().outlook();
        update(sql, recorded, "warning_period = :period, warning_level = :level")
                .bind("period", outlook.period())
                .bind("level", outlook.level().word())
                .execute();
    }

    private static void retired(Handle sql, Recorded<SlaEvent.Retired> recorded) {
        update(sql, recorded, "phase = 'retired', ends_at = :until")
                .bind("until", utc(recorded.event().until()))
                .execute();
    }

    private static void issued(Handle sql, Recorded<? extends SlaEvent> recorded, Statement statement) {
        PreparedBatch rows = sql.prepareBatch("insert into sla_statement (tenant_id, contract_id, period, provider,"
                + " customer, period_start, period_end, terms_version, total, met, rate, period_value, credit, payable,"
                + " decimals, currency, status, issued_at, updated_at, detail) values (:tenant, :contract, :period,"
                + " :provider, :customer, :start, :end, :version, :total, :met, :rate, :value, :credit, :payable,"
                + " :decimals, :currency, 'issued', :issuedAt, :at, :detail)");
        String detail = Json.written(statement);
        for (TenantId viewer : statement.parties().viewers()) {
            bindAmounts(rows, statement)
                    .bind("tenant", viewer.value())
                    .bind("contract", contract(recorded.meta()))
                    .bind("period", statement.period())
                    .bind("provider", statement.parties().provider().value())
                    .bind("customer", statement.parties().customer().value())
                    .bind("start", utc(statement.start()))
                    .bind("end", utc(statement.end()))
                    .bind("version", statement.termsVersion())
                    .bind("decimals", statement.credit().scale())
                    .bind("currency", statement.currency())
                    .bind("issuedAt", utc(statement.issuedAt()))
                    .bind("at", utc(recorded.meta().recordedAt()))
                    .bind("detail", detail)
                    .add();
        }
        rows.execute();
        set(sql, recorded, "statements = statements + 1");
    }

    private static void resolved(Handle sql, Recorded<SlaEvent.DisputeResolved> recorded) {
        Statement statement = recorded.event().statement();
        Update update = sql.createUpdate("update sla_statement set total = :total, met = :met, rate = :rate,"
                + " period_value = :value, credit = :credit, payable = :payable, status = 'issued', detail = :detail,"
                + " updated_at = :at where contract_id = :contract and period = :period");
        bindAmounts(update, statement)
                .bind("detail", Json.written(statement))
                .bind("at", utc(recorded.meta().recordedAt()))
                .bind("contract", contract(recorded.meta()))
                .bind("period", statement.period())
                .execute();
        touched(sql, recorded);
    }

    /** The numbers that hold: after a dispute those of its resolution. */
    private static <S extends SqlStatement<S>> S bindAmounts(S row, Statement statement) {
        Statement.Restated restated = statement.restated();
        Statement.Totals totals = restated == null ? statement.totals() : restated.totals();
        return row.bind("total", totals.total())
                .bind("met", totals.met())
                .bind("rate", totals.rate())
                .bind("value", totals.value())
                .bind(
                        "credit",
                        restated == null
                                ? statement.credit()
                                : restated.workings().credit())
                .bind("payable", statement.payable());
    }

    private static void status(
            Handle sql, Recorded<? extends SlaEvent> recorded, String period, StatementStatus status) {
        sql.createUpdate("update sla_statement set status = :status, updated_at = :at"
                        + " where contract_id = :contract and period = :period")
                .bind("status", status.word())
                .bind("at", utc(recorded.meta().recordedAt()))
                .bind("contract", contract(recorded.meta()))
                .bind("period", period)
                .execute();
        touched(sql, recorded);
    }

    /** The contract moved on, but nothing that lists show. */
    private static void touched(Handle sql, Recorded<? extends SlaEvent> recorded) {
        set(sql, recorded, "version = version");
    }

    private static void set(Handle sql, Recorded<? extends SlaEvent> recorded, String assignments) {
        update(sql, recorded, assignments).execute();
    }

    private static Update update(Handle sql, Recorded<? extends SlaEvent> recorded, String assignments) {
        return sql.createUpdate("update sla_contract set " + assignments
                        + ", seq = :seq, updated_at = :at where contract_id = :contract")
                .bind("seq", recorded.meta().seq())
                .bind("at", utc(recorded.meta().recordedAt()))
                .bind("contract", contract(recorded.meta()));
    }

    private static String contract(EventMeta meta) {
        return meta.entity().publicId();
    }
}
