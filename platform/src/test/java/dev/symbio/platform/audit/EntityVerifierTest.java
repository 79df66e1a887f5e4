package dev.symbio.platform.audit;

import static dev.symbio.platform.audit.AuditedPlatform.tally;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.runtime.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One entity is exported with its proofs, and verified: as it is, and after somebody laid hands on the file. */
class EntityVerifierTest {
    private static final int TRIES = 200;
    private static final int FIRST_EVENT = 5;

    @TempDir
    static Path directory;

    /** Of b, with both checkpoints. */
    private static List<String> lines;

    private static List<String> linesOfA;
    /** Of b up to the first checkpoint. */
    private static List<String> earlier;

    private static List<String> tenant;
    private static Checkpoint.Signed first;
    private static Checkpoint.Signed second;
    private static PublicSigningKey key;
    private static SigningKey installation;

    @BeforeAll
    static void write() {
        Path dataDir = directory.resolve("original");
        try (AuditedPlatform written = AuditedPlatform.live(dataDir)) {
            for (String id : List.of("a", "b", "c")) {
                written.add(id, 0, 6);
            }
            first = written.checkpoint(18);
            written.add("b", 6, 12);
            written.add("d", 0, 1);
            second = written.checkpoint(25);
            key = written.platform.checkpoints().key();
            lines = export(written, "b", 1, 2);
            linesOfA = export(written, "a", 1, 2);
            earlier = export(written, "b", 1);
            tenant = written.export(2);
            goesOnAtAnyLine(written);
            assertThat(proven(written, "d", 1)).isEmpty();
            assertThat(proven(written, "d", 3)).isEmpty();
        }
        installation = SigningKey.loadOrCreate(dataDir.resolve("audit-signing.key"));
    }

    private static Optional<Proof> proven(AuditedPlatform written, String id, long checkpoint) {
        Platform platform = written.platform;
        return new Proofs(platform.sql(), platform.checkpoints(), platform.blocking())
                .of(tally(id), checkpoint)
                .toCompletableFuture()
                .join();
    }

    private static EntityExport started(AuditedPlatform written, String id, long... checkpoints) {
        List<Proof> proofs = new ArrayList<>();
        for (long number : checkpoints) {
            proofs.add(proven(written, id, number).orElseThrow());
        }
        return written.platform.export(proofs);
    }

    private static List<String> read(ExportLines export) {
        List<String> read = new ArrayList<>();
        for (List<ExportLine> next = export.next(); !next.isEmpty(); next = export.next()) {
            next.forEach(line -> read.add(line.text()));
        }
        return read;
    }

    private static List<String> export(AuditedPlatform written, String id, long... checkpoints) {
        return read(started(written, id, checkpoints));
    }

    private static void goesOnAtAnyLine(AuditedPlatform written) {
        for (int from = 0; from <= lines.size(); from++) {
            assertThat(read(started(written, "b", 1, 2).skip(from))).isEqualTo(lines.subList(from, lines.size()));
        }
    }

    /** What the verifier says after lines were changed; the first finding tells where it began. */
    private static String after(Consumer<List<String>> hands) {
        return all(hands).get(0);
    }

    private static List<String> all(Consumer<List<String>> hands) {
        List<String> changed = new ArrayList<>(lines);
        hands.accept(changed);
        Verifier.Report report = AuditedPlatform.verify(changed, key);
        assertThat(report.holds()).isFalse();
        assertThat(report.findings()).isNotEmpty();
        return report.findings().stream().map(Verifier.Finding::toString).toList();
    }

    private static int lineOf(int seq) {
        return FIRST_EVENT + seq - 1;
    }

    private static String changed(String text, int byteFromEnd) {
        ExportLine line = ExportLine.parse(text);
        byte[] bytes = line.event().toBytes();
        bytes[bytes.length - byteFromEnd] ^= 1;
        return text.replace(line.stored(), Base64.getEncoder().encodeToString(bytes));
    }

