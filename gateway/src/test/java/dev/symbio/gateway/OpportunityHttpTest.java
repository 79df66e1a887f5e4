package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.gateway.ApiClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad input about opportunities, each with its place, and who sees what. */
@ExtendWith(SharedSymbio.class)
class OpportunityHttpTest {
    private static Sales sales;

    @BeforeAll
    static void bringInTwoCompanies(RunningSymbio running) {
        sales = Sales.in(running);
    }

    @Test
    void holdsTheGateOfAStageAndTheTenantsOwnGate() {
        String it = sales.opened();
        Answer refused = sales.seller().post(it + "/advance", Map.of("to", "needs-diagnosis"));
        assertThat(refused.outcome()).isEqualTo("422 opportunity.artefact-missing");
        assertThat(refused.text()).contains("contact-note");
        assertThat(refused.faults()).containsExactly("/to opportunity.artefact-missing");
        assertThat(sales.seller().post(it + "/advance", Map.of("to", "other")).outcome())
                .isEqualTo("400 request.invalid-body");
        assertThat(sales.seller().post(it + "/advance", Map.of("to", "demo")).outcome())
                .isEqualTo("409 opportunity.not-the-next-stage");

        Sales strict = Sales.in(sales.symbio);
        ObjectNode rules =
                (ObjectNode) done(strict.seller().get("/api/v1/sales-settings")).get("rules");
        rules.withObject("/gates").putArray("firstTouch").add("business-card");
        done(strict.manager().put("/api/v1/sales-settings", rules));
        String other = strict.opened();
        done(strict.artefact(other, "contact-note"));
        assertThat(strict.seller()
                        .post(other + "/advance", Map.of("to", "needs-diagnosis"))
                        .text())
                .contains("business-card");
        done(strict.artefact(other, "business-card"));
        done(strict.seller().post(other + "/advance", Map.of("to", "needs-diagnosis")));

        rules.withObject("/gates").putArray("firstTouch");
        Answer empty = strict.manager().put("/api/v1/sales-settings", rules);
        assertThat(empty.outcome()).isEqualTo("422 opportunity.gate-size");
        assertThat(empty.json().at("/errors/0/pointer").asText()).isEqualTo("/gates/firstTouch");
        assertThat(strict.seller().put("/api/v1/sales-settings", rules).outcome())
                .isEqualTo("403 access.denied");
    }

    @Test
    void namesThePlaceOfARoleThatIsConfirmedTwice() {
        String it = sales.opened();
        Map<String, Object> legal = Map.of("role", "legal", "person", "Eve", "confirmed", true);
        done(sales.seller().post(it + "/decision-chain", Map.of("roles", List.of(legal))));
        Answer again = sales.seller()
                .post(
                        it + "/contacts",
                        Map.of(
                                "summary",
                                "Talked.",
                                "minutes",
                                true,
                                "roles",
                                List.of(Map.of("role", "it", "person", "Ivan"), legal)));
        assertThat(again.outcome()).isEqualTo("422 opportunity.role-already-confirmed");
        assertThat(again.json().at("/errors/0/pointer").asText()).isEqualTo("/roles/1/role");
    }

    @Test
    void isWorkedOnAndWatchedOverByMembersWhoMay() {
        Map<String, Object> wanted = Sales.opportunity();
        wanted.put("owner", "nobody");
        wanted.put("supervisor", "sales");
        Answer refused = sales.seller().post(Sales.OPPORTUNITIES, wanted);
        assertThat(refused.outcome()).isEqualTo("422 opportunity.invalid");
        assertThat(refused.faults())
                .containsExactly(
                        "/owner opportunity.person-not-a-member", "/supervisor opportunity.person-without-role");
        String it = sales.opened();
        wanted.remove("supervisor");
        wanted.put("owner", "viewer");
        assertThat(sales.seller().put(it, wanted).outcome()).isEqualTo("422 opportunity.person-without-role");
        wanted.put("owner", "sales_manager");
        done(sales.seller().put(it, wanted));
        assertThat(Sales.in(sales.symbio).seller().put(it, wanted).outcome()).isEqualTo("404 opportunity.not-found");
    }

