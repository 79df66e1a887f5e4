package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.CONTRACTS;
import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.gateway.http.Endpoint;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One tour through everything that can be asked for; each answer is held against the description. */
@ExtendWith(SharedSymbio.class)
class EveryEndpointTest {
    private static final String BROKEN_LETTER = "sla-statements:sla:nobody.x";

    /** Needs an event that a read model cannot digest; the test of operations brings that about. */
    private static final Set<String> NOT_ON_THE_TOUR = Set.of("replayDeadLetter");

    @Test
    void answersAsDescribed(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        tenants(symbio, deal);
        negotiation(deal);
        amendments(deal);
        settlement(deal);
        disputes(deal);
        reading(deal);
        auditing(deal);
        audit(deal);
        JourneyTour.take(deal);
        webhooks(deal);
        inbox(deal);
        ApiClient admin = deal.customerAs("admin");
        done(admin.put(
                "/api/v1/automation", done(admin.get("/api/v1/automation")).get("rules")));
        CommitmentTour.through(Vow.in(symbio));
        operations(symbio);
        identity(symbio);
        OpportunityTour.take(symbio);

        Set<String> declared =
                symbio.symbio().endpoints().stream().map(Endpoint::id).collect(Collectors.toSet());
        declared.removeAll(NOT_ON_THE_TOUR);
        assertThat(symbio.anyone().contract().answered()).containsAll(declared);
    }

    @Test
    void describesItselfWithoutLooseEnds(RunningSymbio symbio) {
        JsonNode document = symbio.anyone().contract().document();
        List<String> operations = document.path("paths").findValuesAsText("operationId");

        assertThat(operations)
                .doesNotHaveDuplicates()
                .hasSize(symbio.symbio().endpoints().size());
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        document.at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
        assertThat(document.at("/components/schemas").properties())
                .extracting(Map.Entry::getKey)
                .allMatch(name -> name.matches("[A-Za-z0-9]+"));
    }

    private static void tenants(RunningSymbio symbio, Deal deal) {
        ApiClient admin = deal.customerAs("admin");
        String self = "/api/v1/tenants/" + deal.customer;
        assertThat(done(admin.get("/api/v1/me")).get("permissions").toString()).contains("TENANT_MANAGE");
        assertThat(done(admin.get("/api/v1/tenants")).get("items")).hasSize(1);
        done(admin.post(self + "/members", Map.of("subject", "bob", "name", "Bob", "roles", List.of("VIEWER"))));
        assertThat(done(admin.get(self)).get("members").findValuesAsText("subject"))
                .contains("bob");
        Map<String, Object> contact = Map.of("mail", "bob@example.com", "language", "zh-CN");
        done(admin.put(self + "/members/bob/contact", contact));
        done(admin.put("/api/v1/me/contact", Map.of("mail", "admin@example.com")));
        done(admin.get("/api/v1/notification-deliveries"));
        done(admin.get("/api/v1/notification-settings"));
        done(admin.put("/api/v1/notification-settings", Map.of("language", "en")));
        done(admin.delete(self + "/members/bob"));
        done(admin.post(self + "/members/bob/redaction", Map.of("reason", "Bob asked for it.")));
        done(admin.get(self + "/redactions"));
        JsonNode changed = done(admin.put(
                self + "/calendar",
                Map.of(
                        "name", "late shift",
                        "week", Map.of("monday", List.of(Map.of("from", "14:00", "to", "22:00"))),
                        "holidays", List.of("2026-12-25"))));
        assertThat(changed.at("/calendar/version").asInt()).isEqualTo(2);
        done(symbio.operator()
                .post("/api/v1/tenants", Map.of("name", "Without id", "kind", "DEALER", "zone", "Asia/Shanghai")));
        String gone = "gone-" + deal.customer;
        symbio.company(gone, "DEALER");
        done(symbio.operator().post("/api/v1/tenants/" + gone + "/redaction", Map.of("reason", "It is gone.")));
        JsonNode first = done(symbio.operator().get("/api/v1/tenants?limit=1"));
        JsonNode second = done(symbio.operator()
                .get("/api/v1/tenants?limit=1&cursor=" + first.get("next").asText()));
        assertThat(second.at("/items/0/id").asText())
                .isGreaterThan(first.at("/items/0/id").asText());
    }

