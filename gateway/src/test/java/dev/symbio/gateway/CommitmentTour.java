package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The part of the tour through everything that is about value commitments. */
final class CommitmentTour {
    private CommitmentTour() {}

    static void through(Vow vow) {
        String judged = vow.judged();
        waived(vow);
        ended(vow);
        lists(vow, judged);
        verdicts(vow, judged);
    }

    private static void waived(Vow vow) {
        ObjectNode draft = vow.draft("Waived", 1);
        draft.put("backfill", false);
        draft.withObject("/terms/promises/0").set("trigger", SampleTerms.tree("{\"event\":\"power-on\"}"));
        String commitment = vow.active(draft);
        done(vow.vendorAs("sales")
                .post(commitment + "/triggers", Map.of("name", "power-on", "happenedAt", "2026-01-01T00:00:00Z")));
        JsonNode batch = done(vow.customerAs("integration")
                .post(
                        commitment + "/telemetry",
                        Map.of(
                                "stream",
                                "press-1",
                                "samples",
                                List.of(Map.of(
                                        "id",
                                        "x",
                                        "at",
                                        done(vow.vendorAs("viewer").get(commitment))
                                                .get("activeSince")
                                                .asText(),
                                        "values",
                                        Map.of("pressure", "101"))))));
        assertThat(batch.get("accepted").asInt() + batch.get("late").size()).isEqualTo(1);
        done(vow.vendorAs("customer_success")
                .post(
                        commitment + "/obstacles",
                        Map.of("category", "adoption", "cause", "training", "description", "Nobody is trained.")));
        String fresh = vow.active(vow.draft("To be waived", 1));
        String waiver = fresh + "/promises/p1/waiver";
        done(vow.customerAs("contract_manager").post(waiver, Map.of("reason", "Sold.", "capacity", "customer")));
        done(vow.vendorAs("delivery").post(waiver + "/answer", Map.of("accept", true, "capacity", "delivery")));
    }

    private static void ended(Vow vow) {
        String commitment = vow.drafted(vow.draft("Given up", 0));
        done(vow.vendorAs("sales")
                .post(
                        commitment + "/change",
                        Map.of("terms", vow.draft("Changed", 1).get("terms"))));
        done(vow.vendorAs("sales").post(commitment + "/end", Map.of("reason", "Not wanted.")));
        done(vow.vendorAs("viewer").get(commitment + "/words?lang=zh-CN"));
    }

    private static void lists(Vow vow, String judged) {
        ApiClient viewer = vow.customerAs("viewer");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(done(viewer.get("/api/v1/value-promises?state=breached")).get("items"))
                    .isNotEmpty();
            assertThat(done(viewer.get("/api/v1/value-obstacles")).get("items")).isNotEmpty();
        });
        assertThat(done(viewer.get("/api/v1/value-obstacle-entries?category=adoption&cause=training&limit=1"))
                        .at("/items/0/description")
                        .asText())
                .isEqualTo("Nobody is trained.");
        JsonNode page = done(viewer.get(Vow.COMMITMENTS + "?phase=active&limit=1"));
        assertThat(page.get("items")).hasSize(1);
        done(viewer.get(Vow.COMMITMENTS + "?phase=active&limit=1&cursor="
                + page.get("next").asText()));
        JsonNode promises = done(viewer.get("/api/v1/value-promises?limit=1"));
        done(viewer.get(
                "/api/v1/value-promises?limit=1&cursor=" + promises.get("next").asText()));
        assertThat(done(viewer.get(
                                "/api/v1/value-promises?commitment=" + judged.substring(Vow.COMMITMENTS.length() + 1)))
                        .get("items"))
                .hasSize(1);
    }

    private static void verdicts(Vow vow, String judged) {
        ApiClient viewer = vow.customerAs("viewer");
        String verdicts = judged + "/promises/p1/verdicts";
        JsonNode first = done(viewer.get(verdicts + "?limit=1"));
        assertThat(done(viewer.get(verdicts + "?cursor=" + first.get("next").asText()))
                        .at("/items/0/number")
                        .asInt())
                .isEqualTo(2);
        done(viewer.get(verdicts + "/1/samples"));
        assertThat(done(viewer.get(verdicts + "/1/recomputation"))
                        .at("/step/equal")
                        .asBoolean())
                .isTrue();
        JsonNode events = done(vow.customerAs("auditor").get(judged + "/events?limit=2"));
        done(vow.customerAs("auditor")
                .get(judged + "/events?cursor=" + events.get("next").asText()));
    }
}
