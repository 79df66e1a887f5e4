package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SlaOverHttpTest {
    private static final String CONTRACTS = "/api/v1/sla-contracts";

    private static RunningSymbio symbio;

    @BeforeAll
    static void start() {
        symbio = RunningSymbio.start();
        symbio.company("maker", "MANUFACTURER");
        symbio.company("mover", "LOGISTICS");
        symbio.company("judge", "SERVICE_PROVIDER");
    }

    @AfterAll
    static void stop() {
        symbio.close();
    }

    @Test
    void settlesAPeriodFromDraftToPayment() {
        ApiClient maker = symbio.as("contract_manager@maker");
        ApiClient mover = symbio.as("contract_manager@mover");
        ApiClient.Answer drafted = maker.post(CONTRACTS, SampleTerms.draft("Deliveries", true));
        assertThat(drafted.outcome()).as(drafted.text()).isEqualTo("201");
        String contract = CONTRACTS + "/" + drafted.json().get("id").asText();
        assertThat(drafted.header("Location")).contains(contract);
        assertThat(mover.get(contract).outcome()).isEqualTo("404 sla.not-found");

        assertThat(maker.post(contract + "/offer", Map.of()).status()).isEqualTo(200);
        assertThat(mover.get(contract).json().get("phase").asText()).isEqualTo("offered");
        assertThat(mover.post(contract + "/sign", Map.of("version", 1)).status())
                .isEqualTo(200);

        String csv = "id,at,happenedAt,amount,currency\n"
                + "d1,2011-07-05T12:00:00Z,2011-07-05T11:00:00Z,1000,USD\n"
                + "d2,2011-07-06T12:00:00Z,2011-07-09T11:00:00Z,3000,USD\n";
        ApiClient.Answer file = symbio.as("integration@mover").postCsv(contract + "/observations", csv);
        assertThat(file.json().get("accepted").asInt()).as(file.text()).isEqualTo(2);
        assertThat(maker.post(contract + "/backfill/complete", Map.of()).status())
                .isEqualTo(200);

        ApiClient.Answer statement = mover.get(contract + "/statements/2011-Q3");
        assertThat(statement.json().at("/statement/totals/met").asInt())
                .as(statement.text())
                .isEqualTo(1);
        assertThat(statement.json().at("/statement/credit").asText()).isEqualTo("400.00");
        assertThat(mover.post(contract + "/statements/2011-Q3/accept", Map.of()).status())
                .isEqualTo(200);
        ApiClient finance = symbio.as("finance@maker");
        assertThat(finance.post(contract + "/statements/2011-Q3/acknowledge", Map.of("reference", "INV-1"))
                        .status())
                .isEqualTo(200);
        assertThat(finance.post(
                                contract + "/statements/2011-Q3/paid",
                                Map.of("reference", "PAY-1", "paidOn", "2026-01-05"))
                        .status())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            JsonNode items = maker.get("/api/v1/statements?status=paid").json().get("items");
            assertThat(items).hasSize(1);
            assertThat(items.get(0).get("credit").asText()).isEqualTo("400.00");
        });
        List<String> types = symbio.as("auditor@maker")
                .get(contract + "/events?limit=200")
                .json()
                .get("items")
                .findValuesAsText("type");
        assertThat(types).startsWith("symbio.sla.contract-drafted.v1").endsWith("symbio.sla.payment-confirmed.v1");
    }
}
