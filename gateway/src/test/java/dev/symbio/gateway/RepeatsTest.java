package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same Idempotency-Key has one effect, however often and however close together it comes. */
@ExtendWith(SharedSymbio.class)
class RepeatsTest {
    private static final String AT = "2011-07-05T12:00:00Z";

    private static Deal deal;

    @BeforeAll
    static void bringInTwoParties(RunningSymbio symbio) {
        deal = Deal.in(symbio);
    }

    private static Map<String, Object> batch(String... ids) {
        List<Map<String, Object>> observations = new ArrayList<>();
        for (String id : ids) {
            observations.add(Map.of("id", id, "at", AT, "met", true));
        }
        return Map.of("observations", observations);
    }

    @Test
    void givesTheFirstAnswerAgain() {
        ApiClient keyed = deal.buyer().withKey("draft-1");
        ApiClient.Answer first = keyed.post(Deal.CONTRACTS, deal.draft("Once", false));
        ApiClient.Answer again = keyed.post(Deal.CONTRACTS, deal.draft("Once", false));

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void refusesTheKeyForAnythingElse() {
        ApiClient keyed = deal.buyer().withKey("draft-2");
        Deal.done(keyed.post(Deal.CONTRACTS, deal.draft("This", false)));
        assertThat(keyed.post(Deal.CONTRACTS, deal.draft("That", false)).outcome())
                .isEqualTo("422 request.idempotency-key-reused");

        String contract = deal.active(deal.draft("Keys", true));
        ApiClient machine = deal.providerAs("integration").withKey("batch");
        Deal.done(machine.post(contract + "/observations", batch("a")));
        assertThat(machine.post(contract + "/observations", batch("b")).outcome())
                .isEqualTo("422 request.idempotency-key-reused");
    }

    @Test
    void keepsTheKeysOfTwoTenantsApart() {
        String contract = deal.active(deal.draft("Apart", true));
        JsonNode theirs =
                Deal.done(deal.providerAs("integration").withKey("same").post(contract + "/observations", batch("a")));
        JsonNode ours =
                Deal.done(deal.customerAs("integration").withKey("same").post(contract + "/observations", batch("b")));

        assertThat(theirs.get("accepted").asInt()).isEqualTo(1);
        assertThat(ours.get("accepted").asInt()).isEqualTo(1);
    }

    @Test
    void hasOneEffectWhenTheSameComesManyTimesAtOnce() {
        String contract = deal.active(deal.draft("At once", true));
        ApiClient machine = deal.providerAs("integration").withKey("at-once");
        List<CompletableFuture<String>> answers = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> Deal.done(machine.post(contract + "/observations", batch("a", "b")))
                                .toString()))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(deal.buyer().get(contract).json().get("seq").asInt()).isEqualTo(4);
    }

    @Test
    void countsTheRowsOfARepeatedFileOnce() {
        String contract = deal.active(deal.draft("File", true));
        String csv = "id,at,met,amount\n"
                + IntStream.range(0, 1_300)
                        .mapToObj(i -> "r" + i + "," + AT + ",true," + (i % 100 == 0 ? "-1" : "1") + "\n")
                        .collect(Collectors.joining());
        ApiClient machine = deal.providerAs("integration").withKey("file");
        ApiClient.Answer first = machine.postCsv(contract + "/observations", csv);
        ApiClient.Answer again = machine.postCsv(contract + "/observations", csv);
        ApiClient.Answer otherKey = deal.providerAs("integration").postCsv(contract + "/observations", csv);
        ApiClient.Answer changed = machine.postCsv(contract + "/observations", csv.replace("r7,", "s7,"));

        assertThat(first.json().get("accepted").asInt()).isEqualTo(1_287);
        assertThat(first.json().get("rejected").asInt()).isEqualTo(13);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(otherKey.json().get("repeated").asInt()).isEqualTo(1_287);
        assertThat(changed.outcome()).isEqualTo("422 request.idempotency-key-reused");
        assertThat(deal.buyer().get(contract).json().at("/periods/0/total").asInt())
                .isEqualTo(1_287);
    }

    @Test
    void takesFilesUnderTheLongestKey() {
        String contract = deal.active(deal.draft("Long key", true));
        String csv = "id,at,met\n"
                + IntStream.range(0, 600)
                        .mapToObj(i -> "r" + i + "," + AT + ",true\n")
                        .collect(Collectors.joining());
        ApiClient machine = deal.providerAs("integration").withKey("k".repeat(200));
        ApiClient.Answer first = machine.postCsv(contract + "/observations", csv);

        assertThat(Deal.done(first).get("accepted").asInt()).isEqualTo(600);
        assertThat(machine.postCsv(contract + "/observations", csv).text()).isEqualTo(first.text());
        assertThat(machine.post(contract + "/observations", batch("other")).outcome())
                .isEqualTo("422 request.idempotency-key-reused");
        assertThat(machine.postCsv(contract + "/observations", csv.replace("id,at,met", "id,at,met "))
                        .outcome())
                .isEqualTo("422 request.idempotency-key-reused");
    }

    @Test
    void reportsChangedRepeatsOfAnObservation() {
        String contract = deal.active(deal.draft("Changed", true));
        ApiClient machine = deal.providerAs("integration");
        Deal.done(machine.post(contract + "/observations", batch("a", "b")));
        JsonNode again = Deal.done(machine.postCsv(
                contract + "/observations", "id,at,met\nb," + AT + ",true\na," + AT + ",false\nc," + AT + ",true\n"));

        assertThat(again.get("accepted").asInt()).isEqualTo(1);
        assertThat(again.get("repeated").asInt()).isEqualTo(1);
        assertThat(again.at("/conflicts/0/line").asInt()).isEqualTo(3);
        assertThat(again.at("/conflicts/0/id").asText()).isEqualTo("a");
    }

    @Test
    void changesOnlyWhatTheCallerHasSeen() {
        String contract = deal.drafted(deal.draft("Seen", false));
        String tag = deal.buyer().get(contract).header("ETag").orElseThrow();
        assertThat(deal.buyer()
                        .with("If-Match", "\"99\"")
                        .post(contract + "/offer", Map.of())
                        .outcome())
                .isEqualTo("412 request.stale");
        assertThat(deal.buyer()
                        .with("If-Match", tag)
                        .post(contract + "/offer", Map.of())
                        .status())
                .isEqualTo(200);
        ObjectNode counter = SampleTerms.onTime();
        assertThat(deal.seller()
                        .with("If-Match", tag)
                        .post(contract + "/counter", Map.of("terms", counter))
                        .outcome())
                .isEqualTo("412 request.stale");
    }

    @Test
    void bringsInOneCompanyPerKey(RunningSymbio symbio) {
        ApiClient operator = symbio.operator().withKey("company-" + deal.customer);
        String id = "once-" + deal.customer;
        Map<String, Object> wanted = Map.of("id", id, "name", "Once", "kind", "DEALER", "zone", "UTC");
        Map<String, Object> wrong = Map.of("id", id, "name", "Once", "kind", "DEALER", "zone", "Nowhere/Else");

        assertThat(operator.post("/api/v1/tenants", wrong).outcome()).isEqualTo("422 tenant.invalid");
        String first = operator.post("/api/v1/tenants", wanted).text();
        assertThat(operator.post("/api/v1/tenants", wanted).text()).isEqualTo(first);
        for (String other : List.of("other-" + deal.customer, "")) {
            Map<String, Object> changed = new HashMap<>(wanted);
            changed.put("id", other.isEmpty() ? null : other);
            assertThat(operator.post("/api/v1/tenants", changed).outcome())
                    .isEqualTo("422 request.idempotency-key-reused");
        }
        assertThat(operator.get("/api/v1/tenants/other-" + deal.customer).outcome())
                .isEqualTo("404 tenant.not-found");
    }

    @Test
    void makesOneWebhookPerKey() {
        ApiClient finance = deal.customerAs("finance").withKey("hook");
        Map<String, Object> hook = Map.of("url", "http://127.0.0.1:9/", "types", List.of("symbio.sla.payment-due.v1"));
        String first = finance.post("/api/v1/webhooks", hook).text();

        assertThat(finance.post("/api/v1/webhooks", hook).text()).isEqualTo(first);
        assertThat(finance.post("/api/v1/webhooks", Map.of("url", "http://127.0.0.1:8/", "types", hook.get("types")))
                        .outcome())
                .isEqualTo("422 request.idempotency-key-reused");
        assertThat(finance.get("/api/v1/webhooks").json().get("items")).hasSize(1);
    }
}
