package dev.symbio.gateway;

import static dev.symbio.gateway.Deal.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.gateway.ApiClient.Answer;
import dev.symbio.platform.audit.ExportLine;
import dev.symbio.platform.audit.PublicSigningKey;
import dev.symbio.platform.audit.Verifier;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.Store;
import dev.symbio.tenants.tenant.Tenant;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person writes in every kind of entity, is redacted, and nothing of it is found anywhere; all else is as it was. */
class RedactionTest {
    private static final String ZELDA = "zelda.quartz";
    private static final String NAME = "Zelda Quartzberg";
    private static final String MAIL = "zelda.home@example.org";
    private static final String REASON = "Asked for it on 2026-11-27.";

    private static final List<String> ROLES =
            List.of("CONTRACT_MANAGER", "SALES", "DELIVERY", "CUSTOMER_SUCCESS", "AUDITOR");
    /** What she wrote, each in another kind of entity. */
    private static final String SAID = "quillfeather";

    private static final List<String> TRACES = List.of(ZELDA, NAME, "Quartzberg", MAIL, SAID);
    private static final String OF_ANOTHER = "written by somebody else";

    @TempDir
    Path directory;

    private RunningSymbio symbio;
    private Deal deal;
    private final Map<String, String> entities = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        symbio = RunningSymbio.in(directory);
        deal = Deal.in(symbio);
        done(admin().post(tenant() + "/members", Map.of("subject", ZELDA, "name", NAME, "roles", ROLES)));
        done(admin().put(tenant() + "/members/" + ZELDA + "/contact", Map.of("mail", MAIL)));
    }

    @AfterEach
    void stop() {
        symbio.stop();
    }

    private ApiClient admin() {
        return deal.customerAs("admin");
    }

    private ApiClient zelda() {
        return symbio.as(ZELDA + "@" + deal.customer);
    }

    private String tenant() {
        return "/api/v1/tenants/" + deal.customer;
    }

    private String redaction() {
        return tenant() + "/members/" + ZELDA + "/redaction";
    }

    private Jdbi sql() {
        return symbio.symbio().platform().sql();
    }

    @Test
    void nothingOfAPersonIsFoundAfterItsRedactionAndChainsVerify() throws IOException, SQLException {
        write();
        Map<String, JsonNode> before = histories();
        before.forEach(
                (kind, history) -> assertThat(history.toString()).as(kind).contains(SAID));
        // the trail follows a moment later
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        done(admin().get("/api/v1/audit/events?subject=" + ZELDA))
                                .get("items"))
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(event -> assertThat(event.get("subject").asText()).isEqualTo(ZELDA)));
        assertThat(traces(journal())).as("stored without the person's words").isEmpty();
        assertThat(stored()).as("names in read models").isNotEmpty();
        Answer redacted = admin().withKey("redact-her").post(redaction(), Map.of("reason", REASON));
        assertThat(redacted.status()).as(redacted.text()).isEqualTo(200);
        assertThat(admin().withKey("redact-her")
                        .post(redaction(), Map.of("reason", REASON))
                        .status())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(20)).until(() -> traces(answers()).isEmpty());
        await().atMost(Duration.ofSeconds(40)).until(() -> keysIn("leaving") == 0);
        assertThat(stored()).as("names in read models").isEmpty();
        readsRedacted(before);
        verifies();
        String file = onceCompacted();
        assertThat(traces(List.of(file))).as("bytes of the database").isEmpty();
        assertThat(file).as("others' names are still there").contains("contract_manager");

        symbio = RunningSymbio.in(directory);
        deal = deal.restartedIn(symbio);
        assertThat(traces(answers())).isEmpty();
        readsRedacted(before);
        ObjectNode again = deal.draft("As ever", false);
        done(deal.buyer().post(deal.drafted(again) + "/offer", Map.of()));
        assertThat(admin().post(redaction(), Map.of("reason", REASON)).outcome())
                .as("nobody is known by that name any more")
                .isEqualTo("404 tenant.member-not-found");
        done(admin().post(tenant() + "/members", Map.of("subject", ZELDA, "name", "Zelda again", "roles", ROLES)));
        assertThat(done(zelda().get("/api/v1/me")).get("name").asText()).isEqualTo("Zelda again");
        assertThat(traces(histories().values().stream().map(JsonNode::toString).toList()))
                .as("who comes back does not bring the old words back")
                .isEmpty();
    }

    /** Everything that a person can leave behind. */
    private void write() {
        ApiClient zelda = zelda();
        String contract = Deal.CONTRACTS + "/"
                + done(zelda.post(Deal.CONTRACTS, deal.draft("Hers", false)))
                        .get("id")
                        .asText();
        done(zelda.post(contract + "/withdraw", Map.of("reason", SAID + " sla")));
        entities.put("sla", contract);
        Map<String, Object> opportunity = Sales.opportunity();
        opportunity.put("owner", ZELDA);
        String it = Sales.OPPORTUNITIES + "/"
                + done(zelda.post(Sales.OPPORTUNITIES, opportunity)).get("id").asText();
        done(zelda.post(
                it + "/contacts",
                Map.of(
                        "summary",
                        SAID + " talked",
                        "roles",
                        List.of(Map.of("role", "legal", "person", SAID + " Eve", "confirmed", true)),
                        "minutes",
                        true)));
        done(zelda.post(it + "/abandon", Map.of("reason", SAID + " opportunity")));
        entities.put("opportunity", it);
        String journey = JourneyTour.JOURNEYS + "/"
                + done(zelda.post(JourneyTour.JOURNEYS, JourneyTour.plan(deal)))
                        .get("id")
                        .asText();
        done(deal.seller().post(journey + "/tasks/certify/decline", Map.of("why", OF_ANOTHER)));
        done(zelda.post(journey + "/tasks/certify/disputes", Map.of("text", SAID + " dispute")));
        done(zelda.post(journey + "/tasks/secret/hand-over", Map.of("to", ZELDA)));
        done(zelda.post(journey + "/cancel", Map.of("reason", SAID + " journey")));
        entities.put("journey", journey);
        String commitment = Vow.COMMITMENTS + "/"
                + done(zelda.post(Vow.COMMITMENTS, Vow.alone("Hers"))).get("id").asText();
        done(zelda.post(commitment + "/end", Map.of("reason", SAID + " commitment")));
        entities.put("commitment", commitment);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(done(zelda.get("/api/v1/inbox")).toString()).contains("task-declined", OF_ANOTHER));
    }

    private Map<String, JsonNode> histories() {
        Map<String, JsonNode> histories = new LinkedHashMap<>();
        entities.forEach((kind, path) -> histories.put(
                kind,
                done(deal.customerAs("auditor").get(path + "/events?limit=200")).get("items")));
        return histories;
    }

    /** All that the company can be told of what happened. */
    private List<String> answers() {
        List<String> answers = new ArrayList<>();
        entities.forEach((kind, path) -> {
            ApiClient reader = deal.customerAs(kind.equals("opportunity") ? "sales" : "contract_manager");
            for (String asked : List.of("", "?asOfSeq=1", "/events?limit=200")) {
                answers.add(done((asked.startsWith("/events") ? deal.customerAs("auditor") : reader).get(path + asked))
                        .toString());
            }
            String list = path.substring(0, path.lastIndexOf('/'));
            answers.add(done(reader.get(list)).toString());
            answers.add(done(deal.customerAs("auditor")
                            .get("/api/v1/audit/differences?kind=" + kind + "&entity="
                                    + path.substring(path.lastIndexOf('/') + 1) + "&from=1&to=2"))
                    .toString());
        });
        answers.add(done(admin().get(tenant())).toString());
        answers.add(done(admin().get(tenant() + "/redactions")).toString());
        String company = "/api/v1/audit/entities/tenant/" + deal.customer + ".self";
        for (String asked : List.of("", "?asOfSeq=2", "/events?limit=200")) {
            answers.add(done(admin().get(company + asked)).toString());
        }
        answers.add(done(admin().get("/api/v1/audit/differences?kind=tenant&entity=" + deal.customer + ".self&from=1"))
                .toString());
        answers.add(done(admin().get("/api/v1/audit/events?limit=200")).toString());
        answers.add(
                done(deal.customerAs("contract_manager").get("/api/v1/inbox")).toString());
        answers.add(done(admin().get("/api/v1/notification-deliveries")).toString());
        return answers;
    }

    private void readsRedacted(Map<String, JsonNode> before) {
        Map<String, JsonNode> after = histories();
        before.forEach((kind, history) -> {
            assertThat(after.get(kind)).as(kind).hasSameSizeAs(history);
            assertThat(after.get(kind).findValuesAsText("hash")).isEqualTo(history.findValuesAsText("hash"));
            JsonNode last = after.get(kind).get(history.size() - 1);
            assertThat(last.at("/data/reason").asText()).as(kind).isEqualTo("[redacted]");
            assertThat(last.at("/redacted/0/reason").asText()).as(kind).isEqualTo(REASON);
            assertThat(last.at("/redacted/0/by").asText()).isEqualTo("admin");
            assertThat(last.at("/subject").asText()).startsWith("redacted:");
        });
        assertThat(after.get("journey").toString()).contains(OF_ANOTHER);
        JsonNode told = done(admin().get(tenant() + "/redactions")).get("items");
        assertThat(told).hasSize(1);
        assertThat(told.at("/0/reason").asText()).isEqualTo(REASON);
        assertThat(told.at("/0/by").asText()).isEqualTo("admin");
        assertThat(told.at("/0/person").asText())
                .isEqualTo(after.get("sla").at("/0/subject").asText());
        assertThat(done(admin().get(tenant())).get("members").findValuesAsText("subject"))
                .doesNotContain(ZELDA)
                .contains("admin", "contract_manager");
    }

    private void verifies() throws IOException {
        ApiClient auditor = deal.customerAs("auditor");
        JsonNode made = done(auditor.post("/api/v1/audit/checkpoints", Map.of()));
        String export = auditor.get(
                        "/api/v1/audit/exports/" + made.get("number").asLong())
                .text();
        PublicSigningKey key = new PublicSigningKey(
                done(auditor.get("/api/v1/audit/keys")).at("/items/0/publicKey").asText());
        Verifier.Report report = new Verifier(key).verify(new StringReader(export));
        assertThat(report.findings()).isEmpty();
        assertThat(report.sealed().redacted()).isGreaterThanOrEqualTo(15);
        assertThat(report.sealed().sealed()).isGreaterThan(report.sealed().redacted());
        List<String> events = export.lines()
                .map(ExportLine::parse)
                .filter(ExportLine::isEvent)
                .map(line -> new String(line.event().toBytes(), StandardCharsets.UTF_8))
                .toList();
        assertThat(events).hasSizeGreaterThan(12);
        assertThat(traces(events)).as("a fresh export").isEmpty();
    }

    private static List<String> traces(List<String> texts) {
        return texts.stream()
                .filter(text -> TRACES.stream().anyMatch(text::contains))
                .toList();
    }

    private long keysIn(String state) {
        return sql().withHandle(handle -> handle.createQuery("select count(*) from data_key where state = :state")
                .bind("state", state)
                .mapTo(Long.class)
                .one());
    }

    private List<String> journal() {
        return sql().withHandle(handle -> handle.createQuery("select \"event_payload\" from \"event_journal\"")
                .map((row, context) ->
                        new String(StoredEvent.of(row.getBytes(1)).toBytes(), StandardCharsets.UTF_8))
                .list());
    }

    /** Where something of the person lies as text, in any column of any table. */
    private List<String> stored() {
        return sql().withHandle(handle -> {
            List<String> found = new ArrayList<>();
            handle
                    .createQuery("select TABLE_NAME, COLUMN_NAME from INFORMATION_SCHEMA.COLUMNS"
                            + " where TABLE_SCHEMA = current_schema and DATA_TYPE in ('CHARACTER VARYING',"
                            + " 'CHARACTER LARGE OBJECT')")
                    .map((row, context) -> List.of(row.getString(1), row.getString(2)))
                    .list()
                    .stream()
                    .filter(column ->
                            !Set.of("data_key", "flyway_schema_history").contains(column.get(0)))
                    .forEach(column -> TRACES.forEach(trace -> {
                        long rows = handle.createQuery("select count(*) from \"" + column.get(0)
                                        + "\" where position(:trace in \"" + column.get(1) + "\") > 0")
                                .bind("trace", trace)
                                .mapTo(Long.class)
                                .one();
                        if (rows > 0) {
                            found.add(column + ": " + trace);
                        }
                    }));
            return found;
        });
    }

    /** The bytes of the database once what was overwritten has left the file, too. */
    private String onceCompacted() throws IOException, SQLException {
        symbio.stop();
        try (var connection = DriverManager.getConnection(Store.embeddedUrl(directory), "sa", "");
                var statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        }
        return Files.readString(directory.resolve("symbio.mv.db"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aPartnersTemplateAndWhatItsAutomationSendsDoNotKeepTheName() {
        ApiClient partner = deal.providerAs("admin");
        Map<String, Object> task =
                Map.of("key", "hers", "title", "Hers", "owner", deal.customer, "assignee", ZELDA, "limit", "PT48H");
        String template = done(partner.post(
                        "/api/v1/journey-templates",
                        Map.of("name", "With her", "participants", List.of(deal.customer), "tasks", List.of(task))))
                .get("id")
                .asText();
        done(partner.put(
                "/api/v1/automation",
                Map.of(
                        "journeys", List.of(Map.of("when", "poc", "template", template)),
                        "observations", List.of(),
                        "draftCommitments", false)));
        await().atMost(Duration.ofSeconds(20)).until(() -> count("automation") * count("journey_template") == 1);
        assertThat(assigneeOfStartedJourney(1)).isEqualTo(ZELDA);

        done(admin().post(redaction(), Map.of("reason", REASON)));
        await().atMost(Duration.ofSeconds(40)).until(() -> keysIn("leaving") == 0);
        assertThat(stored()).isEmpty();
        assertThat(assigneeOfStartedJourney(2)).startsWith("redacted:");
        assertThat(stored()).as("after the template was used again").isEmpty();
    }

    private String assigneeOfStartedJourney(int journeys) {
        Map<String, Object> opportunity = Sales.opportunity();
        ApiClient sales = deal.providerAs("sales");
        String opened = Sales.OPPORTUNITIES + "/"
                + done(sales.post(Sales.OPPORTUNITIES, opportunity)).get("id").asText();
        done(sales.post(opened + "/poc", Map.of("note", "They want to see it run.")));
        ApiClient host = deal.providerAs("contract_manager");
        await().atMost(Duration.ofSeconds(20)).until(() -> count("journey where tenant_id = host") == journeys);
        String newest = done(host.get(JourneyTour.JOURNEYS)).at("/items/0/id").asText();
        return done(host.get(JourneyTour.JOURNEYS + "/" + newest))
                .at("/tasks/0/assignee")
                .asText();
    }

    private int count(String rows) {
        return sql().withHandle(handle -> handle.createQuery("select count(*) from " + rows)
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void saysThatItIsOrderedWhileTheDestructionLags() {
        EntityRef company = Tenant.ref(new TenantId(deal.customer));
        String waits = "tenant_id = '" + company.tenant().value() + "' and projection = 'tenant-directory' and seq = 1";
        // or it would come to the event that is said to be parked
        await().atMost(Duration.ofSeconds(20)).until(() -> symbio.symbio().platform().readModels().list().stream()
                .noneMatch(model -> model.name().equals("tenant-directory") && model.behind()));
        sql().useHandle(handle -> handle.execute(
                "insert into dead_letter (tenant_id, projection, kind, entity_id, seq, event_type, reason, parked_at)"
                        + " values (?, 'tenant-directory', ?, ?, 1, 'any', 'holds up what comes later', current_timestamp)",
                company.tenant().value(),
                company.kind(),
                company.id()));
        ApiClient orderer = admin().withKey("redact-her-soon");

        Answer ordered = orderer.post(redaction(), Map.of("reason", REASON));

        assertThat(ordered.status()).as(ordered.text()).isEqualTo(202);
        assertThat(ordered.header("Retry-After")).contains("2");
        assertThat(ordered.json().get("items")).isEmpty();
        assertThat(keysIn("live")).as("nothing was destroyed yet").isPositive();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> count("dead_letter where event_type = 'symbio.tenant.member-redacted.v1'") == 1);
        sql().useHandle(handle -> handle.execute("delete from dead_letter where " + waits));
        assertThat(symbio.symbio().platform().deadLetters().replay("tenant-directory", company))
                .isPresent();
        Answer done = orderer.post(redaction(), Map.of("reason", REASON));
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().get("items")).hasSize(1);
    }

    @Test
    void refusesWhatIsNoOrderToRedact() {
        assertThat(admin().post(redaction(), Map.of()).outcome()).isEqualTo("400 request.invalid-body");
        for (String wrong : List.of("", "  ", "x".repeat(201))) {
            assertThat(admin().post(redaction(), Map.of("reason", wrong)).outcome())
                    .isEqualTo("422 tenant.invalid");
        }
        Map<String, Object> order = Map.of("reason", REASON);
        for (String nobody : List.of("nobody", "system", "no%20name", "x".repeat(129))) {
            assertThat(admin().post(tenant() + "/members/" + nobody + "/redaction", order)
                            .outcome())
                    .as(nobody)
                    .isEqualTo("404 tenant.member-not-found");
        }
        assertThat(admin().post(tenant() + "/members/admin/redaction", order).outcome())
                .isEqualTo("409 tenant.last-admin");
        assertThat(deal.providerAs("admin").post(redaction(), order).outcome()).isEqualTo("404 tenant.not-found");
        assertThat(deal.buyer().post(redaction(), order).status()).isEqualTo(403);
        assertThat(admin().post(tenant() + "/redaction", order).status()).isEqualTo(403);
        assertThat(symbio.operator()
                        .post("/api/v1/tenants/symbio/redaction", order)
                        .outcome())
                .isEqualTo("409 tenant.operator-stays");
        assertThat(done(zelda().get("/api/v1/me")).get("name").asText()).isEqualTo(NAME);
    }

    @Test
    void sealedTextsAreNotTakenFromOutside() {
        String sealed = journal().stream()
                .filter(event -> event.contains("\u27e6"))
                .map(event -> event.substring(event.lastIndexOf('\u27e6'), event.lastIndexOf('\u27e7') + 1))
                .findAny()
                .orElseThrow();
        assertThat(admin().post(tenant() + "/members", Map.of("subject", "x", "name", sealed, "roles", ROLES))
                        .outcome())
                .isEqualTo("400 request.invalid-body");
        String escaped = "{\"mail\":\"" + sealed.replace("\u27e6", "\\u27E6") + "\"}";
        assertThat(admin().send(
                                "PUT",
                                "/api/v1/me/contact",
                                "application/json",
                                HttpRequest.BodyPublishers.ofString(escaped))
                        .outcome())
                .isEqualTo("400 request.invalid-body");
    }

    @Test
    void aCompanyIsRedactedByTheOperatorAndItsPartnersKeepTheirs() {
        write();
        assertThat(done(symbio.operator().post(tenant() + "/redaction", Map.of("reason", "The company is gone.")))
                        .toString())
                .contains("The company is gone.");
        ApiClient partner = deal.providerAs("auditor");
        String history = entities.get("journey") + "/events?limit=200";
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertThat(zelda().get("/api/v1/me").status()).isIn(401, 403, 404);
            assertThat(done(partner.get(history)).toString())
                    .contains("[redacted]")
                    .contains(OF_ANOTHER)
                    .doesNotContain(SAID);
        });
        done(symbio.operator().post(tenant() + "/redaction", Map.of("reason", "Once more.")));
        assertThat(done(symbio.operator().get(tenant() + "/redactions")).toString())
                .contains("The company is gone.")
                .doesNotContain("Once more.");
        assertThat(done(symbio.operator().get(tenant())).get("members")).isEmpty();
    }
}
