package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Puts strange values into every place of good requests, one at a time: no input is answered with 5xx. */
@ExtendWith(SharedSymbio.class)
class WeirdInputTest {
    private static final List<String> STRANGE = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e39",
            "9223372036854775808",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\uffff\\u202e'; drop table sla_contract; --\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"+999999999-12-31T23:59:59.999999999Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"P99999999999D\"",
            "[]",
            "[null]",
            "{}",
            "{\"id\":null}",
            "{\"\":{}}");

    private record Request(String name, ApiClient client, String method, String path, JsonNode body) {}

    private static final List<Request> REQUESTS = new ArrayList<>();

    @BeforeAll
    static void prepareGoodRequests(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String settled = deal.settled();
        String offered = deal.offered(deal.draft("Offered", false));
        ObjectNode open = deal.draft("Open", false);
        open.put("effectiveFrom", "2026-10-01T00:00:00Z");
        String running = deal.active(open);
        Deal.done(deal.seller()
                .postCsv(running + "/observations", "id,at,met,amount\nd2,2026-11-02T00:00:00Z,false,5\n"));
        post("draft", deal.buyer(), Deal.CONTRACTS, deal.draft("Draft", true).put("arbiter", deal.arbiter));
        post("counter", deal.seller(), offered + "/counter", Map.of("terms", SampleTerms.onTime(), "note", "n"));
        post("sign", deal.seller(), offered + "/sign", Map.of("version", 77));
        post(
                "amend",
                deal.buyer(),
                running + "/amendments",
                Map.of("terms", SampleTerms.onTime(), "effectiveFrom", "2027-02-02T00:00:00Z", "note", "n"));
        post(
                "observe",
                deal.seller(),
                running + "/observations",
                SampleTerms.tree(
                        """
                        {"source":"wms","observations":[{"id":"w","at":"2026-11-05T00:00:00Z",
                         "happenedAt":"2026-11-05T00:00:00Z","met":true,"value":"1","unit":"h","amount":"1",
                         "currency":"USD","orderedAt":"2026-11-01T00:00:00Z"}]}"""));
        post(
                "measure",
                deal.seller(),
                running + "/observations",
                SampleTerms.tree(
                        """
                        {"observations":[{"id":"v","at":"2026-11-05T00:00:00Z","met":true,
                         "measuredFrom":"2026-11-05T00:00:00Z","measuredTo":"2026-11-05T01:00:00Z"}]}"""));
        post(
                "exclude",
                deal.seller(),
                running + "/exclusions",
                Map.of("reason", "force-majeure", "observationIds", List.of("d2"), "evidence", "e"));
        post(
                "dispute",
                deal.seller(),
                settled + "/statements/2011-Q3/dispute",
                SampleTerms.tree(
                        "{\"observations\":[{\"id\":\"d9\",\"claim\":\"value\",\"value\":\"1\"}],\"evidence\":\"e\"}"));
        post("retire", deal.buyer(), running + "/retire", Map.of("reason", "r", "at", "2001-01-01T00:00:00Z"));
        tenantRequests(symbio, deal);
    }

    private static void tenantRequests(RunningSymbio symbio, Deal deal) {
        String self = "/api/v1/tenants/" + deal.customer;
        post(
                "tenant",
                symbio.operator(),
                "/api/v1/tenants",
                SampleTerms.tree(
                        """
                        {"id":"symbio","name":"n","kind":"DEALER","zone":"UTC",
                         "members":[{"subject":"s","name":"n","roles":["ADMIN"]}],
                         "calendar":{"name":"c","zone":"UTC","week":{"monday":[{"from":"08:00","to":"09:00"}]},
                                     "holidays":["2026-12-25"]}}"""));
        post(
                "member",
                deal.customerAs("admin"),
                self + "/members",
                Map.of("subject", "eve", "name", "Eve", "roles", List.of("VIEWER")));
        REQUESTS.add(
                new Request(
                        "calendar",
                        deal.customerAs("admin"),
                        "PUT",
                        self + "/calendar",
                        SampleTerms.tree(
                                """
                        {"name":"c","zone":"UTC","week":{"monday":[{"from":"08:00","to":"09:00"}]},
                         "holidays":["2026-12-25"]}""")));
        post(
                "webhook",
                deal.customerAs("finance"),
                "/api/v1/webhooks",
                Map.of("url", "ftp://x", "types", List.of("symbio.sla.payment-due.v1")));
    }

    private static void post(String name, ApiClient client, String path, Object body) {
        REQUESTS.add(new Request(name, client, "POST", path, Json.MAPPER.valueToTree(body)));
    }

    @TestFactory
    Stream<DynamicTest> isNeverAnsweredWithAFault() {
        return REQUESTS.stream()
                .map(request -> dynamicTest(request.name, () -> {
                    List<String> pointers = new ArrayList<>();
                    collect(request.body, "", pointers);
                    for (String pointer : pointers) {
                        for (String strange : STRANGE) {
                            String body = with(request.body, pointer, strange);
                            ApiClient.Answer answer = request.client
                                    .withKey("weird-" + pointer.hashCode() + "-" + strange.hashCode())
                                    .sendJson(request.method, request.path, body);
                            assertThat(answer.status())
                                    .as("%s with %s at %s: %s", request.name, strange, pointer, answer.text())
                                    .isLessThan(500);
                        }
                    }
                }));
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (!pointer.isEmpty()) {
            pointers.add(pointer);
        }
        if (node.isObject()) {
            node.properties().forEach(field -> collect(field.getValue(), pointer + "/" + field.getKey(), pointers));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), pointer + "/" + i, pointers);
            }
        }
    }

    /** The strange value is put in as text: some of them are nothing that a tree could hold. */
    private static String with(JsonNode body, String pointer, String strange) {
        String mark = "!here!";
        JsonNode copy = body.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = copy.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.put(last, mark);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), mark);
        }
        return copy.toString().replace('"' + mark + '"', strange);
    }
}
