package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad input gets 4xx and says what is wrong and where; what is good beside it goes in. */
@ExtendWith(SharedSymbio.class)
class BadInputTest {
    private static final String AT = "2011-07-05T12:00:00Z";

    private static Deal deal;
    private static String contract;
    private static ApiClient machine;

    @BeforeAll
    static void bringInTwoParties(RunningSymbio symbio) {
        deal = Deal.in(symbio);
        contract = deal.active(deal.draft("Measured", true));
        machine = deal.providerAs("integration");
    }

    private static ApiClient.Answer batch(String... observations) {
        return machine.post(contract + "/observations", "{\"observations\":[" + String.join(",", observations) + "]}");
    }

    private static String observation(String more) {
        return "{\"id\":\"o-" + Math.abs(more.hashCode()) + "\",\"at\":\"" + AT + "\"" + (more.isEmpty() ? "" : ",")
                + more + "}";
    }

    private static List<String> lines(ApiClient.Answer answer) {
        List<String> lines = new ArrayList<>();
        for (JsonNode error : answer.json().get("errors")) {
            lines.add(error.get("line").asInt() + " " + error.path("pointer").asText() + " "
                    + error.get("code").asText());
        }
        return lines;
    }

    @Test
    void refusesANegativeValueWithItsPlace() {
        ApiClient.Answer answer = batch(observation("\"met\":true"), observation("\"met\":true,\"amount\":\"-1\""));

        assertThat(answer.outcome()).isEqualTo("422 sla.observations-invalid");
        assertThat(answer.faults()).containsExactly("/observations/1/amount sla.negative-amount");
        assertThat(deal.buyer().get(contract).json().get("periods")).isEmpty();
    }

