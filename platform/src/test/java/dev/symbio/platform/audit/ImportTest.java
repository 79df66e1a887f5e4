package dev.symbio.platform.audit;

import static dev.symbio.platform.audit.AuditedPlatform.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.runtime.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export becomes a system again. */
class ImportTest {
    private static final String TOTALS = "select * from tally order by tenant_id, entity_id";
    private static final String HEADS = "select * from chain_head order by tenant_id, kind, entity_id";
    private static final String TRAIL = "select * from audit_event order by tenant_id, kind, entity_id, seq";
    private static final String DEADLINES = "select * from deadline order by tenant_id, kind, entity_id, name";
    private static final String STEPS =
            "select command_id, state, target_seq, next_attempt_at from process_step order by command_id";
    private static final String CHECKPOINTS = "select * from checkpoint order by number";

    @TempDir
    static Path directory;

    private static Path dataDir;
    private static Path file;
    private static List<String> lines;
    private static TrustedKeys key;
    private static List<List<Map<String, Object>>> models;
    private static Tally target;

    @BeforeAll
    static void write() throws IOException {
        dataDir = directory.resolve("original");
        file = directory.resolve("export.ndjson");
        try (AuditedPlatform written = AuditedPlatform.live(dataDir)) {
            written.add("a", 0, 45);
            written.checkpoint(45);
            written.add("source", 1, 8);
            await().atMost(Duration.ofSeconds(20)).until(() -> written.seq("target") == 7);
            written.send("later", new Tally.RingIn(Duration.ofDays(1)), "ring");
            written.checkpoint(60);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> written.rows("select * from process_step where state = 'done'")
                                    .size()
                            == 7);
            lines = written.export(2);
            key = TrustedKeys.of(written.platform.checkpoints().key());
            models = models(written);
            target = written.state("target");
            Files.write(file, lines);
        }
    }

    private static List<List<Map<String, Object>>> models(AuditedPlatform of) {
        List<List<Map<String, Object>>> models = new ArrayList<>();
        for (String query : List.of(TOTALS, HEADS, TRAIL, DEADLINES, STEPS, CHECKPOINTS)) {
            models.add(of.rows(query));
        }
        return models;
    }

    private static Path emptyWithKey(String name) throws IOException {
        Path empty = Files.createDirectories(directory.resolve(name));
        Files.copy(dataDir.resolve("audit-signing.key"), empty.resolve("audit-signing.key"));
        return empty;
    }

    @Test
    void statesChainsAndReadModelsAreTheSameAndNothingIsSentAgain() throws IOException {
        Path empty = emptyWithKey("same");
        try (AuditedPlatform importing = AuditedPlatform.silent(empty)) {
            Import.Report report = importing.platform.importer(List.of()).run(file, key, done -> {});
            assertThat(report).isEqualTo(new Import.Report(ACME, 4, 60, true, 0));
            assertThat(models(importing)).isEqualTo(models);
            assertThat(importing.export(2)).isEqualTo(lines);
            assertThatThrownBy(() -> importing.platform.importer(List.of()).run(file, key, done -> {}))
                    .isInstanceOf(ImportRefused.class)
                    .hasMessageContaining("imported already");
        }
        try (AuditedPlatform living = AuditedPlatform.live(empty)) {
            living.add("source", 8, 9);
            await().atMost(Duration.ofSeconds(20)).until(() -> living.seq("target") == 8);
            assertThat(living.state("target").total()).isEqualTo(target.total() + 8);
            // a command from before the export has no second effect; whether it is the same only its own system can
            // tell
            assertThat(living.answer("a", new Tally.Add(3), "c3")).isInstanceOf(Reply.KeyReused.class);
            assertThat(living.seq("a")).isEqualTo(45);
            Checkpoint.Signed third = living.checkpoint(62);
            assertThat(third.read().number()).isEqualTo(3);
            assertThat(AuditedPlatform.verify(
                                    living.export(3),
                                    living.platform.checkpoints().key())
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    void anInterruptedImportIsRepeatedAndNothingStartsBefore() throws IOException {
        Path empty = emptyWithKey("interrupted");
        try (AuditedPlatform importing = AuditedPlatform.silent(empty)) {
            assertThatThrownBy(() -> importing.platform.importer(List.of()).run(file, key, done -> {
                        if (done > 46) {
                            throw new IllegalStateException("the power went");
                        }
                    }))
                    .hasMessage("the power went");
        }
        assertThatThrownBy(() -> AuditedPlatform.live(empty))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("repeat it");
        try (AuditedPlatform importing = AuditedPlatform.silent(empty)) {
            importing.platform.importer(List.of()).run(file, key, done -> {});
            assertThat(models(importing)).isEqualTo(models);
        }
    }

    @Test
    void aBrokenExportAndASystemWithAHistoryAreRefused() throws IOException {
        Path broken = directory.resolve("broken.ndjson");
        List<String> without = new ArrayList<>(lines);
        without.remove(without.size() - 5);
        Files.write(broken, without);
        Path other = directory.resolve("other");
        try (AuditedPlatform foreign = AuditedPlatform.live(other)) {
            assertThatThrownBy(() -> foreign.platform.importer(List.of()).run(broken, key, done -> {}))
                    .isInstanceOf(ImportRefused.class)
                    .satisfies(refused ->
                            assertThat(((ImportRefused) refused).findings()).isNotEmpty());
            assertThat(foreign.rows("select * from import_run")).isEmpty();
            foreign.add("mine", 0, 1);
            assertThatThrownBy(() -> foreign.platform.importer(List.of()).run(file, key, done -> {}))
                    .isInstanceOf(ImportRefused.class)
                    .hasMessage("Expected an empty system but it has a history of acme.");
            assertThat(foreign.seq("a")).isZero();
        }
    }
}
