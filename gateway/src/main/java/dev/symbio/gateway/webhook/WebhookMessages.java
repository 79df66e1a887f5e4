package dev.symbio.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.contracts.sla.Outlook;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.contracts.sla.Statement;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What receivers are told: CloudEvents 1.0 in JSON. The data of each type is listed field by field here, and holds only
 * what both parties of the contract see; a new field of an event does not leave the platform by itself.
 */
final class WebhookMessages {
    private WebhookMessages() {}

    /** A contract as a message names it. */
    record Contract(String publicId, String name, TenantId provider, TenantId customer) {}

    /** @param source with {@code id} names the event among all CloudEvents */
    record CloudEvent(
            String specversion,
            String id,
            String source,
            String type,
            String subject,
            Instant time,
            String datacontenttype,
            Object data) {}

    record PaymentDue(
            String obligationId,
            String contract,
            String contractName,
            String period,
            BigDecimal amount,
            String currency,
            TenantId debtor,
            TenantId creditor,
            Instant dueSince) {}

    record StatementIssued(
            String contract,
            String contractName,
            TenantId provider,
            TenantId customer,
            String period,
            Instant start,
            Instant end,
            Instant issuedAt,
            String currency,
            Statement.Totals totals,
            BigDecimal credit,
            BigDecimal payable) {}

    /** @param acceptedBy null when the dispute window passed or a dispute was resolved */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatementAccepted(
            String contract,
            String contractName,
            String period,
            SlaEvent.StatementAccepted.Acceptance how,
            TenantId acceptedBy,
            Instant at) {}

    record EarlyWarning(String contract, String contractName, Outlook outlook) {}

    static PaymentDue paymentDue(Contract contract, SlaEvent.PaymentDue event) {
        return new PaymentDue(
                event.obligationId(),
                contract.publicId(),
                contract.name(),
                event.period(),
                event.amount(),
                event.currency(),
                event.debtor(),
                event.creditor(),
                event.at());
    }

    static StatementIssued issued(Contract contract, Statement statement) {
        return new StatementIssued(
                contract.publicId(),
                contract.name(),
                contract.provider(),
                contract.customer(),
                statement.period(),
                statement.start(),
                statement.end(),
                statement.issuedAt(),
                statement.currency(),
                statement.totals(),
                statement.credit(),
                statement.payable());
    }

    static StatementAccepted accepted(Contract contract, SlaEvent.StatementAccepted event) {
        return new StatementAccepted(
                contract.publicId(), contract.name(), event.period(), event.how(), event.by(), event.at());
    }

    static EarlyWarning warning(Contract contract, SlaEvent.EarlyWarningRaised event) {
        return new EarlyWarning(contract.publicId(), contract.name(), event.outlook());
    }

    static String body(WebhookType type, EventMeta meta, Contract contract, Object data) {
        String source = "/api/v1/sla-contracts/" + contract.publicId();
        return body(type, meta.id(), source, contract.publicId(), meta.happenedAt(), data);
    }

    static String body(WebhookType type, String id, String source, String subject, Instant time, Object data) {
        return Json.written(
                new CloudEvent("1.0", id, source, type.publicName(), subject, time, "application/json", data));
    }
}
