package dev.symbio.gateway.webhook;

import dev.symbio.contracts.sla.Outlook;
import dev.symbio.contracts.sla.Parties;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaEvent;
import dev.symbio.contracts.sla.Statement;
import dev.symbio.gateway.webhook.WebhookRegistry.NewWebhook;
import dev.symbio.gateway.webhook.WebhookRegistry.Registered;
import dev.symbio.gateway.webhook.WebhookRegistry.Registration;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Recorded;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.MasterKey;
import dev.symbio.platform.personal.SealedSecrets;
import dev.symbio.platform.projection.OneEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A database with the real migration, and events to put through the outbox. */
final class WebhookBench {
    static final TenantId VENDOR = new TenantId("vendor");
    static final TenantId MAKER = new TenantId("maker");
    static final TenantId ARBITER = new TenantId("arbiter");
    static final TenantId STRANGER = new TenantId("stranger");
    static final EntityRef CONTRACT = SlaContract.KIND.ref(MAKER, "c-1");
    static final Instant RECORDED = Instant.parse("2026-07-03T11:59:00Z");

    final Jdbi sql;
    final HandClock clock = new HandClock();
    final SealedSecrets secrets;
    final WebhookRegistry registry;
    private int events;

    WebhookBench() {
        String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DATABASE_TO_UPPER=false;DB_CLOSE_DELAY=-1";
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:db/gateway")
                .load()
                .migrate();
        sql = Jdbi.create(url, "sa", "");
        secrets = new SealedSecrets(MasterKey.loadOrCreate(keyFile()));
        registry = new WebhookRegistry(sql, clock, new TargetRules(true), secrets);
    }

    private static Path keyFile() {
        try {
            Path directory = Files.createTempDirectory("webhooks");
            Path file = directory.resolve("master.key");
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Registered register(TenantId tenant, String url, WebhookType... types) {
        List<String> names =
                java.util.Arrays.stream(types).map(WebhookType::publicName).toList();
        Registration done = registry.register(tenant, "key-" + url, "fp", new NewWebhook(url, names));
        return ((Registration.Done) done).webhook();
    }

    EventMeta handle(SlaEvent event) {
        EventMeta meta = new EventMeta(
                "event-" + ++events,
                CONTRACT,
                events,
                SlaContract.KIND.typeOf(event).storedName(),
                RECORDED,
                RECORDED,
                Principal.of("ann", MAKER),
                new EventMeta.CommandMark("c" + events, "", true, null),
                "correlation-1",
                null,
                null,
                null);
        sql.useTransaction(handle -> OneEvent.into(Outbox.PROJECTION, handle, new Recorded<>(meta, event)));
        return meta;
    }

    void draft() {
        handle(new SlaEvent.Drafted(
                "Deliveries 2026", new Parties(VENDOR, MAKER, ARBITER), null, HandClock.START, false, MAKER));
    }

    static SlaEvent.PaymentDue paymentDue(String period) {
        return new SlaEvent.PaymentDue(
                "obligation-" + period,
                "Deliveries 2026",
                period,
                new BigDecimal("120.50"),
                "USD",
                VENDOR,
                MAKER,
                RECORDED);
    }

    static SlaEvent.PeriodClosed closed(String period) {
        BigDecimal credit = new BigDecimal("120.50");
        return new SlaEvent.PeriodClosed(new Statement(
                period,
                Instant.parse("2026-04-01T00:00:00Z"),
                Instant.parse("2026-07-01T00:00:00Z"),
                1,
                RECORDED,
                new Parties(VENDOR, MAKER, ARBITER),
                "USD",
                new Statement.Totals(10, 9, 0, new BigDecimal("0.9"), new BigDecimal("6025")),
                null,
                credit,
                null,
                List.of(),
                BigDecimal.ZERO,
                credit,
                BigDecimal.ZERO));
    }

    static SlaEvent.EarlyWarningRaised warning(String period) {
        return new SlaEvent.EarlyWarningRaised(new Outlook(
                period,
                RECORDED,
                RECORDED,
                10,
                5,
                new BigDecimal("0.5"),
                null,
                null,
                5,
                null,
                null,
                null,
                true,
                Outlook.Level.BURNING));
    }

    List<Map<String, Object>> rows() {
        return sql.withHandle(handle -> handle.createQuery("select * from webhook_delivery order by created_at, id")
                .mapToMap()
                .list());
    }

    String statusOf(String deliveryId) {
        return sql.withHandle(handle -> handle.createQuery("select status from webhook_delivery where id = :id")
                .bind("id", deliveryId)
                .mapTo(String.class)
                .one());
    }
}
