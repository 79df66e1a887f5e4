package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static dev.symbio.gateway.JourneyTour.JOURNEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What companies that work on a journey find in their inboxes. */
@ExtendWith(SharedSymbio.class)
class JourneyNewsTest {
    private static final Map<String, Object> WHY = Map.of("why", "The seal is missing.");

    @Test
    void everyoneIsToldOfWhatConcernsThemAndOfNothingElse(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        done(deal.buyer()
                .post(
                        JOURNEYS + "/import",
                        SampleTerms.tree("{\"journeys\": [" + JourneyTour.history(deal, "old") + "]}")));
        ObjectNode plan = JourneyTour.plan(deal);
        ((ObjectNode) plan.at("/tasks/1")).put("role", "DELIVERY");
        String journey = JOURNEYS + "/"
                + done(deal.buyer().post(JOURNEYS, plan)).get("id").asText();
        String task = journey + "/tasks/certify";
        ApiClient worker = deal.providerAs("sales");

        told(deal.seller(), "certify task-offered");
        told(symbio.as("delivery@" + deal.arbiter), "test task-offered");
        done(deal.seller().post(task + "/decline", WHY));
        told(deal.buyer(), "secret task-offered", "certify task-declined");
        done(deal.seller().post(task + "/hand-over", Map.of("to", "sales")));
        done(deal.seller().post(task + "/deliver", JourneyTour.delivery()));
        done(deal.buyer().post(task + "/return", WHY));
        done(deal.seller().post(task + "/deliver", JourneyTour.delivery()));
        done(deal.buyer().post(task + "/approve", Map.of()));
        done(deal.buyer().post(task + "/reopen", WHY));
        JsonNode dispute = done(deal.seller().post(task + "/disputes", Map.of("text", "It was there.")));
        done(deal.buyer()
                .post(
                        journey + "/disputes/" + dispute.get("dispute").asText() + "/resolve",
                        Map.of("outcome", "It was.")));

        told(
                worker,
                "certify task-offered",
                "certify task-returned",
                "certify task-reopened",
                "certify dispute-resolved");
        told(
                deal.buyer(),
                "secret task-offered",
                "certify task-declined",
                "certify task-delivered",
                "certify task-disputed");
        assertThat(news(deal.seller())).containsExactly("certify task-offered");
        assertThat(news(deal.arbiter())).isEmpty();
        JsonNode english = done(worker.get("/api/v1/inbox")).at("/items/2/text");
        assertThat(english.asText())
                .isEqualTo("Proof of concept: the delivery of the task \"Certify\" comes back to " + deal.provider
                        + ": The seal is missing.");
        assertThat(done(worker.get("/api/v1/inbox?lang=zh-CN"))
                        .at("/items/2/text")
                        .asText())
                .contains("已退回 " + deal.provider, "The seal is missing.");
    }

    private static void told(ApiClient reader, String... news) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(news(reader)).containsExactly(news));
    }

    /** Of journeys, in the order that it came. */
    private static List<String> news(ApiClient reader) {
        List<String> found = new ArrayList<>();
        for (JsonNode item : done(reader.get("/api/v1/inbox")).get("items")) {
            String type = item.get("type").asText();
            if (type.startsWith("journey.")) {
                found.add(0, item.at("/facts/task").asText() + " " + type.substring("journey.".length()));
            }
        }
        return found;
    }
}