    @Test
    void refusesAnUnknownCurrency() {
        assertThat(batch(observation("\"met\":true,\"amount\":1,\"currency\":\"XYZ\""))
                        .faults())
                .containsExactly("/observations/0/currency sla.unknown-currency");
        ObjectNode draft = deal.draft("In nothing", false);
        draft.withObject("/terms").put("currency", "NOTHING");
        ApiClient.Answer answer = deal.buyer().post(Deal.CONTRACTS, draft);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faults()).containsExactly("/terms/currency sla.unknown-currency");
    }

    @Test
    void refusesADeliveryLongBeforeItsOrder() {
        assertThat(batch(observation("\"happenedAt\":\"2001-01-01T00:00:00Z\",\"orderedAt\":\"2011-07-01T00:00:00Z\""))
                        .faults())
                .containsExactly("/observations/0/happenedAt sla.delivered-before-ordered");
    }

    @Test
    void refusesADateThatIsNone() {
        ApiClient.Answer answer = machine.post(
                contract + "/observations", "{\"observations\":[{\"id\":\"o\",\"at\":\"2011-02-30T00:00:00Z\"}]}");

        assertThat(answer.outcome()).isEqualTo("400 request.invalid-body");
        assertThat(answer.faults()).containsExactly("/observations/0/at field.value");
    }

    @Test
    void refusesExtremeNumbersAndTimesWithoutFailing() {
        for (String more : List.of(
                "\"met\":true,\"amount\":1e40",
                "\"met\":true,\"amount\":\"1e-40\"",
                "\"met\":true,\"amount\":" + "9".repeat(101),
                "\"value\":\"NaN\"",
                "\"happenedAt\":\"+1000000000-01-01T00:00:00Z\"",
                "\"happenedAt\":\"-999999999-01-01T00:00:00Z\"",
                "\"happenedAt\":\"+999999999-01-01T00:00:00Z\"",
                "\"measuredFrom\":\"-999999999-01-01T00:00:00Z\",\"measuredTo\":\"+999999999-01-01T00:00:00Z\"",
                "\"met\":\"yes\"",
                "\"currency\":\"\\u0000\"",
                "\"unit\":\"" + "x".repeat(10_000) + "\"")) {
            assertThat(batch(observation(more)).status()).as(more).isBetween(400, 422);
        }
        assertThat(batch("{\"id\":\"o\",\"at\":\"+999999999-12-31T23:59:59Z\",\"met\":true}")
                        .status())
                .isEqualTo(422);
        assertThat(batch("null").outcome()).isEqualTo("400 request.invalid-body");
        assertThat(batch("{}").status()).isEqualTo(422);
        assertThat(batch().outcome()).isEqualTo("422 sla.batch-size");
    }

    @Test
    void takesTheGoodRowsOfAFileAndReportsTheBadOnesByLine() {
        String csv = "id,at,happenedAt,amount,currency\n"
                + "good-1," + AT + "," + AT + ",10,USD\n"
                + "bad-1," + AT + "," + AT + ",-10,USD\n"
                + "bad-2," + AT + "," + AT + ",10,XYZ\n"
                + "bad-3,soon," + AT + ",10,USD\n"
                + "bad-4," + AT + "," + AT + ",10,USD,surplus,fields\n"
                + "," + AT + "," + AT + ",10,USD\n"
                + "good-2," + AT + "," + AT + ",10,USD\n";
        String own = deal.active(deal.draft("Rows", true));

        ApiClient.Answer answer = machine.postCsv(own + "/observations", csv);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
        assertThat(answer.json().get("rejected").asInt()).isEqualTo(5);
        assertThat(lines(answer))
                .containsExactly(
                        "3 /amount sla.negative-amount",
                        "4 /currency sla.unknown-currency",
                        "5 /at field.value",
                        "6  row.too-many-fields",
                        "7 /id sla.id-missing");
        JsonNode there = deal.buyer().get(own + "/periods/2011-Q3/observations").json();
        assertThat(there.get("items").findValuesAsText("id")).containsExactly("good-1", "good-2");
    }

    @Test
    void refusesAWrongHeaderAndNamesTheColumns() {
        ApiClient.Answer answer =
                machine.postCsv(contract + "/observations", "id,promised_on,delivered_on\n1,2011-01-01,2011-01-01\n");

        assertThat(answer.outcome()).isEqualTo("400 intake.wrong-header");
        assertThat(answer.text())
                .contains("promised_on")
                .contains("delivered_on")
                .contains("column at");
    }

    @Test
    void skipsFiftyMegabytesInOneLine() {
        String own = deal.active(deal.draft("Endless", true));
        InputStream file = new SequenceInputStream(Collections.enumeration(List.of(
                bytes("{\"id\":\"a\",\"at\":\"" + AT + "\",\"met\":true}\n{\"id\":\""),
                new RepeatedByte((byte) 'x', 50L << 20),
                bytes("\"}\n{\"id\":\"b\",\"at\":\"" + AT + "\",\"met\":true}\n"))));

        ApiClient.Answer answer = machine.postRows(
                own + "/observations", "application/x-ndjson", HttpRequest.BodyPublishers.ofInputStream(() -> file));

        assertThat(lines(answer)).containsExactly("2  row.too-long");
        assertThat(answer.json().get("accepted").asInt()).isEqualTo(2);
        assertThat(machine.withKey("k")
                        .send(
                                "POST",
                                own + "/observations",
                                "application/json",
                                HttpRequest.BodyPublishers.ofInputStream(() -> new RepeatedByte((byte) ' ', 50L << 20)))
                        .outcome())
                .isEqualTo("413 request.too-large");
    }

    private static InputStream bytes(String text) {
        return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesTermsWhoseTiersOverlapOrLeaveGaps() {
        ObjectNode overlap = deal.draft("Overlap", false);
        ((ObjectNode) overlap.at("/terms/credits/tiers/1")).put("to", "0.93");
        assertThat(deal.buyer().post(Deal.CONTRACTS, overlap).faults())
                .singleElement()
                .asString()
                .startsWith("/terms/credits/tiers")
                .endsWith("sla.tiers-overlap");
        ObjectNode gap = deal.draft("Gap", false);
        ((ArrayNode) gap.at("/terms/credits/tiers")).remove(1);
        assertThat(deal.buyer().post(Deal.CONTRACTS, gap).faults())
                .singleElement()
                .asString()
                .startsWith("/terms/credits")
                .endsWith("sla.tiers-gap");
    }

    @Test
    void refusesAnUnknownTerm() {
        ObjectNode draft = deal.draft("Unknown", false);
        draft.withObject("/terms/credits").put("bonus", "1000");

        ApiClient.Answer answer = deal.buyer().post(Deal.CONTRACTS, draft);

        assertThat(answer.outcome()).isEqualTo("400 request.invalid-body");
        assertThat(answer.faults()).containsExactly("/terms/credits/bonus field.unknown");
    }

    @Test
    void refusesTermsThatAreMissing() {
        ObjectNode draft = deal.draft("Missing", false);
        draft.withObject("/terms").remove(List.of("rounding", "noData"));
        assertThat(deal.buyer().post(Deal.CONTRACTS, draft).faults())
                .containsExactlyInAnyOrder("/terms/rounding sla.term-missing", "/terms/noData sla.term-missing");
        draft.set("terms", SampleTerms.tree("{}"));
        assertThat(deal.buyer().post(Deal.CONTRACTS, draft).status()).isEqualTo(422);
        draft.putNull("terms");
        assertThat(deal.buyer().post(Deal.CONTRACTS, draft).faults()).containsExactly("/terms field.missing");
    }

    @Test
    void refusesASignatureByATenantThatIsNoParty() {
        String offered = deal.offered(deal.draft("Offered", false));

        assertThat(deal.arbiter().post(offered + "/sign", Map.of("version", 1)).outcome())
                .isEqualTo("404 sla.not-found");
        ObjectNode forOthers = deal.draft("For others", false);
        forOthers.put("customer", deal.arbiter);
        ApiClient.Answer answer = deal.buyer().post(Deal.CONTRACTS, forOthers);
        assertThat(answer.outcome()).isEqualTo("422 sla.not-a-party");
    }

    @Test
    void refusesToCloseAPeriodThatIsNotOver() {
        ObjectNode draft = deal.draft("Running", false);
        draft.put("effectiveFrom", "2026-10-01T00:00:00Z");
        String running = deal.active(draft);

        assertThat(deal.buyer()
                        .post(running + "/periods/2099-Q4/close", Map.of())
                        .outcome())
                .isEqualTo("409 sla.period-not-over");
        assertThat(deal.buyer()
                        .post(running + "/periods/nonsense/close", Map.of())
                        .outcome())
                .isEqualTo("404 sla.period-unknown");
        assertThat(deal.buyer().get(running + "/periods/nonsense/observations").outcome())
                .isEqualTo("404 sla.period-unknown");
        assertThat(deal.buyer().get(running + "/statements/nonsense").outcome()).isEqualTo("404 sla.statement-unknown");
    }

    @Test
    void answersIdsThatCannotBeOnesLikeUnknownOnes() {
        for (String id : List.of("x", "x.y", "%20", "a%2Fb", "acme.%00", "ACME.x", ".".repeat(300), "\u00fc.1")) {
            String path = Deal.CONTRACTS + "/" + java.net.URLEncoder.encode(id, StandardCharsets.UTF_8);
            assertThat(deal.buyer().get(path).outcome()).as(id).isEqualTo("404 sla.not-found");
        }
    }

    @Test
    void refusesACompanyWithFaultsNamingAll(RunningSymbio symbio) {
        ApiClient.Answer answer = symbio.operator()
                .post(
                        "/api/v1/tenants",
                        Map.of(
                                "name", "",
                                "kind", "CIRCUS",
                                "zone", "Mars/Olympus",
                                "members",
                                        List.of(Map.of("subject", "system", "name", "S", "roles", List.of("KING")))));

        assertThat(answer.outcome()).isEqualTo("422 tenant.invalid");
        assertThat(answer.faults())
                .containsExactlyInAnyOrder(
                        "/name tenant.name",
                        "/kind tenant.kind",
                        "/zone tenant.zone",
                        "/members/0/subject tenant.subject",
                        "/members/0/roles/0 tenant.role");
        assertThat(symbio.operator()
                        .post("/api/v1/tenants", "{\"id\":\"A b\",\"name\":\"n\",\"kind\":\"DEALER\",\"zone\":\"UTC\"}")
                        .faults())
                .containsExactly("/id field.value");
    }
}
