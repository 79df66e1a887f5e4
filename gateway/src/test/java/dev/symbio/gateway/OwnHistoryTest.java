package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members, roles, rules and settings of a company, as its auditors are told of them; and nobody else. */
@ExtendWith(SharedSymbio.class)
class OwnHistoryTest {
    private static final String ENTITIES = "/api/v1/audit/entities/";
    private static final List<String> KINDS =
            List.of("tenant", "automation", "sales-settings", "notification-settings", "journey-template");

    private RunningSymbio symbio;
    private Deal deal;

    @BeforeEach
    void bringInACompany(RunningSymbio running) {
        symbio = running;
        deal = Deal.in(symbio);
    }

    private ApiClient admin() {
        return deal.customerAs("admin");
    }

    private ApiClient auditor() {
        return deal.customerAs("auditor");
    }

    private String own(String kind) {
        return ENTITIES + kind + "/" + deal.customer + ".self";
    }

    private void give(String... roles) {
        done(admin().post(
                        "/api/v1/tenants/" + deal.customer + "/members",
                        Map.of("subject", "rita", "name", "Rita Rey", "roles", List.of(roles))));
    }

    private JsonNode events(String entity) {
        return done(auditor().get(entity + "/events?limit=200")).get("items");
    }

    private List<String> differences(String kind, String query) {
        return done(auditor()
                        .get("/api/v1/audit/differences?kind=" + kind + "&entity=" + deal.customer + ".self" + query))
                .get("differences")
                .findValuesAsText("sentence");
    }

    private static JsonNode member(JsonNode company, String subject) {
        for (JsonNode member : company.at("/state/members")) {
            if (member.get("subject").asText().equals(subject)) {
                return member;
            }
        }
        return null;
    }

    @Test
    void tellsWhoWasGivenWhichRoleAndWhoLostIt() {
        give("VIEWER");
        give("AUDITOR", "FINANCE");
        done(admin().delete("/api/v1/tenants/" + deal.customer + "/members/rita"));
        String company = own("tenant");

        JsonNode events = events(company);
        assertThat(events.findValuesAsText("type"))
                .containsExactly(
                        "symbio.tenant.created.v1",
                        "symbio.tenant.member-joined.v1",
                        "symbio.tenant.member-changed.v1",
                        "symbio.tenant.member-left.v1");
        JsonNode changed = events.get(2);
        assertThat(changed.at("/data/member/subject").asText()).isEqualTo("rita");
        assertThat(changed.at("/data/member/roles").toString()).isEqualTo("[\"FINANCE\",\"AUDITOR\"]");
        assertThat(changed.get("subject").asText()).isEqualTo("admin");
        assertThat(events.at("/3/data/subject").asText()).isEqualTo("rita");
        assertThat(events.get(0).has("subject"))
                .as("who of the operator's people")
                .isFalse();

        Instant at = Instant.parse(changed.get("recordedAt").asText());
        assertThat(member(done(auditor().get(company + "?asOf=" + at)), "rita")
                        .get("roles")
                        .toString())
                .isEqualTo("[\"FINANCE\",\"AUDITOR\"]");
        JsonNode before = done(auditor().get(company + "?asOf=" + at.minusNanos(1_000)));
        assertThat(member(before, "rita").get("roles").toString()).isEqualTo("[\"VIEWER\"]");
        assertThat(before.get("seq").asInt()).isEqualTo(2);
        assertThat(member(done(auditor().get(company + "?asOfSeq=1")), "rita")).isNull();
        assertThat(member(done(auditor().get(company)), "rita")).isNull();

        assertThat(differences("tenant", "&from=2&to=3"))
                .contains("members \"rita\" › roles changed from \"VIEWER\" to \"FINANCE\", \"AUDITOR\".");
        assertThat(differences("tenant", "&from=2&to=3&lang=zh-CN"))
                .contains("成员 “rita” › 角色由“VIEWER”变为“FINANCE”、“AUDITOR”。");
        assertThat(differences("tenant", "&from=1&to=" + at))
                .contains("members \"rita\" was added: subject \"rita\", name \"Rita Rey\".");
        assertThat(differences("tenant", "&from=3"))
                .contains("members \"rita\" was removed; it was subject \"rita\", name \"Rita Rey\".");
    }

