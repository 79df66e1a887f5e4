package dev.symbio.contracts.sla;

import dev.symbio.contracts.notification.Notice;
import dev.symbio.contracts.notification.Notices;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import dev.symbio.tenants.tenant.Role;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Which events of a contract are news for whom: negotiation, warnings, statements and disputes for both parties' contract
 * managers, money for both parties' finance. What has to be answered in a negotiation is news for the other party alone.
 */
public final class SlaNotices {
    /** A statement about a period that ended longer ago than any grace time is history: nobody has to act on it now. */
    private static final Duration HISTORY = Duration.ofDays(35);

    public static final Projection<SlaEvent> PROJECTION = Notices.of("sla-notices", SlaContract.KIND)
            .on(SlaEvent.Drafted.class, SlaNotices::drafted)
            .on(
                    SlaEvent.Offered.class,
                    (sql, r) -> toOther(sql, r, r.event().by(), "sla.contract-offered", "", Map.of()))
            .on(
                    SlaEvent.Countered.class,
                    (sql, r) -> toOther(sql, r, r.event().by(), "sla.contract-countered", "", Map.of()))
            .on(SlaEvent.Signed.class, (sql, r) -> toBoth(sql, r, r.event().by(), "sla.contract-signed", "", Map.of()))
            .on(
                    SlaEvent.AmendmentProposed.class,
                    (sql, r) -> toOther(sql, r, r.event().by(), "sla.amendment-proposed", "", Map.of()))
            .on(
                    SlaEvent.AmendmentSigned.class,
                    (sql, r) -> toBoth(sql, r, r.event().by(), "sla.amendment-signed", "", Map.of()))
            .on(
                    SlaEvent.AmendmentRejected.class,
                    (sql, r) -> toOther(sql, r, r.event().by(), "sla.amendment-rejected", "", Map.of()))
            .on(
                    SlaEvent.Retired.class,
                    (sql, r) -> toBoth(sql, r, r.event().by(), "sla.contract-retired", "", Map.of()))
            .on(SlaEvent.EarlyWarningRaised.class, SlaNotices::warned)
            .on(
                    SlaEvent.PeriodClosed.class,
                    (sql, r) -> issued(sql, r, r.event().statement()))
            .on(
                    SlaEvent.AdjustmentsSettled.class,
                    (sql, r) -> issued(sql, r, r.event().statement()))
            .on(
                    SlaEvent.ExclusionClaimed.class,
                    (sql, r) -> toBoth(
                            sql,
                            r,
                            r.event().by(),
                            "sla.exclusion-claimed",
                            r.event().exclusionId(),
                            Map.of(
                                    "observations",
                                    Integer.toString(r.event().observationIds().size()))))
            .on(
                    SlaEvent.ExclusionAnswered.class,
                    (sql, r) -> toBoth(
                            sql,
                            r,
                            r.event().by(),
                            r.event().accepted() ? "sla.exclusion-accepted" : "sla.exclusion-rejected",
                            r.event().exclusionId(),
                            Map.of()))
            .on(
                    SlaEvent.StatementDisputed.class,
                    (sql, r) -> toBoth(
                            sql,
                            r,
                            r.event().by(),
                            "sla.dispute-opened",
                            r.event().period(),
                            Map.of()))
            .on(
                    SlaEvent.ResolutionProposed.class,
                    (sql, r) -> toBoth(
                            sql,
                            r,
                            r.event().resolution().by(),
                            "sla.resolution-proposed",
                            r.event().period(),
                            Map.of()))
            .on(
                    SlaEvent.DisputeResolved.class,
                    (sql, r) -> money(sql, r, "sla.dispute-resolved", r.event().statement()))
            .on(SlaEvent.PaymentDue.class, SlaNotices::due)
            .on(SlaEvent.PaymentAcknowledged.class, SlaNotices::acknowledged)
            .on(SlaEvent.PaymentConfirmed.class, SlaNotices::paid)
            .build();

    /** Who is bound by the contract. */
    private record Known(String name, TenantId provider, TenantId customer) {
        TenantId otherThan(TenantId party) {
            return party.equals(provider) ? customer : provider;
        }
    }

    private SlaNotices() {}

    private static List<Notice> drafted(Handle sql, Recorded<SlaEvent.Drafted> recorded) {
        sql.execute(
                "insert into sla_notice_contract (tenant_id, contract_id, name, provider, customer) values (?, ?, ?, ?, ?)",
                recorded.meta().entity().tenant().value(),
                recorded.meta().entity().publicId(),
                recorded.event().name(),
                recorded.event().parties().provider().value(),
                recorded.event().parties().customer().value());
        return List.of();
    }

    private static Known known(Handle sql, EventMeta meta) {
        return sql.createQuery("select name, provider, customer from sla_notice_contract"
                        + " where tenant_id = :tenant and contract_id = :contract")
                .bind("tenant", meta.entity().tenant().value())
                .bind("contract", meta.entity().publicId())
                .map((row, context) -> new Known(
                        row.getString("name"),
                        new TenantId(row.getString("provider")),
                        new TenantId(row.getString("customer"))))
                .findOne()
                .orElseThrow(() -> new IllegalStateException("Expected the draft of " + meta.entity() + " before."));
    }