    @Test
    void untouchedExportHoldsAndHasNothingOfOthers() {
        Verifier.Report report = AuditedPlatform.verify(lines, key, first, second);
        assertThat(report.findings()).isEmpty();
        assertThat(report.started()).isNull();
        assertThat(report.entity().entity()).isEqualTo(tally("b"));
        assertThat(report.entity().checkpoints()).containsExactly(1L, 2L);
        assertThat(report.lines()).isEqualTo(report.entity().lines()).isEqualTo(lines.size());
        assertThat(report.events()).isEqualTo(12);
        assertThat(report.intact()).isEqualTo(1);
        assertThat(lines).noneMatch(line -> line.contains("tally/acme.a") || line.contains("tally/acme.c"));
        assertThat(ExportLine.parse(lines.get(lineOf(1))).isEvent()).isTrue();
        assertThat(tenant).containsAll(lines.subList(FIRST_EVENT, FIRST_EVENT + 12));
        assertThat(AuditedPlatform.verify(lines, null).holds()).isTrue();
    }

    @Test
    void theFirstBrokenEventIsNamed() {
        assertThat(after(l -> l.set(lineOf(5), changed(l.get(lineOf(5)), 3))))
                .isEqualTo("line 10, tally/acme.b: Event 5 was changed: it does not match its hash.");
        assertThat(after(l -> l.remove(lineOf(5))))
                .isEqualTo("line 10, tally/acme.b: Event 5 is missing; event 6 is there instead.");
        assertThat(after(l -> Collections.swap(l, lineOf(5), lineOf(6))))
                .isEqualTo("line 10, tally/acme.b: Event 5 is missing; event 6 is there instead.");
        assertThat(after(l -> l.remove(lineOf(1))))
                .isEqualTo("line 6, tally/acme.b: Event 1 is missing; event 2 is there instead.");
        assertThat(after(l -> l.add(lineOf(6), l.get(lineOf(5)))))
                .isEqualTo("line 11, tally/acme.b: Event 5 stands after event 5.");
        assertThat(after(l -> l.set(lineOf(5), l.get(lineOf(5)).replace("\"sequence\":\"5\"", "\"sequence\":\"4\""))))
                .contains("line 10, tally/acme.b: Event 4 stands after event 4.");
        assertThat(after(l -> l.set(lineOf(5), linesOfA.get(lineOf(5)))))
                .isEqualTo("line 10, tally/acme.b: Expected event 5 but there is one of tally/acme.a.");
        assertThat(after(l -> l.set(lineOf(5), linesOfA.get(lineOf(5)).replace("acme.a", "acme.b"))))
                .contains("line 10, tally/acme.b: Event 5 belongs elsewhere");
        assertThat(after(l -> l.set(
                        lineOf(5),
                        ExportLine.missing(tally("b"), 5, second.read().madeAt())
                                .text())))
                .isEqualTo("line 10, tally/acme.b: Event 5 was gone when this was exported.");
    }

    @Test
    void aTailThatWasCutIsMissed() {
        assertThat(all(l -> l.subList(lineOf(11), lineOf(12) + 1).clear()))
                .contains("line 16, tally/acme.b: Events 11 to 12 are missing: checkpoint 2 saw them.");
        assertThat(after(l -> l.subList(lineOf(11), l.size()).clear()))
                .contains("tally/acme.b: Events 11 to 12 are missing: checkpoint 2 saw them.");
        assertThat(after(l -> l.remove(l.size() - 1))).contains("It ends before the export does: expected 18 lines.");
        assertThat(after(l -> l.add(l.get(l.size() - 1)))).contains("Expected nothing after the line that ends");
        assertThat(after(l -> l.subList(FIRST_EVENT, l.size() - 1).clear())).contains("Expected 18 lines");
    }

    /** A header and an end that fit what is left do not help: the leaf says how long the chain was. */
    @Test
    void aTailThatWasCutWithAHeaderToFitIsMissed() {
        List<String> cut = all(l -> {
            l.subList(lineOf(11), lineOf(12) + 1).clear();
            ExportLine.EntityStarted fitting =
                    new ExportLine.EntityStarted(tally("b"), List.of(1L, 2L), 10, key.text(), List.of());
            l.set(0, ExportLine.entityStarted(fitting, second.read().madeAt()).text());
            l.set(
                    l.size() - 1,
                    ExportLine.finished(
                                    second.read().tenant(), 16, second.read().madeAt())
                            .text());
        });
        assertThat(cut)
                .containsExactly(
                        "line 16, tally/acme.b: Events 11 to 12 are missing: checkpoint 2 saw them.",
                        "line 1, file: The first line does not say what the export holds.");
    }