    @Test
    void doesNotTellHowMembersAreReached() {
        give("VIEWER");
        String contact = "/api/v1/tenants/" + deal.customer + "/members/rita/contact";
        done(admin().put(contact, Map.of("mail", "rita.home@example.com", "language", "zh-CN")));
        give("FINANCE");
        done(admin().put(contact, Map.of("mail", "rita.work@example.com")));

        for (ApiClient reader : List.of(auditor(), admin())) {
            for (String path : List.of(
                    own("tenant"),
                    own("tenant") + "?asOfSeq=3",
                    own("tenant") + "/events",
                    "/api/v1/audit/differences?kind=tenant&from=1&entity=" + deal.customer + ".self")) {
                assertThat(done(reader.get(path)).toString())
                        .as(path)
                        .contains("rita")
                        .doesNotContain("example.com", "zh-CN");
            }
        }
        assertThat(events(own("tenant"))).hasSize(5);
    }

    @Test
    void tellsTheCalendarOfThen() {
        done(admin().put(
                        "/api/v1/tenants/" + deal.customer + "/calendar",
                        Map.of(
                                "name",
                                "late shift",
                                "week",
                                Map.of("monday", List.of(Map.of("from", "14:00", "to", "22:00"))))));
        assertThat(done(auditor().get(own("tenant") + "?asOfSeq=1"))
                        .at("/state/calendar/name")
                        .asText())
                .isEqualTo("office-hours");
        assertThat(differences("tenant", "&from=1"))
                .contains("calendar › name changed from \"office-hours\" to \"late shift\".");
    }

    @Test
    void tellsTheRulesOfAutomationOfThen() {
        String automation = "/api/v1/automation";
        done(admin().put(automation, Map.of("draftCommitments", true)));
        String template = JourneyTour.template(deal).substring(JourneyTour.TEMPLATES.length() + 1);
        done(admin().put(automation, Map.of("journeys", List.of(Map.of("when", "poc", "template", template)))));
        JsonNode events = events(own("automation"));

        assertThat(events.at("/0/data/rules/draftCommitments").asBoolean()).isTrue();
        String first = events.at("/0/recordedAt").asText();
        JsonNode then = done(auditor().get(own("automation") + "?asOf=" + first));
        assertThat(then.at("/state/rules/draftCommitments").asBoolean()).isTrue();
        assertThat(then.at("/state/rules/journeys")).isEmpty();
        assertThat(then.get("at").asText()).isEqualTo(first);
        assertThat(done(auditor().get(own("automation"))).get("state")).isEqualTo(done(admin().get(automation)));
        assertThat(differences("automation", "&from=1&to=2"))
                .contains("rules › draft commitments changed from yes to no.")
                .anyMatch(sentence -> sentence.startsWith("rules › journeys") && sentence.contains(template));
        assertThat(differences("automation", "&from=1&to=2&lang=zh-CN")).contains("规则 › 起草价值承诺由是变为否。");
    }

