package dev.symbio.gateway.webhook;

import static dev.symbio.gateway.webhook.WebhookBench.MAKER;
import static dev.symbio.gateway.webhook.WebhookBench.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.contracts.sla.Observation;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.contracts.sla.SlaContract;
import dev.symbio.contracts.sla.SlaTerms;
import dev.symbio.contracts.sla.StatementStatus;
import dev.symbio.gateway.webhook.WebhookRegistry.NewWebhook;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an accepted statement to finance, on the running platform, with a restart between two attempts. */
class WebhooksOnPlatformTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final EntityRef CONTRACT = SlaContract.KIND.ref(MAKER, "c-1");
    private static final String TERMS =
            """
            { "indicator": {"kind":"ratio"}, "objective": {"operator":">=","target":"0.95"},
              "window": {"kind":"quarter","zone":"UTC"}, "currency":"USD",
              "credits": {"tiers":[{"from":"0","to":"0.95","percent":"10"}]},
              "exclusions":[], "noData":"skip", "rounding":{"decimals":2,"mode":"half-up"},
              "grace":"P2D", "disputeWindow":"P14D", "lateObservations":"P400D" }""";

    @TempDir
    Path dataDir;

    private Platform platform;
    private WebhookSender sender;
    private int commands;

    @BeforeEach
    void start() {
        platform = Platform.start(
                Settings.load(Map.of("symbio.data-dir", dataDir.toString())),
                Clock.systemUTC(),
                List.of(new Feature("db/gateway", List.of(SlaContract.KIND), List.of(Outbox.PROJECTION))));
        sender = new WebhookSender(
                platform.sql(),
                platform.entities(),
                platform.clock(),
                platform.meters(),
                WebhookSettings.DEFAULT,
                new TargetRules(true),
                platform.dataKeys().secrets(),
                json -> json);
        sender.start();
    }

    @AfterEach
    void stop() {
        sender.close();
        platform.stop();
    }

    @Test
    void aPaymentObligationReachesFinanceAcrossARestartAndTheStatementIsSent() throws Exception {
        try (Receiver finance = new Receiver().answer(500)) {
            WebhookRegistry registry = new WebhookRegistry(
                    platform.sql(),
                    platform.clock(),
                    new TargetRules(true),
                    platform.dataKeys().secrets());
            registry.register(
                    VENDOR, "k1", "fp", new NewWebhook(finance.url(), List.of(WebhookType.PAYMENT_DUE.publicName())));
            settleAQuarter();
            await().atMost(SOON).until(() -> finance.got().size() == 1);
            stop();
            start();
            await().atMost(SOON).until(() -> status() == StatementStatus.SENT);
            assertThat(finance.got()).hasSize(2);
            assertThat(finance.got()).extracting(g -> g.header("webhook-id")).doesNotContainNull();
            JsonNode data = Json.MAPPER.readTree(finance.got().get(1).body()).get("data");
            assertThat(new BigDecimal(data.get("amount").asText())).isEqualByComparingTo("100");
            assertThat(data.get("period").asText()).isEqualTo("2011-Q3");
            SlaContract contract =
                    now(platform.entities().state(SlaContract.KIND, CONTRACT)).state();
            assertThat(contract.statement("2011-Q3").orElseThrow().payment().deliveryId())
                    .isEqualTo(finance.got().get(0).header("webhook-id"));
        }
    }

    private StatementStatus status() {
        return now(platform.entities().state(SlaContract.KIND, CONTRACT))
                .state()
                .statement("2011-Q3")
                .orElseThrow()
                .status();
    }

    private void settleAQuarter() throws Exception {
        SlaTerms terms = Json.MAPPER.readValue(TERMS, SlaTerms.class);
        Instant day = Instant.parse("2011-08-01T00:00:00Z");
        send(
                MAKER,
                new SlaCommand.Draft(
                        "Deliveries", VENDOR, MAKER, null, terms, Instant.parse("2011-07-01T00:00:00Z"), true));
        send(MAKER, new SlaCommand.Offer());
        send(VENDOR, new SlaCommand.Sign(1));
        send(
                MAKER,
                new SlaCommand.RecordObservations(
                        "wms", List.of(Observation.of("d-1", day, false, new BigDecimal("1000"))), false));
        send(MAKER, new SlaCommand.CompleteBackfill());
        send(VENDOR, new SlaCommand.AcceptStatement("2011-Q3"));
        send(MAKER, new SlaCommand.AcceptStatement("2011-Q3"));
    }

    private void send(TenantId by, SlaCommand command) {
        CommandMeta meta = CommandMeta.caused("c" + ++commands, Principal.of("ann", by), "test", null);
        assertThat(now(platform.entities().send(CONTRACT, command, meta))).isInstanceOf(Reply.Accepted.class);
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
