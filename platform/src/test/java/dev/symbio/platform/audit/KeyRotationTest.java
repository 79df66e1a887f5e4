package dev.symbio.platform.audit;

import static dev.symbio.platform.audit.AuditedPlatform.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that signs checkpoints was replaced: the old one goes on proving what it signed, and nobody else's does. */
class KeyRotationTest {
    @TempDir
    static Path directory;

    private static Path dataDir;
    private static PublicSigningKey first;
    private static PublicSigningKey second;
    private static List<String> before;
    private static List<String> lines;
    private static Checkpoint.Signed kept;

    @BeforeAll
    static void write() throws IOException {
        dataDir = directory.resolve("original");
        try (AuditedPlatform old = AuditedPlatform.live(dataDir)) {
            old.add("a", 0, 5);
            old.checkpoint(5);
            old.add("a", 5, 6);
            kept = old.checkpoint(6);
            before = old.export(2);
            first = old.platform.checkpoints().key();
        }
        Files.delete(dataDir.resolve("audit-signing.key"));
        try (AuditedPlatform renewed = AuditedPlatform.live(dataDir)) {
            renewed.add("b", 0, 5);
            renewed.checkpoint(11);
            lines = renewed.export(3);
            second = renewed.platform.checkpoints().key();
            assertThat(renewed.export(2)).as("an export is always the same").isEqualTo(before);
        }
        assertThat(second).isNotEqualTo(first);
    }

