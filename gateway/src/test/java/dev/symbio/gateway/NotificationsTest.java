package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import dev.symbio.gateway.mail.ScriptedSmtp;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.DataKeys;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** News leaves the inbox: over a real mail server and to a real webhook, at once and in digests. */
class NotificationsTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String SETTINGS = "/api/v1/notification-settings";
    private static final String INBOX = "/api/v1/inbox";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<String> EVERY_DAY =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    /** The machine's clock, put forward by hand. */
    private static final class ShiftedClock extends Clock {
        private final AtomicReference<Duration> shift = new AtomicReference<>(Duration.ZERO);

        void forward(Duration by) {
            shift.updateAndGet(before -> before.plus(by));
        }

        @Override
        public ZoneId getZone() {
            return BERLIN;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(shift.get());
        }
    }

    private static final ShiftedClock CLOCK = new ShiftedClock();
    private static int port;
    private static RunningSymbio symbio;

    private GreenMail mail;
    private Deal deal;

    @BeforeAll
    static void startSymbio() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        symbio = RunningSymbio.in(
                Files.createTempDirectory("symbio-notifications-test"),
                Map.of(
                        "symbio.mail.host", "127.0.0.1",
                        "symbio.mail.port", port,
                        "symbio.mail.from", "symbio@example.com",
                        "symbio.mail.starttls", false,
                        "symbio.mail.timeout", "2 seconds",
                        "symbio.mail.retry-after", "300 milliseconds"),
                CLOCK);
    }

    @AfterAll
    static void stopSymbio() {
        symbio.close();
    }

    @BeforeEach
    void bringInTwoCompanies() {
        startMail();
        deal = Deal.in(symbio);
    }

    @AfterEach
    void stopMail() {
        mail.stop();
    }

    private void startMail() {
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    private String reach(String subject, String tenant, String language) {
        String address = subject + "@" + tenant + ".example.com";
        Map<String, String> contact =
                language == null ? Map.of("mail", address) : Map.of("mail", address, "language", language);
        JsonNode me = done(symbio.as(subject + "@" + tenant).put("/api/v1/me/contact", contact));
        assertThat(me.get("mail").asText()).isEqualTo(address);
        // the read model of members follows shortly
        await().atMost(SOON)
                .until(() -> symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                                        "select count(*) from tenant_membership where tenant_id = :tenant and mail is not null"
                                                + " and subject in (:subject, " + DataKeys.STORED_NAME + ")")
                                .bind("tenant", tenant)
                                .bind("subject", subject)
                                .mapTo(Integer.class)
                                .one())
                        == 1);
        return address;
    }

    private List<MimeMessage> mailTo(String address) {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            try {
                if (message.getAllRecipients()[0].toString().equals(address)) {
                    found.add(message);
                }
            } catch (jakarta.mail.MessagingException e) {
                throw new AssertionError(e);
            }
        }
        return found;
    }

    private MimeMessage onlyMailTo(String address) {
        await().atMost(SOON).until(() -> !mailTo(address).isEmpty());
        assertThat(mailTo(address)).hasSize(1);
        return mailTo(address).get(0);
    }

    private static List<JsonNode> entries(ApiClient reader, String type) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode item : done(reader.get(INBOX + "?limit=200")).get("items")) {
            if (item.get("type").asText().equals(type)) {
                found.add(item);
            }
        }
        return found;
    }

    private static JsonNode entry(ApiClient reader, String type) {
        await().atMost(SOON).until(() -> !entries(reader, type).isEmpty());
        return entries(reader, type).get(0);
    }

    private static JsonNode deliveries(ApiClient reader, JsonNode entry) {
        return done(reader.get(INBOX + "/" + entry.get("id").asText() + "/deliveries"));
    }

    private JsonNode untilFailed(String tenant, String status) {
        AtomicReference<JsonNode> found = new AtomicReference<>();
        await().atMost(SOON).until(() -> {
            JsonNode items = done(symbio.as("admin@" + tenant)
                            .get("/api/v1/notification-deliveries?channel=mail&failed=true"))
                    .get("items");
            for (JsonNode item : items) {
                if (item.get("status").asText().equals(status)) {
                    found.set(item);
                }
            }
            return found.get() != null;
        });
        return found.get();
    }

    @Test
    void peopleAreToldAtOnceInTheirOwnLanguage() throws Exception {
        String english = reach("contract_manager", deal.provider, null);
        String chinese = reach("contract_manager", deal.customer, "zh-CN");
        String offered = deal.offered(deal.draft("Deliveries", false));

        MimeMessage offer = onlyMailTo(english);
        assertThat(offer.getSubject()).isEqualTo("Symbio: " + deal.customer + " offers the contract \"Deliveries\".");
        assertThat((String) offer.getContent())
                .contains(
                        "Hello CONTRACT_MANAGER,",
                        "offers the contract",
                        offered.substring(Deal.CONTRACTS.length() + 1));
        assertThat(offer.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(offer.getMessageID()).endsWith("@example.com>");

        done(deal.seller().post(offered + "/sign", Map.of("version", 1)));
        MimeMessage signed = onlyMailTo(chinese);
        assertThat(signed.getSubject()).isEqualTo("Symbio: " + deal.provider + " 已签署合同“Deliveries”，合同生效。");
        assertThat((String) signed.getContent()).contains("您好", "有新消息");
        await().atMost(SOON).until(() -> mailTo(english).size() == 2);

        JsonNode told = deliveries(deal.buyer(), entry(deal.buyer(), "sla.contract-signed"));
        assertThat(told.get("state").asText()).isEqualTo("sent");
        await().atMost(SOON).until(() -> deliveries(deal.buyer(), entry(deal.buyer(), "sla.contract-signed"))
                .at("/deliveries/0/status")
                .asText()
                .equals("delivered"));
        assertThat(idsByName()).as("ids in which a name can be found by trying").isZero();
        assertThat(deal.seller()
                        .get(INBOX + "/"
                                + entry(deal.buyer(), "sla.contract-signed")
                                        .get("id")
                                        .asText() + "/deliveries")
                        .outcome())
                .isEqualTo("404 inbox.not-found");
    }

    private static long idsByName() {
        return symbio.symbio().platform().sql().withHandle(sql -> sql
                .createQuery("select id, telling_id, subject from mail_delivery")
                .map((row, context) -> UUID.nameUUIDFromBytes(
                                (row.getString("telling_id") + "|" + row.getString("subject"))
                                        .getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .equals(row.getString("id")))
                .stream()
                .filter(found -> found)
                .count());
    }

    @Test
    void aDigestTellsEachPersonOnceOfWhatIsUnread() throws Exception {
        String manager = reach("contract_manager", deal.customer, null);
        List<JsonNode> hooked = new CopyOnWriteArrayList<>();
        List<String> ids = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            hooked.add(Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
            ids.add(exchange.getRequestHeaders().getFirst("webhook-id"));
            // the first attempt fails: it comes again, with the same id
            exchange.sendResponseHeaders(hooked.size() == 1 ? 503 : 204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
            done(deal.customerAs("finance")
                    .post("/api/v1/webhooks", Map.of("url", url, "types", List.of("symbio.inbox.digest.v1"))));
            LocalTime soon =
                    CLOCK.instant().atZone(BERLIN).toLocalTime().plusMinutes(10).truncatedTo(ChronoUnit.MINUTES);
            ApiClient admin = deal.customerAs("admin");
            JsonNode set = done(admin.put(
                    SETTINGS, Map.of("digestTimes", List.of(soon.toString()), "days", EVERY_DAY, "language", "zh-CN")));
            assertThat(set.get("atOnce").asBoolean()).isFalse();
            assertThat(set.get("mail").asBoolean()).isTrue();
            awaitSettings(1);

            deal.active(deal.draft("First", false));
            deal.active(deal.draft("Second", false));
            await().atMost(SOON)
                    .until(() -> entries(deal.buyer(), "sla.contract-signed").size() == 2);
            JsonNode waiting = entry(deal.buyer(), "sla.contract-signed");
            assertThat(deliveries(deal.buyer(), waiting).get("state").asText()).isEqualTo("waits-for-digest");
            assertThat(deliveries(deal.buyer(), waiting).get("nextDigestAt")).isEqualTo(set.get("nextDigestAt"));
            deal.active(deal.draft("Read before", false));
            await().atMost(SOON)
                    .until(() -> entries(deal.buyer(), "sla.contract-signed").size() == 3);
            JsonNode read = entries(deal.buyer(), "sla.contract-signed").get(0);
            assertThat(read.get("text").asText()).contains("Read before");
            deal.buyer().post(INBOX + "/" + read.get("id").asText() + "/read", Map.of());
            assertThat(mailTo(manager)).isEmpty();

            CLOCK.forward(Duration.ofMinutes(11));
            MimeMessage digest = onlyMailTo(manager);
            assertThat(digest.getSubject()).isEqualTo("Symbio：2 条新消息");
            assertThat((String) digest.getContent())
                    .contains("未读消息", "“First”", "“Second”")
                    .doesNotContain("Read before");
            assertThat(deliveries(deal.buyer(), waiting).get("state").asText()).isEqualTo("sent");
            assertThat(deliveries(deal.buyer(), read).get("state").asText()).isEqualTo("read");
            await().atMost(SOON).until(() -> hooked.size() == 1);
            CLOCK.forward(Duration.ofSeconds(10));
            await().atMost(SOON).until(() -> hooked.size() == 2);
            assertThat(ids).hasSize(2);
            assertThat(ids.get(0)).isEqualTo(ids.get(1));
            JsonNode event = hooked.get(1);
            assertThat(event.get("type").asText()).isEqualTo("symbio.inbox.digest.v1");
            assertThat(event.at("/data/to").asText()).isEqualTo("contract_manager");
            assertThat(event.at("/data/entries")).hasSize(2);

            // what waits when people are told at once again goes out, and what was in a digest does not come again
            deal.active(deal.draft("Third", false));
            await().atMost(SOON)
                    .until(() -> entries(deal.buyer(), "sla.contract-signed").size() == 4);
            done(admin.put(SETTINGS, Map.of()));
            await().atMost(SOON).until(() -> mailTo(manager).size() == 2);
            assertThat((String) mailTo(manager).get(1).getContent())
                    .contains("\"Third\"")
                    .doesNotContain("First");
        } finally {
            receiver.stop(0);
        }
    }

    private void awaitSettings(int version) {
        await().atMost(SOON)
                .until(() -> symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                                        "select count(*) from notification_settings where tenant_id = :t and version = :v")
                                .bind("t", deal.customer)
                                .bind("v", version)
                                .mapTo(Integer.class)
                                .one())
                        == 1);
    }

    @Test
    void mailWaitsForAServerThatIsDownAndComesOnce() {
        String manager = reach("contract_manager", deal.provider, "en");
        mail.stop();
        deal.offered(deal.draft("Patience", false));

        JsonNode failed = untilFailed(deal.provider, "waiting");
        assertThat(failed.get("to").asText()).isEqualTo("contract_manager");
        assertThat(failed.get("error").asText()).isNotEmpty();
        assertThat(failed.has("nextAttemptAt")).isTrue();
        startMail();
        CLOCK.forward(Duration.ofMinutes(1));
        onlyMailTo(manager);
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        done(symbio.as("admin@" + deal.provider).get("/api/v1/notification-deliveries"))
                                .findValuesAsText("status"))
                .containsExactly("delivered"));
    }

    @Test
    void aRefusedAddressAndAMissingOneAreRecordedAndNotTriedAgain() throws Exception {
        reach("contract_manager", deal.provider, "en");
        mail.stop();
        try (ScriptedSmtp refusing = new ScriptedSmtp(port, "RCPT", "550 5.1.1 No such user here")) {
            deal.active(deal.draft("Refused", false));
            JsonNode failed = untilFailed(deal.provider, "refused");
            assertThat(failed.get("error").asText()).contains("550 5.1.1 No such user here");
            assertThat(failed.get("attempts").asInt()).isEqualTo(1);
            assertThat(failed.has("finishedAt")).isTrue();
            assertThat(failed.has("nextAttemptAt")).isFalse();
            assertThat(refusing.heard()).anyMatch(line -> line.startsWith("RCPT"));
        }
        JsonNode told = deliveries(deal.seller(), entry(deal.seller(), "sla.contract-offered"));
        assertThat(told.at("/deliveries/0/status").asText()).isEqualTo("refused");
        assertThat(untilFailed(deal.customer, "no-address").get("to").asText()).isEqualTo("contract_manager");
        startMail();
    }

    @Test
    void historyIsNotSent() {
        String manager = reach("contract_manager", deal.customer, "en");
        deal.settled();
        await().atMost(SOON)
                .until(() -> !entries(deal.buyer(), "sla.contract-signed").isEmpty());
        deal.closedYesterday();
        await().atMost(SOON)
                .until(() -> entries(deal.buyer(), "sla.statement-issued").size() == 1);
        await().atMost(SOON).until(() -> subjects(manager).stream().anyMatch(subject -> subject.contains("Statement")));
        assertThat(subjects(manager)).noneMatch(subject -> subject.contains("2011"));
    }

    private List<String> subjects(String address) {
        return mailTo(address).stream()
                .map(message -> {
                    try {
                        return message.getSubject();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    void addressesAreSeenByTheirOwnersAndAdministratorsOnly() {
        reach("viewer", deal.customer, "zh-CN");
        String company = "/api/v1/tenants/" + deal.customer;
        done(deal.customerAs("admin").put(company + "/members/auditor/contact", Map.of("mail", "audit@example.com")));
        assertThat(done(deal.customerAs("admin").get(company)).get("members").findValuesAsText("mail"))
                .containsExactlyInAnyOrder("audit@example.com", "viewer@" + deal.customer + ".example.com");
        assertThat(done(deal.customerAs("viewer").get(company)).get("members").findValuesAsText("mail"))
                .containsExactly("viewer@" + deal.customer + ".example.com");
        assertThat(done(deal.customerAs("sales").get(company)).findValuesAsText("mail"))
                .isEmpty();
        assertThat(done(symbio.operator().get(company)).findValuesAsText("mail"))
                .isEmpty();
        assertThat(done(deal.customerAs("auditor").get("/api/v1/me"))
                        .get("mail")
                        .asText())
                .isEqualTo("audit@example.com");

        ApiClient.Answer wrong = deal.customerAs("viewer")
                .put("/api/v1/me/contact", Map.of("mail", "a@b.com,c@d.com", "language", "de"));
        assertThat(wrong.outcome()).isEqualTo("422 tenant.invalid");
        assertThat(wrong.faults()).containsExactly("/mail tenant.mail", "/language tenant.language");
        done(deal.customerAs("viewer").put("/api/v1/me/contact", Map.of()));
        assertThat(done(deal.customerAs("viewer").get("/api/v1/me")).has("mail"))
                .isFalse();
    }

    @Test
    void settingsStartWithTellingAtOnceAndRefuseWhatCannotBe() {
        ApiClient admin = deal.customerAs("admin");
        JsonNode before = done(admin.get(SETTINGS));
        assertThat(before.get("version").asInt()).isZero();
        assertThat(before.get("atOnce").asBoolean()).isTrue();
        assertThat(before.has("nextDigestAt")).isFalse();
        assertThat(done(admin.get("/api/v1/notification-deliveries")).get("items"))
                .isEmpty();

        assertThat(admin.put(SETTINGS, Map.of("digestTimes", List.of("25:00"), "days", List.of("today")))
                        .faults())
                .containsExactly("/digestTimes/0 notification.time", "/days/0 notification.day");
        ApiClient.Answer set = admin.with("If-Match", "\"0\"").put(SETTINGS, Map.of("digestTimes", List.of("08:00")));
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().get("nextDigestAt").asText()).contains(":00:00Z");
        assertThat(admin.with("If-Match", "\"0\"").put(SETTINGS, Map.of()).status())
                .isEqualTo(412);
    }
}
