package dev.symbio.gateway.webhook;

import dev.symbio.contracts.sla.Parties;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.contracts.sla.Statement;
import dev.symbio.gateway.webhook.WebhookMessages.Contract;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.Projection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** From events to deliveries: one per endpoint of a contract's two parties, or of one tenant, that wants the type. */
public final class Outbox {
    private record Receiver(String tenant, String endpoint) {}

    private Outbox() {}

    public static final Projection<SlaEvent> PROJECTION = Projection.<SlaEvent>of("sla-webhooks", SlaContract.KIND)
            .on(
                    SlaEvent.Drafted.class,
                    (sql, r) -> contract(
                            sql, r.meta().entity(), r.event().name(), r.event().parties()))
            .on(SlaEvent.PaymentDue.class, (sql, r) -> owe(sql, r.meta(), r.event()))
            .on(
                    SlaEvent.StatementSent.class,
                    (sql, r) -> settled(sql, r.meta().entity(), r.event().period()))
            .on(
                    SlaEvent.PaymentConfirmed.class,
                    (sql, r) -> settled(sql, r.meta().entity(), r.event().period()))
            .on(
                    SlaEvent.PeriodClosed.class,
                    (sql, r) -> issued(sql, r.meta(), r.event().statement()))
            .on(
                    SlaEvent.AdjustmentsSettled.class,
                    (sql, r) -> issued(sql, r.meta(), r.event().statement()))
            .on(
                    SlaEvent.StatementAccepted.class,
                    (sql, r) -> tell(
                            sql,
                            WebhookType.STATEMENT_ACCEPTED,
                            r.meta(),
                            r.event().period(),
                            contract -> WebhookMessages.accepted(contract, r.event())))
            .on(
                    SlaEvent.EarlyWarningRaised.class,
                    (sql, r) -> tell(
                            sql,
                            WebhookType.EARLY_WARNING_RAISED,
                            r.meta(),
                            r.event().outlook().period(),
                            contract -> WebhookMessages.warning(contract, r.event())))
            .build();

    private static void issued(Handle sql, EventMeta meta, Statement statement) {
        tell(
                sql,
                WebhookType.STATEMENT_ISSUED,
                meta,
                statement.period(),
                contract -> WebhookMessages.issued(contract, statement));
    }

    private static void contract(Handle sql, EntityRef entity, String name, Parties parties) {
        sql.execute(
                "insert into webhook_contract (tenant_id, contract_id, contract_name, provider, customer)"
                        + " values (?, ?, ?, ?, ?)",
                entity.tenant().value(),
                entity.id(),
                name,
                parties.provider().value(),
                parties.customer().value());
    }

    /** Kept until a finance system has taken it, for one that is registered later. */
    private static void owe(Handle sql, EventMeta meta, SlaEvent.PaymentDue due) {
        Contract contract = known(sql, meta.entity());
        String body = WebhookMessages.body(
                WebhookType.PAYMENT_DUE, meta, contract, WebhookMessages.paymentDue(contract, due));
        for (TenantId party : List.of(contract.provider(), contract.customer())) {
            sql.execute(
                    "insert into open_obligation (tenant_id, contract_tenant, contract_id, period, event_id,"
                            + " correlation_id, body, due_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                    party.value(),
                    meta.entity().tenant().value(),
                    meta.entity().id(),
                    due.period(),
                    meta.id(),
                    meta.correlationId(),
                    body,
                    meta.recordedAt().atOffset(ZoneOffset.UTC));
        }
        receivers(sql, contract, WebhookType.PAYMENT_DUE)
                .forEach(receiver -> insert(sql, receiver, WebhookType.PAYMENT_DUE, meta, due.period(), body));
    }

    private static void settled(Handle sql, EntityRef contract, String period) {
        sql.execute(
                "delete from open_obligation where contract_tenant = ? and contract_id = ? and period = ?",
                contract.tenant().value(),
                contract.id(),
                period);
    }

    /** What is still owed becomes deliveries to an endpoint that has just been registered. */
    static void catchUp(Handle sql, TenantId tenant, String endpoint, OffsetDateTime now) {
        Receiver receiver = new Receiver(tenant.value(), endpoint);
        sql.createQuery("select * from open_obligation where tenant_id = :tenant order by due_at")
                .bind("tenant", tenant.value())
                .mapToMap()
                .list()
                .forEach(row -> insert(
                        sql,
                        receiver,
                        new Subject(
                                (String) row.get("event_id"),
                                (String) row.get("contract_tenant"),
                                (String) row.get("contract_id"),
                                (String) row.get("period"),
                                (String) row.get("correlation_id")),
                        WebhookType.PAYMENT_DUE,
                        (String) row.get("body"),
                        now));
    }

