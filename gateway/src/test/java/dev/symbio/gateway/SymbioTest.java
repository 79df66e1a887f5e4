package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSymbio.class)
class SymbioTest {
    @Test
    void tellsItsHealthAndItsMetricsOnThePrivatePortOnly(RunningSymbio symbio) {
        symbio.operator().get("/api/v1/me");

        assertThat(symbio.privately("/health/live")).isEqualTo("200 {\"status\":\"UP\"}");
        assertThat(symbio.privately("/health/ready")).isEqualTo("200 {\"status\":\"UP\"}");
        assertThat(symbio.privately("/metrics"))
                .startsWith("200 ")
                .contains("symbio_http_answers_seconds_count{endpoint=\"me\",status=\"200\"}")
                .contains("jvm_memory_used_bytes");
        assertThat(symbio.privately("/elsewhere")).startsWith("404");
        assertThat(symbio.anyone().get("/metrics").outcome()).isEqualTo("404 request.not-found");
        assertThat(symbio.anyone().get("/health/ready").status()).isEqualTo(404);
    }

    @Test
    void refusesAPortInUseAndAnIssuerThatOthersCouldReach(RunningSymbio symbio, @TempDir Path elsewhere) {
        Map<String, Object> samePort = Map.of(
                "symbio.data-dir",
                elsewhere.toString(),
                "symbio.http.port",
                symbio.symbio().url().getPort(),
                "symbio.http.private-port",
                0);
        assertThatThrownBy(() -> Symbio.start(Settings.load(samePort)))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("symbio.http.port");
        assertThatThrownBy(() -> Symbio.start(Settings.load(Map.of(
                        "symbio.data-dir",
                        elsewhere.toString(),
                        "symbio.http.host",
                        "0.0.0.0",
                        "symbio.http.port",
                        0))))
                .hasMessageContaining("only on this machine");
    }

    @Test
    void keepsEveryAnsweredWriteWhenItIsStoppedUnderLoad(@TempDir Path directory) throws InterruptedException {
        RunningSymbio first = RunningSymbio.in(directory);
        Deal deal = Deal.in(first);
        String contract = deal.active(deal.draft("Stopped", true));
        ApiClient machine = deal.providerAs("integration");
        Set<String> answered = new ConcurrentSkipListSet<>();
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        AtomicInteger count = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            clients.submit(() -> {
                while (!clients.isShutdown()) {
                    String id = "o-" + count.incrementAndGet();
                    ApiClient.Answer answer = machine.withKey(id)
                            .send(
                                    "POST",
                                    contract + "/observations",
                                    "application/x-ndjson",
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"id\":\"" + id + "\",\"at\":\"2011-07-05T12:00:00Z\",\"met\":true}"));
                    statuses.add(answer.status());
                    if (answer.status() == 200) {
                        answered.add(id);
                    }
                }
                return null;
            });
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> answered.size() > 50);
        first.stop();
        clients.shutdown();
        clients.awaitTermination(20, TimeUnit.SECONDS);

        assertThat(statuses).isSubsetOf(200, 503, 504);
        RunningSymbio second = RunningSymbio.in(directory);
        try {
            ApiClient reader = second.as("viewer@" + deal.customer);
            assertThat(readBack(reader, contract)).containsAll(answered);
        } finally {
            second.stop();
        }
    }

    private static Set<String> readBack(ApiClient reader, String contract) {
        Set<String> ids = new TreeSet<>();
        String cursor = "";
        do {
            var page = reader.get(contract + "/periods/2011-Q3/observations?limit=200" + cursor)
                    .json();
            ids.addAll(page.get("items").findValuesAsText("id"));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        } while (cursor != null);
        return ids;
    }

    @Test
    void answersAnUnreachableIssuerAndStrangeLoginsWithoutFailing(RunningSymbio symbio) {
        for (String login : List.of("", "x", "@", "a@b@c", "operator@", "system@symbio", "operator@SYMBIO")) {
            ApiClient.Answer answer = symbio.anyone()
                    .send(
                            "POST",
                            "/oidc/token",
                            "application/x-www-form-urlencoded",
                            HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id=" + login));
            assertThat(answer.status()).as(login).isEqualTo(401);
        }
        assertThat(symbio.anyone()
                        .send(
                                "POST",
                                "/oidc/token",
                                "application/x-www-form-urlencoded",
                                HttpRequest.BodyPublishers.ofString("grant_type=a&grant_type=b"))
                        .outcome())
                .isEqualTo("400 request.malformed-body");
        assertThat(symbio.anyone()
                        .send("POST", "/oidc/token", "application/json", HttpRequest.BodyPublishers.ofString("{}"))
                        .outcome())
                .isEqualTo("415 request.unsupported-media-type");
    }
}
