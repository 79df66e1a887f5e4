package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a platform that sends no mail does with news. */
@ExtendWith(SharedSymbio.class)
class NoticeWebhooksTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String SETTINGS = "/api/v1/notification-settings";

    /** Somebody's system that takes everything. */
    private static final class Hook implements AutoCloseable {
        private final List<JsonNode> told = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Hook() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                told.add(Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes()));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
        }

        Hook registeredBy(ApiClient finance) {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            done(finance.post("/api/v1/webhooks", Map.of("url", url, "types", List.of("symbio.inbox.notice.v1"))));
            return this;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void aWebhookIsToldOfItsOwnTenantsNoticesAlone(RunningSymbio symbio) throws IOException {
        Deal deal = Deal.in(symbio);
        try (Hook provider = new Hook().registeredBy(deal.providerAs("finance"));
                Hook customer = new Hook().registeredBy(deal.customerAs("finance"))) {
            String contract = deal.offered(deal.draft("Hooked", false));
            await().atMost(SOON).until(() -> provider.told.size() == 1);
            JsonNode event = provider.told.get(0);
            assertThat(event.get("type").asText()).isEqualTo("symbio.inbox.notice.v1");
            assertThat(event.get("subject").asText()).isEqualTo(contract.substring(Deal.CONTRACTS.length() + 1));
            assertThat(event.at("/data/text").asText()).isEqualTo(deal.customer + " offers the contract \"Hooked\".");
            assertThat(event.at("/data/role").asText()).isEqualTo("CONTRACT_MANAGER");
            assertThat(event.at("/data/facts/contract").asText()).isEqualTo("Hooked");

            JsonNode entry = done(deal.seller().get("/api/v1/inbox")).at("/items/0");
            assertThat(event.at("/data/entry")).isEqualTo(entry.get("id"));
            await().atMost(SOON).untilAsserted(() -> {
                JsonNode became = done(
                        deal.seller().get("/api/v1/inbox/" + entry.get("id").asText() + "/deliveries"));
                assertThat(became.get("state").asText()).isEqualTo("sent");
                assertThat(became.get("mail").asText()).isEqualTo("off");
                assertThat(became.get("deliveries").findValuesAsText("channel")).containsExactly("webhook");
                assertThat(became.get("deliveries").findValuesAsText("status")).containsExactly("delivered");
            });
            done(deal.seller().post(contract + "/sign", Map.of("version", 1)));
            await().atMost(SOON).until(() -> customer.told.size() == 1);
            assertThat(customer.told.get(0).at("/data/type").asText()).isEqualTo("sla.contract-signed");
            assertThat(done(deal.customerAs("admin").get("/api/v1/notification-deliveries?channel=webhook"))
                            .get("items"))
                    .hasSize(1);
            assertThat(done(deal.customerAs("admin").get("/api/v1/notification-deliveries?channel=mail"))
                            .get("items"))
                    .isEmpty();
        }
    }

    @Test
    void deliveriesComeInPages(RunningSymbio symbio) throws IOException {
        Deal deal = Deal.in(symbio);
        try (Hook hook = new Hook().registeredBy(deal.providerAs("finance"))) {
            for (String name : List.of("a", "b", "c")) {
                deal.offered(deal.draft(name, false));
            }
            await().atMost(SOON).until(() -> hook.told.size() == 3);
            ApiClient admin = deal.providerAs("admin");
            String list = "/api/v1/notification-deliveries?limit=2";
            JsonNode first = done(admin.get(list));
            JsonNode second =
                    done(admin.get(list + "&cursor=" + first.get("next").asText()));
            assertThat(first.get("items")).hasSize(2);
            assertThat(second.get("items")).hasSize(1);
            assertThat(second.has("next")).isFalse();
            assertThat(first.get("items").findValuesAsText("id"))
                    .doesNotContainAnyElementsOf(second.get("items").findValuesAsText("id"));
        }
    }

    @Test
    void digestsOnWorkingDaysFollowTheTenantsCalendar(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        ApiClient admin = deal.customerAs("admin");
        done(admin.put(SETTINGS, Map.of("digestTimes", List.of("08:00"))));
        assertThat(nextDigestDay(admin)).isNotIn(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

        done(admin.put(
                "/api/v1/tenants/" + deal.customer + "/calendar",
                Map.of("name", "market", "week", Map.of("sunday", List.of(Map.of("from", "06:00", "to", "12:00"))))));
        await().atMost(SOON).until(() -> nextDigestDay(admin) == DayOfWeek.SUNDAY);
    }

    private static DayOfWeek nextDigestDay(ApiClient admin) {
        return Instant.parse(done(admin.get(SETTINGS)).get("nextDigestAt").asText())
                .atZone(ZoneId.of("Europe/Berlin"))
                .getDayOfWeek();
    }
}
