package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything that can be asked about opportunities. */
final class OpportunityTour {
    private OpportunityTour() {}

    static void take(RunningSymbio symbio) {
        Sales sales = Sales.in(symbio);
        settings(sales);
        String won = fromTouchToMoney(sales);
        otherEnds(sales);
        sharing(sales, won);
        history(sales);
        lists(sales, won);
        process(sales);
    }

    private static void settings(Sales sales) {
        JsonNode before = done(sales.seller().get("/api/v1/sales-settings"));
        assertThat(before.get("version").asInt()).isZero();
        JsonNode rules = before.get("rules");
        ((com.fasterxml.jackson.databind.node.ObjectNode) rules).put("stallAfter", "PT48H");
        assertThat(done(sales.manager().put("/api/v1/sales-settings", rules))
                        .get("version")
                        .asInt())
                .isEqualTo(1);
        assertThat(done(sales.seller().get("/api/v1/sales-settings"))
                        .at("/rules/stallAfter")
                        .asText())
                .isEqualTo("PT48H");
    }

    private static String fromTouchToMoney(Sales sales) {
        String it = sales.signed();
        Map<String, Object> changed = Sales.opportunity();
        changed.put("amount", "900.00");
        done(sales.seller().put(it, changed));
        done(sales.seller()
                .post(
                        it + "/contacts",
                        Map.of(
                                "summary",
                                "Talked.",
                                "painPoints",
                                List.of("cost"),
                                "roles",
                                List.of(Map.of("role", "legal", "person", "Eve", "confirmed", true)),
                                "nextAction",
                                "Send the contract",
                                "nextActionAt",
                                "2099-01-01T00:00:00Z",
                                "minutes",
                                true)));
        done(sales.seller()
                .post(it + "/decision-chain", Map.of("roles", List.of(Map.of("role", "it", "person", "Ivan")))));
        done(sales.seller().post(it + "/decision-chain/release", Map.of("role", "it", "reason", "Left.")));
        done(sales.seller().post(it + "/clause-revisions", Map.of("clause", "4.2", "note", "Price.")));
        JsonNode advice = done(sales.seller().get(it + "/follow-up"));
        assertThat(advice.at("/strategy/name").asText()).isEqualTo("standard");
        assertThat(advice.get("promised").asText()).isEqualTo("Send the contract");
        assertThat(advice.get("unconfirmed")).hasSize(6);
        done(sales.manager().post(it + "/win", Map.of("confirmed", true, "expectedPaymentOn", "2099-01-01")));
        done(sales.hostAs("finance").put(it + "/expected-payment", Map.of("on", "2099-02-01")));
        done(sales.hostAs("finance")
                .post(it + "/payments", Map.of("reference", "P1", "amount", "400", "paidOn", "2026-01-05")));
        done(sales.seller().put(it + "/renewal", Map.of("endsOn", "2099-12-31", "ticketResolution", "0.8")));
        JsonNode view = done(sales.seller().get(it));
        assertThat(view.at("/renewal/rule/quietFor").asText()).isEqualTo("PT2160H");
        assertThat(view.get("outcome").asText()).isEqualTo("won");
        assertThat(view.at("/collection/outstanding").asText()).isEqualTo("500.00");
        assertThat(view.at("/decisionChain/confirmed").asInt()).isEqualTo(1);
        JsonNode events = done(sales.hostAs("auditor").get(it + "/events?limit=3"));
        assertThat(events.at("/items/0/type").asText()).isEqualTo("symbio.opportunity.opened.v1");
        JsonNode more = done(sales.hostAs("auditor")
                .get(it + "/events?cursor=" + events.get("next").asText()));
        assertThat(more.at("/items/0/seq").asInt()).isEqualTo(4);
        return it;
    }

