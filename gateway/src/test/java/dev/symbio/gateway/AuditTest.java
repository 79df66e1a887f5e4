package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.ForgedHistory;
import dev.symbio.platform.entity.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What auditors ask: who did what, how it was, and what changed; each within its rights. */
@ExtendWith(SharedSymbio.class)
class AuditTest {
    private static final String EVENTS = "/api/v1/audit/events";
    private static final String DIFFERENCES = "/api/v1/audit/differences";

    private static RunningSymbio symbio;
    private static Deal deal;
    private static String contract;
    private static String id;

    @BeforeAll
    static void bringInTwoParties(RunningSymbio running) {
        symbio = running;
        deal = Deal.in(symbio);
        ObjectNode draft = deal.draft("Audited", true);
        draft.put("arbiter", deal.arbiter);
        contract = deal.active(draft);
        id = contract.substring(Deal.CONTRACTS.length() + 1);
        done(deal.providerAs("integration")
                .with("X-Correlation-Id", "delivery-1")
                .postCsv(contract + "/observations", SampleTerms.TWO_DELIVERIES));
        done(deal.buyer().post(contract + "/backfill/complete", Map.of()));
    }

    private static ApiClient customer() {
        return deal.customerAs("auditor");
    }

    private static ApiClient provider() {
        return deal.providerAs("auditor");
    }

    private static ApiClient arbiter() {
        return symbio.as("auditor@" + deal.arbiter);
    }

    private static List<String> types(JsonNode page) {
        return page.get("items").findValuesAsText("type").stream()
                .map(type -> type.replace("symbio.sla.", ""))
                .toList();
    }