    private static void negotiation(Deal deal) {
        String countered = deal.offered(deal.draft("Countered", false));
        ObjectNode terms = SampleTerms.onTime();
        terms.withObject("/objective").put("target", "0.95");
        JsonNode counter =
                done(deal.seller().post(countered + "/counter", Map.of("terms", terms, "note", "Rather this.")));
        assertThat(counter.get("seq").asLong()).isEqualTo(3);
        done(deal.buyer().post(countered + "/sign", Map.of("version", 2)));
        done(deal.buyer().post(countered + "/retire", Map.of("reason", "No longer needed.")));
        String withdrawn = deal.drafted(deal.draft("Withdrawn", false));
        done(deal.buyer().post(withdrawn + "/withdraw", Map.of("reason", "A mistake.")));
    }

    private static void amendments(Deal deal) {
        ObjectNode draft = deal.draft("Amended", false);
        draft.put("effectiveFrom", "2026-01-01T00:00:00Z");
        String contract = deal.active(draft);
        Map<String, Object> amendment =
                Map.of("terms", SampleTerms.onTime(), "effectiveFrom", "2027-01-01T00:00:00Z", "note", "As agreed.");
        done(deal.buyer().post(contract + "/amendments", amendment));
        done(deal.seller().post(contract + "/amendments/2/reject", Map.of("reason", "Not yet.")));
        done(deal.buyer().post(contract + "/amendments", amendment));
        done(deal.seller().post(contract + "/amendments/3/sign", Map.of()));
        assertThat(done(deal.seller().get(contract)).get("versions")).hasSize(2);
    }

