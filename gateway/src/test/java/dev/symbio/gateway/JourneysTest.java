package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static dev.symbio.gateway.JourneyTour.JOURNEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Journeys over HTTP, with a token for each of the companies that take part, and one for a company that does not. */
@ExtendWith(SharedSymbio.class)
class JourneysTest {
    @Test
    void showsEachCompanyExactlyItsPart(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        Deal others = Deal.in(symbio);
        String journey = JourneyTour.started(deal);

        JsonNode host = done(deal.buyer().get(journey));
        assertThat(keys(host, "tasks")).containsExactly("certify", "test", "secret", "install", "integrate");
        assertThat(host.get("participants")).hasSize(2);
        assertThat(host.at("/tasks/0/ladder")).hasSize(1);

        JsonNode provider = done(deal.seller().get(journey));
        assertThat(keys(provider, "tasks")).containsExactly("certify", "install");
        assertThat(keys(provider, "dependencies")).containsExactly("test");
        assertThat(provider.at("/dependencies/0").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("key", "title", "state");
        assertThat(provider.at("/shared/customer").asText()).isEqualTo("Acme");
        assertThat(provider.toString())
                .doesNotContain("secret", "integrate", "\"ladder\"", "\"participants\"", deal.arbiter);
        assertThat(provider.has("owner")).isFalse();

        JsonNode tester = done(deal.arbiter().get(journey));
        assertThat(keys(tester, "tasks")).containsExactly("test");
        assertThat(keys(tester, "dependencies")).isEmpty();
        assertThat(tester.toString()).doesNotContain(deal.provider, "certify");

        ApiClient stranger = others.buyer();
        assertThat(stranger.get(journey).outcome()).isEqualTo("404 journey.not-found");
        assertThat(stranger.get(journey + "/alerts").outcome()).isEqualTo("404 journey.not-found");
        assertThat(stranger.post(journey + "/tasks/test/accept", Map.of()).outcome())
                .isEqualTo("404 journey.not-found");
        assertThat(stranger.post(journey + "/cancel", Map.of("reason", "x")).outcome())
                .isEqualTo("404 journey.not-found");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(done(deal.arbiter().get(JOURNEYS)).get("items")).hasSize(1);
            assertThat(done(stranger.get(JOURNEYS)).get("items")).isEmpty();
        });
    }

    @Test
    void tellsEachCompanyItsPartOfTheHistory(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        Deal others = Deal.in(symbio);
        String journey = JourneyTour.started(deal);
        done(deal.arbiter().post(journey + "/tasks/test/deliver", Map.of()));
        done(deal.buyer().post(journey + "/tasks/test/approve", Map.of()));
        done(deal.seller().post(journey + "/tasks/certify/pause", Map.of("why", "the sample")));
        done(deal.buyer().post(journey + "/cancel", Map.of("reason", "Too dear.")));

        assertThat(history(deal.customerAs("auditor"), journey))
                .extracting(event -> event.get("type").asText().replaceAll("symbio.journey.|.v1", ""))
                .containsExactly(
                        "journey-started",
                        "task-moved",
                        "task-done",
                        "task-offered",
                        "task-moved",
                        "journey-cancelled");
        List<JsonNode> provider = history(deal.providerAs("auditor"), journey);
        assertThat(provider)
                .extracting(event -> event.get("type").asText().replaceAll("symbio.journey.|.v1", ""))
                .containsExactly("journey-started", "task-offered", "task-moved", "journey-cancelled");
        assertThat(provider.get(0).at("/data/plan/tasks").findValuesAsText("key"))
                .containsExactly("certify", "install");
        assertThat(provider.toString())
                .contains("Acme", "the sample")
                .doesNotContain("secret", "integrate", "SALES_MANAGER", "Too dear", deal.arbiter);
        assertThat(provider.get(0).has("subject")).isFalse();
        assertThat(provider.get(2).has("subject")).isTrue();
        assertThat(others.customerAs("auditor").get(journey + "/events").outcome())
                .isEqualTo("404 journey.not-found");
    }

    /** Page by page, each of one event. */
    private static List<JsonNode> history(ApiClient reader, String journey) {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = done(reader.get(journey + "/events?limit=1" + cursor));
            page.get("items").forEach(events::add);
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        }
        return events;
    }

    @Test
    void letsEachCompanyDoItsPartAndNoMore(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String journey = JourneyTour.started(deal);
        String task = journey + "/tasks/certify";
        assertThat(deal.arbiter().post(task + "/accept", Map.of()).outcome()).isEqualTo("404 journey.task-unknown");
        assertThat(deal.buyer().post(task + "/accept", Map.of()).outcome()).isEqualTo("403 journey.not-for-you");
        assertThat(deal.seller().post(task + "/approve", Map.of()).outcome()).isEqualTo("403 journey.not-for-you");
        assertThat(deal.seller().post(journey + "/tasks/test/accept", Map.of()).outcome())
                .isEqualTo("403 journey.not-for-you");
        assertThat(deal.seller().get(journey + "/alerts").outcome()).isEqualTo("403 journey.not-for-you");

        done(deal.seller().post(task + "/accept", Map.of()));
        ApiClient.Answer bare = deal.seller().post(task + "/deliver", Map.of());
        assertThat(bare.outcome()).isEqualTo("422 journey.text-missing");
        assertThat(bare.json().at("/errors/0/pointer").asText()).isEqualTo("/deliverable");
        done(deal.seller().post(task + "/deliver", JourneyTour.delivery()));
        done(deal.buyer().post(task + "/approve", Map.of()));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode review = done(deal.buyer().get("/api/v1/journey-review"));
            assertThat(review.toString()).contains("\"kind\":\"certify\"", "\"onTimeRate\":\"1.000000\"");
            JsonNode contributions = done(deal.buyer().get("/api/v1/journey-contributions"));
            assertThat(contributions.at("/items/0/savedMinutes").asLong()).isEqualTo(48 * 60);
            JsonNode months = done(deal.buyer().get("/api/v1/journey-review/months"));
            assertThat(months.at("/items/0/bottleneckKind").asText()).isEqualTo("certify");
            String month = months.at("/items/0/month").asText();
            assertThat(done(deal.buyer().get("/api/v1/journey-review?month=" + month))
                            .get("items"))
                    .hasSize(1);
        });
        assertThat(deal.buyer().get("/api/v1/journey-review?month=2026-13").status())
                .isEqualTo(400);
        assertThat(deal.buyer().get("/api/v1/journey-contributions?months=13").status())
                .isEqualTo(400);
        assertThat(done(deal.arbiter().get("/api/v1/journey-review")).toString())
                .doesNotContain("certify");
    }

    @Test
    void raisesTheAlertWithTheOwnersPastRecord(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        ObjectNode plan = JourneyTour.plan(deal);
        ((ObjectNode) plan.at("/tasks/1")).put("limit", "PT0.2S");
        String journey = JOURNEYS + "/"
                + done(deal.buyer().post(JOURNEYS, plan)).get("id").asText();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode alert = done(deal.buyer().get(journey + "/alerts")).at("/items/0");
            assertThat(alert.at("/task/key").asText()).isEqualTo("test");
            assertThat(alert.at("/record/owner").asText()).isEqualTo(deal.arbiter);
            assertThat(alert.at("/record/tasks").asLong()).isZero();
        });
        done(deal.arbiter().post(journey + "/tasks/test/deliver", Map.of()));
        done(deal.buyer().post(journey + "/tasks/test/approve", Map.of()));
        done(deal.buyer().post(journey + "/tasks/test/reopen", Map.of("why", "Look again.")));
        assertThat(done(deal.buyer().get(journey + "/alerts")).get("items")).hasSize(1);
    }

    @Test
    void namesTheFaultsOfAPlanAndOfATemplate(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        Deal others = Deal.in(symbio);
        ObjectNode circle = JourneyTour.plan(deal);
        ((ObjectNode) circle.at("/tasks/1")).putArray("dependsOn").add("install");
        ApiClient.Answer cyclic = deal.buyer().post(JOURNEYS, circle);
        assertThat(cyclic.outcome()).isEqualTo("422 journey.cycle");
        assertThat(cyclic.json().at("/errors").findValuesAsText("pointer"))
                .containsExactly("/tasks/1/dependsOn", "/tasks/3/dependsOn", "/tasks/4/dependsOn");

        ObjectNode outsider = JourneyTour.plan(deal);
        ((ObjectNode) outsider.at("/tasks/2")).put("owner", others.customer);
        ((ObjectNode) outsider.at("/tasks/3")).put("limit", "PT0S");
        ApiClient.Answer wrong = deal.buyer().post(JOURNEYS, outsider);
        assertThat(wrong.outcome()).isEqualTo("422 journey.not-a-participant");
        assertThat(wrong.json().at("/errors").findValuesAsText("pointer"))
                .containsExactly("/tasks/2/owner", "/tasks/3/limit");

        circle.remove(List.of("title", "shared"));
        circle.put("name", "Circle");
        assertThat(deal.customerAs("admin").post(JourneyTour.TEMPLATES, circle).outcome())
                .isEqualTo("422 journey.cycle");
        String foreign = JourneyTour.template(others).substring(JourneyTour.TEMPLATES.length() + 1);
        assertThat(deal.buyer()
                        .post(JOURNEYS, Map.of("title", "x", "template", foreign))
                        .outcome())
                .isEqualTo("404 journey.template-not-found");
    }

    @Test
    void takesHistoriesOnceAndTellsWhichRowIsWrong(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String good = JourneyTour.history(deal, "good");
        String wrong = JourneyTour.history(deal, "wrong").replace("T11:00", "T09:00");
        JsonNode first = sent(deal, good + "\n" + wrong + "\n");
        assertThat(first.get("accepted").asInt()).isEqualTo(1);
        assertThat(first.at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(first.at("/errors/0/pointer").asText()).isEqualTo("/facts/1/at");
        assertThat(first.at("/errors/0/code").asText()).isEqualTo("journey.out-of-order");
        assertThat(sent(deal, good + "\n").get("repeated").asInt()).isEqualTo(1);
        JsonNode other = sent(deal, good.replace("PT1H", "PT2H") + "\n");
        assertThat(other.get("conflicts")).hasSize(1);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode row = done(deal.buyer().get("/api/v1/journey-review?by=priority&batch=b"))
                    .at("/items/0");
            assertThat(row.path("usedMinutes").asLong()).isEqualTo(120);
            assertThat(row.path("breached").asLong()).isEqualTo(1);
        });
    }

    @Test
    void takesAnEventLogAsCsvAndNoJourneyByHalves(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String header = "key,batch,startedAt,participants,calendar,task,owner,priority,limit,clock,step,at,why,to\n";
        String calendar = "\"{\"\"name\"\":\"\"office\"\",\"\"week\"\":{\"\"monday\"\":"
                + "[{\"\"from\"\":\"\"08:00\"\",\"\"to\"\":\"\"18:00\"\"}]}}\"";
        String good = "i1,log,2025-01-06T07:00:00Z," + deal.provider + "," + calendar + ",fix," + deal.provider
                + ",2,PT1H,WORKING,start,2025-01-06T08:00:00Z,,\n"
                + "i1,,,,,fix,,,,,pause,2025-01-06T09:00:00Z,the customer,\n"
                + "i1,,,,,fix,,,,,resume,2025-01-06T10:00:00Z,,\n"
                + "i1,,,,,fix,,,,,hand-over,2025-01-06T10:10:00Z,,Group 2\n"
                + "i1,,,,,fix,,,,,deliver,2025-01-06T10:30:00Z,,\n"
                + "i1,,,,,fix,,,,,approve,2025-01-06T11:00:00Z,,\n"
                + "i1,,,,,check,,,PT2H,,,,,\n";
        String torn = "i2,log,2025-01-06T07:00:00Z,,,fix,,2,PT1H,,start,2025-01-06T08:00:00Z,,\n"
                + "i2,,,,,fix,,,,,deliver,yesterday,,\n"
                + "i2,,,,,fix,,,,,approve,2025-01-06T11:00:00Z,,\n";
        String wrong = "i3,log,2025-01-06T07:00:00Z,,,fix,,2,PT1H,,approve,2025-01-06T08:00:00Z,,\n";
        JsonNode taken = done(deal.buyer().postCsv(JOURNEYS + "/import", header + good + torn + wrong));
        assertThat(taken.get("rows").asInt()).isEqualTo(11);
        assertThat(taken.get("accepted").asInt()).isEqualTo(1);
        assertThat(taken.get("errors"))
                .extracting(error ->
                        error.get("line").asInt() + " " + error.get("code").asText() + " "
                                + error.path("pointer").asText())
                .containsExactly("9 row.incomplete ", "10 field.value /at", "12 journey.wrong-state /facts/0");
        assertThat(done(deal.buyer().postCsv(JOURNEYS + "/import", header + good))
                        .get("repeated")
                        .asInt())
                .isEqualTo(1);

        JsonNode journey = await().atMost(Duration.ofSeconds(10))
                .until(() -> done(deal.buyer().get(JOURNEYS)).at("/items/0"), found -> found.has("id"));
        JsonNode tasks = done(deal.seller()
                        .get(JOURNEYS + "/" + journey.get("id").asText()))
                .get("tasks");
        assertThat(tasks).singleElement().satisfies(task -> {
            assertThat(task.get("used").asText()).isEqualTo("PT1H30M");
            assertThat(task.get("state").asText()).isEqualTo("done");
            assertThat(task.get("assignee").asText()).isEqualTo("Group 2");
        });
    }

    private static JsonNode sent(Deal deal, String lines) {
        return done(deal.buyer()
                .withKey(UUID.randomUUID().toString())
                .send(
                        "POST",
                        JOURNEYS + "/import",
                        "application/x-ndjson",
                        HttpRequest.BodyPublishers.ofString(lines)));
    }

    private static List<String> keys(JsonNode journey, String list) {
        return journey.get(list).findValuesAsText("key");
    }
}
