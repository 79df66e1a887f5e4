package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.audit.AuditTrail.Entry;
import dev.symbio.platform.audit.AuditTrail.Position;
import dev.symbio.platform.audit.AuditTrail.Question;
import dev.symbio.platform.audit.AuditTrail.Scope;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.StoresUnderTest;
import dev.symbio.platform.runtime.TestServers;
import dev.symbio.platform.storage.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of every question, put together, are its rows: none twice, none left out, also where many have the same time. */
class TrailQueryTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROWS = 2_000;
    private static final long SEED = 35;

    /** What was written, to hold answers against. */
    private record Row(
            String tenant, String kind, String id, long seq, Instant at, String byTenant, String by, String request) {
        boolean concerns(Question asked) {
            boolean ours = tenant.equals(ACME.value());
            boolean own = byTenant.equals(ACME.value());
            return (ours || own)
                    && (asked.kind() == null || kind.equals(asked.kind()))
                    && (asked.subject() == null || own && by.equals(asked.subject()))
                    && (asked.correlationId() == null || request.equals(asked.correlationId()))
                    && (asked.from() == null || !at.isBefore(asked.from()))
                    && (asked.until() == null || at.isBefore(asked.until()))
                    && (asked.scope() == null || ours == (asked.scope() == Scope.OURS));
        }

        String key() {
            return kind + "/" + tenant + "." + id + "#" + seq;
        }
    }

    private static final List<Question> QUESTIONS = List.of(
            new Question(null, null, null, null, null, null, null),
            new Question(null, null, null, null, NOON, NOON.plusSeconds(9), null),
            new Question(null, null, null, null, null, null, Scope.ELSEWHERE),
            new Question("self-kind", null, null, null, NOON.plusSeconds(3), null, Scope.ELSEWHERE),
            new Question(null, null, null, null, null, null, Scope.OURS),
            new Question(null, null, "ann", null, null, null, null),
            new Question("tally", null, "ann", null, null, NOON.plusSeconds(9), null),
            new Question(null, null, "ann", null, null, null, Scope.OURS),
            new Question(null, null, "bob", null, null, null, Scope.ELSEWHERE),
            new Question(null, null, null, "request-3", null, null, null),
            new Question(null, null, "ann", "request-3", null, null, Scope.ELSEWHERE));

    @Test
    void pagesAreCompleteOnH2(@TempDir Path directory) {
        try (Store store = Store.open(Settings.load(Map.of("symbio.data-dir", directory.toString())), List.of())) {
            check(store.sql());
            assertThat(plans(store.sql())).allSatisfy(plan -> assertThat(plan).doesNotContain("audit_event.tableScan"));
            assertThat(plans(store.sql()).subList(0, 9)).as("each range").allSatisfy(plan -> assertThat(plan)
                    .contains("index sorted"));
        }
    }

    @Test
    void pagesAreCompleteOnPostgres() {
        try (StoresUnderTest stores = TestServers.postgresWith(List.of());
                Store store = Store.open(Settings.load(stores.settings()), List.of())) {
            check(store.sql());
            List<String> plans = plans(
                    store.sql(),
                    "analyze",
                    "set enable_seqscan = off",
                    "set enable_bitmapscan = off",
                    "set enable_sort = off");
            assertThat(plans).allSatisfy(plan -> assertThat(plan).doesNotContain("Seq Scan on audit"));
            assertThat(plans.subList(2, 5)).as("of one range").allSatisfy(plan -> assertThat(plan)
                    .doesNotContain("Sort"));
        }
    }

    private static void check(Jdbi sql) {
        List<Row> rows = written(sql);
        AuditTrail trail = new AuditTrail(sql);
        for (Question question : QUESTIONS) {
            Set<String> expected = new HashSet<>();
            rows.stream().filter(row -> row.concerns(question)).map(Row::key).forEach(expected::add);
            for (int limit : List.of(7, 200)) {
                List<Entry> read = paged(trail, question, limit);
                assertThat(read)
                        .as("%s by %d", question, limit)
                        .extracting(entry -> entry.entity() + "#" + entry.seq())
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(expected);
                assertThat(read).extracting(Entry::recordedAt).isSortedAccordingTo((a, b) -> b.compareTo(a));
            }
            assertThat(expected).as("%s", question).isNotEmpty();
        }
    }

    private static List<Entry> paged(AuditTrail trail, Question question, int limit) {
        List<Entry> all = new ArrayList<>();
        Position before = null;
        List<Entry> page;
        do {
            page = trail.list(ACME, question, before, limit);
            all.addAll(page);
            if (!page.isEmpty()) {
                Entry last = page.get(page.size() - 1);
                before = new Position(last.recordedAt(), last.entity(), last.seq());
            }
        } while (page.size() == limit);
        return all;
    }

    /** Of two tenants and a few persons, many at the same moment, in kinds that sort differently in different languages. */
    private static List<Row> written(Jdbi sql) {
        System.out.println("Rows of the trail from seed " + SEED);
        Random random = new Random(SEED);
        List<String> tenants = List.of("acme", "other", "third");
        List<String> kinds = List.of("tally", "self-kind", "selfkind");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Row(
                    tenants.get(random.nextInt(3)),
                    kinds.get(random.nextInt(3)),
                    random.nextBoolean() ? "self" : "Other_" + random.nextInt(3),
                    i / 4,
                    NOON.plusSeconds(random.nextInt(20)),
                    tenants.get(random.nextInt(3)),
                    random.nextBoolean() ? "ann" : "bob",
                    "request-" + random.nextInt(9)));
        }
        Set<String> keys = new HashSet<>();
        rows.removeIf(row -> !keys.add(row.key()));
        sql.useHandle(handle -> insert(handle, rows));
        return rows;
    }

    private static void insert(Handle handle, List<Row> rows) {
        PreparedBatch trail = handle.prepareBatch(
                "insert into audit_event (tenant_id, kind, entity_id, seq, event_id, type,"
                        + " happened_at, recorded_at, by_tenant, by_subject, correlation_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (Row row : rows) {
            OffsetDateTime at = row.at().atOffset(ZoneOffset.UTC);
            trail.add(
                    row.tenant(),
                    row.kind(),
                    row.id(),
                    row.seq(),
                    row.key(),
                    "symbio.tally.added.v1",
                    at,
                    at,
                    row.byTenant(),
                    row.by(),
                    row.request());
        }
        trail.execute();
        handle.execute("insert into audit_elsewhere (by_tenant, recorded_at, kind, entity_id, seq, tenant_id)"
                + " select by_tenant, recorded_at, kind, entity_id, seq, tenant_id from audit_event"
                + " where by_tenant <> tenant_id");
    }

    /** @param before for so few rows no index would be worth it */
    private static List<String> plans(Jdbi sql, String... before) {
        Position noon = new Position(NOON.plusSeconds(9), new EntityRef("tally", ACME, "self"), 1);
        return sql.withHandle(handle -> {
            for (String statement : before) {
                handle.execute(statement);
            }
            return QUESTIONS.stream()
                    .map(question -> new TrailQuery(ACME, question, noon)
                            .in(handle, "explain ", 50)
                            .mapTo(String.class)
                            .list())
                    .map(lines -> String.join("\n", lines))
                    .toList();
        });
    }
}