    private static void settlement(Deal deal) {
        String contract = deal.settled();
        JsonNode batch = done(deal.providerAs("integration")
                .post(
                        contract + "/observations",
                        Map.of(
                                "source",
                                "wms",
                                "observations",
                                List.of(Map.of("id", "d3", "at", "2026-11-02T08:00:00Z", "met", true)))));
        assertThat(batch.get("accepted").asInt()).isEqualTo(1);
        JsonNode claim = done(deal.seller()
                .post(
                        contract + "/exclusions",
                        Map.of("reason", "force-majeure", "observationIds", List.of("d2"), "evidence", "A strike.")));
        done(deal.buyer()
                .post(
                        contract + "/exclusions/" + claim.get("exclusionId").asText() + "/answer",
                        Map.of("accept", true, "note", "Known.")));
        String statement = contract + "/statements/2011-Q3";
        assertThat(done(deal.seller().get(statement)).at("/statement/credit").asText())
                .isEqualTo("400.00");
        done(deal.seller().post(statement + "/accept", Map.of()));
        assertThat(done(deal.buyer().get(statement)).at("/acceptedBy/0").asText())
                .isEqualTo(deal.provider);
        done(deal.buyer().post(statement + "/accept", Map.of()));
        ApiClient finance = deal.customerAs("finance");
        done(finance.post(statement + "/acknowledge", Map.of("reference", "INV-1")));
        done(finance.post(statement + "/paid", Map.of("reference", "PAY-1", "paidOn", "2026-01-05")));
        assertThat(done(deal.buyer().get(statement)).get("status").asText()).isEqualTo("paid");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode paid = done(deal.buyer().get("/api/v1/statements?status=paid&limit=10"));
            assertThat(paid.at("/items/0/credit").asText()).isEqualTo("400.00");
        });

        deal.closedYesterday();
    }

    private static void disputes(Deal deal) {
        Map<String, Object> dispute = Map.of(
                "observations", List.of(Map.of("id", "d2", "claim", "met")), "evidence", "Gate log of the depot.");
        Map<String, Object> upheld = Map.of("outcome", "upheld", "note", "The log covers it.");
        String agreed = deal.settled() + "/statements/2011-Q3";
        done(deal.seller().post(agreed + "/dispute", dispute));
        done(deal.buyer().post(agreed + "/dispute/propose", upheld));
        done(deal.seller().post(agreed + "/dispute/agree", Map.of()));
        assertThat(done(deal.seller().get(agreed))
                        .at("/dispute/resolved/outcome")
                        .asText())
                .isEqualTo("upheld");

        ObjectNode draft = deal.draft("With an arbiter", true);
        draft.put("arbiter", deal.arbiter);
        String contract = deal.active(draft);
        done(deal.seller().postCsv(contract + "/observations", SampleTerms.TWO_DELIVERIES));
        done(deal.seller().post(contract + "/backfill/complete", Map.of()));
        String ruled = contract + "/statements/2011-Q3";
        done(deal.seller().post(ruled + "/dispute", dispute));
        done(deal.arbiter().post(ruled + "/dispute/rule", upheld));
        List<String> seenByArbiter = done(deal.symbio
                        .as("auditor@" + deal.arbiter)
                        .get(contract + "/events"))
                .get("items")
                .findValuesAsText("type");
        assertThat(seenByArbiter)
                .startsWith("symbio.sla.contract-signed.v1")
                .endsWith("symbio.sla.statement-accepted.v1");
    }

    private static void reading(Deal deal) {
        String contract = deal.settled();
        ApiClient viewer = deal.customerAs("viewer");
        assertThat(done(viewer.get(contract + "/terms")).get("sentences")).isNotEmpty();
        assertThat(done(viewer.get(contract + "/terms?lang=zh-CN"))
                        .get("sentences")
                        .toString())
                .containsPattern("\\p{IsHan}");
        done(viewer.get(contract + "/outlook"));
        JsonNode first = done(viewer.get(contract + "/periods/2011-Q3/observations?limit=1"));
        assertThat(first.at("/items/0/id").asText()).isEqualTo("d1");
        JsonNode rest = done(viewer.get(contract + "/periods/2011-Q3/observations?limit=1&cursor="
                + first.get("next").asText()));
        assertThat(rest.at("/items/0/id").asText()).isEqualTo("d2");
        assertThat(rest.has("next")).isFalse();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(done(viewer.get(contract + "/statements"))
                        .at("/items/0/statement/credit")
                        .asText())
                .isEqualTo("400.00"));
        JsonNode contracts = done(viewer.get(CONTRACTS + "?phase=active&limit=2"));
        assertThat(contracts.get("items")).hasSize(2);
        done(viewer.get(CONTRACTS + "?phase=active&limit=2&cursor="
                + contracts.get("next").asText()));
        JsonNode events = done(deal.customerAs("auditor").get(contract + "/events?limit=2"));
        assertThat(events.at("/items/1/previousHash")).isEqualTo(events.at("/items/0/hash"));
        JsonNode more = done(deal.customerAs("auditor")
                .get(contract + "/events?cursor=" + events.get("next").asText()));
        assertThat(more.at("/items/0/seq").asInt()).isEqualTo(3);
    }

    private static void auditing(Deal deal) {
        ApiClient auditor = deal.customerAs("auditor");
        done(auditor.get("/api/v1/audit/keys"));
        String contract = deal.settled().substring(CONTRACTS.length() + 1);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            JsonNode checkpoint = done(auditor.post("/api/v1/audit/checkpoints", Map.of()));
            assertThat(auditor.get("/api/v1/audit/exports/"
                                    + checkpoint.get("number").asLong())
                            .text()
                            .lines()
                            .count())
                    .isGreaterThan(checkpoint.get("events").asLong());
            done(auditor.get("/api/v1/audit/proofs/sla/" + contract));
            assertThat(auditor.get("/api/v1/audit/entities/sla/" + contract + "/export")
                            .status())
                    .isEqualTo(200);
        });
        assertThat(done(auditor.get("/api/v1/audit/checkpoints")).get("items")).isNotEmpty();
    }

    private static void audit(Deal deal) {
        String contract = deal.settled();
        String id = contract.substring(CONTRACTS.length() + 1);
        ApiClient auditor = deal.customerAs("auditor");
        assertThat(done(auditor.get(contract + "?asOfSeq=2")).get("phase").asText())
                .isEqualTo("offered");
        assertThat(done(auditor.get(contract + "/statements/2011-Q3/recomputation"))
                        .get("equal")
                        .asBoolean())
                .isTrue();
        String entity = "?kind=sla&entity=" + id;
        await().untilAsserted(() -> assertThat(done(auditor.get("/api/v1/audit/events" + entity + "&limit=1"))
                        .get("items"))
                .hasSize(1));
        assertThat(done(auditor.get("/api/v1/audit/differences" + entity + "&from=1&to=2&lang=zh-CN"))
                        .get("differences"))
                .isNotEmpty();
        assertThat(done(auditor.get("/api/v1/audit/causes" + entity + "&seq=1")).get("roots"))
                .hasSize(1);
        String company = "/api/v1/audit/entities/tenant/" + deal.customer + ".self";
        assertThat(done(auditor.get(company + "?asOfSeq=1"))
                        .at("/state/calendar/version")
                        .asInt())
                .isEqualTo(1);
        assertThat(done(auditor.get(company + "/events?limit=1")).get("items")).hasSize(1);
    }

    private static void webhooks(Deal deal) {
        ApiClient finance = deal.customerAs("finance");
        JsonNode created = done(finance.post(
                "/api/v1/webhooks",
                Map.of("url", "http://127.0.0.1:9/hook", "types", List.of("symbio.sla.payment-due.v1"))));
        assertThat(created.get("secret").asText()).isNotEmpty();
        String webhook = "/api/v1/webhooks/" + created.get("id").asText();
        assertThat(done(finance.get("/api/v1/webhooks")).toString())
                .doesNotContain(created.get("secret").asText());
        String statement = deal.settled() + "/statements/2011-Q3";
        done(deal.seller().post(statement + "/accept", Map.of()));
        done(deal.buyer().post(statement + "/accept", Map.of()));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        done(finance.get(webhook + "/deliveries")).get("items"))
                .hasSize(1));
        assertThat(finance.delete(webhook).status()).isEqualTo(204);
        assertThat(finance.delete(webhook).outcome()).isEqualTo("404 webhook.not-found");
    }

    private static void inbox(Deal deal) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> done(deal.buyer().get("/api/v1/inbox/unread"))
                                .get("unread")
                                .asInt()
                        > 0);
        JsonNode entry = done(deal.buyer().get("/api/v1/inbox?unread=true")).at("/items/0");
        assertThat(done(deal.buyer().get("/api/v1/inbox/" + entry.get("id").asText() + "/deliveries"))
                        .get("state")
                        .asText())
                .isIn("sending", "sent");
        assertThat(deal.buyer()
                        .post("/api/v1/inbox/" + entry.get("id").asText() + "/read", Map.of())
                        .status())
                .isEqualTo(204);
        done(deal.seller().post("/api/v1/inbox/read", Map.of()));
        assertThat(done(deal.customerAs("auditor")
                                .get("/api/v1/effects?kind=sla&entity="
                                        + entry.get("entity").asText()))
                        .get("items"))
                .isEmpty();
    }

    private static void operations(RunningSymbio symbio) {
        done(symbio.operator().get("/api/v1/operations/dead-letters"));
        done(symbio.operator().get("/api/v1/operations/quarantine"));
        done(symbio.operator().get("/api/v1/operations/projections"));
        done(symbio.operator().post("/api/v1/operations/projections/opportunity-stays/rebuild", Map.of()));
        assertThat(symbio.operator()
                        .post("/api/v1/operations/dead-letters/" + BROKEN_LETTER + "/replay", Map.of())
                        .outcome())
                .isEqualTo("404 dead-letter.not-found");
    }

    private static void identity(RunningSymbio symbio) {
        ApiClient anyone = symbio.anyone();
        JsonNode discovery = done(anyone.get("/oidc/.well-known/openid-configuration"));
        assertThat(discovery.get("issuer").asText()).isEqualTo(symbio.symbio().url() + "/oidc");
        assertThat(done(anyone.get("/oidc/jwks")).get("keys")).hasSize(1);
        assertThat(anyone.get("/oidc/authorize?client_id=symbio-portal&response_type=code"
                                + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback&code_challenge_method=S256"
                                + "&code_challenge=" + "a".repeat(43) + "&unknown=ignored")
                        .text())
                .contains("Who are you?");
        assertThat(anyone.send(
                                "POST",
                                "/oidc/token",
                                "application/x-www-form-urlencoded",
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&client_id=nobody@nowhere"))
                        .status())
                .isEqualTo(401);
        anyone.get("/openapi.json");
        assertThat(anyone.get("/").header("Location")).contains("/docs");
        anyone.get("/docs");
        anyone.get("/docs/swagger-ui.css");
    }
}