    @Test
    void tellsTheOwnerWhenAPromisedNextActionHasPassed() {
        String it = sales.opened();
        Map<String, Object> contact = new java.util.HashMap<>(Map.of("summary", "Talked.", "minutes", true));
        contact.put("nextAction", "Send the price list");
        String soon = java.time.Instant.now().plusMillis(300).toString();
        contact.put("nextActionAt", soon);
        done(sales.seller().post(it + "/contacts", contact));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(done(sales.seller().get("/api/v1/inbox")).get("items"))
                    .anySatisfy(entry ->
                            assertThat(entry.toString()).contains("opportunity.promise-lapsed", "Send the price list"));
            assertThat(done(sales.seller().get("/api/v1/inbox?lang=zh-CN")).toString())
                    .contains("承诺于");
        });
        contact.put("nextActionAt", "2020-01-01T00:00:00Z");
        assertThat(sales.seller().post(it + "/contacts", contact).faults())
                .containsExactly("/nextActionAt opportunity.promise-in-the-past");
    }

    @Test
    void tellsOwnerAndSupervisorThatCompetitorsAreNamedMoreOften() {
        Sales rivals = Sales.in(sales.symbio);
        ObjectNode rules =
                (ObjectNode) done(rivals.seller().get("/api/v1/sales-settings")).get("rules");
        rules.putObject("mentions").put("recent", 1).put("before", 1).put("rise", "0.5");
        rules.put("visibilityTarget", "0.95");
        done(rivals.manager().put("/api/v1/sales-settings", rules));
        String it = rivals.opened();
        Map<String, Object> contact = new java.util.HashMap<>(Map.of("summary", "Talked.", "minutes", true));
        done(rivals.seller().post(it + "/contacts", contact));
        contact.put("competitors", List.of("Rival"));
        done(rivals.seller().post(it + "/contacts", contact));
        assertThat(done(rivals.seller().get(it)).at("/contacts/1/competitors/0").asText())
                .isEqualTo("Rival");
        for (ApiClient reader : List.of(rivals.seller(), rivals.manager())) {
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            done(reader.get("/api/v1/inbox")).at("/items").findValuesAsText("text"))
                    .containsExactly(
                            "Acme: 100 % of the last 1 contacts name competitors (Rival)," + " before it was 0 %."));
        }
        JsonNode health = done(rivals.seller().get("/api/v1/opportunity-process-health"));
        assertThat(health.get("visibilityTarget").asText()).isEqualTo("0.95");
        assertThat(health.at("/months/0/leads").asInt()).isEqualTo(1);
        rules.withObject("/mentions").put("rise", "0");
        assertThat(rivals.manager().put("/api/v1/sales-settings", rules).faults())
                .containsExactly("/mentions/rise opportunity.share-out-of-range");
    }

    @Test
    void refusesAShareOfTicketsThatIsNone() {
        String it = sales.signed();
        Map<String, Object> report = Map.of("endsOn", "2099-01-01", "ticketResolution", "1.2");
        assertThat(sales.seller().put(it + "/renewal", report).outcome()).isEqualTo("409 opportunity.wrong-phase");
        done(sales.manager().post(it + "/win", Map.of("confirmed", true)));
        assertThat(sales.seller().put(it + "/renewal", report).faults())
                .containsExactly("/ticketResolution opportunity.share-out-of-range");
        assertThat(sales.seller()
                        .put(it + "/renewal", Map.of("endsOn", "2099-01-01", "ticketResolution", "NaN"))
                        .faults()
                        .get(0))
                .startsWith("/ticketResolution");
    }

    @Test
    void refusesAnUnknownFieldToShareWithItsPlace() {
        Answer refused = sales.seller()
                .post(
                        sales.opened() + "/shares",
                        Map.of("partner", sales.partner, "fields", List.of("customer", "margin")));
        assertThat(refused.outcome()).isEqualTo("400 request.invalid-body");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/fields/1");
    }

    @Test
    void isWonByAPersonWhoMayConfirmAndDoesSo() {
        String it = sales.signed();
        assertThat(sales.seller().post(it + "/win", Map.of("confirmed", true)).outcome())
                .isEqualTo("403 access.denied");
        Answer refused = sales.manager().post(it + "/win", Map.of("confirmed", false));
        assertThat(refused.outcome()).isEqualTo("422 opportunity.confirmation-missing");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/confirmed");
        assertThat(sales.manager().post(it + "/win", Map.of()).outcome()).isEqualTo("400 request.invalid-body");
        done(sales.manager().post(it + "/win", Map.of("confirmed", true)));
        assertThat(sales.manager().post(it + "/win", Map.of("confirmed", true)).outcome())
                .isEqualTo("409 opportunity.wrong-phase");
    }

    @Test
    void goesBackWithAReasonOnly() {
        String it = sales.signed();
        assertThat(sales.seller().post(it + "/back", Map.of("to", "demo")).outcome())
                .isEqualTo("400 request.invalid-body");
        Answer blank = sales.seller().post(it + "/back", Map.of("to", "demo", "reason", " "));
        assertThat(blank.outcome()).isEqualTo("422 opportunity.text-missing");
        assertThat(blank.json().at("/errors/0/pointer").asText()).isEqualTo("/reason");
    }

    @Test
    void showsAPartnerWhatIsSharedAndOthersNothing() {
        String it = sales.opened();
        done(sales.seller()
                .post(
                        it + "/contacts",
                        Map.of(
                                "summary",
                                "Secret summary.",
                                "minutes",
                                true,
                                "roles",
                                List.of(Map.of("role", "legal", "person", "Eve")))));
        assertThat(sales.partner().get(it).outcome()).isEqualTo("404 opportunity.not-found");
        done(sales.seller()
                .post(it + "/shares", Map.of("partner", sales.partner, "fields", List.of("customer", "contacts"))));

        JsonNode seen = done(sales.partner().get(it));
        assertThat(StreamSupport.stream(((Iterable<String>) seen::fieldNames).spliterator(), false))
                .containsExactlyInAnyOrder("id", "host", "sharedFields", "customer", "contacts");
        assertThat(seen.toString()).doesNotContain("Eve").contains("Secret summary.");
        assertThat(sales.partner().get(it + "/follow-up").outcome()).isEqualTo("403 opportunity.not-for-you");
        assertThat(sales.partner().post(it + "/lose", Map.of("reason", "Mine.")).outcome())
                .isEqualTo("403 opportunity.not-for-you");
        assertThat(sales.symbio
                        .as("auditor@" + sales.partner)
                        .get(it + "/events")
                        .outcome())
                .isEqualTo("403 opportunity.not-for-you");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(done(sales.partner().get("/api/v1/shared-opportunities"))
                                .get("items")
                                .findValuesAsText("customer"))
                        .containsExactly("Acme"));
        assertThat(done(sales.partner().get(Sales.OPPORTUNITIES)).get("items")).isEmpty();

        Sales strangers = Sales.in(sales.symbio);
        assertThat(strangers.seller().get(it).outcome()).isEqualTo("404 opportunity.not-found");
        assertThat(strangers
                        .seller()
                        .post(it + "/lose", Map.of("reason", "Mine."))
                        .outcome())
                .isEqualTo("404 opportunity.not-found");
        done(sales.seller().post(it + "/shares/end", Map.of("partner", sales.partner, "reason", "Done.")));
        assertThat(sales.partner().get(it).outcome()).isEqualTo("404 opportunity.not-found");
    }

    @Test
    void reportsRowsOfHistoryThatCannotBe() {
        String rows = Sales.ROWS.replace("R1", "X1").replace("R2", "X2").replace("R3", "X3")
                + "X4,f,Acme,ann,2017-01-04T00:00:00Z,somewhere,,,,,\n"
                + "X5,f,,ann,2017-01-04T00:00:00Z,demo,,,,,\n"
                + "X2,\"file, X2\",Other,ann,2017-01-03T00:00:00Z,demo,,,,,\n";
        JsonNode summary = done(sales.seller().postCsv(Sales.OPPORTUNITIES + "/import", rows));
        assertThat(summary.get("accepted").asInt()).isEqualTo(2);
        assertThat(summary.get("errors").findValuesAsText("code"))
                .containsExactly("opportunity.confirmation-missing", "field.value", "opportunity.text-missing");
        assertThat(summary.get("errors").findValuesAsText("line")).containsExactly("2", "5", "6");
        assertThat(summary.at("/conflicts/0/line").asInt()).isEqualTo(7);

        JsonNode again = done(sales.manager().postCsv(Sales.OPPORTUNITIES + "/import", rows));
        assertThat(again.get("accepted").asInt()).isEqualTo(1);
        assertThat(again.get("repeated").asInt()).isEqualTo(2);
    }

    @Test
    void answersTheSameWhenARequestIsRepeated() {
        ApiClient once = sales.seller().withKey("open-once");
        String first = done(once.post(Sales.OPPORTUNITIES, Sales.opportunity()))
                .get("id")
                .asText();
        assertThat(done(once.post(Sales.OPPORTUNITIES, Sales.opportunity()))
                        .get("id")
                        .asText())
                .isEqualTo(first);
        String it = Sales.OPPORTUNITIES + "/" + first;
        assertThat(sales.seller()
                        .with("If-Match", "\"1\"")
                        .post(it + "/poc", Map.of())
                        .status())
                .isEqualTo(412);
    }
}