    @Test
    void tellsSettingsOfThen() {
        ObjectNode rules =
                (ObjectNode) done(admin().get("/api/v1/sales-settings")).get("rules");
        done(admin().put("/api/v1/sales-settings", rules.put("stallAfter", "P3D")));
        done(admin().put("/api/v1/sales-settings", rules.put("stallAfter", "P5D")));
        assertThat(done(auditor().get(own("sales-settings") + "?asOfSeq=1"))
                        .at("/state/rules/stallAfter")
                        .asText())
                .isEqualTo("PT72H");
        assertThat(differences("sales-settings", "&from=1"))
                .contains("rules › stall after changed from \"PT72H\" to \"PT120H\".");
        assertThat(events(own("sales-settings")).at("/1/data/rules/stallAfter").asText())
                .isEqualTo("PT120H");

        String path = "/api/v1/notification-settings";
        done(admin().put(path, Map.of("digestTimes", List.of("08:00"), "days", List.of("monday"))));
        done(admin().put(path, Map.of("language", "zh-CN")));
        JsonNode digests = done(auditor().get(own("notification-settings") + "?asOfSeq=1"));
        assertThat(digests.at("/state/digestTimes").toString()).isEqualTo("[\"08:00\"]");
        assertThat(digests.at("/state/zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(differences("notification-settings", "&from=1&to=2"))
                .contains("at once changed from no to yes.", "language changed from \"en\" to \"zh-CN\".");
        assertThat(differences("notification-settings", "&from=1&to=2&lang=zh-CN"))
                .contains("即时通知由否变为是。");
        assertThat(events(own("notification-settings"))
                        .at("/0/data/rules/digestTimes/0")
                        .asText())
                .startsWith("08:00");
    }

    @Test
    void tellsOfATemplateAlsoOnceItIsRetired() {
        String template = JourneyTour.template(deal);
        done(admin().post(template + "/retire", Map.of()));
        String id = template.substring(JourneyTour.TEMPLATES.length() + 1);
        String entity = ENTITIES + "journey-template/" + id;

        assertThat(events(entity).at("/0/data/content/industry").asText()).isEqualTo("machines");
        assertThat(done(auditor().get(entity)).at("/state/retired").asBoolean()).isTrue();
        assertThat(done(auditor().get(entity + "?asOfSeq=1")).at("/state/content/tasks"))
                .hasSize(5);
        assertThat(done(auditor().get("/api/v1/audit/differences?kind=journey-template&from=1&entity=" + id))
                        .get("differences")
                        .findValuesAsText("sentence"))
                .contains("retired changed from no to yes.");
    }

    @Test
    void pagesAHistory() {
        give("VIEWER");
        JsonNode first = done(auditor().get(own("tenant") + "/events?limit=1"));
        JsonNode second = done(auditor()
                .get(own("tenant") + "/events?limit=1&cursor="
                        + first.get("next").asText()));
        assertThat(second.at("/items/0/previousHash")).isEqualTo(first.at("/items/0/hash"));
        assertThat(second.at("/items/0/seq").asInt()).isEqualTo(2);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void isForTheCompanysOwnAuditorsAlone() {
        done(admin().put("/api/v1/automation", Map.of("draftCommitments", true)));
        ApiClient stranger = deal.providerAs("auditor");
        for (ApiClient reader : List.of(stranger, symbio.operator())) {
            for (String kind : KINDS) {
                for (String asked : List.of("", "?asOfSeq=1", "/events")) {
                    assertThat(reader.get(own(kind) + asked).outcome())
                            .as(kind + asked)
                            .isEqualTo("404 audit.entity-not-found");
                }
                String entity = "kind=" + kind + "&entity=" + deal.customer + ".self";
                assertThat(reader.get("/api/v1/audit/differences?from=1&" + entity)
                                .outcome())
                        .isEqualTo("404 audit.entity-not-found");
                assertThat(done(reader.get("/api/v1/audit/events?" + entity)).get("items"))
                        .isEmpty();
            }
        }
        assertThat(stranger.get(ENTITIES + "tenant/" + deal.provider + ".self").status())
                .isEqualTo(200);
        for (String asked : List.of("", "/events")) {
            assertThat(deal.customerAs("viewer").get(own("tenant") + asked).outcome())
                    .isEqualTo("403 access.denied");
        }
    }

    @Test
    void answersNotFoundForWhatIsNotToldHere() {
        String contract = deal.active(deal.draft("Told elsewhere", false)).substring(Deal.CONTRACTS.length() + 1);
        for (String nothing : List.of(
                "sla/" + contract,
                "nonsense/" + deal.customer + ".self",
                "tenant/nonsense",
                "tenant/" + deal.customer + ".other",
                "automation/" + deal.customer + ".self")) {
            for (String asked : List.of("", "/events")) {
                assertThat(auditor().get(ENTITIES + nothing + asked).outcome())
                        .as(nothing + asked)
                        .isEqualTo("404 audit.entity-not-found");
            }
        }
        assertThat(auditor().get(own("tenant") + "?asOfSeq=2").faults()).containsExactly("asOfSeq moment.unknown");
        assertThat(auditor().get(own("tenant") + "?asOf=2001-01-01T00:00:00Z").faults())
                .containsExactly("asOf moment.unknown");
    }
}