    @Test
    void everyOtherLineIsMissedAndKeepsItsPlace() {
        assertThat(after(l -> l.remove(1))).contains("line 2, proof: Expected a checkpoint before it");
        assertThat(after(l -> l.remove(2)))
                .isEqualTo("line 3, tally/acme.b: The proof that checkpoint 1 saw it is missing.");
        assertThat(after(l -> l.subList(1, 3).clear()))
                .isEqualTo("line 16, file: Expected 18 lines but there are 16: lines are missing or too many.");
        assertThat(after(l -> l.subList(1, 5).clear()))
                .isEqualTo("line 2, tally/acme.b: No checkpoint in the file proves it.");
        assertThat(after(l -> Collections.swap(l, 3, 5))).contains("line 5, proof: Expected a checkpoint before it");
        assertThat(after(l -> {
                    Collections.swap(l, 1, 3);
                    Collections.swap(l, 2, 4);
                }))
                .contains("line 4, checkpoint 1: It stands out of order");
        assertThat(after(l -> l.remove(0)))
                .contains("file: Expected " + ExportLine.STARTED + " as the first line but it is "
                        + ExportLine.CHECKPOINT);
    }

    @Test
    void wrongKeysAreNamed() {
        SigningKey stranger = SigningKey.loadOrCreate(directory.resolve("stranger.key"));
        Verifier.Report report = AuditedPlatform.verify(lines, stranger.open());
        assertThat(report.findings()).extracting(Verifier.Finding::where).containsExactly("key", "checkpoint 1");
        List<String> anew = new ArrayList<>(lines);
        anew.set(0, lines.get(0).replace(key.text(), stranger.open().text()));
        anew.set(1, ExportLine.checkpoint(first.read().signedWith(stranger)).text());
        anew.set(3, ExportLine.checkpoint(second.read().signedWith(stranger)).text());
        assertThat(AuditedPlatform.verify(anew, key).findings().get(0).toString())
                .startsWith("line 1, key: Expected an export that is signed with key " + key.id());
    }

    @Test
    void theProofOfAnotherEntityIsNamed() {
        assertThat(after(l -> l.set(4, linesOfA.get(4))))
                .isEqualTo(
                        "line 5, tally/acme.b: Expected the proof that checkpoint 2 saw it but it is of tally/acme.a.");
        assertThat(after(l -> l.set(4, linesOfA.get(4).replace("acme.a", "acme.b"))))
                .isEqualTo(
                        "line 5, tally/acme.b: Its leaf with the path does not give the root that checkpoint 2 signed.");
        String path = ExportLine.parse(linesOfA.get(4)).data().get("path").toString();
        String own = ExportLine.parse(lines.get(4)).data().get("path").toString();
        assertThat(path).isNotEqualTo(own);
        assertThat(after(l -> l.set(4, l.get(4).replace(own, path))))
                .isEqualTo(
                        "line 5, tally/acme.b: Its leaf with the path does not give the root that checkpoint 2 signed.");
        assertThat(after(l -> l.set(4, l.get(2)))).contains("does not give the root that checkpoint 2 signed");
        assertThat(after(l -> l.set(4, l.get(4).replace("\"seq\":12,", "\"seq\":11,"))))
                .contains("does not give the root that checkpoint 2 signed");
        assertThat(after(l -> l.set(4, l.get(4).replace("\"path\":[\"", "\"path\":[\"zz"))))
                .contains("cannot be read");
    }

    @Test
    void theCheckpointOfAnotherTenantIsNamed() {
        Checkpoint own = second.read();
        Checkpoint others = new Checkpoint(
                new TenantId("other"),
                own.number(),
                own.madeAt(),
                own.chains(),
                own.events(),
                own.root(),
                own.previous(),
                own.keyId());
        assertThat(after(l -> l.set(
                        3,
                        ExportLine.checkpoint(others.signedWith(installation)).text())))
                .isEqualTo("line 4, checkpoint 2: Expected one of tenant acme but it is of other.");
    }