    private static void process(Sales sales) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode health = done(sales.seller().get("/api/v1/opportunity-process-health"));
            assertThat(health.get("opportunities").asInt()).isEqualTo(6);
            assertThat(health.at("/collection/0/rate").asText()).isNotEmpty();
        });
        JsonNode heat = done(sales.seller().get("/api/v1/opportunity-heat-map?by=product&limit=3"));
        assertThat(heat.get("items")).hasSize(3);
        assertThat(heat.at("/items/0/stage/stays").asInt()).isPositive();
        assertThat(done(sales.seller().get("/api/v1/decision-chains?limit=5"))
                        .at("/items/0/roles")
                        .asInt())
                .isPositive();
    }

    private static void otherEnds(Sales sales) {
        String lost = sales.signed();
        done(sales.seller().post(lost + "/back", Map.of("to", "demo", "reason", "A new buyer.")));
        done(sales.seller().post(lost + "/poc", Map.of("note", "Sandbox.")));
        JsonNode file = done(sales.seller()
                .postRows(
                        lost + "/files?name=Plan&kind=plan",
                        "text/plain",
                        java.net.http.HttpRequest.BodyPublishers.ofString("A plan.")));
        assertThat(sales.seller()
                        .get(lost + "/files/" + file.get("file").asText())
                        .text())
                .isEqualTo("A plan.");
        done(sales.seller().post(lost + "/lose", Map.of("reason", "Too dear.")));
        done(sales.seller().post(sales.opened() + "/abandon", Map.of("reason", "No time.")));
    }

    private static void sharing(Sales sales, String it) {
        done(sales.seller()
                .post(it + "/shares", Map.of("partner", sales.partner, "fields", List.of("customer", "stage"))));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(done(sales.partner().get("/api/v1/shared-opportunities"))
                                .at("/items/0/standing"))
                        .hasToString("\"won\""));
        done(sales.seller().post(it + "/shares/end", Map.of("partner", sales.partner, "reason", "Done.")));
    }

    private static void history(Sales sales) {
        JsonNode file = done(sales.manager().postCsv(Sales.OPPORTUNITIES + "/import", Sales.ROWS));
        assertThat(file.get("accepted").asInt()).isEqualTo(3);
        JsonNode batch = done(sales.manager()
                .post(
                        Sales.OPPORTUNITIES + "/import",
                        Map.of(
                                "rows",
                                List.of(
                                        Map.of(
                                                "reference", "R3",
                                                "source", "file, R3",
                                                "customer", "Acme",
                                                "owner", "ann",
                                                "openedAt", "2017-01-04T00:00:00Z",
                                                "stage", "needs-diagnosis"),
                                        Map.of(
                                                "reference", "R4",
                                                "source", "file, R4",
                                                "customer", "Acme",
                                                "owner", "ann",
                                                "openedAt", "2999-01-04T00:00:00Z",
                                                "stage", "demo")))));
        assertThat(batch.get("repeated").asInt()).isEqualTo(1);
        assertThat(batch.at("/rows/0/field").asText()).isEqualTo("openedAt");
        assertThat(batch.at("/rows/0/code").asText()).isEqualTo("opportunity.in-the-future");
    }

    private static void lists(Sales sales, String won) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        done(sales.seller().get(Sales.OPPORTUNITIES)).get("items"))
                .hasSize(6));
        JsonNode first = done(sales.seller().get(Sales.OPPORTUNITIES + "?standing=won&limit=1"));
        assertThat(Sales.OPPORTUNITIES + "/" + first.at("/items/0/id").asText()).isEqualTo(won);
        JsonNode second = done(sales.seller()
                .get(Sales.OPPORTUNITIES + "?standing=won&limit=1&cursor="
                        + first.get("next").asText()));
        assertThat(second.at("/items/0/reference").asText()).isEqualTo("R1");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        done(sales.seller().get("/api/v1/opportunity-summary")).get("items"))
                .anySatisfy(row -> {
                    assertThat(row.get("standing").asText()).isEqualTo("won");
                    assertThat(row.get("closedMonth").asText()).isEqualTo("2017-03");
                    assertThat(row.get("amount").asText()).isEqualTo("1054.00");
                }));
    }
}
