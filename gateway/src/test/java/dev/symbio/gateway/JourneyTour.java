package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A journey of a deal's customer with its provider and arbiter, and a tour through all that can be asked of journeys. */
final class JourneyTour {
    static final String JOURNEYS = "/api/v1/journeys";
    static final String TEMPLATES = "/api/v1/journey-templates";
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private JourneyTour() {}

    /** The provider certifies and the arbiter tests; then the customer integrates. */
    static ObjectNode plan(Deal deal) {
        String json =
                """
                {"title": "Proof of concept", "participants": ["$P", "$A"], "shared": {"customer": "Acme"},
                 "calendar": {"name": "office", "zone": "UTC", "week": {"monday": [{"from": "08:00", "to": "18:00"}]}},
                 "tasks": [
                  {"key": "certify", "title": "Certify", "owner": "$P", "limit": "PT48H", "clock": "WORKING",
                   "deliverable": "certificate", "ladder": [{"after": "PT1H", "role": "SALES_MANAGER"}]},
                  {"key": "test", "title": "Test", "owner": "$A", "limit": "PT48H"},
                  {"key": "secret", "title": "Price", "owner": "$C", "limit": "PT48H"},
                  {"key": "install", "title": "Install", "owner": "$P", "limit": "PT48H", "dependsOn": ["test"]},
                  {"key": "integrate", "title": "Integrate", "owner": "$C", "limit": "PT48H",
                   "dependsOn": ["certify", "install"]}]}"""
                        .replace("$P", deal.provider)
                        .replace("$A", deal.arbiter)
                        .replace("$C", deal.customer);
        return (ObjectNode) SampleTerms.tree(json);
    }

    /** @return its path */
    static String started(Deal deal) {
        return JOURNEYS + "/"
                + done(deal.buyer().post(JOURNEYS, plan(deal))).get("id").asText();
    }

    /** @return its path */
    static String template(Deal deal) {
        ObjectNode content = plan(deal);
        content.remove("title");
        content.remove("shared");
        content.put("name", "POC").put("industry", "machines");
        return TEMPLATES + "/"
                + done(deal.customerAs("admin").post(TEMPLATES, content))
                        .get("id")
                        .asText();
    }

    static Map<String, Object> delivery() {
        return Map.of("deliverable", Map.of("name", "certificate", "digest", DIGEST));
    }

    static String history(Deal deal, String key) {
        return """
                {"key": "$K", "title": "$K", "batch": "b", "wholeMinutes": true, "startedAt": "2025-01-06T08:00:00Z",
                 "tasks": [{"key": "a", "title": "A", "owner": "$C", "priority": "3", "limit": "PT1H"}],
                 "facts": [{"task": "a", "step": "deliver", "at": "2025-01-06T10:00:00Z"},
                           {"task": "a", "step": "approve", "at": "2025-01-06T11:00:00Z"}]}"""
                .replace("$K", key)
                .replace("$C", deal.customer)
                .replace("\n", " ");
    }

    static void take(Deal deal) {
        templates(deal);
        String journey = started(deal);
        ApiClient host = deal.buyer();
        ApiClient lab = deal.seller();
        String task = journey + "/tasks/certify";
        Map<String, Object> why = Map.of("why", "because");
        done(lab.post(task + "/decline", why));
        done(lab.post(task + "/hand-over", Map.of("to", "Group 2")));
        done(lab.post(task + "/accept", Map.of()));
        done(lab.post(task + "/start", Map.of()));
        done(lab.post(task + "/note", Map.of()));
        done(lab.post(task + "/pause", Map.of("why", "the sample")));
        done(lab.post(task + "/resume", Map.of()));
        done(host.post(task + "/prioritise", Map.of("to", "1", "limit", "PT24H")));
        done(lab.post(task + "/deliver", delivery()));
        done(host.post(task + "/return", why));
        done(lab.post(task + "/deliver", delivery()));
        done(host.post(task + "/approve", Map.of()));
        done(host.post(task + "/reopen", why));
        done(host.post(task + "/cancel", why));
        JsonNode dispute = done(lab.post(task + "/disputes", Map.of("text", "It was in time.")));
        done(host.post(
                journey + "/disputes/" + dispute.get("dispute").asText() + "/resolve", Map.of("outcome", "It was.")));
        done(host.post(journey + "/calendar", Map.of("calendar", plan(deal).get("calendar"))));
        assertThat(done(host.get(journey)).at("/calendar/version").asInt()).isEqualTo(2);
        assertThat(done(host.get(journey + "/alerts")).get("items")).isEmpty();
        assertThat(done(deal.customerAs("auditor").get(journey + "/events?limit=2"))
                        .get("items"))
                .hasSize(2);
        done(host.get(JOURNEYS + "?phase=running&limit=1"));
        done(host.post(journey + "/cancel", Map.of("reason", "Enough.")));
        imports(deal, host);
    }

    private static void imports(Deal deal, ApiClient host) {
        JsonNode taken = done(host.post(
                JOURNEYS + "/import",
                SampleTerms.tree("{\"journeys\": [" + history(deal, "k1") + "," + history(deal, "k2") + "]}")));
        assertThat(taken.get("accepted").asInt()).isEqualTo(2);
        done(host.get("/api/v1/journey-review?batch=b&by=priority"));
        done(host.get("/api/v1/journey-review?month=2026-11"));
        done(host.get("/api/v1/journey-review/months?months=3"));
        done(host.get("/api/v1/journey-contributions"));
    }

    private static void templates(Deal deal) {
        ApiClient admin = deal.customerAs("admin");
        String template = template(deal);
        JsonNode first = done(admin.get(template));
        assertThat(first.get("version").asInt()).isEqualTo(1);
        ObjectNode content = plan(deal);
        content.remove("title");
        content.remove("shared");
        done(admin.post(template + "/versions", content.put("name", "POC 2")));
        String id = template.substring(TEMPLATES.length() + 1);
        JsonNode journey = done(deal.buyer().post(JOURNEYS, Map.of("title", "From a template", "template", id)));
        JsonNode view = done(deal.buyer().get(JOURNEYS + "/" + journey.get("id").asText()));
        assertThat(view.at("/template/version").asInt()).isEqualTo(2);
        assertThat(view.get("tasks")).hasSize(5);
        // its new version is of no industry, as the list will soon say
        await().until(() -> done(admin.get(TEMPLATES + "?limit=5&industry=machines"))
                .get("items")
                .isEmpty());
        done(admin.post(template + "/retire", Map.of()));
        assertThat(admin.get(template).outcome()).isEqualTo("404 journey.template-not-found");
    }
}
