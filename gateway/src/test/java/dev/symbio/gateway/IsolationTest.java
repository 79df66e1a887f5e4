package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.tenants.tenant.Authorisation;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Generated from the list of endpoints: nobody gets anywhere without a token, a role, or a part in the matter. */
@ExtendWith(SharedSymbio.class)
class IsolationTest {
    private static RunningSymbio symbio;
    private static Deal deal;
    private static Tokens tokens;
    private static String contract;
    private static String commitment;
    private static String webhook;
    private static String opportunity;
    private static String journey;
    private static String template;
    private static String stranger;

    @BeforeAll
    static void bringInTwoParties(RunningSymbio running) {
        symbio = running;
        deal = Deal.in(symbio);
        tokens = new Tokens(symbio);
        contract = deal.settled().substring(Deal.CONTRACTS.length() + 1);
        commitment = Deal.done(deal.buyer().post(Vow.COMMITMENTS, Vow.alone("Private")))
                .get("id")
                .asText();
        webhook = Deal.done(deal.customerAs("finance")
                        .post(
                                "/api/v1/webhooks",
                                Map.of("url", "http://127.0.0.1:9/", "types", List.of("symbio.sla.payment-due.v1"))))
                .get("id")
                .asText();
        opportunity = Sales.openedIn(symbio, deal.customer);
        journey = JourneyTour.started(deal).substring(JourneyTour.JOURNEYS.length() + 1);
        template = JourneyTour.template(deal).substring(JourneyTour.TEMPLATES.length() + 1);
        stranger = "stranger-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> allRoles = Stream.of(Role.values())
                .filter(role -> role != Role.OPERATOR)
                .map(Role::name)
                .toList();
        Deal.done(symbio.operator()
                .post(
                        "/api/v1/tenants",
                        Map.of(
                                "id", stranger,
                                "name", "Stranger",
                                "kind", "DEALER",
                                "zone", "UTC",
                                "members", List.of(Map.of("subject", "all", "name", "All", "roles", allRoles)))));
    }

    /** A body with which the endpoint would do something, if it were let. */
    private static Object body(String endpoint) {
        Object terms = SampleTerms.onTime();
        return switch (endpoint) {
            case "createTenant" -> Map.of("id", "x-" + stranger, "name", "X", "kind", "DEALER", "zone", "UTC");
            case "setMember" -> Map.of("subject", "eve", "name", "Eve", "roles", List.of("ADMIN"));
            case "setContact", "setOwnContact" -> Map.of("mail", "eve@example.com");
            case "redactMember", "redactTenant" -> Map.of("reason", "Because.");
            case "setNotificationSettings" -> Map.of("digestTimes", List.of("08:00"));
            case "changeCalendar" ->
                Map.of("name", "c", "week", Map.of("monday", List.of(Map.of("from", "08:00", "to", "09:00"))));
            case "draftSlaContract" -> deal.draft("Forged", false);
            case "counterSlaContract" -> Map.of("terms", terms);
            case "proposeAmendment" -> Map.of("terms", terms, "effectiveFrom", "2027-01-01T00:00:00Z");
            case "signSlaContract" -> Map.of("version", 1);
            case "withdrawSlaContract", "rejectAmendment", "retireSlaContract" -> Map.of("reason", "Because.");
            case "recordObservations" ->
                Map.of("observations", List.of(Map.of("id", "x", "at", "2026-01-01T00:00:00Z")));
            case "claimExclusion" ->
                Map.of("reason", "force-majeure", "observationIds", List.of("d2"), "evidence", "None.");
            case "answerExclusion" -> Map.of("accept", true);
            case "disputeStatement" ->
                Map.of("observations", List.of(Map.of("id", "d2", "claim", "met")), "evidence", "None.");
            case "proposeResolution", "ruleDispute" -> Map.of("outcome", "upheld");
            case "acknowledgePayment" -> Map.of("reference", "R");
            case "confirmPaid" -> Map.of("reference", "R", "paidOn", "2026-01-01");
            case "draftCommitment" -> Vow.alone("Forged");
            case "changeCommitment" -> Map.of("terms", Vow.alone("Forged").get("terms"));
            case "signCommitment" -> Map.of("capacity", "sales", "revision", 1);
            case "proposeWaiver" -> Map.of("reason", "Because.", "capacity", "sales");
            case "answerWaiver" -> Map.of("accept", true, "capacity", "sales");
            case "endCommitment" -> Map.of("reason", "Because.");
            case "recordTrigger" -> Map.of("name", "power-on", "happenedAt", "2026-01-01T00:00:00Z");
            case "recordTelemetry" ->
                Map.of(
                        "stream",
                        "press-1",
                        "samples",
                        List.of(Map.of("id", "x", "at", "2026-01-01T00:00:00Z", "values", Map.of("pressure", "1"))));
            case "recordObstacle" -> Map.of("category", "data", "cause", "c", "description", "d");
            case "createWebhook" -> Map.of("url", "http://127.0.0.1:9/", "types", List.of("symbio.sla.payment-due.v1"));
            case "startJourney" -> JourneyTour.plan(deal);
            case "createJourneyTemplate", "reviseJourneyTemplate" -> Map.of("name", "x", "tasks", List.of());
            case "importJourneys" -> Map.of("journeys", List.of());
            case "disputeTask" -> Map.of("text", "No.");
            case "resolveTaskDispute" -> Map.of("outcome", "Yes.");
            case "changeJourneyCalendar" ->
                Map.of("calendar", JourneyTour.plan(deal).get("calendar"));
            case "cancelJourney" -> Map.of("reason", "Because.");
            default -> OpportunityBodies.of(endpoint, stranger);
        };
    }

