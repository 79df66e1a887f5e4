package dev.symbio.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Verb;
import dev.symbio.platform.audit.Export;
import dev.symbio.platform.audit.ExportLine;
import dev.symbio.platform.audit.ImportRefused;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.personal.KeyTransfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole platform is exported, tenant by tenant, and imported into an empty one: it answers as before and sends nothing again. */
class ImportedSymbioTest {
    /** What is not made of events, or of this moment. */
    private static final Set<String> NOT_OF_EVENTS = Set.of(
            "listInbox",
            "countUnread",
            "listWebhooks",
            "listNotificationDeliveries",
            "listDeadLetters",
            "listQuarantined",
            "getOpenApi",
            "discovery",
            "jwks");

    private static final List<String> ROLES = List.of("contract_manager", "sales_manager");

    @TempDir
    static Path directory;

    /** What is compared, by place. */
    private record Picture(Map<String, String> answers, Map<String, String> states, List<Map<String, Object>> heads) {}

    @Test
    void answersAsBeforeAndSendsNothingAgain() throws IOException {
        List<Path> files = new ArrayList<>();
        TrustedKeys key;
        Picture before;
        Path dataKeys = directory.resolve("data-keys.ndjson");
        Path original = directory.resolve("original");
        try (RunningSymbio symbio = RunningSymbio.in(Files.createDirectories(original))) {
            Deal deal = Deal.in(symbio);
            String settled = deal.settled();
            Deal.done(deal.seller().post(settled + "/statements/2011-Q3/accept", Map.of()));
            Deal.done(deal.buyer().post(settled + "/statements/2011-Q3/accept", Map.of()));
            deal.closedYesterday();
            JourneyTour.template(deal);
            JourneyTour.started(deal);
            CommitmentTour.through(Vow.in(symbio));
            OpportunityTour.take(symbio);
            settledDown(symbio.symbio().platform().sql());
            key = TrustedKeys.of(symbio.symbio().platform().checkpoints().key());
            symbio.symbio().platform().checkpoints().makeAll();
            for (TenantId tenant : tenants(symbio)) {
                files.add(exported(symbio, tenant));
            }
            before = picture(symbio);
            Files.copy(original.resolve("audit-signing.key"), directory.resolve("audit-signing.key"));
            assertThat(KeyTransfer.write(symbio.symbio().platform().dataKeys(), dataKeys))
                    .isPositive();
        }
        Path imported = directory.resolve("imported");
        Settings settings = Settings.load(Map.of("symbio.data-dir", imported.toString()));
        Files.createDirectories(imported);
        Files.copy(directory.resolve("audit-signing.key"), imported.resolve("audit-signing.key"));
        assertThat(Importing.run(settings, Clock.systemUTC(), files, key, dataKeys, done -> {}))
                .hasSize(files.size())
                .allMatch(report -> report.checkpoints() && report.parked() == 0);
        assertThatThrownBy(() -> Importing.run(settings, Clock.systemUTC(), files.subList(0, 1), key, null, done -> {}))
                .isInstanceOf(ImportRefused.class);
        try (RunningSymbio symbio = RunningSymbio.in(imported)) {
            Picture after = picture(symbio);
            assertThat(after.heads()).isEqualTo(before.heads());
            assertThat(after.states()).isEqualTo(before.states());
            assertThat(after.answers().keySet()).isEqualTo(before.answers().keySet());
            after.answers().forEach((place, answer) -> assertThat(answer)
                    .as(place)
                    .isEqualTo(before.answers().get(place)));
            Jdbi sql = symbio.symbio().platform().sql();
            assertThat(count(sql, "notice_telling where status <> 'imported'")).isZero();
            assertThat(count(sql, "notice_telling")).isPositive();
            assertThat(count(sql, "process_step where state = 'waiting'")).isZero();
            assertThat(count(sql, "webhook_delivery")).isZero();
            assertThat(count(sql, "mail_delivery")).isZero();
            assertThat(count(sql, "dead_letter")).isZero();
        }
    }

    private static long count(Jdbi sql, String of) {
        return sql.withHandle(handle -> handle.createQuery("select count(*) from " + of)
                .mapTo(Long.class)
                .one());
    }

    /** All read models have come to the end, and nothing is on its way between entities. */
    private static void settledDown(Jdbi sql) {
        await().atMost(Duration.ofSeconds(60))
                .during(Duration.ofMillis(600))
                .until(() -> count(sql, "process_step where state = 'waiting'") == 0
                        && sql.withHandle(handle -> handle.createQuery("select (select count(*) from \"event_journal\")"
                                                + " - (select coalesce(sum(seq), 0) from chain_head)")
                                        .mapTo(Long.class)
                                        .one())
                                == 0);
    }

    private static List<TenantId> tenants(RunningSymbio symbio) {
        return symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                        "select distinct tenant_id from chain_head order by tenant_id")
                .mapTo(String.class)
                .map(TenantId::new)
                .list());
    }

    private static Path exported(RunningSymbio symbio, TenantId tenant) throws IOException {
        Path file = directory.resolve(tenant + ".ndjson");
        Export export = symbio.symbio()
                .platform()
                .export(
                        tenant,
                        symbio.symbio()
                                .platform()
                                .checkpoints()
                                .last(tenant)
                                .orElseThrow()
                                .read()
                                .number());
        List<String> lines = new ArrayList<>();
        for (List<ExportLine> next = export.next(); !next.isEmpty(); next = export.next()) {
            next.forEach(line -> lines.add(line.text()));
        }
        return Files.write(file, lines);
    }

    private static Picture picture(RunningSymbio symbio) {
        List<Map<String, Object>> heads = symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                        "select tenant_id, kind, entity_id, seq, hash from chain_head order by tenant_id, kind, entity_id")
                .mapToMap()
                .list());
        Map<String, String> states = new TreeMap<>();
        heads.forEach(head -> {
            EntityRef entity =
                    new EntityRef((String) head.get("kind"), new TenantId((String) head.get("tenant_id")), (String)
                            head.get("entity_id"));
            states.put(entity.toString(), state(symbio, entity));
        });
        Map<String, String> answers = new TreeMap<>();
        for (TenantId tenant : tenants(symbio)) {
            List<String> people = symbio.symbio().platform().sql().withHandle(sql -> sql.createQuery(
                            "select subject from tenant_membership where tenant_id = :tenant and subject in (<roles>)")
                    .bind("tenant", tenant.value())
                    .bindList("roles", ROLES)
                    .mapTo(String.class)
                    .list());
            for (String role : people) {
                for (Endpoint<?> endpoint : symbio.symbio().endpoints()) {
                    if (endpoint.verb() == Verb.GET
                            && !endpoint.path().contains("{")
                            && endpoint.path().startsWith("/api/")
                            && !NOT_OF_EVENTS.contains(endpoint.id())) {
                        String login = role + "@" + tenant;
                        answers.put(
                                login + " " + endpoint.path(),
                                symbio.as(login).get(endpoint.path()).text());
                    }
                }
            }
        }
        return new Picture(answers, states, heads);
    }

    private static String state(RunningSymbio symbio, EntityRef entity) {
        EntityKind<?, ?, ?> kind = Symbio.FEATURES.stream()
                .flatMap(feature -> feature.kinds().stream())
                .filter(each -> each.name().equals(entity.kind()))
                .findFirst()
                .orElseThrow();
        try {
            return Json.MAPPER.writeValueAsString(symbio.symbio()
                    .platform()
                    .entities()
                    .state(kind, entity)
                    .toCompletableFuture()
                    .join());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