    @Test
    void aHistoryThatWasWrittenAnewDoesNotFitTheCheckpointThatWasKept() {
        Checkpoint own = second.read();
        Checkpoint anew = new Checkpoint(
                own.tenant(),
                own.number(),
                Instant.parse("2030-01-01T00:00:00Z"),
                own.chains(),
                own.events(),
                own.root(),
                own.previous(),
                own.keyId());
        assertThat(AuditedPlatform.verify(lines, key, anew.signedWith(installation))
                        .findings())
                .extracting(Verifier.Finding::toString)
                .containsExactly(
                        "kept checkpoint 2: The export has another checkpoint with this number: the history was written anew.");
        assertThat(AuditedPlatform.verify(earlier, key, first).holds()).isTrue();
        assertThat(AuditedPlatform.verify(earlier, key, second).findings())
                .extracting(Verifier.Finding::toString)
                .containsExactly(
                        "kept checkpoint 2: The export ends with checkpoint 1: what came after it is missing.");
        List<String> newestAlone = new ArrayList<>(lines);
        newestAlone.subList(1, 3).clear();
        assertThat(AuditedPlatform.verify(newestAlone, key, first).findings())
                .extracting(Verifier.Finding::toString)
                .contains("kept checkpoint 1: The export does not have it: download one that does, with kept=1.");
    }

    @Test
    void noChangedCharacterAndNoLineThatWasMovedGoesUnnoticed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            List<String> changed = new ArrayList<>(lines);
            int at = random.nextInt(changed.size());
            int to = random.nextInt(changed.size());
            switch (random.nextInt(4)) {
                case 0 -> changed.remove(at);
                case 1 -> changed.add(to, changed.get(at));
                case 2 -> changed.add(to == at ? (at + 1) % changed.size() : to, changed.remove(at));
                default -> {
                    String line = changed.get(at);
                    int character = random.nextInt(line.length());
                    char other = (char) (line.charAt(character) ^ 1 + random.nextInt(7));
                    changed.set(at, line.substring(0, character) + other + line.substring(character + 1));
                }
            }
            if (!changed.equals(lines)) {
                assertThat(AuditedPlatform.verify(changed, key).holds())
                        .as("seed %s, try %s:%n%s", seed, i, changed.stream().collect(Collectors.joining("\n")))
                        .isFalse();
            }
        }
    }

    @Test
    void aFirstLineThatPromisesNothingIsTold() {
        for (String nothing : List.of(
                "{\"checkpoints\":[],\"events\":0,\"publicKey\":\"\"}",
                "{\"entity\":null,\"checkpoints\":[1],\"events\":0,\"publicKey\":\"\"}",
                "{}",
                "7")) {
            assertThat(after(l -> l.set(
                            0,
                            "{\"specversion\":\"1.0\",\"type\":\"" + ExportLine.ENTITY_STARTED + "\",\"data\":"
                                    + nothing + "}")))
                    .startsWith("line 1, ");
        }
    }

    @Test
    void isNoSystemThatCouldBeImported() throws IOException {
        Path file = Files.write(directory.resolve("one.ndjson"), lines);
        try (AuditedPlatform empty = AuditedPlatform.silent(directory.resolve("empty"))) {
            Import importing = empty.platform.importer(List.of());
            assertThatThrownBy(() -> importing.run(file, TrustedKeys.of(key), events -> {}))
                    .isInstanceOf(ImportRefused.class)
                    .hasMessageContaining("one entity");
        }
    }

    @Test
    void whatTheDatabaseLostIsToldByTheExport() {
        EntityRef gone = tally("b");
        ExportLine line = ExportLine.found(new ChainReader.Found(gone, 3, List.of()), Instant.EPOCH);
        assertThat(line.type()).isEqualTo(ExportLine.MISSING);
        assertThat(Json.written(line.data())).isEqualTo("{\"seq\":3}");
    }
}
