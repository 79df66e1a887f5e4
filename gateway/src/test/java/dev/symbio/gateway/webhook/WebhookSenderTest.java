package dev.symbio.gateway.webhook;

import static dev.symbio.gateway.webhook.WebhookBench.MAKER;
import static dev.symbio.gateway.webhook.WebhookBench.VENDOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.gateway.webhook.Receiver.Got;
import dev.symbio.gateway.webhook.WebhookRegistry.Delivery;
import dev.symbio.gateway.webhook.WebhookRegistry.Registered;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WebhookSenderTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG_PAUSE = Duration.ofHours(7);

    private final WebhookBench bench = new WebhookBench();
    private final NotedContracts contracts = new NotedContracts();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<WebhookSender> senders = new ArrayList<>();
    private Receiver receiver;
    private WebhookSender sender;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        bench.draft();
        sender = newSender();
    }

    @AfterEach
    void stop() {
        receiver.close();
        senders.forEach(WebhookSender::close);
    }

    private WebhookSender newSender() {
        return newSender(new TargetRules(true));
    }

    private WebhookSender newSender(TargetRules rules) {
        WebhookSettings settings = new WebhookSettings(
                Duration.ofMillis(100),
                4,
                3,
                2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofHours(4),
                Duration.ofDays(3),
                Duration.ofDays(30));
        WebhookSender made = new WebhookSender(
                bench.sql, contracts, bench.clock, meters, settings, rules, bench.secrets, json -> json);
        senders.add(made);
        return made;
    }

    private Delivery delivery(Registered webhook) {
        return bench.registry
                .deliveries(VENDOR, webhook.id(), null, 10)
                .orElseThrow()
                .get(0);
    }

    private void untilStatus(Registered webhook, String status) {
        await().atMost(SOON).until(() -> delivery(webhook).status().equals(status));
    }

    private void untilAttempts(Registered webhook, int attempts) {
        await().atMost(SOON).until(() -> {
            Delivery delivery = delivery(webhook);
            return delivery.attempts() == attempts && delivery.lastError() != null;
        });
    }

    @Test
    void aFailedDeliveryComesAgainUnchangedWithAFreshSignatureUntilItIsTaken() throws Exception {
        Registered webhook = bench.register(VENDOR, receiver.answer(500, 503).url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));

        assertThat(sender.poll()).isEqualTo(1);
        untilAttempts(webhook, 1);
        assertThat(delivery(webhook).lastError()).isEqualTo("HTTP status 500");
        assertThat(sender.poll()).as("not before its pause is over").isZero();
        bench.clock.advance(Duration.ofSeconds(8));
        sender.poll();
        await().atMost(SOON)
                .until(() -> receiver.got().size() == 2
                        && delivery(webhook).lastError().contains("503"));
        bench.clock.advance(Duration.ofSeconds(16));
        sender.poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);

        List<Got> got = receiver.got();
        assertThat(got).hasSize(3);
        assertThat(got)
                .extracting(g -> g.header("webhook-id"))
                .containsOnly(delivery(webhook).id());
        assertThat(got)
                .extracting(g -> new String(g.body(), StandardCharsets.UTF_8))
                .containsOnly((String) bench.rows().get(0).get("body"));
        assertThat(got).extracting(g -> g.header("webhook-timestamp")).doesNotHaveDuplicates();
        assertThat(got)
                .extracting(g -> g.header("content-type"))
                .containsOnly("application/cloudevents+json; charset=utf-8");
        for (Got each : got) {
            assertThat(each.header("webhook-signature")).isEqualTo(signature(webhook.secret(), each));
        }
        assertThat(sender.poll()).as("it is over").isZero();
    }

    /** After the specification, sharing no code with the sender. */
    private static String signature(String secret, Got got) throws Exception {
        assertThat(secret).startsWith("whsec_");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((got.header("webhook-id") + "." + got.header("webhook-timestamp") + ".").getBytes());
        signed.writeBytes(got.body());
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.toByteArray()));
    }

    @Test
    void whatIsNotDeliveredWhenTheProcessEndsIsDeliveredAfterTheNextStart() {
        Registered webhook = bench.register(VENDOR, receiver.answer(500).url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        sender.poll();
        untilAttempts(webhook, 1);
        sender.close();

        bench.clock.advance(Duration.ofMinutes(1));
        newSender().poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
        assertThat(receiver.got()).hasSize(2);
        assertThat(receiver.got())
                .extracting(g -> g.header("webhook-id"))
                .containsOnly(delivery(webhook).id());
        assertThat(contracts.noted).hasSize(1);
    }

    @Test
    void anAttemptThatDiedWithItsProcessFallsDueAgain() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.STATEMENT_ISSUED);
        bench.handle(WebhookBench.closed("2026-Q2"));
        DeliveryTable table = new DeliveryTable(bench.sql, "sla", bench.secrets);
        Instant now = bench.clock.instant();
        DeliveryTable.Due due =
                table.at(table.heads(now, List.of(), List.of()), now).get(0);
        assertThat(table.claim(due, bench.clock.instant(), bench.clock.instant().plusSeconds(60)))
                .isTrue();
        assertThat(table.claim(due, bench.clock.instant(), bench.clock.instant().plusSeconds(60)))
                .as("an attempt is claimed by one sender only")
                .isFalse();
        assertThat(sender.poll()).isZero();
        bench.clock.advance(Duration.ofSeconds(60));
        assertThat(sender.poll()).isEqualTo(1);
        untilStatus(webhook, DeliveryTable.DELIVERED);
    }

    @Test
    void theContractIsToldOnceThatFinanceHasTheObligation() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        String eventId = bench.handle(WebhookBench.paymentDue("2026-Q2")).id();
        sender.poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
        assertThat(contracts.noted).hasSize(1);
        NotedContracts.Noted noted = contracts.noted.get(0);
        assertThat(noted.entity()).isEqualTo(WebhookBench.CONTRACT);
        assertThat(noted.command())
                .isEqualTo(new SlaCommand.MarkSent("2026-Q2", delivery(webhook).id()));
        assertThat(noted.meta().commandId())
                .isEqualTo("webhook:" + delivery(webhook).id());
        assertThat(noted.meta().principal()).isEqualTo(Principal.system(MAKER));
        assertThat(noted.meta().causationId()).isEqualTo(eventId);
        assertThat(noted.meta().correlationId()).isEqualTo("correlation-1");
    }

    @Test
    void aContractThatIsAwayIsToldLaterAndTheReceiverIsNotBotheredAgain() {
        contracts.away = true;
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        sender.poll();
        await().atMost(SOON).until(() -> "The contract did not answer."
                .equals(delivery(webhook).lastError()));
        assertThat(delivery(webhook).status()).isEqualTo(DeliveryTable.CONFIRMING);
        contracts.away = false;
        bench.clock.advance(Duration.ofMinutes(1));
        newSender().poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
        assertThat(receiver.got()).hasSize(1);
        assertThat(contracts.noted)
                .extracting(n -> n.meta().commandId())
                .hasSize(2)
                .containsOnly("webhook:" + delivery(webhook).id());
    }

    @Test
    void aContractThatRefusesEndsItWithANote() {
        contracts.replies.add(new Reply.Quarantined("broken chain"));
        contracts.replies.add(new Reply.Rejected(Rejection.conflict("sla.wrong", "no")));
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        sender.poll();
        await().atMost(SOON).until(() -> "The contract is in quarantine."
                .equals(delivery(webhook).lastError()));
        bench.clock.advance(Duration.ofMinutes(1));
        sender.poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
        assertThat(delivery(webhook).lastError()).contains("sla.wrong");
    }

    @Test
    void aContractThatFailsIsToldAgain() {
        contracts.replies.add(new Reply.Failed("a defect"));
        contracts.replies.add(new Reply.StillHeld());
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        sender.poll();
        for (int told = 1; told <= 2; told++) {
            int before = told;
            await().atMost(SOON)
                    .until(() -> contracts.noted.size() == before
                            && "The contract could not take note."
                                    .equals(delivery(webhook).lastError()));
            assertThat(delivery(webhook).status()).isEqualTo(DeliveryTable.CONFIRMING);
            bench.clock.advance(Duration.ofHours(1));
            await().atMost(SOON).until(() -> sender.poll() == 1);
        }
        untilStatus(webhook, DeliveryTable.DELIVERED);
        assertThat(receiver.got()).hasSize(1);
        assertThat(contracts.noted).hasSize(3);
        assertThat(delivery(webhook).lastError()).isNull();
    }

    @Test
    void onlyPaymentObligationsAreConfirmed() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.STATEMENT_ISSUED);
        bench.handle(WebhookBench.closed("2026-Q2"));
        sender.poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
        assertThat(contracts.noted).isEmpty();
    }

    @Test
    void givesUpAfterDaysWithAnAlarm() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        receiver.close();
        int polls = 0;
        while (!delivery(webhook).status().equals(DeliveryTable.DEAD)) {
            assertThat(polls++).as("attempts in three days").isLessThan(60);
            int before = delivery(webhook).attempts();
            sender.poll();
            await().atMost(SOON)
                    .until(() -> delivery(webhook).attempts() == before + 1
                            && delivery(webhook).lastError() != null
                            && (delivery(webhook).finishedAt() != null
                                    || delivery(webhook)
                                            .nextAttemptAt()
                                            .isBefore(bench.clock.instant().plus(LONG_PAUSE))));
            bench.clock.advance(LONG_PAUSE);
        }
        assertThat(delivery(webhook).attempts()).isGreaterThan(5);
        assertThat(delivery(webhook).lastError()).startsWith("No connection");
        assertThat(meters.counter("symbio.webhook.dead", "tenant", "vendor").count())
                .isEqualTo(1);
        assertThat(contracts.noted).isEmpty();
        assertThat(sender.poll()).isZero();
    }

    @Test
    void goneMeansGone() {
        Registered webhook = bench.register(VENDOR, receiver.answer(410).url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        sender.poll();
        untilStatus(webhook, DeliveryTable.DEAD);
    }

    @Test
    void followsNoRedirectAndTakesNothingButSuccessForSuccess() {
        Registered webhook =
                bench.register(VENDOR, receiver.answer(302, 400, 200).url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        sender.poll();
        untilAttempts(webhook, 1);
        assertThat(delivery(webhook).lastError()).isEqualTo("HTTP status 302");
        assertThat(receiver.got()).as("nobody went to the Location").hasSize(1);
        bench.clock.advance(Duration.ofMinutes(1));
        sender.poll();
        await().atMost(SOON)
                .until(() -> "HTTP status 400".equals(delivery(webhook).lastError()));
        bench.clock.advance(Duration.ofMinutes(1));
        sender.poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
    }

    @Test
    void anEndpointThatHangsHoldsUpNobodyElse() throws Exception {
        try (Receiver slow = new Receiver()) {
            CountDownLatch gate = slow.hold();
            Registered hanging = bench.register(VENDOR, slow.url(), WebhookType.STATEMENT_ISSUED);
            Registered quick = bench.register(MAKER, receiver.url(), WebhookType.STATEMENT_ISSUED);
            for (int i = 0; i < 20; i++) {
                bench.handle(WebhookBench.closed("2026-Q" + i));
            }
            sender.poll();
            await().atMost(SOON).until(() -> receiver.got().size() == 20);
            assertThat(slow.got()).as("at the same time").hasSizeLessThanOrEqualTo(2);
            await().atMost(SOON).until(() -> "No answer in time.".equals(errorOf(hanging)));
            gate.countDown();
            assertThat(bench.registry.deliveries(MAKER, quick.id(), null, 50).orElseThrow())
                    .extracting(Delivery::status)
                    .containsOnly(DeliveryTable.DELIVERED);
        }
    }

    @Test
    void aTenantWithManySlowEndpointsLeavesRoomForOthers() throws Exception {
        try (Receiver slow = new Receiver()) {
            CountDownLatch gate = slow.hold();
            for (int i = 0; i < 4; i++) {
                bench.register(VENDOR, slow.url() + "/" + i, WebhookType.STATEMENT_ISSUED);
            }
            Registered quick = bench.register(MAKER, receiver.url(), WebhookType.STATEMENT_ISSUED);
            for (int i = 0; i < 10; i++) {
                bench.handle(WebhookBench.closed("2026-Q" + i));
            }
            bench.sql.useHandle(handle -> handle.execute("update webhook_delivery"
                    + " set next_attempt_at = next_attempt_at + interval '1' second where tenant_id = 'maker'"));
            assertThat(sender.poll()).as("all the room there is").isEqualTo(4);
            assertThat(bench.rows().stream()
                            .filter(row -> row.get("tenant_id").equals(VENDOR.value()))
                            .filter(row -> (int) row.get("attempts") > 0))
                    .as("under way to one tenant")
                    .hasSizeBetween(2, 3);
            gate.countDown();
            await().atMost(SOON)
                    .until(() -> bench.registry.deliveries(MAKER, quick.id(), null, 50).orElseThrow().stream()
                            .allMatch(d -> d.status().equals(DeliveryTable.DELIVERED)));
        }
    }

    @Test
    void whatIsDueIsFoundByAnIndex() {
        String plan = bench.sql.withHandle(
                handle -> handle.createQuery("explain " + DeliveryTable.headsSql(DeliveryTable.WAITING, false, false))
                        .bind("now", bench.clock.instant().atOffset(ZoneOffset.UTC))
                        .mapTo(String.class)
                        .one());
        assertThat(plan.toLowerCase(Locale.ROOT))
                .contains("webhook_delivery_next")
                .contains("index sorted");
    }

    @Test
    void aSecretThatDoesNotOpenKeepsBackItsOwnDeliveriesOnly() {
        Registered broken = bench.register(VENDOR, receiver.url(), WebhookType.STATEMENT_ISSUED);
        Registered sound = bench.register(MAKER, receiver.url(), WebhookType.STATEMENT_ISSUED);
        String secret = setSecret(broken, "sealed:AAAA");
        bench.handle(WebhookBench.closed("2026-Q2"));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(WebhookSender.class);
        logger.addAppender(log);
        try {
            sender.poll();
            untilAttempts(broken, 1);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(delivery(broken).lastError()).isEqualTo("The endpoint's secret does not open.");
        assertThat(log.list).anyMatch(each -> each.getFormattedMessage().startsWith("ALARM: the secret of webhook"));
        await().atMost(SOON).until(() -> bench.registry
                .deliveries(MAKER, sound.id(), null, 10)
                .orElseThrow()
                .get(0)
                .status()
                .equals(DeliveryTable.DELIVERED));

        setSecret(broken, secret);
        bench.clock.advance(Duration.ofMinutes(1));
        sender.poll();
        untilStatus(broken, DeliveryTable.DELIVERED);
    }

    /** @return the one before */
    private String setSecret(Registered webhook, String secret) {
        return bench.sql.withHandle(handle -> {
            String before = handle.select("select secret from webhook_endpoint where id = ?", webhook.id())
                    .mapTo(String.class)
                    .one();
            handle.execute("update webhook_endpoint set secret = ? where id = ?", secret, webhook.id());
            return before;
        });
    }

    private String errorOf(Registered webhook) {
        return bench.registry.deliveries(VENDOR, webhook.id(), null, 50).orElseThrow().stream()
                .map(Delivery::lastError)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Test
    void anEndpointThatFailsRestsAsAWhole() {
        Registered webhook = bench.register(VENDOR, receiver.answer(500, 500).url(), WebhookType.STATEMENT_ISSUED);
        for (int i = 0; i < 20; i++) {
            bench.handle(WebhookBench.closed("2026-Q" + i));
        }
        sender.poll();
        await().atMost(SOON)
                .until(() -> bench.registry.deliveries(VENDOR, webhook.id(), null, 50).orElseThrow().stream()
                                .filter(d -> d.lastError() != null)
                                .count()
                        >= 2);
        assertThat(sender.poll()).isZero();
        assertThat(receiver.got()).hasSize(2);
        bench.clock.advance(Duration.ofMinutes(1));
        sender.poll();
        await().atMost(SOON)
                .until(() -> bench.registry.deliveries(VENDOR, webhook.id(), null, 50).orElseThrow().stream()
                        .allMatch(d -> d.status().equals(DeliveryTable.DELIVERED)));
    }

    @Test
    void doesNotCallPrivateAddressesOutsideOfTheEmbeddedProfile() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        newSender(new TargetRules(false)).poll();
        untilAttempts(webhook, 1);
        assertThat(delivery(webhook).lastError()).contains("not on the public internet");
        assertThat(receiver.got()).isEmpty();
    }

    @Test
    void aServerThatNeverAnswersIsLeft() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            Registered webhook =
                    bench.register(VENDOR, "http://127.0.0.1:" + silent.getLocalPort() + "/", WebhookType.PAYMENT_DUE);
            bench.handle(WebhookBench.paymentDue("2026-Q2"));
            sender.poll();
            untilAttempts(webhook, 1);
            assertThat(delivery(webhook).lastError()).isEqualTo("No answer in time.");
        }
    }

    @Test
    void whyThereWasNoConnectionIsNotTold() throws Exception {
        try (ServerSocket otherwise = new ServerSocket(0)) {
            int closed;
            try (ServerSocket gone = new ServerSocket(0)) {
                closed = gone.getLocalPort();
            }
            List<String> errors = new ArrayList<>();
            for (int port : List.of(closed, otherwise.getLocalPort())) {
                Registered webhook =
                        bench.register(VENDOR, "https://127.0.0.1:" + port + "/", WebhookType.STATEMENT_ISSUED);
                bench.handle(WebhookBench.closed("2026-Q" + port));
                sender.poll();
                untilAttempts(webhook, 1);
                errors.add(delivery(webhook).lastError());
                bench.registry.remove(VENDOR, webhook.id());
            }
            assertThat(errors).containsOnly("No connection.");
        }
    }

    @Test
    void aRemovedEndpointGetsNothingMore() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        assertThat(bench.registry.remove(VENDOR, webhook.id())).isTrue();
        assertThat(sender.poll()).isZero();
        assertThat(bench.rows()).isEmpty();
    }

    @Test
    void forgetsWhatHasBeenOverForAMonth() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.STATEMENT_ISSUED);
        bench.handle(WebhookBench.closed("2026-Q2"));
        sender.poll();
        untilStatus(webhook, DeliveryTable.DELIVERED);
        bench.clock.advance(Duration.ofDays(29));
        sender.poll();
        assertThat(bench.rows()).hasSize(1);
        bench.clock.advance(Duration.ofDays(2));
        sender.poll();
        assertThat(bench.rows()).isEmpty();
    }

    @Test
    void runsByItselfOnceStarted() {
        Registered webhook = bench.register(VENDOR, receiver.url(), WebhookType.PAYMENT_DUE);
        sender.start();
        bench.handle(WebhookBench.paymentDue("2026-Q2"));
        untilStatus(webhook, DeliveryTable.DELIVERED);
    }

    @Test
    void secretsAreInNoLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = root.getLevel();
        root.setLevel(Level.DEBUG);
        root.addAppender(log);
        try {
            Registered webhook = bench.register(VENDOR, receiver.answer(410).url(), WebhookType.PAYMENT_DUE);
            bench.handle(WebhookBench.paymentDue("2026-Q2"));
            sender.poll();
            untilStatus(webhook, DeliveryTable.DEAD);
            await().atMost(SOON).until(() -> log.list.stream()
                    .anyMatch(e -> e.getFormattedMessage().contains("ALARM")));
            String bare = webhook.secret().substring("whsec_".length());
            assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(m -> m.contains(bare));
            assertThat(webhook.toString()).doesNotContain(bare);
            bench.clock.advance(Duration.ofMinutes(1));
            assertThat(WebhookSecret.of(webhook.secret()).toString()).doesNotContain(bare);
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }
    }
}
