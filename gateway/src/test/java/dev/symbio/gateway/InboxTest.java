package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSymbio.class)
class InboxTest {
    private static final String INBOX = "/api/v1/inbox";
    private static final String STATEMENT = "sla.statement-issued";
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void bothPartiesAreToldOfAStatementInTheirLanguageAndReadItOnce(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.closedYesterday();
        String id = contract.substring(Deal.CONTRACTS.length() + 1);
        await().atMost(SOON).until(() -> unread(deal.buyer()) == 1 && unread(deal.seller()) == 1);

        JsonNode entry = of(STATEMENT, deal.buyer(), "?unread=true").get(0);
        assertThat(entry.get("text").asText())
                .endsWith("100.00 USD is to be paid to " + deal.customer + " by " + deal.provider + ".");
        assertThat(entry.get("entity").asText()).isEqualTo(id);
        assertThat(entry.get("role").asText()).isEqualTo("CONTRACT_MANAGER");
        JsonNode event = done(deal.customerAs("auditor").get(contract + "/events?limit=200"))
                .get("items")
                .get(entry.get("eventSeq").asInt() - 1);
        assertThat(event.get("id")).isEqualTo(entry.get("eventId"));
        assertThat(of(STATEMENT, deal.seller(), "?lang=zh-CN")
                        .get(0)
                        .get("text")
                        .asText())
                .contains("结算单", "100.00 USD");

        String read = INBOX + "/" + entry.get("id").asText() + "/read";
        assertThat(deal.seller().post(read, Map.of()).outcome()).isEqualTo("404 inbox.not-found");
        assertThat(deal.customerAs("viewer").post(read, Map.of()).outcome()).isEqualTo("404 inbox.not-found");
        assertThat(deal.buyer().post(read, Map.of()).status()).isEqualTo(204);
        assertThat(deal.buyer().post(read, Map.of()).status()).isEqualTo(204);
        assertThat(unread(deal.buyer())).isZero();
        assertThat(unread(deal.seller())).isEqualTo(1);
        assertThat(of(STATEMENT, deal.buyer(), "").get(0).get("readBy").asText())
                .isEqualTo("contract_manager");
    }

    @Test
    void historyIsNoNews(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        deal.settled();
        deal.closedYesterday();
        await().atMost(SOON).until(() -> unread(deal.buyer()) > 0);
        assertThat(of(STATEMENT, deal.buyer(), "")).hasSize(1);
    }

    @Test
    void bothPartiesAreToldOfWhatHappensToTheirContract(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.settled();
        JsonNode claim = done(deal.seller()
                .post(
                        contract + "/exclusions",
                        Map.of("reason", "force-majeure", "observationIds", List.of("d2"), "evidence", "A strike.")));
        done(deal.buyer()
                .post(
                        contract + "/exclusions/" + claim.get("exclusionId").asText() + "/answer",
                        Map.of("accept", false)));
        String statement = contract + "/statements/2011-Q3";
        Map<String, Object> outcome = Map.of("outcome", "rejected", "note", "It was late.");
        done(deal.seller()
                .post(
                        statement + "/dispute",
                        Map.of("observations", List.of(Map.of("id", "d2", "claim", "met")), "evidence", "A log.")));
        done(deal.buyer().post(statement + "/dispute/propose", outcome));
        done(deal.seller().post(statement + "/dispute/agree", Map.of()));
        done(deal.customerAs("finance").post(statement + "/acknowledge", Map.of("reference", "INV-1")));
        done(deal.customerAs("finance")
                .post(statement + "/paid", Map.of("reference", "PAY-1", "paidOn", "2026-01-05")));
        deal.closedYesterday();
        warned(deal);

        List<String> both = List.of(
                "sla.contract-signed",
                "sla.exclusion-claimed",
                "sla.exclusion-rejected",
                "sla.dispute-opened",
                "sla.resolution-proposed",
                "sla.objective-lost",
                STATEMENT);
        for (ApiClient party : List.of(deal.buyer(), deal.seller())) {
            await().atMost(SOON).untilAsserted(() -> assertThat(types(party)).containsAll(both));
        }
        assertThat(types(deal.seller())).contains("sla.contract-offered");
        assertThat(types(deal.buyer())).doesNotContain("sla.contract-offered");
        for (ApiClient party : List.of(deal.customerAs("finance"), deal.providerAs("finance"))) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(types(party)).contains("sla.payment-due", "sla.payment-confirmed"));
        }
        assertThat(types(deal.providerAs("finance"))).contains("sla.payment-acknowledged");
        assertThat(types(deal.arbiter())).isEmpty();
    }

    /** Ten deliveries are expected and the first is late: 95 of 100 in time cannot be reached any more. */
    private static void warned(Deal deal) {
        Instant now = deal.symbio.symbio().platform().clock().instant();
        ObjectNode draft = deal.draft("Warned", false);
        draft.put(
                "effectiveFrom",
                now.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.DAYS).toString());
        ObjectNode terms = draft.withObject("/terms");
        terms.set("window", SampleTerms.tree("{\"kind\":\"days\",\"days\":30}"));
        terms.put("expectedPerPeriod", 10);
        String contract = deal.active(draft);
        Map<String, Object> late =
                Map.of("id", "late", "at", now.toString(), "met", false, "amount", "1000", "currency", "USD");
        done(deal.seller().post(contract + "/observations", Map.of("observations", List.of(late))));
    }

    private static List<String> types(ApiClient reader) {
        return done(reader.get(INBOX + "?limit=200")).get("items").findValuesAsText("type");
    }

    private static List<JsonNode> of(String type, ApiClient reader, String query) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode item : done(reader.get(INBOX + query)).get("items")) {
            if (item.get("type").asText().equals(type)) {
                found.add(item);
            }
        }
        return found;
    }

    private static int unread(ApiClient reader) {
        return of(STATEMENT, reader, "?unread=true").size();
    }
}