    private static Stream<Endpoint<?>> guarded() {
        return symbio.symbio().endpoints().stream().filter(e -> e.admission() != Endpoint.Admission.OPEN);
    }

    private static String path(Endpoint<?> endpoint) {
        return endpoint.path()
                .replace("entities/{kind}/{entity}", "entities/tenant/" + deal.customer + ".self")
                .replace("{contract}", contract)
                .replace("{opportunity}", opportunity)
                .replace("{commitment}", commitment)
                .replace("{promise}", "p1")
                .replace("{verdict}", "1")
                .replace("{tenant}", deal.customer)
                .replace("{webhook}", webhook)
                .replace("{journey}", journey)
                .replace("{template}", template)
                .replace("{task}", "certify")
                .replace("{dispute}", "d1")
                .replace("{period}", "2011-Q3")
                .replace("{exclusion}", "e1")
                .replace("{version}", "1")
                .replace("{subject}", "admin")
                .replace("{letter}", "p:sla:" + contract)
                .replace("{kind}", "sla")
                .replace("{entity}", contract)
                .replaceAll("\\{[a-zA-Z]+}", "none");
    }

    /** The same path, of things that never were. */
    private static String pathToNothing(Endpoint<?> endpoint) {
        return path(endpoint)
                .replace(journey, deal.customer + "." + UUID.randomUUID())
                .replace(template, deal.customer + "." + UUID.randomUUID())
                .replace(contract, deal.customer + "." + UUID.randomUUID())
                .replace(opportunity, deal.customer + "." + UUID.randomUUID())
                .replace(commitment, deal.customer + "." + UUID.randomUUID())
                .replace("/tenants/" + deal.customer, "/tenants/never-was")
                .replace("/tenant/" + deal.customer, "/tenant/never-was")
                .replace(webhook, UUID.randomUUID().toString());
    }

    private static ApiClient.Answer ask(Endpoint<?> endpoint, String path, String token) {
        ApiClient client = symbio.anyone().as(token).withKey(UUID.randomUUID().toString());
        return endpoint.bodyKind() == Endpoint.BodyKind.NONE
                ? client.send(endpoint.verb().name(), path, null, HttpRequest.BodyPublishers.noBody())
                : client.sendJson(endpoint.verb().name(), path, body(endpoint.id()));
    }

