package dev.symbio.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.runtime.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A journal is written by the platform, exported, and verified: as it is, and after somebody laid hands on it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifierTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId OTHER = new TenantId("other");
    private static final int EVENTS = 12;

    @TempDir
    static Path dataDir;

    private Platform platform;
    private Checkpoint.Signed first;
    private Checkpoint.Signed second;

    @BeforeAll
    void write() {
        platform = Platform.start(
                Settings.load(Map.of("symbio.data-dir", dataDir.toString())),
                Clock.systemUTC(),
                List.of(new Feature("db/tally", List.of(Tally.KIND), List.of(Tally.projection()))));
        for (String id : List.of("a", "b", "c")) {
            add(ACME, id, 0, EVENTS / 2);
        }
        add(OTHER, "x", 0, 2);
        first = checkpoint(ACME, 3 * EVENTS / 2);
        add(ACME, "b", EVENTS / 2, EVENTS);
        add(ACME, "d", 0, 1);
        second = checkpoint(ACME, 2 * EVENTS + 1);
    }

    @AfterAll
    void stop() {
        platform.stop();
    }

    private void add(TenantId tenant, String id, int from, int to) {
        for (int i = from; i < to; i++) {
            CommandMeta meta =
                    new CommandMeta("c" + i, "" + i, Principal.of("ann", tenant), "request-" + i, null, null);
            assertThat(platform.entities()
                            .send(new EntityRef("tally", tenant, id), new Tally.Add(i), meta)
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Reply.Accepted.class);
        }
    }

    /** As soon as the heads of all chains are known. */
    private Checkpoint.Signed checkpoint(TenantId tenant, int events) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> platform.auditTrail()
                                .list(
                                        tenant,
                                        new AuditTrail.Question(null, null, null, null, null, null, null),
                                        null,
                                        200)
                                .size()
                        == events);
        return platform.checkpoints().make(tenant).orElseThrow();
    }

    private List<String> export() {
        List<String> lines = new ArrayList<>();
        Export export = platform.export(ACME, 2);
        for (List<ExportLine> next = export.next(); !next.isEmpty(); next = export.next()) {
            next.forEach(line -> lines.add(line.text()));
        }
        return lines;
    }

    private Verifier.Report verify(List<String> lines) {
        return verify(lines, platform.checkpoints().key());
    }

    private static Verifier.Report verify(List<String> lines, PublicSigningKey key) {
        try {
            return new Verifier(key).verify(new BufferedReader(new StringReader(String.join("\n", lines))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What the verifier says after lines were changed; the first finding tells where it began. */
    private String after(Consumer<List<String>> hands) {
        List<String> lines = export();
        hands.accept(lines);
        Verifier.Report report = verify(lines);
        assertThat(report.holds()).isFalse();
        return report.findings().get(0).toString();
    }

    /** @param seq of an event of the entity b: twelve events, between those of a and c */
    private static int lineOf(List<String> lines, int seq) {
        for (int i = 0; i < lines.size(); i++) {
            ExportLine line = ExportLine.parse(lines.get(i));
            if (line.isEvent()
                    && line.subject().equals("tally/acme.b")
                    && line.sequence().equals("" + seq)) {
                return i;
            }
        }
        throw new AssertionError("no event " + seq);
    }

    @Test
    void untouchedExportHolds() {
        Verifier.Report report = verify(export());
        assertThat(report.findings()).isEmpty();
        assertThat(report.events()).isEqualTo(2 * EVENTS + 1);
        assertThat(report.intact()).isEqualTo(4);
        assertThat(report.lines()).isEqualTo(report.started().lines());
        assertThat(first.read().number()).isEqualTo(1);
        assertThat(second.read().previous()).isEqualTo(first.hash());
        assertThat(platform.checkpoints().make(ACME)).contains(second);
    }

    @Test
    void downloadGoesOnAtAnyLine() {
        List<String> whole = export();
        for (int from = 0; from <= whole.size(); from++) {
            Export rest = platform.export(ACME, 2).skip(from);
            List<String> lines = new ArrayList<>();
            for (List<ExportLine> next = rest.next(); !next.isEmpty(); next = rest.next()) {
                next.forEach(line -> lines.add(line.text()));
            }
            assertThat(lines).isEqualTo(whole.subList(from, whole.size()));
        }
    }

    @Test
    void changedByteDroppedEventSwappedEventsAndCutTailAreNamed() {
        assertThat(after(lines -> {
                    int at = lineOf(lines, 5);
                    ExportLine line = ExportLine.parse(lines.get(at));
                    byte[] bytes = line.event().toBytes();
                    bytes[bytes.length - 3] ^= 1;
                    lines.set(
                            at,
                            lines.get(at)
                                    .replace(line.stored(), Base64.getEncoder().encodeToString(bytes)));
                }))
                .contains("tally/acme.b: Event 5 was changed");
        assertThat(after(lines -> lines.remove(lineOf(lines, 5))))
                .contains("tally/acme.b: Event 5 is missing; event 6 is there instead");
        assertThat(after(lines -> Collections.swap(lines, lineOf(lines, 5), lineOf(lines, 6))))
                .contains("tally/acme.b: Event 5 is missing; event 6 is there instead");
        assertThat(after(lines -> {
                    lines.remove(lineOf(lines, 12));
                    lines.remove(lineOf(lines, 11));
                }))
                .contains("Expected");
        List<String> cut = export();
        cut.remove(lineOf(cut, 12));
        assertThat(verify(cut).findings()).anySatisfy(finding -> assertThat(finding.toString())
                .contains("tally/acme.b: Events 12 to 12 are missing: checkpoint 2 saw them"));
    }

    @Test
    void missingLineWrongKeyAndCheckpointOfAnotherTenantAreNamed() {
        assertThat(after(lines -> lines.remove(lines.size() - 1))).contains("It ends before the export does");
        assertThat(after(lines -> lines.remove(1))).contains("checkpoint 2: Expected checkpoint 1 here");
        assertThat(after(lines -> lines.remove(3))).contains("checkpoint 1: Expected the chain at place 0");
        assertThat(after(List::clear)).contains("empty");
        SigningKey stranger = SigningKey.loadOrCreate(dataDir.resolve("stranger.key"));
        assertThat(verify(export(), stranger.open()).findings())
                .extracting(Verifier.Finding::where)
                .contains("key", "checkpoint 1");
        Checkpoint.Signed others = platform.checkpoints().make(OTHER).orElseThrow();
        assertThat(after(lines -> lines.set(1, ExportLine.checkpoint(others).text())))
                .contains("checkpoint 1: Expected one of tenant acme but it is of other");
    }

    @Test
    void historyWrittenAnewAsAWholeDoesNotFitItsCheckpoint() {
        assertThat(after(lines -> {
                    int from = lineOf(lines, 1);
                    int other = 0;
                    for (int i = 0; i < lines.size(); i++) {
                        if (lines.get(i).contains("tally/acme.c")
                                && ExportLine.parse(lines.get(i)).isEvent()) {
                            other = i;
                            break;
                        }
                    }
                    for (int i = 0; i < EVENTS / 2; i++) {
                        lines.set(from + i, lines.get(other + i).replace("tally/acme.c", "tally/acme.b"));
                    }
                }))
                .contains("tally/acme.b: Event 1 belongs elsewhere");
    }

    @Test
    void trailAnswersByPersonRequestEntityAndTime() {
        AuditTrail trail = platform.auditTrail();
        EntityRef b = new EntityRef("tally", ACME, "b");
        assertThat(trail.list(ACME, new AuditTrail.Question(null, b, null, null, null, null, null), null, 100))
                .hasSize(EVENTS)
                .allMatch(entry -> platform.openings().text(entry.bySubject()).equals("ann"));
        assertThat(trail.list(
                        ACME, new AuditTrail.Question("tally", null, "ann", "request-3", null, null, null), null, 100))
                .hasSize(3);
        assertThat(trail.list(OTHER, new AuditTrail.Question(null, b, null, null, null, null, null), null, 100))
                .isEmpty();
        List<AuditTrail.Entry> page =
                trail.list(ACME, new AuditTrail.Question(null, null, "ann", null, null, null, null), null, 10);
        AuditTrail.Entry last = page.get(9);
        List<AuditTrail.Entry> rest = trail.list(
                ACME,
                new AuditTrail.Question(null, null, "ann", null, null, null, null),
                new AuditTrail.Position(last.recordedAt(), last.entity(), last.seq()),
                100);
        assertThat(rest).hasSize(2 * EVENTS + 1 - 10).doesNotContainAnyElementsOf(page);
        assertThat(trail.list(
                        ACME,
                        new AuditTrail.Question(
                                null, null, null, null, page.get(0).recordedAt(), null, null),
                        null,
                        100))
                .contains(page.get(0))
                .doesNotContain(rest.get(rest.size() - 1));
    }
}
