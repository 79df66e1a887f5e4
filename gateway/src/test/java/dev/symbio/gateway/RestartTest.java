package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Symbio is stopped in the middle of work, one byte of its files is damaged, and it is started again. */
class RestartTest {
    private static final int CLIENTS = 8;

    @TempDir
    private static Path directory;

    private static final Set<String> ANSWERED = new ConcurrentSkipListSet<>();
    private static final Set<Integer> STATUSES = new ConcurrentSkipListSet<>();
    private static RunningSymbio again;
    private static String customer;
    private static String provider;
    private static String loaded;
    private static String damaged;
    private static String oldCursor;

    @BeforeAll
    static void stopUnderLoadAndStartAgain() throws InterruptedException, SQLException {
        RunningSymbio first = RunningSymbio.in(directory);
        Deal deal = Deal.in(first);
        customer = deal.customer;
        provider = deal.provider;
        damaged = deal.active(deal.draft("Damaged", true));
        loaded = deal.active(deal.draft("Loaded", true));
        await().until(() -> deal.buyer().get(Deal.CONTRACTS + "?limit=1").json().has("next"));
        oldCursor =
                deal.buyer().get(Deal.CONTRACTS + "?limit=1").json().get("next").asText();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        load(clients, deal.providerAs("integration"));
        await().atMost(Duration.ofSeconds(20)).until(() -> ANSWERED.size() > 50);
        first.stop();
        clients.shutdown();
        assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        flipOneByteOfTheSecondEvent(damaged.substring(Deal.CONTRACTS.length() + 1));
        again = RunningSymbio.in(directory);
    }

    @AfterAll
    static void stop() {
        again.stop();
    }

    private static void load(ExecutorService clients, ApiClient machine) {
        AtomicInteger count = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            clients.submit(() -> {
                while (!clients.isShutdown()) {
                    String id = "o-" + count.incrementAndGet();
                    String row = "{\"id\":\"" + id + "\",\"at\":\"2011-07-05T12:00:00Z\",\"met\":true}";
                    ApiClient.Answer answer = machine.withKey(id)
                            .postRows(
                                    loaded + "/observations",
                                    "application/x-ndjson",
                                    HttpRequest.BodyPublishers.ofString(row));
                    STATUSES.add(answer.status());
                    if (answer.status() == 200) {
                        ANSWERED.add(id);
                    }
                }
                return null;
            });
        }
    }

    private static void flipOneByteOfTheSecondEvent(String contract) throws SQLException {
        String url = "jdbc:h2:file:" + directory.resolve("symbio") + ";DATABASE_TO_UPPER=false";
        try (Connection db = DriverManager.getConnection(url, "sa", "");
                PreparedStatement read = db.prepareStatement("select \"ordering\", \"event_payload\" from"
                        + " \"event_journal\" where \"persistence_id\" like ? and \"sequence_number\" = 2");
                PreparedStatement write = db.prepareStatement(
                        "update \"event_journal\" set \"event_payload\" = ? where \"ordering\" = ?")) {
            read.setString(1, "%" + contract.substring(contract.indexOf('.') + 1) + "%");
            try (var row = read.executeQuery()) {
                assertThat(row.next()).isTrue();
                byte[] payload = row.getBytes(2);
                payload[payload.length / 2] ^= 1;
                write.setBytes(1, payload);
                write.setLong(2, row.getLong(1));
                assertThat(write.executeUpdate()).isEqualTo(1);
            }
        }
    }

    @Test
    void keepsEveryWriteThatWasAnswered() {
        assertThat(STATUSES).isSubsetOf(200, 503, 504);
        assertThat(readBack(again.as("viewer@" + customer), loaded)).containsAll(ANSWERED);
    }

    private static Set<String> readBack(ApiClient reader, String contract) {
        Set<String> ids = new TreeSet<>();
        String cursor = "";
        do {
            JsonNode page = reader.get(contract + "/periods/2011-Q3/observations?limit=200" + cursor)
                    .json();
            ids.addAll(page.get("items").findValuesAsText("id"));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        } while (cursor != null);
        return ids;
    }

    @Test
    void putsTheDamagedContractIntoQuarantineAndNoOther() {
        ApiClient manager = again.as("contract_manager@" + customer);
        ApiClient.Answer read = manager.get(damaged);

        assertThat(read.outcome()).isEqualTo("503 entity.quarantined");
        assertThat(read.header("Retry-After")).isPresent();
        assertThat(manager.post(damaged + "/retire", Map.of("reason", "Try.")).outcome())
                .isEqualTo("503 entity.quarantined");
        assertThat(manager.get(damaged + "/events").outcome()).isIn("403 access.denied", "503 entity.quarantined");
        again.company("outsider", "DEALER");
        ApiClient outsider = again.as("contract_manager@outsider");
        assertThat(outsider.get(damaged).outcome()).isEqualTo("404 sla.not-found");
        assertThat(outsider.post(damaged + "/retire", Map.of("reason", "Try.")).outcome())
                .isEqualTo(outsider.post(Deal.CONTRACTS + "/" + customer + ".never/retire", Map.of("reason", "Try."))
                        .outcome())
                .isEqualTo("404 sla.not-found");
        assertThat(again.as("contract_manager@" + provider).get(damaged).outcome())
                .as("a party")
                .isEqualTo("503 entity.quarantined");
        assertThat(manager.get(loaded).status()).isEqualTo(200);
        assertThat(again.operator().get("/api/v1/operations/quarantine").text())
                .contains(damaged.substring(Deal.CONTRACTS.length() + 1));
        assertThat(again.privately("/metrics")).contains("symbio_entities_quarantined 1");
    }

    @Test
    void stillTakesItsOldCursors() {
        assertThat(again.as("contract_manager@" + customer)
                        .get(Deal.CONTRACTS + "?limit=1&cursor=" + oldCursor)
                        .status())
                .isEqualTo(200);
    }
}