    private static Verifier.Report verify(List<String> export, TrustedKeys keys, Checkpoint.Signed... kept) {
        try {
            return new Verifier(keys, List.of(kept)).verify(new StringReader(String.join("\n", export) + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> findings(List<String> export, TrustedKeys keys, Checkpoint.Signed... kept) {
        return verify(export, keys, kept).findings().stream()
                .map(Verifier.Finding::toString)
                .toList();
    }

    @Test
    void anExportHoldsUnderBothKeys() {
        for (TrustedKeys keys : List.of(
                TrustedKeys.of(List.of(first, second)),
                TrustedKeys.of(List.of(second, first)),
                TrustedKeys.withIds(List.of(first.id(), second.id())),
                TrustedKeys.inFile())) {
            Verifier.Report report = verify(lines, keys, kept);
            assertThat(report.findings()).isEmpty();
            assertThat(report.signedBy()).containsExactly(first, second);
        }
        assertThat(findings(before, TrustedKeys.of(first))).isEmpty();
    }

    @Test
    void underOneOfThemItNamesTheOtherOnce() {
        for (TrustedKeys keys : List.of(TrustedKeys.of(second), TrustedKeys.withIds(List.of(second.id())))) {
            assertThat(findings(lines, keys))
                    .containsExactly("line 2, checkpoint 1: It is signed with key " + first.id()
                            + ", which is missing: neither this nor any other checkpoint under that key is proven.");
            assertThat(findings(lines, keys, kept))
                    .hasSize(2)
                    .last()
                    .isEqualTo("kept checkpoint 2: It is signed with key " + first.id() + ", which is missing.");
        }
        assertThat(findings(lines, TrustedKeys.of(first)))
                .containsExactly(
                        "line 1, key: Expected an export that is signed with key " + first.id() + " but it names "
                                + second.id() + ".",
                        "line 4, checkpoint 3: It is signed with key " + second.id()
                                + ", which is missing: neither this nor any other checkpoint under that key is proven.");
    }

    /** The file with all checkpoints signed anew with another key, from the first one that it may sign on. */
    private static List<String> signedAnew(SigningKey stranger, boolean all) throws IOException {
        List<String> written = new ArrayList<>();
        String previous = Checkpoint.FIRST;
        for (String text : lines) {
            ExportLine line = ExportLine.parse(text);
            if (line.type().equals(ExportLine.STARTED)) {
                ObjectNode json = (ObjectNode) Json.MAPPER.readTree(text);
                ObjectNode data = (ObjectNode) json.get("data");
                if (all) {
                    data.put("publicKey", stranger.open().text()).remove("olderKeys");
                } else {
                    data.putArray("olderKeys").add(stranger.open().text());
                }
                written.add(json.toString());
            } else if (line.type().equals(ExportLine.CHECKPOINT)) {
                Checkpoint old = line.dataAs(Checkpoint.Signed.class).read();
                Checkpoint own = new Checkpoint(
                        old.tenant(),
                        old.number(),
                        old.madeAt(),
                        old.chains(),
                        old.events(),
                        old.root(),
                        previous,
                        stranger.open().id());
                Checkpoint.Signed signed = own.signedWith(stranger);
                previous = signed.hash();
                written.add(ExportLine.checkpoint(signed).text());
            } else {
                written.add(text);
            }
        }
        return written;
    }

    @Test
    void aStrangersKeyInTheFileProvesNothingToWhoHasTheRightOnes() throws IOException {
        SigningKey stranger = SigningKey.loadOrCreate(directory.resolve("stranger.key"));
        for (boolean all : List.of(true, false)) {
            List<String> forged = signedAnew(stranger, all);
            assertThat(findings(forged, TrustedKeys.inFile()))
                    .as("nothing is damaged")
                    .isEmpty();
            for (TrustedKeys keys : List.of(
                    TrustedKeys.of(List.of(first, second)), TrustedKeys.withIds(List.of(first.id(), second.id())))) {
                assertThat(findings(forged, keys))
                        .contains(
                                "line 2, checkpoint 1: It is signed with key "
                                        + stranger.open().id()
                                        + ", which is missing: neither this nor any other checkpoint under that key is proven.");
            }
        }
    }

    @Test
    void theJournalIsCheckedUnderAllKeysThatAreKnown() throws IOException {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("checked"));
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            SigningKeys keys = again.platform.checkpoints().keys();
            assertThat(keys.all()).containsExactly(second, first);
            assertThat(check(again, TrustedKeys.of(keys.all()))).isEmpty();
            assertThat(check(again, TrustedKeys.of(second)))
                    .containsExactly(
                            "tenant acme, checkpoint 1: It is signed with key " + first.id() + ", which is missing.");
            assertThat(again.platform
                            .checkpoints()
                            .make(ACME)
                            .orElseThrow()
                            .read()
                            .number())
                    .isEqualTo(3);
        }
        Files.delete(stopped.resolve("audit-signing.key"));
        try (AuditedPlatform third = AuditedPlatform.silent(stopped)) {
            assertThat(third.platform.checkpoints().keys().all()).hasSize(3).endsWith(second, first);
        }
    }

    /** Rows can be written by whoever has the database; a signature of the present key cannot. */
    @Test
    void aKeyThatSomebodyHasPutIntoTheDatabaseIsNotKnown() throws IOException {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("slipped-in"));
        SigningKey stranger = SigningKey.loadOrCreate(directory.resolve("strange.key"));
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            for (String signer : List.of(stranger.open().id(), second.id())) {
                again.platform
                        .sql()
                        .useHandle(sql -> sql.execute(
                                "insert into signing_key (key_id, public_key, signed_by, signature, known_at) values (?, ?, ?, ?, ?)",
                                stranger.open().id(),
                                stranger.open().text(),
                                signer,
                                stranger.sign("symbio.signing-key.v1:"
                                        + stranger.open().text()),
                                Instant.EPOCH.atOffset(ZoneOffset.UTC)));
            }
        }
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            assertThat(again.platform.checkpoints().keys().all()).containsExactly(second, first);
        }
    }

    @Test
    void anImportBringsTheOldKeysAlong() throws IOException {
        Path file = Files.write(directory.resolve("export.ndjson"), lines);
        Path empty = Files.createDirectories(directory.resolve("imported"));
        Files.copy(dataDir.resolve("audit-signing.key"), empty.resolve("audit-signing.key"));
        try (AuditedPlatform importing = AuditedPlatform.silent(empty)) {
            Import.Report report = importing
                    .platform
                    .importer(List.of())
                    .run(file, TrustedKeys.of(List.of(first, second)), done -> {});
            assertThat(report.checkpoints()).isTrue();
            assertThat(importing.export(3)).isEqualTo(lines);
            assertThat(check(
                            importing,
                            TrustedKeys.of(
                                    importing.platform.checkpoints().keys().all())))
                    .isEmpty();
        }
    }

    private static List<String> check(AuditedPlatform platform, TrustedKeys keys) {
        return new JournalCheck(platform.platform.journal(), keys, step -> {})
                .run().findings().stream().map(JournalCheck.Finding::toString).toList();
    }
}