    private static List<Notice> toOther(
            Handle sql, Recorded<?> recorded, TenantId by, String type, String what, Map<String, String> more) {
        Known contract = known(sql, recorded.meta());
        return List.of(done(contract, contract.otherThan(by), recorded, by, type, what, more));
    }

    private static List<Notice> toBoth(
            Handle sql, Recorded<?> recorded, TenantId by, String type, String what, Map<String, String> more) {
        Known contract = known(sql, recorded.meta());
        return List.of(
                done(contract, contract.provider, recorded, by, type, what, more),
                done(contract, contract.customer, recorded, by, type, what, more));
    }

    private static Notice done(
            Known contract,
            TenantId told,
            Recorded<?> recorded,
            TenantId by,
            String type,
            String what,
            Map<String, String> more) {
        Map<String, String> facts = facts(contract);
        facts.put("by", by.value());
        if (!what.isEmpty()) {
            facts.put("what", what);
        }
        facts.putAll(more);
        return Notice.toRole(told, Role.CONTRACT_MANAGER, type, about(recorded.meta(), what), facts);
    }

    /** Told once per period and level; a period that is long over is past warning. */
    private static List<Notice> warned(Handle sql, Recorded<SlaEvent.EarlyWarningRaised> recorded) {
        Outlook outlook = recorded.event().outlook();
        if (isHistory(outlook.end(), recorded.meta())) {
            return List.of();
        }
        Known contract = known(sql, recorded.meta());
        Map<String, String> facts = facts(contract);
        facts.put("period", outlook.period());
        facts.put("errors", Long.toString(outlook.errors()));
        facts.put("total", Long.toString(outlook.total()));
        facts.put(
                "rate",
                outlook.rate() == null
                        ? "-"
                        : outlook.rate().setScale(4, RoundingMode.HALF_UP).toPlainString());
        String type = outlook.canStillBeMet() ? "sla.early-warning" : "sla.objective-lost";
        return both(contract, Role.CONTRACT_MANAGER, type, about(recorded.meta(), outlook.period()), facts);
    }

    private static List<Notice> issued(Handle sql, Recorded<?> recorded, Statement statement) {
        return money(sql, recorded, "sla.statement-issued", statement);
    }

    private static List<Notice> money(Handle sql, Recorded<?> recorded, String type, Statement statement) {
        if (isHistory(statement.end(), recorded.meta()) || statement.payable().signum() == 0) {
            return List.of();
        }
        Known contract = known(sql, recorded.meta());
        Map<String, String> facts = facts(contract);
        facts.put("period", statement.period());
        facts.put("credit", statement.payable().toPlainString());
        facts.put("currency", statement.currency());
        return both(contract, Role.CONTRACT_MANAGER, type, about(recorded.meta(), statement.period()), facts);
    }

    /** Money that is owed is news however old the period is. */
    private static List<Notice> due(Handle sql, Recorded<SlaEvent.PaymentDue> recorded) {
        SlaEvent.PaymentDue event = recorded.event();
        Known contract = known(sql, recorded.meta());
        Map<String, String> facts = facts(contract);
        facts.put("period", event.period());
        facts.put("amount", event.amount().toPlainString());
        facts.put("currency", event.currency());
        facts.put("debtor", event.debtor().value());
        facts.put("creditor", event.creditor().value());
        return both(contract, Role.FINANCE, "sla.payment-due", about(recorded.meta(), event.period()), facts);
    }

    private static List<Notice> acknowledged(Handle sql, Recorded<SlaEvent.PaymentAcknowledged> recorded) {
        SlaEvent.PaymentAcknowledged event = recorded.event();
        Known contract = known(sql, recorded.meta());
        Map<String, String> facts = facts(contract);
        facts.put("period", event.period());
        facts.put("reference", event.reference());
        return List.of(Notice.toRole(
                contract.otherThan(event.by()),
                Role.FINANCE,
                "sla.payment-acknowledged",
                about(recorded.meta(), event.period()),
                facts));
    }

    private static List<Notice> paid(Handle sql, Recorded<SlaEvent.PaymentConfirmed> recorded) {
        SlaEvent.PaymentConfirmed event = recorded.event();
        Known contract = known(sql, recorded.meta());
        Map<String, String> facts = facts(contract);
        facts.put("period", event.period());
        facts.put("reference", event.reference());
        facts.put("paidOn", event.paidOn().toString());
        return both(contract, Role.FINANCE, "sla.payment-confirmed", about(recorded.meta(), event.period()), facts);
    }

    private static List<Notice> both(Known contract, Role role, String type, String about, Map<String, String> facts) {
        return List.of(
                Notice.toRole(contract.provider, role, type, about, facts),
                Notice.toRole(contract.customer, role, type, about, facts));
    }

    private static boolean isHistory(Instant end, EventMeta meta) {
        return end.plus(HISTORY).isBefore(meta.recordedAt());
    }

    private static Map<String, String> facts(Known contract) {
        Map<String, String> facts = new HashMap<>();
        facts.put("contract", contract.name);
        facts.put("provider", contract.provider.value());
        facts.put("customer", contract.customer.value());
        return facts;
    }

    private static String about(EventMeta meta, String what) {
        return what.isEmpty() ? meta.entity().publicId() : meta.entity().publicId() + "/" + what;
    }
}