    /** What a delivery is about. */
    private record Subject(
            String eventId, String contractTenant, String contractId, String period, String correlationId) {}

    private static Contract known(Handle sql, EntityRef entity) {
        return find(sql, entity)
                .orElseThrow(() -> new IllegalStateException("Expected the draft of " + entity + " before."));
    }

    private static void tell(
            Handle sql, WebhookType type, EventMeta meta, String period, Function<Contract, Object> data) {
        Contract contract = known(sql, meta.entity());
        List<Receiver> receivers = receivers(sql, contract, type);
        if (receivers.isEmpty()) {
            return;
        }
        String body = WebhookMessages.body(type, meta, contract, data.apply(contract));
        receivers.forEach(receiver -> insert(sql, receiver, type, meta, period, body));
    }

    private static Optional<Contract> find(Handle sql, EntityRef entity) {
        return sql.createQuery("select contract_name, provider, customer from webhook_contract"
                        + " where tenant_id = :tenant and contract_id = :id")
                .bind("tenant", entity.tenant().value())
                .bind("id", entity.id())
                .map((row, context) -> new Contract(
                        entity.publicId(),
                        row.getString("contract_name"),
                        new TenantId(row.getString("provider")),
                        new TenantId(row.getString("customer"))))
                .findOne();
    }

    /**
     * What one tenant's own endpoints are told that is not about a contract.
     *
     * @param id of the event: with the endpoint, the same always makes the same delivery
     * @param source with {@code id} names the event among all CloudEvents
     * @param data holds only what the tenant may see
     */
    public record Message(String id, String source, String subject, Instant time, Object data) {}

    /** Writes deliveries to the endpoints of the tenant that want the type, in the caller's transaction. */
    public static void tell(Handle sql, TenantId tenant, WebhookType type, List<Message> messages, Instant now) {
        List<Receiver> receivers = receivers(sql, tenant, tenant, type);
        for (Message message : messages) {
            String body =
                    WebhookMessages.body(type, message.id, message.source, message.subject, message.time, message.data);
            Subject subject = new Subject(message.id, null, null, null, message.id);
            receivers.forEach(receiver -> insert(sql, receiver, subject, type, body, now.atOffset(ZoneOffset.UTC)));
        }
    }

    /** Whether any endpoint of the tenant wants the type. */
    public static boolean isWanted(Handle sql, TenantId tenant, WebhookType type) {
        return !receivers(sql, tenant, tenant, type).isEmpty();
    }

    private static List<Receiver> receivers(Handle sql, Contract contract, WebhookType type) {
        return receivers(sql, contract.provider(), contract.customer(), type);
    }

    private static List<Receiver> receivers(Handle sql, TenantId one, TenantId other, WebhookType type) {
        return sql
                .createQuery("select tenant_id, id, types from webhook_endpoint where tenant_id in (:one, :other)")
                .bind("one", one.value())
                .bind("other", other.value())
                .map((row, context) ->
                        Arrays.asList(row.getString("types").split(",")).contains(type.publicName())
                                ? new Receiver(row.getString("tenant_id"), row.getString("id"))
                                : null)
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private static void insert(
            Handle sql, Receiver receiver, WebhookType type, EventMeta meta, String period, String body) {
        Subject subject = new Subject(
                meta.id(), meta.entity().tenant().value(), meta.entity().id(), period, meta.correlationId());
        insert(sql, receiver, subject, type, body, meta.recordedAt().atOffset(ZoneOffset.UTC));
    }

    private static void insert(
            Handle sql, Receiver receiver, Subject subject, WebhookType type, String body, OffsetDateTime at) {
        sql.execute(
                "insert into webhook_delivery (tenant_id, id, endpoint_id, event_id, event_type, contract_tenant,"
                        + " contract_id, period, correlation_id, body, status, attempts, next_attempt_at, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                receiver.tenant,
                deliveryId(subject.eventId, receiver),
                receiver.endpoint,
                subject.eventId,
                type.publicName(),
                subject.contractTenant,
                subject.contractId,
                subject.period,
                subject.correlationId,
                body,
                DeliveryTable.WAITING,
                at,
                at);
    }

    /** The same event to the same endpoint always has the same id: it is the {@code webhook-id} of every attempt. */
    private static String deliveryId(String eventId, Receiver receiver) {
        String name = eventId + "|" + receiver.tenant + "|" + receiver.endpoint;
        return "msg_" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