    @TestFactory
    Stream<DynamicTest> letsNobodyInWithoutAGoodToken() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("no token", null);
        bad.put("nonsense", "nonsense");
        bad.put("expired", tokens.expired("contract_manager", deal.customer));
        bad.put("for another service", tokens.forOthers("contract_manager", deal.customer));
        String good = tokens.good("contract_manager", deal.customer);
        bad.put("changed", good.substring(0, good.length() - 8) + "AAAAAAAA");
        return guarded().flatMap(endpoint -> bad.entrySet().stream()
                .map(token -> dynamicTest(token.getKey() + ": " + endpoint, () -> {
                    ApiClient.Answer answer = ask(endpoint, path(endpoint), token.getValue());
                    assertThat(answer.outcome()).isEqualTo("401 access.unauthenticated");
                    assertThat(answer.header("WWW-Authenticate")).isPresent();
                })));
    }

    @TestFactory
    Stream<DynamicTest> letsNobodyInWhoIsNoMember() {
        String token = tokens.good("nobody", deal.customer);
        return guarded()
                .map(endpoint -> dynamicTest(endpoint.toString(), () -> assertThat(
                                ask(endpoint, path(endpoint), token).outcome())
                        .isEqualTo("403 access.denied")));
    }

    @TestFactory
    Stream<DynamicTest> letsRolesDoWhatTheTableSaysAndNoMore() {
        return Stream.of(Role.values()).filter(role -> role != Role.OPERATOR).flatMap(role -> {
            Set<Permission> held = Authorisation.permissions(Set.of(role));
            String token = symbio.token(role.name().toLowerCase(java.util.Locale.ROOT) + "@" + deal.customer);
            return guarded()
                    .filter(endpoint -> endpoint.permission().isPresent()
                            && !held.contains(endpoint.permission().get()))
                    .map(endpoint -> dynamicTest(role + ": " + endpoint, () -> assertThat(
                                    ask(endpoint, path(endpoint), token).outcome())
                            .isEqualTo("403 access.denied")));
        });
    }

    @TestFactory
    Stream<DynamicTest> showsStrangersTheSameAsNothing() {
        String token = symbio.token("all@" + stranger);
        return guarded()
                .filter(endpoint -> !pathToNothing(endpoint).equals(path(endpoint)))
                .filter(endpoint -> endpoint.permission().orElseThrow() != Permission.OPERATE)
                .map(endpoint -> dynamicTest(endpoint.toString(), () -> {
                    ApiClient.Answer real = ask(endpoint, path(endpoint), token);
                    ApiClient.Answer nothing = ask(endpoint, pathToNothing(endpoint), token);

                    assertThat(real.status()).isEqualTo(404);
                    assertThat(comparable(real)).isEqualTo(comparable(nothing));
                }));
    }

    /** All that the caller gets, but for what is different in every answer. */
    private static List<Object> comparable(ApiClient.Answer answer) {
        ObjectNode body = answer.json().deepCopy();
        body.remove("instance");
        Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers());
        headers.remove("x-correlation-id");
        headers.remove("date");
        headers.remove("content-length");
        return new ArrayList<>(List.of(answer.status(), body.toString(), headers));
    }

    @TestFactory
    Stream<DynamicTest> listsNothingOfOthers() {
        String token = symbio.token("all@" + stranger);
        return guarded()
                .filter(endpoint ->
                        endpoint.verb().name().equals("GET") && !endpoint.path().contains("{"))
                .filter(endpoint ->
                        endpoint.permission().map(p -> p != Permission.OPERATE).orElse(true))
                .map(endpoint -> dynamicTest(endpoint.toString(), () -> assertThat(
                                ask(endpoint, path(endpoint), token).text())
                        .doesNotContain(contract)
                        .doesNotContain(opportunity)
                        .doesNotContain(commitment)
                        .doesNotContain(deal.customer)
                        .doesNotContain(deal.provider)
                        .doesNotContain(webhook)));
    }

    @Test
    void refusesACursorOfAnotherTenant() {
        deal.active(deal.draft("Second", false));
        UnaryOperator<String> page = query -> "/api/v1/sla-contracts?limit=1" + query;
        org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(
                        deal.buyer().get(page.apply("")).json().has("next"))
                .isTrue());
        String cursor = deal.buyer().get(page.apply("")).json().get("next").asText();

        assertThat(deal.buyer().get(page.apply("&cursor=" + cursor)).status()).isEqualTo(200);
        assertThat(deal.seller().get(page.apply("&cursor=" + cursor)).outcome())
                .isEqualTo("400 request.invalid-parameter");
        assertThat(deal.buyer()
                        .get(page.apply("&phase=active&cursor=" + cursor))
                        .outcome())
                .isEqualTo("400 request.invalid-parameter");
    }

    @Test
    void hidesWhatIsNotSignedFromTheArbiterAndDraftsFromTheOtherParty() {
        ObjectNode draft = deal.draft("Hidden", false);
        draft.put("arbiter", deal.arbiter);
        String path = deal.drafted(draft);
        assertThat(deal.seller().get(path).outcome()).isEqualTo("404 sla.not-found");
        Deal.done(deal.buyer().post(path + "/offer", Map.of()));
        assertThat(deal.seller().get(path).status()).isEqualTo(200);
        assertThat(deal.arbiter().get(path).outcome()).isEqualTo("404 sla.not-found");
        Deal.done(deal.seller().post(path + "/sign", Map.of("version", 1)));
        assertThat(deal.arbiter().get(path).status()).isEqualTo(200);
        assertThat(deal.arbiter().post(path + "/sign", Map.of("version", 1)).outcome())
                .isEqualTo("403 sla.not-for-you");
    }

    @Test
    void hidesTermsUnderNegotiationFromTheArbitersHistory() {
        ObjectNode draft = deal.draft("Amended in private", false);
        draft.put("effectiveFrom", "2026-01-01T00:00:00Z");
        draft.put("arbiter", deal.arbiter);
        String path = deal.active(draft);
        Map<String, Object> amendment =
                Map.of("terms", SampleTerms.onTime(), "effectiveFrom", "2027-01-01T00:00:00Z", "note", "Secret.");
        Deal.done(deal.buyer().post(path + "/amendments", amendment));
        Deal.done(deal.seller().post(path + "/amendments/2/reject", Map.of("reason", "Secret.")));
        Deal.done(deal.buyer().post(path + "/amendments", amendment));
        Deal.done(deal.seller().post(path + "/amendments/3/sign", Map.of()));
        Map<String, Object> next = new LinkedHashMap<>(amendment);
        next.put("effectiveFrom", "2028-01-01T00:00:00Z");
        Deal.done(deal.buyer().post(path + "/amendments", next));

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            var page = Deal.done(symbio.as("auditor@" + deal.arbiter).get(path + "/events?limit=1" + cursor));
            assertThat(page.toString()).doesNotContain("Secret.");
            seen.addAll(page.get("items").findValuesAsText("type"));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asText() : null;
        } while (cursor != null);
        assertThat(seen).containsExactly("symbio.sla.contract-signed.v1", "symbio.sla.amendment-signed.v1");
        assertThat(deal.customerAs("auditor").get(path + "/events").json().get("items"))
                .hasSize(8);
    }

    @Test
    void letsOnlyOperatorsOfTheOperatorSeeOtherCompanies() {
        Deal.done(symbio.operator()
                .post(
                        "/api/v1/tenants/symbio/members",
                        Map.of("subject", "clerk", "name", "Clerk", "roles", List.of("ADMIN", "VIEWER"))));
        ApiClient clerk = symbio.as("clerk@symbio");

        assertThat(clerk.get("/api/v1/tenants/symbio").status()).isEqualTo(200);
        assertThat(clerk.get("/api/v1/tenants/" + deal.customer).outcome()).isEqualTo("404 tenant.not-found");
        assertThat(clerk.get("/api/v1/tenants").json().get("items").findValuesAsText("id"))
                .containsExactly("symbio");
        assertThat(clerk.post(
                                "/api/v1/tenants/" + deal.customer + "/members",
                                Map.of("subject", "clerk", "name", "Clerk", "roles", List.of("ADMIN")))
                        .outcome())
                .isEqualTo("404 tenant.not-found");
        Deal.done(symbio.operator().delete("/api/v1/tenants/symbio/members/clerk"));
    }

    @Test
    void showsNothingThatWasBoundToAFailedStatement() {
        assertThatThrownBy(() -> symbio.symbio().platform().sql().withHandle(handle -> handle.createUpdate(
                                "insert into webhook_endpoint (tenant_id, secret) values (:tenant, :secret)")
                        .bind("tenant", "acme")
                        .bind("secret", "whsec_hidden")
                        .execute()))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .message()
                .doesNotContain("whsec_hidden");
    }

    @Test
    void tellsTheOtherPartyNoNamesOfPeople() {
        String events = "/api/v1/sla-contracts/" + contract + "/events";
        var drafted = deal.providerAs("auditor").get(events).json().at("/items/0");

        assertThat(drafted.get("tenant").asText()).isEqualTo(deal.customer);
        assertThat(drafted.has("subject")).isFalse();
        assertThat(deal.customerAs("auditor")
                        .get(events)
                        .json()
                        .at("/items/0/subject")
                        .asText())
                .isEqualTo("contract_manager");
    }
}