    private static List<String> pages(ApiClient by, String query) {
        List<String> types = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = done(by.get(EVENTS + query + cursor));
            types.addAll(types(page));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        } while (cursor != null);
        return types;
    }

    private static final List<String> NEWEST_FIRST = List.of(
            "periods-skipped.v1",
            "period-closed.v1",
            "backfill-completed.v1",
            "observations-recorded.v1",
            "contract-signed.v1",
            "contract-offered.v1",
            "contract-drafted.v1");

    @Test
    void listsAnEntitysEventsForItsHostAndForTheOtherPartyAlike() {
        String query = "?limit=5&kind=sla&entity=" + id;
        await().untilAsserted(() -> assertThat(pages(customer(), query)).containsExactlyElementsOf(NEWEST_FIRST));
        assertThat(pages(provider(), query)).containsExactlyElementsOf(NEWEST_FIRST);
        assertThat(pages(arbiter(), query)).containsExactlyElementsOf(NEWEST_FIRST.subList(0, 5));
        JsonNode signed = done(provider().get(EVENTS + query)).at("/items/4");
        assertThat(signed.get("subject").asText()).isEqualTo("contract_manager");
        assertThat(done(arbiter().get(EVENTS + query)).at("/items/4").has("subject"))
                .isFalse();
        assertThat(done(symbio.as("operator@symbio").get(EVENTS + query)).get("items"))
                .isEmpty();
    }

    @Test
    void findsWhatAPersonARequestOrATimeSetInMotion() {
        ApiClient auditor = customer();
        await().untilAsserted(() -> assertThat(types(done(auditor.get(EVENTS + "?kind=sla&subject=contract_manager"))))
                .contains("contract-drafted.v1", "backfill-completed.v1")
                .doesNotContain("contract-signed.v1", "observations-recorded.v1"));
        JsonNode drafted = done(auditor.get(EVENTS + "?kind=sla&entity=" + id + "&limit=7"))
                .at("/items/6");
        String request = drafted.get("correlationId").asText();
        assertThat(types(done(auditor.get(EVENTS + "?correlationId=" + request))))
                .containsExactly("contract-drafted.v1");
        String from = drafted.get("recordedAt").asText();
        String after = Instant.parse(from).plusNanos(1_000).toString();
        String one = EVENTS + "?entity=" + id + "&kind=sla&from=" + from + "&until=" + after;
        assertThat(types(done(auditor.get(one)))).containsExactly("contract-drafted.v1");
        assertThat(types(done(provider().get(one)))).containsExactly("contract-drafted.v1");
    }

    @Test
    void doesNotTellOfOtherCompaniesPeopleAndRequests() {
        String entity = EVENTS + "?kind=sla&entity=" + id;
        await().untilAsserted(() ->
                assertThat(pages(customer(), "?kind=sla&entity=" + id)).hasSize(7));
        assertThat(types(done(provider().get(entity + "&correlationId=delivery-1"))))
                .containsExactly("observations-recorded.v1");
        for (String filter : List.of("&correlationId=delivery-1", "&subject=integration")) {
            assertThat(done(customer().get(entity + filter)).get("items"))
                    .as(filter)
                    .isEmpty();
            assertThat(done(customer().get(EVENTS + "?" + filter.substring(1))).get("items"))
                    .as(filter)
                    .isEmpty();
            assertThat(done(arbiter().get(entity + filter)).get("items"))
                    .as(filter)
                    .isEmpty();
        }
    }

    /** Nobody acts for another yet, and no model is asked; an envelope can say so. */
    @Test
    void aHistoryTellsWhatCausedAnEventForWhomAndByWhichModel() {
        Deal other = Deal.in(symbio);
        String told = other.active(other.draft("Caused", false));
        Journal journal = Journal.of(symbio, "sla", told);
        journal.write(ForgedHistory.inEnvelope(
                journal.read(),
                2,
                meta -> new EventMeta(
                        meta.id(),
                        meta.entity(),
                        meta.seq(),
                        meta.type(),
                        meta.happenedAt(),
                        meta.recordedAt(),
                        new Principal("bot", meta.by().tenant(), "carol"),
                        meta.command(),
                        meta.correlationId(),
                        "cause-1",
                        "model 7",
                        meta.deadlines())));

        JsonNode own = done(other.customerAs("auditor").get(told + "/events")).get("items");
        assertThat(own.at("/1/onBehalfOf").asText()).isEqualTo("carol");
        assertThat(own.at("/1/causationId").asText()).isEqualTo("cause-1");
        assertThat(own.at("/1/model").asText()).isEqualTo("model 7");
        for (String absent : List.of("onBehalfOf", "causationId", "model")) {
            assertThat(own.get(0).has(absent)).as(absent).isFalse();
        }
        JsonNode others =
                done(other.providerAs("auditor").get(told + "/events")).at("/items/1");
        assertThat(others.get("model").asText()).isEqualTo("model 7");
        assertThat(others.has("onBehalfOf") || others.has("causationId")).isFalse();
        JsonNode described = symbio.anyone().contract().document().at("/components/schemas/EventView/properties");
        for (String optional : List.of("onBehalfOf", "causationId", "model")) {
            assertThat(described.at("/" + optional + "/description").asText())
                    .as(optional)
                    .isNotEmpty();
        }
    }

    @Test
    void findsWhatOnesPeopleDidToEntitiesOfPartners() {
        String act = "observations-recorded.v1";
        List<String> acts = List.of(act, "contract-signed.v1");
        await().untilAsserted(() -> assertThat(types(done(provider().get(EVENTS + "?subject=integration"))))
                .containsExactly(act));
        JsonNode found = done(provider().get(EVENTS + "?subject=integration")).at("/items/0");
        assertThat(found.get("entity").asText()).isEqualTo(id);
        assertThat(found.get("correlationId").asText()).isEqualTo("delivery-1");
        assertThat(found.has("data")).isFalse();
        assertThat(types(done(provider().get(EVENTS + "?correlationId=delivery-1"))))
                .containsExactly(act);
        assertThat(types(done(provider().get(EVENTS + "?subject=contract_manager&correlationId=delivery-1"))))
                .isEmpty();
        String from = done(provider().get(contract + "/events"))
                .at("/items/0/recordedAt")
                .asText();
        for (String query : List.of(
                "?kind=sla",
                "?scope=elsewhere",
                "?from=" + from + "&until=2999-01-01T00:00:00Z",
                "?kind=sla&scope=elsewhere&from=" + from)) {
            assertThat(types(done(provider().get(EVENTS + query)))).as(query).containsExactlyElementsOf(acts);
            assertThat(pages(provider(), query + "&limit=1")).as(query).containsExactlyElementsOf(acts);
        }
        assertThat(types(done(provider().get(EVENTS + "?kind=sla&scope=ours")))).isEmpty();
        assertThat(types(done(provider().get(EVENTS + "?subject=integration&scope=ours"))))
                .isEmpty();
        assertThat(types(done(customer().get(EVENTS + "?kind=sla&scope=elsewhere"))))
                .isEmpty();
        assertThat(types(done(customer().get(EVENTS + "?kind=sla&scope=ours")))).contains(act);
    }

    @Test
    void tellsNobodyElseOfIt() {
        await().untilAsserted(() -> assertThat(types(done(provider().get(EVENTS + "?subject=integration"))))
                .hasSize(1));
        Sales sales = Sales.in(symbio);
        for (ApiClient stranger : List.of(sales.hostAs("auditor"), arbiter(), symbio.as("operator@symbio"))) {
            for (String query : List.of(
                    "?subject=integration",
                    "?correlationId=delivery-1",
                    "?kind=sla&scope=elsewhere",
                    "?kind=sla&from=2026-01-01T00:00:00Z")) {
                assertThat(done(stranger.get(EVENTS + query)).get("items"))
                        .as(query)
                        .isEmpty();
            }
        }
    }

    @Test
    void showsOfActsElsewhereWhatTheEntityShows() {
        Deal other = Deal.in(symbio);
        String journey = JourneyTour.started(other);
        done(other.seller().post(journey + "/tasks/certify/accept", Map.of()));
        ApiClient auditor = other.providerAs("auditor");
        await().untilAsserted(() -> assertThat(done(auditor.get(EVENTS + "?kind=journey&subject=contract_manager"))
                        .get("items")
                        .findValuesAsText("type"))
                .containsExactly("symbio.journey.task-moved.v1"));
        assertThat(done(symbio.as("operator@symbio").get(EVENTS + "?kind=tenant&scope=elsewhere&limit=200"))
                        .get("items"))
                .isEmpty();
    }

    @Test
    void goesOnThroughActsInMoreEntitiesThanAreAskedAtOnce() {
        Deal busy = Deal.in(symbio);
        int contracts = 23;
        for (int i = 0; i < contracts; i++) {
            busy.active(busy.draft("Number " + i, false));
        }
        ApiClient auditor = busy.providerAs("auditor");
        String query = "?kind=sla&subject=contract_manager&limit=200";
        await().untilAsserted(() -> assertThat(pages(auditor, query)).hasSize(contracts));
        JsonNode first = done(auditor.get(EVENTS + query));
        assertThat(first.get("items")).hasSize(20);
        assertThat(first.has("next")).isTrue();
        List<String> seen = new ArrayList<>(first.get("items").findValuesAsText("entity"));
        seen.addAll(
                done(auditor.get(EVENTS + query + "&cursor=" + first.get("next").asText()))
                        .get("items")
                        .findValuesAsText("entity"));
        assertThat(seen).doesNotHaveDuplicates().hasSize(contracts);
    }

    @Test
    void refusesQuestionsThatMakeNoSense() {
        for (Map.Entry<String, String> bad : Map.of(
                        "?entity=acme.1", "kind parameter.missing",
                        "?kind=sla&entity=nonsense", "entity parameter.value",
                        "?kind=nothing", "kind parameter.value",
                        "?from=yesterday", "from parameter.value",
                        "?until=%2B999999999-12-31T23:59:59Z", "until parameter.value",
                        "?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "until parameter.value",
                        "?limit=201", "limit parameter.value",
                        "?cursor=made-up", "cursor cursor.invalid",
                        "?who=me", "who parameter.unknown",
                        "?scope=ours&kind=sla&entity=acme.1", "scope parameter.value")
                .entrySet()) {
            ApiClient.Answer answer = customer().get(EVENTS + bad.getKey());
            assertThat(answer.outcome()).as(bad.getKey()).isEqualTo("400 request.invalid-parameter");
            assertThat(answer.faults()).as(bad.getKey()).containsExactly(bad.getValue());
        }
        String first = "?kind=sla&limit=1";
        await().untilAsserted(() ->
                assertThat(done(customer().get(EVENTS + first)).has("next")).isTrue());
        String cursor = done(customer().get(EVENTS + first)).get("next").asText();
        assertThat(provider().get(EVENTS + first + "&cursor=" + cursor).faults())
                .containsExactly("cursor cursor.invalid");
        assertThat(customer()
                        .get(EVENTS + "?kind=tenant&limit=1&cursor=" + cursor)
                        .faults())
                .containsExactly("cursor cursor.invalid");
    }

    @Test
    void tellsHowItWasAtAMomentAndRefusesMomentsThatAreNone() {
        JsonNode events = done(customer().get(contract + "/events")).get("items");
        Instant signed = Instant.parse(events.at("/2/recordedAt").asText());
        ApiClient buyer = deal.buyer();

        ApiClient.Answer before = buyer.get(contract + "?asOf=" + signed.minusNanos(1_000));
        assertThat(done(before).get("phase").asText()).isEqualTo("offered");
        assertThat(before.header("ETag")).hasValue("\"2\"");
        assertThat(done(buyer.get(contract + "?asOf=" + signed)).get("phase").asText())
                .isEqualTo("active");
        for (Map.Entry<String, String> bad : Map.of(
                        "asOfSeq=8", "asOfSeq moment.unknown",
                        "asOfSeq=0", "asOfSeq parameter.value",
                        "asOfSeq=-1", "asOfSeq parameter.value",
                        "asOfSeq=99999999999999999999", "asOfSeq parameter.value",
                        "asOf=2999-01-01T00:00:00Z", "asOf moment.unknown",
                        "asOf=2001-01-01T00:00:00Z", "asOf moment.unknown",
                        "asOf=now", "asOf parameter.value",
                        "asOf=2026-02-30T00:00:00Z", "asOf parameter.value",
                        "asOfSeq=1&asOf=2026-01-01T00:00:00Z", "asOf moment.unknown")
                .entrySet()) {
            ApiClient.Answer answer = buyer.get(contract + "?" + bad.getKey());
            assertThat(answer.outcome()).as(bad.getKey()).isEqualTo("400 request.invalid-parameter");
            assertThat(answer.faults()).as(bad.getKey()).containsExactly(bad.getValue());
        }
    }

    @Test
    void showsNobodyMoreOfThePastThanItSawThen() {
        assertThat(done(deal.arbiter().get(contract + "?asOfSeq=3"))
                        .get("phase")
                        .asText())
                .isEqualTo("active");
        assertThat(deal.arbiter().get(contract + "?asOfSeq=2").outcome()).isEqualTo("404 sla.not-found");
        assertThat(deal.seller().get(contract + "?asOfSeq=1").outcome()).isEqualTo("404 sla.not-found");
        assertThat(deal.buyer().get(contract + "?asOfSeq=1").status()).isEqualTo(200);
        Sales sales = Sales.in(symbio);
        String opportunity = sales.opened();
        assertThat(sales.partner().get(opportunity + "?asOfSeq=1").outcome()).isEqualTo("404 opportunity.not-found");
        done(sales.seller()
                .post(opportunity + "/shares", Map.of("partner", sales.partner, "fields", List.of("customer"))));
        assertThat(sales.partner().get(opportunity).status()).isEqualTo(200);
        assertThat(sales.partner().get(opportunity + "?asOfSeq=1").outcome()).isEqualTo("403 opportunity.not-for-you");
    }

    @Test
    void tellsWhatChangedFieldByFieldAndInWords() {
        String query = DIFFERENCES + "?kind=sla&entity=" + id + "&from=2";
        JsonNode told = done(customer().get(query + "&to=3"));

        assertThat(told.at("/to/seq").asInt()).isEqualTo(3);
        assertThat(told.get("differences").findValuesAsText("sentence"))
                .contains("phase changed from \"offered\" to \"active\".");
        JsonNode phase = told.get("differences").get(1);
        assertThat(phase.get("pointer").asText()).isEqualTo("/phase");
        assertThat(phase.get("before").asText() + phase.get("after").asText()).isEqualTo("offeredactive");
        assertThat(told.get("events").findValuesAsText("type")).containsExactly("symbio.sla.contract-signed.v1");
        assertThat(told.at("/events/0/tenant").asText()).isEqualTo(deal.provider);
        JsonNode chinese = done(provider().get(query + "&lang=zh-CN"));
        assertThat(chinese.get("differences").findValuesAsText("sentence")).contains("阶段由“offered”变为“active”。");
        assertThat(chinese.get("eventCount").asInt()).isEqualTo(5);
        assertThat(chinese.at("/to/seq").asInt()).isEqualTo(7);
        String same = done(customer().get(query + "&to=2")).get("differences").toString();
        assertThat(same).isEqualTo("[]");
    }

    @Test
    void refusesDifferencesThatAreNotThereToBeTold() {
        String entity = DIFFERENCES + "?kind=sla&entity=" + id;
        for (Map.Entry<String, String> bad : Map.of(
                        DIFFERENCES,
                        "kind parameter.missing",
                        DIFFERENCES + "?kind=sla&from=1",
                        "entity parameter.missing",
                        entity,
                        "from parameter.missing",
                        entity + "&from=3&to=2",
                        "to moment.unknown",
                        entity + "&from=1&to=99",
                        "to moment.unknown",
                        entity + "&from=soon",
                        "from moment.unknown",
                        entity + "&from=1&lang=de",
                        "lang parameter.value")
                .entrySet()) {
            assertThat(customer().get(bad.getKey()).faults()).as(bad.getKey()).containsExactly(bad.getValue());
        }
        assertThat(arbiter().get(entity + "&from=1").faults()).containsExactly("from moment.unknown");
        assertThat(arbiter().get(entity + "&from=3").status()).isEqualTo(200);
        Sales sales = Sales.in(symbio);
        assertThat(sales.hostAs("auditor").get(entity + "&from=1").outcome()).isEqualTo("404 sla.not-found");
        assertThat(sales.hostAs("auditor")
                        .get(DIFFERENCES + "?kind=sla&entity=nonsense&from=1")
                        .outcome())
                .isEqualTo("404 sla.not-found");
    }
}
