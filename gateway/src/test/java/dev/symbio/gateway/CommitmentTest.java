package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Value commitments over HTTP, good input and bad, with several tokens. */
@ExtendWith(SharedSymbio.class)
class CommitmentTest {
    private static Vow vow;
    private static String active;

    @BeforeAll
    static void bringInTwoParties(RunningSymbio symbio) {
        vow = Vow.in(symbio);
        active = vow.active(vow.draft("Measured", 1));
    }

    private static ApiClient.Answer telemetry(String samples) {
        return vow.vendorAs("integration")
                .post(active + "/telemetry", "{\"stream\":\"press-1\",\"samples\":[" + samples + "]}");
    }

    @Test
    void judgesWhatWasMeasuredAndComputesItAgain() {
        String commitment = vow.judged();

        JsonNode seen = done(vow.customerAs("viewer").get(commitment));
        assertThat(seen.at("/promises/0/state").asText()).isEqualTo("breached");
        assertThat(seen.at("/promises/0/verdicts").asInt()).isEqualTo(3);
        String verdicts = commitment + "/promises/p1/verdicts";
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        done(vow.customerAs("viewer").get(verdicts)).get("items"))
                .hasSize(3));
        JsonNode items = done(vow.vendorAs("viewer").get(verdicts)).get("items");
        assertThat(items.findValuesAsText("outcome")).containsExactly("met", "breached", "skipped");
        assertThat(items.at("/0/shown").asText()).isEqualTo("101.000000");
        assertThat(items.at("/1/shown").asText()).isEqualTo("99.500000");
        assertThat(items.at("/1/samples").asLong()).isEqualTo(2);
        JsonNode samples = done(vow.customerAs("viewer").get(verdicts + "/2/samples?limit=1"));
        assertThat(samples.at("/items/0/id").asText()).isEqualTo("s3");
        JsonNode rest = done(vow.customerAs("viewer")
                .get(verdicts + "/2/samples?limit=1&cursor="
                        + samples.get("next").asText()));
        assertThat(rest.at("/items/0/id").asText()).isEqualTo("s4");
        for (int number = 1; number <= 3; number++) {
            JsonNode again = done(vow.vendorAs("viewer").get(verdicts + "/" + number + "/recomputation"));
            assertThat(again.at("/step/equal").asBoolean()).isTrue();
        }
        assertThat(vow.vendorAs("viewer").get(verdicts + "/4/recomputation").outcome())
                .isEqualTo("404 commitment.verdict-unknown");
        JsonNode events = done(vow.vendorAs("auditor").get(commitment + "/events?limit=50"));
        assertThat(events.get("items").findValuesAsText("type"))
                .contains("symbio.commitment.promise-breached.v1")
                .endsWith("symbio.commitment.breach-escalated.v1", "symbio.commitment.window-judged.v1");
        assertThat(events.toString()).contains("sales_manager");
        assertThat(done(vow.customerAs("auditor").get(commitment + "/events?limit=50"))
                        .toString())
                .contains("promise-breached")
                .doesNotContain("sales_manager", "subject");
        assertThat(seen.toString()).doesNotContain("sales_manager", "subject");
    }

    @Test
    void isNothingToOthers() {
        Vow others = Vow.in(vow.symbio);
        assertThat(others.vendorAs("sales").get(active).outcome()).isEqualTo("404 commitment.not-found");
        assertThat(others.vendorAs("sales")
                        .post(active + "/sign", Map.of("capacity", "delivery", "revision", 1))
                        .outcome())
                .isEqualTo("404 commitment.not-found");
        assertThat(others.vendorAs("integration")
                        .postCsv(active + "/telemetry", Vow.FOUR_SAMPLES)
                        .outcome())
                .isEqualTo("404 commitment.not-found");
        assertThat(done(others.vendorAs("sales").get("/api/v1/value-promises")).get("items"))
                .isEmpty();
    }

    @Test
    void refusesThirteenPromises() {
        ApiClient.Answer answer = vow.vendorAs("sales").post(Vow.COMMITMENTS, vow.draft("Too many", 13));
        assertThat(answer.outcome()).isEqualTo("422 commitment.too-many-promises");
        assertThat(answer.faults()).containsExactly("/terms/promises commitment.too-many-promises");
    }

    @Test
    void findsEveryFaultWithItsPlace() {
        ObjectNode draft = vow.draft("Wrong", 2);
        ObjectNode first = draft.withObject("/terms/promises/0");
        first.remove("operator");
        first.withObject("/trigger").put("event", "power-on");
        first.withObject("/window").put("length", "PT1H");
        draft.withObject("/terms/promises/1")
                .put("key", "p1")
                .withObject("/source")
                .put("unit", "psi");
        ApiClient.Answer answer = vow.vendorAs("sales").post(Vow.COMMITMENTS, draft);
        assertThat(answer.outcome()).isEqualTo("422 commitment.invalid");
        assertThat(answer.faults())
                .containsExactlyInAnyOrder(
                        "/terms/promises/0/operator commitment.term-missing",
                        "/terms/promises/0/trigger commitment.trigger-unclear",
                        "/terms/promises/0/window/length commitment.term-not-applicable",
                        "/terms/promises/1/key commitment.key-repeated",
                        "/terms/promises/1/source/unit commitment.unit-differs");
    }

    @Test
    void stepsTowardsATargetInOrder() {
        ObjectNode draft = vow.draft("Stepped", 2);
        draft.withObject("/terms/promises/0")
                .set(
                        "milestones",
                        SampleTerms.tree(
                                "[{\"until\":2,\"target\":\"80\"},{\"until\":2,\"target\":\"90\"},{\"until\":3}]"));
        assertThat(vow.vendorAs("sales").post(Vow.COMMITMENTS, draft).faults())
                .containsExactlyInAnyOrder(
                        "/terms/promises/0/milestones/1/until commitment.term-out-of-range",
                        "/terms/promises/0/milestones/2/until commitment.term-out-of-range",
                        "/terms/promises/0/milestones/2/target commitment.term-missing");
        draft.withObject("/terms/promises/0").set("milestones", SampleTerms.tree("[{\"until\":2,\"target\":\"99\"}]"));
        String stepped = vow.active(draft);
        done(vow.vendorAs("integration").postCsv(stepped + "/telemetry", Vow.FOUR_SAMPLES));
        done(vow.vendorAs("sales").post(stepped + "/backfill/complete", Map.of()));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(done(vow.vendorAs("viewer").get(stepped + "/promises/p1/verdicts"))
                                .at("/items")
                                .findValuesAsText("outcome"))
                        .containsExactly("met", "met", "skipped"));
    }

    @Test
    void refusesFieldsThatNobodyKnows() {
        ObjectNode draft = vow.draft("Unknown", 1);
        draft.withObject("/terms/promises/0").put("colour", "red");
        ApiClient.Answer answer = vow.vendorAs("sales").post(Vow.COMMITMENTS, draft);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.faults().get(0)).startsWith("/terms/promises/0/colour");
    }

    @Test
    void nobodySignsTwiceOrForOthersOrForNothing() {
        String commitment = vow.drafted(vow.draft("Signed", 1));
        done(vow.sign(commitment, "sales", 1));
        assertThat(vow.sign(commitment, "sales", 1).outcome()).isEqualTo("409 commitment.already-signed");
        assertThat(vow.vendorAs("sales")
                        .post(commitment + "/sign", Map.of("capacity", "delivery", "revision", 1))
                        .outcome())
                .isEqualTo("403 commitment.wrong-capacity");
        assertThat(vow.customerAs("contract_manager")
                        .post(commitment + "/sign", Map.of("capacity", "customer", "revision", 1))
                        .outcome())
                .isEqualTo("403 commitment.wrong-capacity");
        done(vow.vendorAs("sales")
                .post(
                        commitment + "/change",
                        Map.of("terms", vow.draft("Changed", 2).get("terms"))));
        assertThat(done(vow.vendorAs("viewer").get(commitment)).get("signatures"))
                .isEmpty();
        assertThat(vow.sign(commitment, "sales", 1).outcome()).isEqualTo("409 commitment.other-revision");

        String empty = vow.drafted(vow.draft("Nothing yet", 0));
        assertThat(vow.sign(empty, "sales", 1).outcome()).isEqualTo("409 commitment.nothing-promised");
        assertThat(vow.vendorAs("integration")
                        .postCsv(empty + "/telemetry", Vow.FOUR_SAMPLES)
                        .outcome())
                .isEqualTo("409 commitment.wrong-phase");
    }

    @Test
    void theCustomerSignsWhereTheDraftSaysSo() {
        ObjectNode draft = vow.draft("With the customer", 1);
        draft.withObject("/terms").put("customerSigns", true);
        String commitment = vow.active(draft);
        assertThat(done(vow.customerAs("viewer").get(commitment)).get("phase").asText())
                .isEqualTo("drafted");
        done(vow.customerAs("contract_manager")
                .post(commitment + "/sign", Map.of("capacity", "customer", "revision", 1)));
        assertThat(done(vow.customerAs("viewer").get(commitment)).get("phase").asText())
                .isEqualTo("active");
        draft.remove("customer");
        assertThat(vow.vendorAs("sales").post(Vow.COMMITMENTS, draft).faults())
                .containsExactly("/terms/customerSigns commitment.customer-missing");
    }

    @Test
    void refusesTelemetryFromTheFuture() {
        ApiClient.Answer answer =
                telemetry("{\"id\":\"f1\",\"at\":\"2199-01-01T00:00:00Z\",\"values\":{\"pressure\":1}}");
        assertThat(answer.outcome()).isEqualTo("422 commitment.samples-invalid");
        assertThat(answer.faults()).containsExactly("/samples/0/at commitment.in-the-future");
    }

    @Test
    void refusesWhatIsNoNumber() {
        for (String bad : List.of("\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "true", "{}")) {
            ApiClient.Answer answer =
                    telemetry("{\"id\":\"n1\",\"at\":\"2026-01-01T00:00:00Z\",\"values\":{\"pressure\":" + bad + "}}");
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.faults().get(0)).as(bad).startsWith("/samples/0/values/pressure");
        }
        assertThat(telemetry("{\"id\":\"n1\",\"at\":\"2026-01-01T00:00:00Z\",\"values\":{\"pressure\":null}}")
                        .faults())
                .containsExactly("/samples/0/values/pressure commitment.value-missing");
        assertThat(telemetry("{\"id\":\"n1\",\"at\":\"2026-01-01T00:00:00Z\",\"values\":{\"pressure\":NaN}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesOtherUnitsFieldsAndStreams() {
        assertThat(telemetry("{\"id\":\"u1\",\"at\":\"2026-01-01T00:00:00Z\",\"values\":{\"pressure\":1},"
                                + "\"units\":{\"pressure\":\"psi\"}}")
                        .faults())
                .containsExactly("/samples/0/units/pressure commitment.unit-differs");
        assertThat(telemetry("{\"id\":\"u1\",\"at\":\"2026-01-01T00:00:00Z\",\"values\":{\"a/b\":1}}")
                        .faults())
                .containsExactly("/samples/0/values/a~1b commitment.field-unknown");
        ApiClient.Answer mixed = vow.vendorAs("integration")
                .postCsv(
                        active + "/telemetry",
                        """
                        stream,id,at,field,value,unit
                        press-9,x1,2026-01-01T06:00:00Z,pressure,100.5,bar
                        press-1,x2,2026-01-01T06:00:00Z,pressure,NaN,bar
                        press-1,x3,2026-01-01T06:00:00Z,pressure,1,psi
                        press-1,x4,2026-01-01T06:00:00Z,pressure,1,bar
                        press-1,x4,2026-01-01T06:00:00Z,pressure,2,bar
                        press-1,x4,2026-01-01T06:00:00Z,pressure,1.0,bar
                        """);
        JsonNode summary = done(mixed);
        assertThat(summary.get("accepted").asInt()).isEqualTo(1);
        assertThat(summary.get("repeated").asInt()).isEqualTo(1);
        assertThat(summary.at("/conflicts/0/line").asInt()).isEqualTo(6);
        assertThat(summary.get("errors").findValuesAsText("line")).containsExactlyInAnyOrder("2", "3", "4");
    }

    @Test
    void waitsForTriggersAndWaivesWithTwoSignatures() {
        ObjectNode draft = vow.draft("After power-on", 1);
        draft.put("backfill", false);
        draft.withObject("/terms/promises/0")
                .set("trigger", SampleTerms.tree("{\"event\":\"power-on\",\"delay\":\"PT72H\"}"));
        String commitment = vow.active(draft);
        ApiClient sales = vow.vendorAs("sales");
        assertThat(sales.post(
                                commitment + "/triggers",
                                Map.of("name", "power-off", "happenedAt", "2026-01-01T00:00:00Z"))
                        .outcome())
                .isEqualTo("422 commitment.trigger-unknown");
        done(sales.post(commitment + "/triggers", Map.of("name", "power-on", "happenedAt", "2026-01-01T00:00:00Z")));
        assertThat(sales.post(
                                commitment + "/triggers",
                                Map.of("name", "power-on", "happenedAt", "2026-01-02T00:00:00Z"))
                        .outcome())
                .isEqualTo("409 commitment.trigger-differs");
        assertThat(done(sales.get(commitment)).at("/promises/0/startsAt").asText())
                .isEqualTo("2026-01-04T00:00:00Z");

        String other = vow.active(vow.draft("Let go", 1));
        String waiver = other + "/promises/p1/waiver";
        done(sales.post(waiver, Map.of("reason", "The line was sold.", "capacity", "sales")));
        assertThat(vow.vendorAs("delivery")
                        .post(waiver + "/answer", Map.of("accept", true, "capacity", "delivery"))
                        .outcome())
                .isEqualTo("403 commitment.same-side");
        done(vow.customerAs("contract_manager")
                .post(waiver + "/answer", Map.of("accept", true, "capacity", "customer", "note", "Agreed.")));
        assertThat(done(sales.get(other)).at("/promises/0/state").asText()).isEqualTo("waived");
    }

    @Test
    void refusesATriggerFromBeforeWhatWasJudged() {
        ObjectNode draft = vow.draft("Judged before power-on", 2);
        draft.withObject("/terms/promises/1").set("trigger", SampleTerms.tree("{\"event\":\"power-on\"}"));
        String commitment = vow.active(draft);
        done(vow.vendorAs("integration").postCsv(commitment + "/telemetry", Vow.FOUR_SAMPLES));
        ApiClient sales = vow.vendorAs("sales");
        done(sales.post(commitment + "/backfill/complete", Map.of()));
        ApiClient.Answer late =
                sales.post(commitment + "/triggers", Map.of("name", "power-on", "happenedAt", "2026-01-03T23:59:59Z"));
        assertThat(late.outcome()).isEqualTo("409 commitment.trigger-before-judged");
        assertThat(late.text()).contains("2026-01-04T00:00:00Z");
        assertThat(sales.post(
                                commitment + "/triggers",
                                Map.of("name", "power-on", "happenedAt", "2199-01-01T00:00:00Z"))
                        .faults())
                .containsExactly("/happenedAt commitment.in-the-future");
        done(sales.post(commitment + "/triggers", Map.of("name", "power-on", "happenedAt", "2026-01-04T00:00:00Z")));
    }

    @Test
    void listsObstaclesOneByOneForThoseWhoSeeTheCommitment() {
        String commitment = vow.active(vow.draft("Obstructed", 1));
        String id = commitment.substring(Vow.COMMITMENTS.length() + 1);
        for (String cause : List.of("permit", "permit", "strike")) {
            done(vow.vendorAs("customer_success")
                    .post(
                            commitment + "/obstacles",
                            Map.of("category", "external", "cause", cause, "description", "About " + cause)));
        }
        String all = "/api/v1/value-obstacle-entries?commitment=" + id;
        ApiClient viewer = vow.customerAs("viewer");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(done(viewer.get(all)).get("items")).hasSize(3));
        JsonNode first = done(viewer.get(all + "&category=external&cause=permit&limit=1"));
        JsonNode second = done(viewer.get(all + "&category=external&cause=permit&limit=1&cursor="
                + first.get("next").asText()));
        assertThat(second.at("/items/0/id")).isNotEqualTo(first.at("/items/0/id"));
        assertThat(second.has("next")).isFalse();
        assertThat(viewer.get(all + "&limit=1&cursor=" + first.get("next").asText())
                        .outcome())
                .isEqualTo("400 request.invalid-parameter");
        assertThat(viewer.get(all + "&category=weather").outcome()).isEqualTo("400 request.invalid-parameter");
        assertThat(done(Vow.in(vow.symbio).vendorAs("viewer").get(all)).get("items"))
                .isEmpty();
    }

    @Test
    void groupsObstaclesAndTellsInWords() {
        for (String description : List.of("Sensor drifts.", "Sensor is loose.")) {
            done(vow.vendorAs("customer_success")
                    .post(
                            active + "/obstacles",
                            Map.of(
                                    "category", "data",
                                    "cause", "sensor",
                                    "promise", "p1",
                                    "effortHours", "1.5",
                                    "description", description)));
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(done(vow.vendorAs("viewer").get("/api/v1/value-obstacles"))
                                .at("/items/0/obstacles")
                                .asInt())
                        .isEqualTo(2));
        assertThat(done(vow.vendorAs("viewer").get("/api/v1/value-obstacles"))
                        .at("/items/0/effortHours")
                        .asText())
                .isEqualTo("3");
        assertThat(done(vow.vendorAs("viewer").get(active + "/words"))
                        .at("/sentences/1")
                        .asText())
                .contains("the mean of pressure of press-1 is >= 100 bar");
        assertThat(done(vow.vendorAs("viewer").get(active + "/words?lang=zh-CN"))
                        .at("/sentences/1")
                        .asText())
                .contains("平均值");
    }
}
