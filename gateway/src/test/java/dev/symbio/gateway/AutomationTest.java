package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one kind of work starts in another, all of one tenant but for the partners in its journeys and contracts. */
@ExtendWith(SharedSymbio.class)
class AutomationTest {
    private static final String AUTOMATION = "/api/v1/automation";
    private static final String JOURNEYS = "/api/v1/journeys";
    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void anOpportunityStartsAJourneyWhoseTaskIsObservedUnderAContract(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.active(deal.draft("On-time tasks", false)).substring(Deal.CONTRACTS.length() + 1);
        String template = template(deal, "Proof of concept");
        done(deal.customerAs("admin")
                .put(
                        AUTOMATION,
                        Map.of(
                                "journeys", List.of(Map.of("when", "poc", "template", template)),
                                "observations", List.of(Map.of("taskKind", "install", "contract", contract)),
                                "draftCommitments", true)));
        awaitRules(deal);

        String opportunity = opened(deal);
        done(deal.customerAs("sales").post(opportunity + "/poc", Map.of("note", "They want to see it run.")));
        JsonNode journey = await().atMost(SOON).until(() -> onlyJourney(deal), found -> found != null);
        assertThat(journey.get("title").asText()).isEqualTo("Proof of concept: Acme");

        String task = JOURNEYS + "/" + journey.get("id").asText() + "/tasks/install";
        done(deal.seller().post(task + "/accept", Map.of()));
        done(deal.seller().post(task + "/start", Map.of()));
        done(deal.seller().post(task + "/deliver", Map.of()));
        done(deal.buyer().post(task + "/approve", Map.of()));
        await().atMost(SOON).until(() -> observations(deal, contract) == 1);

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode effects = done(deal.customerAs("auditor")
                            .get("/api/v1/effects?kind=journey&entity="
                                    + journey.get("id").asText()))
                    .get("items");
            assertThat(effects.findValuesAsText("process"))
                    .containsExactlyInAnyOrder("opportunity-journeys", "task-observations");
            assertThat(effects.findValuesAsText("state")).containsOnly("done");
            assertThat(effects.findValuesAsText("cause"))
                    .contains(opportunity.substring(Sales.OPPORTUNITIES.length() + 1));
        });
        await().atMost(SOON)
                .untilAsserted(
                        () -> tellsCauses(deal, opportunity, journey.get("id").asText(), contract));
        looksForNothingThatCameOfWhatIsNotForTheReader(symbio, deal, opportunity);
    }

    private static void looksForNothingThatCameOfWhatIsNotForTheReader(
            RunningSymbio symbio, Deal deal, String opportunity) {
        AtomicInteger looked = new AtomicInteger();
        Jdbi sql = symbio.symbio().platform().sql();
        SqlLogger before = sql.getConfig(SqlStatements.class).getSqlLogger();
        sql.setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                if (context.getRenderedSql().contains("cause_event in")) {
                    looked.incrementAndGet();
                }
            }
        });
        try {
            String first = "/api/v1/audit/causes?kind=opportunity&seq=1&entity="
                    + opportunity.substring(Sales.OPPORTUNITIES.length() + 1);
            assertThat(deal.providerAs("auditor").get(first).outcome()).isEqualTo("404 audit.event-unknown");
            assertThat(looked).hasValue(0);
            done(deal.customerAs("auditor").get(first));
            assertThat(looked).hasPositiveValue();
        } finally {
            sql.setSqlLogger(before);
        }
    }

    /** To each as much as it may know: the partner takes part in journey and contract, and knows of no opportunity. */
    private static void tellsCauses(Deal deal, String opportunity, String journey, String contract) {
        String of = "/api/v1/audit/causes?kind=";
        ApiClient host = deal.customerAs("auditor");
        ApiClient partner = deal.providerAs("auditor");
        String opened = of + "opportunity&entity=" + opportunity.substring(Sales.OPPORTUNITIES.length() + 1) + "&seq=";
        long started = cause(host, journey, "opportunity-journeys");
        JsonNode poc = done(host.get(opened + started)).at("/roots/0");
        assertThat(poc.at("/effects/0/process").asText()).isEqualTo("opportunity-journeys");
        assertThat(poc.at("/effects/0/events/0/event/entity").asText()).isEqualTo(journey);
        assertThat(poc.at("/effects/0/events/0/event/causationId")).isEqualTo(poc.at("/event/id"));
        String request = poc.at("/event/correlationId").asText();
        assertThat(done(host.get("/api/v1/audit/causes?correlationId=" + request))
                        .at("/roots/0"))
                .isEqualTo(poc);
        assertThat(done(partner.get("/api/v1/audit/causes?correlationId=" + request))
                        .get("roots"))
                .isEmpty();
        assertThat(partner.get(opened + started).outcome()).isEqualTo("404 audit.event-unknown");
        assertThat(host.get(opened + 99).outcome()).isEqualTo("404 audit.event-unknown");

        long approved = cause(host, journey, "task-observations");
        String approval = of + "journey&entity=" + journey + "&seq=" + approved;
        for (ApiClient each : List.of(host, partner)) {
            JsonNode observed = done(each.get(approval)).at("/roots/0/effects/0");
            assertThat(observed.get("target").asText()).isEqualTo(contract);
            assertThat(observed.get("state").asText()).isEqualTo("done");
            assertThat(observed.get("events").findValuesAsText("type")).contains("symbio.sla.observations-recorded.v1");
            assertThat(observed.at("/events/0/event").has("subject")).isEqualTo(each == host);
        }
        tellsWhatLedTo(
                host,
                partner,
                of + "journey&entity=" + journey + "&seq="
                        + poc.at("/effects/0/events/0/event/seq").asLong(),
                poc);
        for (ApiClient each : List.of(host, partner)) {
            JsonNode observed = done(each.get(approval)).at("/roots/0/effects/0/events/0/event");
            JsonNode cause = done(each.get(of + "sla&entity=" + contract + "&direction=causes&seq="
                            + observed.get("seq").asLong()))
                    .at("/roots/0");
            assertThat(cause.at("/event/entity").asText()).isEqualTo(journey);
            assertThat(cause.at("/effects/0/events/0/event")).isEqualTo(observed);
        }
        assertThat(host.get("/api/v1/audit/causes?direction=causes&correlationId=" + request)
                        .faults())
                .containsExactly("direction parameter.value");
        assertThat(host.get("/api/v1/audit/causes").faults()).containsExactly("correlationId parameter.value");
        assertThat(host.get(of + "journey&seq=1").faults()).containsExactly("entity parameter.missing");
        assertThat(host.get(of + "journey&correlationId=x").faults()).containsExactly("correlationId parameter.value");
    }

    /** Back to the first cause; for the partner no further than what is for it. */
    private static void tellsWhatLedTo(ApiClient host, ApiClient partner, String started, JsonNode poc) {
        JsonNode told = done(host.get(started + "&direction=causes"));
        assertThat(told.get("complete").asBoolean()).isTrue();
        assertThat(told.at("/roots/0/event")).isEqualTo(poc.get("event"));
        assertThat(told.at("/roots/0/effects/0/process").asText()).isEqualTo("opportunity-journeys");
        JsonNode event = told.at("/roots/0/effects/0/events/0/event");
        assertThat(event).isEqualTo(poc.at("/effects/0/events/0/event"));
        JsonNode roots = done(partner.get(started + "&direction=causes")).get("roots");
        assertThat(roots).hasSize(1);
        assertThat(roots.at("/0/event/id")).isEqualTo(event.get("id"));
        assertThat(roots.at("/0/effects")).isEmpty();
        assertThat(done(host.get(started + "&direction=effects"))).isEqualTo(done(host.get(started)));
    }

    /** The number of the event that the process acted upon. */
    private static long cause(ApiClient host, String journey, String process) {
        for (JsonNode effect :
                done(host.get("/api/v1/effects?kind=journey&entity=" + journey)).get("items")) {
            if (effect.get("process").asText().equals(process)) {
                return effect.get("causeSeq").asLong();
            }
        }
        throw new AssertionError(process);
    }

    @Test
    void aTaskThatIsReopenedAndDoneAgainIsNotObservedASecondTime(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.active(deal.draft("Reopened tasks", false)).substring(Deal.CONTRACTS.length() + 1);
        done(deal.customerAs("admin")
                .put(
                        AUTOMATION,
                        Map.of(
                                "observations",
                                List.of(Map.of("taskKind", "install", "contract", contract)),
                                "draftCommitments",
                                false)));
        template(deal, "Never used");
        awaitRules(deal);
        Map<String, Object> install =
                Map.of("key", "install", "title", "Install", "owner", deal.provider, "limit", "PT48H");
        String journey = done(deal.buyer()
                        .post(
                                JOURNEYS,
                                Map.of(
                                        "title",
                                        "J",
                                        "participants",
                                        List.of(deal.provider),
                                        "tasks",
                                        List.of(install))))
                .get("id")
                .asText();
        String task = JOURNEYS + "/" + journey + "/tasks/install";
        Map<String, Object> why = Map.of("why", "It leaks.");

        finish(deal, task);
        await().atMost(SOON).until(() -> observations(deal, contract) == 1);
        done(deal.buyer().post(task + "/reopen", why));
        finish(deal, task);
        await().atMost(SOON).until(() -> effects(deal, journey).equals(List.of("done", "done")));
        done(deal.buyer().post(task + "/reopen", why));
        done(deal.buyer().post(task + "/prioritise", Map.of("limit", "PT0.001S")));
        finish(deal, task);
        await().atMost(SOON).untilAsserted(() -> assertThat(effects(deal, journey))
                .containsExactlyInAnyOrder("done", "done", "refused"));
        assertThat(done(deal.customerAs("auditor").get("/api/v1/effects?kind=journey&entity=" + journey))
                        .toString())
                .contains("sla.observation-conflict", "observed first, met, but it is missed now");
        assertThat(observations(deal, contract)).isEqualTo(1);
    }

    private static void finish(Deal deal, String task) {
        done(deal.seller().post(task + "/deliver", Map.of()));
        done(deal.buyer().post(task + "/approve", Map.of()));
    }

    private static List<String> effects(Deal deal, String journey) {
        return done(deal.customerAs("auditor").get("/api/v1/effects?kind=journey&entity=" + journey))
                .get("items")
                .findValuesAsText("state");
    }

    @Test
    void whatIsWonDraftsACommitmentAndABrokenPromiseIsRecoveredAndObserved(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        String contract = deal.active(deal.draft("Kept promises", false)).substring(Deal.CONTRACTS.length() + 1);
        String template = template(deal, "Recover");
        done(deal.customerAs("admin")
                .put(
                        AUTOMATION,
                        Map.of(
                                "draftCommitments",
                                true,
                                "recovery",
                                Map.of("template", template, "owner", "delivery", "contract", contract))));
        awaitRules(deal);

        String opportunity = won(deal);
        String commitment = Vow.COMMITMENTS + "/"
                + await().atMost(SOON).until(() -> draftOf(deal, opportunity), target -> target != null);
        assertThat(done(deal.customerAs("sales").get(commitment)).toString()).contains("Acme", opportunity);

        breakAPromise(deal);
        JsonNode journey = await().atMost(SOON).until(() -> onlyJourney(deal), found -> found != null);
        assertThat(journey.get("title").asText()).isEqualTo("Recover: Pressure is kept");
        await().atMost(SOON).until(() -> observations(deal, contract) == 1);
    }

    @Test
    void rulesThatCannotBeFollowedAreRefusedWithTheirPlace(RunningSymbio symbio) {
        Deal deal = Deal.in(symbio);
        ApiClient.Answer answer = deal.customerAs("admin")
                .put(
                        AUTOMATION,
                        Map.of(
                                "journeys",
                                List.of(
                                        Map.of("when", "later", "template", deal.customer + ".x"),
                                        Map.of("when", "poc", "template", deal.provider + ".x")),
                                "recovery",
                                Map.of("template", deal.customer + ".x")));
        assertThat(answer.outcome()).isEqualTo("422 automation.invalid");
        assertThat(answer.json().get("errors").findValuesAsText("pointer"))
                .containsExactly("/journeys/0/when", "/journeys/1/template", "/recovery/owner");
        assertThat(done(deal.customerAs("admin").get(AUTOMATION)).get("version").asInt())
                .isZero();
    }

    /** Of yesterday, brought in as history: a mean of 50 bar where 100 were promised. */
    private static void breakAPromise(Deal deal) {
        LocalDate yesterday = LocalDate.ofInstant(
                        deal.symbio.symbio().platform().clock().instant(), ZoneOffset.UTC)
                .minusDays(1);
        ObjectNode draft = (ObjectNode)
                SampleTerms.tree(
                        "{\"backfill\":true,\"terms\":{\"name\":\"Pressure\",\"customerName\":\"Acme\",\"tolerance\":\"PT1M\"}}");
        ObjectNode promise = Vow.promise("pressure");
        promise.withObject("/trigger").put("date", yesterday + "T00:00:00Z");
        draft.withObject("/terms").withArray("/promises").add(promise);
        String commitment = Vow.COMMITMENTS + "/"
                + done(deal.customerAs("sales").post(Vow.COMMITMENTS, draft))
                        .get("id")
                        .asText();
        for (String capacity : List.of("sales", "delivery", "customer-success")) {
            done(deal.customerAs(capacity.replace('-', '_'))
                    .post(commitment + "/sign", Map.of("capacity", capacity, "revision", 1)));
        }
        done(deal.customerAs("integration")
                .postCsv(
                        commitment + "/telemetry",
                        "stream,id,at,field,value,unit\npress-1,s1," + yesterday + "T06:00:00Z,pressure,50,bar\n"));
        done(deal.customerAs("sales").post(commitment + "/backfill/complete", Map.of()));
    }

    private static String template(Deal deal, String name) {
        Map<String, Object> install =
                Map.of("key", "install", "title", "Install", "owner", deal.provider, "limit", "PT48H");
        return done(deal.customerAs("admin")
                        .post(
                                "/api/v1/journey-templates",
                                Map.of(
                                        "name",
                                        name,
                                        "participants",
                                        List.of(deal.provider),
                                        "tasks",
                                        List.of(install))))
                .get("id")
                .asText();
    }

    /** The processes look the rules up in a read model, which follows the settings with a short delay. */
    private static void awaitRules(Deal deal) {
        await().atMost(SOON)
                .until(() -> deal.symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                                        "select (select count(*) from automation where tenant_id = :t)"
                                                + " * (select count(*) from journey_template where tenant_id = :t)")
                                .bind("t", deal.customer)
                                .mapTo(Integer.class)
                                .one())
                        == 1);
    }

    private static String opened(Deal deal) {
        return Sales.OPPORTUNITIES + "/"
                + done(deal.customerAs("sales").post(Sales.OPPORTUNITIES, Sales.opportunity()))
                        .get("id")
                        .asText();
    }

    /** @return the opportunity's id */
    private static String won(Deal deal) {
        ApiClient sales = deal.customerAs("sales");
        String opportunity = opened(deal);
        List<String> gates = List.of("contact-note", "pain-point-list", "demo-record", "objection-list", "quote");
        List<String> stages = List.of("needs-diagnosis", "demo", "objection-handling", "quote", "contract");
        for (int i = 0; i < gates.size(); i++) {
            done(sales.post(opportunity + "/artefacts", Map.of("name", "It", "kind", gates.get(i))));
            done(sales.post(opportunity + "/advance", Map.of("to", stages.get(i))));
        }
        done(sales.post(opportunity + "/artefacts", Map.of("name", "It", "kind", "contract")));
        done(deal.customerAs("sales_manager").post(opportunity + "/win", Map.of("confirmed", true)));
        return opportunity.substring(Sales.OPPORTUNITIES.length() + 1);
    }

    private static String draftOf(Deal deal, String opportunity) {
        JsonNode effects = done(deal.customerAs("auditor")
                        .get("/api/v1/effects?kind=opportunity&entity=" + opportunity))
                .get("items");
        return effects.isEmpty() || !effects.at("/0/state").asText().equals("done")
                ? null
                : effects.at("/0/target").asText();
    }

    private static JsonNode onlyJourney(Deal deal) {
        JsonNode items = done(deal.buyer().get(JOURNEYS)).get("items");
        return items.size() == 1 ? items.get(0) : null;
    }

    private static int observations(Deal deal, String contract) {
        JsonNode items = done(deal.buyer().get(Deal.CONTRACTS)).get("items");
        for (JsonNode item : items) {
            if (item.get("id").asText().equals(contract)) {
                return item.get("observations").asInt();
            }
        }
        return 0;
    }
}
