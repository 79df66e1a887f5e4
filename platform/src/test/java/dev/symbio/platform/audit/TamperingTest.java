package dev.symbio.platform.audit;

import static dev.symbio.platform.audit.AuditedPlatform.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.Store;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody lays hands on a journal whose platform does not run, or on an export. */
class TamperingTest {
    private static final int HASH_BYTES = 32;
    private static final int TRIES = 200;

    @TempDir
    static Path directory;

    private static Path dataDir;
    private static List<String> lines;
    /** Up to the checkpoint before. */
    private static List<String> earlier;

    private static Checkpoint.Signed kept;
    private static PublicSigningKey key;

    @BeforeAll
    static void write() {
        dataDir = directory.resolve("original");
        try (AuditedPlatform written = AuditedPlatform.live(dataDir)) {
            for (String id : List.of("a", "b", "c", "d", "whole")) {
                written.add(id, 0, 30);
            }
            written.checkpoint(150);
            written.add("d", 30, 33);
            written.add("e", 0, 2);
            kept = written.checkpoint(155);
            lines = written.export(2);
            earlier = written.export(1);
            key = written.platform.checkpoints().key();
        }
    }

    private static void inJournal(Path stopped, String statement, Object... values) throws SQLException {
        try (Connection db = DriverManager.getConnection(Store.embeddedUrl(stopped), "sa", "");
                PreparedStatement change = db.prepareStatement(statement)) {
            for (int i = 0; i < values.length; i++) {
                change.setObject(i + 1, values[i]);
            }
            assertThat(change.executeUpdate()).isPositive();
        }
    }

    private static byte[] payload(Path stopped, String id, long seq) throws SQLException {
        try (Connection db = DriverManager.getConnection(Store.embeddedUrl(stopped), "sa", "");
                PreparedStatement read = db.prepareStatement("select \"event_payload\" from \"event_journal\" where"
                        + " \"persistence_id\" = ? and \"sequence_number\" = ?")) {
            read.setString(1, AuditedPlatform.tally(id).persistenceId());
            read.setLong(2, seq);
            var row = read.executeQuery();
            assertThat(row.next()).isTrue();
            return row.getBytes(1);
        }
    }

    private static void put(Path stopped, String id, long seq, byte[] payload) throws SQLException {
        inJournal(
                stopped,
                "update \"event_journal\" set \"event_payload\" = ? where \"persistence_id\" = ? and \"sequence_number\" = ?",
                payload,
                AuditedPlatform.tally(id).persistenceId(),
                seq);
    }

    /** Whoever holds the database and forgets the newest checkpoint too is found out by the partner who kept it. */
    @Test
    void aTailThatWasCutWithItsCheckpointIsToldByTheCheckpointThatAPartnerKept() throws SQLException {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("cut"));
        String d = AuditedPlatform.tally("d").persistenceId();
        String e = AuditedPlatform.tally("e").persistenceId();
        inJournal(
                stopped,
                "delete from \"event_journal\" where \"persistence_id\" = ? and \"sequence_number\" > 30 or"
                        + " \"persistence_id\" = ?",
                d,
                e);
        inJournal(stopped, "delete from checkpoint where number = 2");
        inJournal(stopped, "delete from checkpoint_head where checkpoint = 2");
        inJournal(stopped, "delete from chain_head where entity_id = 'e'");
        inJournal(
                stopped,
                "update chain_head set seq = checked_seq - 3, checked_seq = checked_seq - 3, hash = (select hash from"
                        + " checkpoint_head c where c.entity_id = 'd'), checked_hash = (select hash from checkpoint_head c"
                        + " where c.entity_id = 'd') where entity_id = 'd'");
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            assertThat(again.platform
                            .checkpoints()
                            .make(ACME)
                            .orElseThrow()
                            .read()
                            .number())
                    .isEqualTo(1);
            assertThat(AuditedPlatform.verify(again.export(1), key).findings()).isEmpty();
            assertThat(AuditedPlatform.verify(again.export(1), key, kept).findings())
                    .extracting(Verifier.Finding::toString)
                    .containsExactly(
                            "kept checkpoint 2: The export ends with checkpoint 1: what came after it is missing.");
        }
    }

    /** Hashes need no key: whoever holds the database writes a whole chain anew, and lets the next checkpoint sign it. */
    @Test
    void aHistoryThatWasWrittenAnewBeforeTheNewestCheckpointIsToldByThoseBefore() throws SQLException {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("rewritten"));
        byte[] hash = new byte[HASH_BYTES];
        for (int seq = 1; seq <= 33; seq++) {
            byte[] rewritten =
                    rewritten(payload(stopped, "d", seq), hash, seq == 3 ? "\"number\":2" : "", "\"number\":9");
            put(stopped, "d", seq, rewritten);
            hash = Arrays.copyOfRange(rewritten, HASH_BYTES, 2 * HASH_BYTES);
        }
        inJournal(
                stopped,
                "delete from \"snapshot\" where \"persistence_id\" = ?",
                AuditedPlatform.tally("d").persistenceId());
        inJournal(
                stopped,
                "update chain_head set hash = ? where entity_id = 'd'",
                HexFormat.of().formatHex(hash));
        try (AuditedPlatform again = AuditedPlatform.live(stopped)) {
            again.add("d", 33, 34);
            Checkpoint.Signed third = again.checkpoint(156);
            assertThat(third.read().number()).isEqualTo(3);
            String told = "tally/acme.d: Event 30 is not the one that checkpoint 1 saw.";
            assertThat(AuditedPlatform.verify(again.export(3), key, kept).findings())
                    .extracting(finding -> finding.where() + ": " + finding.what())
                    .containsExactly(told);
            assertThat(check(again)).containsExactly(told);
        }
    }

    @Test
    void rowsThatNoSignatureReachesAreCompared() throws SQLException {
        assertThat(checkAfter("update chain_head set checked_seq = 33 where entity_id = 'd'"))
                .as("nothing was changed")
                .isEmpty();
        assertThat(checkAfter("update chain_head set checked_seq = 40 where entity_id = 'd'"))
                .containsExactly(
                        "tally/acme.d: It is taken for seen up to event 40, but checkpoints saw it up to event 33.");
        assertThat(checkAfter("update \"event_journal\" set \"deleted\" = true where \"sequence_number\" = 33"))
                .containsExactly("tally/acme.d: Event 33 is gone.");
        assertThat(checkAfter("insert into checkpoint_head (tenant_id, leaf, checkpoint, kind, entity_id, seq, hash)"
                        + " select tenant_id, (select leaf from checkpoint_head where entity_id = 'd' and checkpoint = 1), 0,"
                        + " kind, entity_id, seq, hash from checkpoint_head where entity_id = 'a'"))
                .anyMatch(finding -> finding.startsWith("tenant acme, checkpoint 1: "));
        assertThat(checkAfter("insert into checkpoint (tenant_id, number, made_at, document, signature)"
                        + " select 'other', number, made_at, document, signature from checkpoint where number = 1"))
                .contains("tenant other, checkpoint 1: It is a checkpoint of tenant acme.");
    }

    /** What the check of the whole journal finds after the database was changed so. */
    private List<String> checkAfter(String statement) throws SQLException {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("rows-" + statement.hashCode()));
        inJournal(stopped, statement);
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            return check(again);
        }
    }

    private static List<String> check(AuditedPlatform platform) {
        return new JournalCheck(platform.platform.journal(), TrustedKeys.of(key), step -> {})
                .run().findings().stream().map(JournalCheck.Finding::toString).toList();
    }

    /** The event with other data after another one, with the hash that it then has. */
    private static byte[] rewritten(byte[] stored, byte[] previous, String from, String to) {
        String canonical = new String(stored, 2 * HASH_BYTES, stored.length - 2 * HASH_BYTES, StandardCharsets.UTF_8);
        byte[] changed = (from.isEmpty() ? canonical : canonical.replace(from, to)).getBytes(StandardCharsets.UTF_8);
        MessageDigest sha256 = Digests.sha256();
        sha256.update(previous);
        byte[] hash = sha256.digest(changed);
        return ByteBuffer.allocate(2 * HASH_BYTES + changed.length)
                .put(previous)
                .put(hash)
                .put(changed)
                .array();
    }

    @Test
    void theWholeCheckFindsNothingInAnUntouchedJournalAndWhatIsAddedBesideIt() throws SQLException {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("untouched"));
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            JournalCheck.Report whole =
                    new JournalCheck(again.platform.journal(), TrustedKeys.of(key), step -> {}).runOnAll();
            assertThat(whole.findings()).isEmpty();
            assertThat(whole.chains()).isEqualTo(6);
            again.platform
                    .sql()
                    .useHandle(sql -> sql.execute(
                            "update checkpoint_head set hash = ? where leaf = 1 and checkpoint = 1", "0".repeat(64)));
            assertThat(new JournalCheck(again.platform.journal(), TrustedKeys.of(key), step -> {})
                            .run()
                            .findings())
                    .extracting(JournalCheck.Finding::toString)
                    .contains(
                            "tenant acme, checkpoint 1: The chains that it saw do not have the root that was signed.");
        }
    }

    @Test
    void untouchedLinesHoldWithAndWithoutTheKey() {
        assertThat(AuditedPlatform.verify(lines, key, kept).findings()).isEmpty();
        assertThat(AuditedPlatform.verify(lines, null, kept).findings()).isEmpty();
    }

    /** Any byte of any line; lines dropped, doubled, swapped, replaced by others or cut short. */
    @Test
    void whateverIsDoneToRandomLinesIsNoticed() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            List<String> hands = new ArrayList<>(lines);
            String done = tamper(hands, random);
            if (hands.equals(lines)) {
                continue;
            }
            assertThat(AuditedPlatform.verify(hands, key, kept).findings())
                    .as("seed " + seed + ", try " + i + ": " + done)
                    .isNotEmpty();
        }
    }

    /** Whoever cuts the newest part out counts anew, too; the checkpoint that saw it stays, and is well signed. */
    @Test
    void theNewestPartCutOutOfAnExportIsTold() {
        List<String> hands = new ArrayList<>(lines);
        hands.removeIf(text -> {
            ExportLine line = ExportLine.parse(text);
            return line.type().equals(ExportLine.HEAD)
                            && line.dataAs(ExportLine.Head.class).checkpoint() == 2
                    || line.isEvent() && line.subject().equals("tally/acme.e")
                    || line.isEvent() && line.subject().equals("tally/acme.d") && Long.parseLong(line.sequence()) > 30;
        });
        assertThat(findingsOfRecounted(hands)).containsExactly("checkpoint 2: The chains that it saw are not listed.");
        hands.removeIf(text -> {
            ExportLine line = ExportLine.parse(text);
            return line.type().equals(ExportLine.HEAD) || line.isEvent();
        });
        assertThat(findingsOfRecounted(hands)).isNotEmpty();
    }

    /** Anybody can go on with a chain; what no checkpoint saw proves nothing. */
    @Test
    void eventsAfterTheLastThatACheckpointSawAreTold() {
        List<String> hands = new ArrayList<>(earlier);
        List<String> more = lines.stream()
                .filter(text -> {
                    ExportLine line = ExportLine.parse(text);
                    return line.isEvent()
                            && line.subject().equals("tally/acme.d")
                            && Long.parseLong(line.sequence()) > 30;
                })
                .toList();
        int end = 0;
        for (int i = 0; i < hands.size(); i++) {
            end = "tally/acme.d".equals(ExportLine.parse(hands.get(i)).subject()) ? i : end;
        }
        hands.addAll(end + 1, more);
        assertThat(more).hasSize(3);
        assertThat(findingsOfRecounted(hands))
                .containsExactly("tally/acme.d: Event 31 comes after the last one that a checkpoint saw, 30.");
    }

    /** With first and last lines that say what is there. */
    private static List<String> findingsOfRecounted(List<String> given) {
        List<String> hands = new ArrayList<>(given);
        List<ExportLine> read = hands.stream().map(ExportLine::parse).toList();
        ExportLine.Started was = read.get(0).dataAs(ExportLine.Started.class);
        List<Checkpoint> checkpoints = read.stream()
                .filter(line -> line.type().equals(ExportLine.CHECKPOINT))
                .map(line -> line.dataAs(Checkpoint.Signed.class).read())
                .toList();
        Instant newest = checkpoints.get(checkpoints.size() - 1).madeAt();
        ExportLine.Started counted = new ExportLine.Started(
                was.tenant(),
                was.checkpoint(),
                checkpoints.size(),
                read.stream()
                        .filter(line -> line.type().equals(ExportLine.HEAD))
                        .count(),
                read.stream()
                        .filter(ExportLine::isEvent)
                        .map(ExportLine::subject)
                        .distinct()
                        .count(),
                read.stream().filter(ExportLine::isEvent).count(),
                was.publicKey(),
                was.olderKeys());
        hands.set(0, ExportLine.started(counted, newest).text());
        hands.set(
                hands.size() - 1,
                ExportLine.finished(was.tenant(), hands.size(), newest).text());
        return AuditedPlatform.verify(hands, key).findings().stream()
                .map(finding -> finding.where() + ": " + finding.what())
                .toList();
    }

    private static String tamper(List<String> hands, Random random) {
        int at = random.nextInt(hands.size());
        int other = random.nextInt(hands.size());
        String line = hands.get(at);
        int place = random.nextInt(line.length());
        return switch (random.nextInt(8)) {
            case 0 -> {
                hands.remove(at);
                yield "dropped line " + at;
            }
            case 1 -> {
                Collections.swap(hands, at, other);
                yield "swapped lines " + at + " and " + other;
            }
            case 2 -> {
                hands.add(at, hands.get(other));
                yield "copied line " + other + " to " + at;
            }
            case 3 -> {
                hands.set(at, hands.get(other));
                yield "put line " + other + " over " + at;
            }
            case 4 -> {
                hands.set(at, line.substring(0, place));
                yield "cut line " + at + " at " + place;
            }
            case 5 -> {
                hands.subList(at, hands.size()).clear();
                yield "cut the file at " + at;
            }
            default -> {
                char changed = (char) (line.charAt(place) ^ 1 + random.nextInt(15));
                hands.set(at, line.substring(0, place) + changed + line.substring(place + 1));
                yield "changed line " + at + " at " + place + " to " + changed;
            }
        };
    }

    @Test
    void strangeFilesAreToldNotThrown() {
        for (String strange : List.of(
                "",
                "null",
                "[]",
                "{}",
                "\u0000",
                "{\"type\":\"symbio.audit.export-started.v1\",\"data\":{}}",
                "{\"type\":\"symbio.audit.export-started.v1\",\"data\":null}",
                "{\"type\":\"x\",\"data_base64\":\"AA==\"}",
                "[".repeat(5_000),
                "x".repeat(3 * BoundedLines.MAX_CHARS))) {
            assertThat(AuditedPlatform.verify(List.of(strange), key).findings())
                    .as(strange.substring(0, Math.min(60, strange.length())))
                    .isNotEmpty();
            List<String> within = new ArrayList<>(lines);
            within.add(3, strange);
            assertThat(AuditedPlatform.verify(within, null).findings())
                    .as(strange.substring(0, Math.min(60, strange.length())))
                    .isNotEmpty();
        }
    }

    @Test
    void aHugeLineIsNamedAndPassedOver() {
        List<String> within = new ArrayList<>(lines);
        within.add(10, "y".repeat(BoundedLines.MAX_CHARS + 1));
        assertThat(AuditedPlatform.verify(within, key).findings().get(0).toString())
                .isEqualTo("line 11, line: Expected at most " + BoundedLines.MAX_CHARS + " characters in a line.");
    }

    @Test
    void aKeptCheckpointOfAnotherTenantOrUnderAnotherKeyProvesNothing() {
        SigningKey stranger = SigningKey.loadOrCreate(directory.resolve("stranger.key"));
        Checkpoint own = kept.read();
        Checkpoint.Signed forged = own.signedWith(stranger);
        assertThat(AuditedPlatform.verify(lines, key, forged).findings().get(0).what())
                .contains("does not hold under key");
        String written = lines.stream().collect(Collectors.joining());
        assertThat(written).contains(key.text());
    }

    @Test
    void oneEntityIsProvenWithoutTheOthers() {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("proof"));
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            Proofs proofs = new Proofs(again.platform.sql(), again.platform.checkpoints(), again.platform.blocking());
            Proof proof = proven(proofs, "b").orElseThrow();
            assertThat(proof.holds(key)).isTrue();
            assertThat(proof.head().seq()).isEqualTo(30);
            ChainHead other =
                    new ChainHead(proof.head().entity(), 29, proof.head().hash());
            assertThat(new Proof(proof.checkpoint(), other, proof.leaf(), proof.chains(), proof.path()).holds(key))
                    .isFalse();
            assertThat(proven(proofs, "nobody")).isEmpty();
            assertThat(proofs.of(new EntityRef("tally", new TenantId("nobody"), "b"))
                            .toCompletableFuture()
                            .join())
                    .isEmpty();
        }
    }

    @Test
    void proofsOfOneCheckpointReadItsChainsOnce() {
        Path stopped = AuditedPlatform.copyOf(dataDir, directory.resolve("proofs"));
        try (AuditedPlatform again = AuditedPlatform.silent(stopped)) {
            AtomicInteger reads = new AtomicInteger();
            again.platform.sql().setSqlLogger(new SqlLogger() {
                @Override
                public void logBeforeExecution(StatementContext context) {
                    if (context.getRenderedSql().contains("group by leaf")) {
                        reads.incrementAndGet();
                    }
                }
            });
            Proofs proofs = new Proofs(again.platform.sql(), again.platform.checkpoints(), again.platform.blocking());
            List<CompletableFuture<Optional<Proof>>> asked = Stream.generate(
                            () -> proofs.of(AuditedPlatform.tally("b")).toCompletableFuture())
                    .limit(16)
                    .toList();
            assertThat(asked)
                    .allSatisfy(each ->
                            assertThat(each.join().orElseThrow().holds(key)).isTrue());
            // the leaves, and then that there are no more
            assertThat(reads).hasValueLessThanOrEqualTo(2);
        }
    }

    private static Optional<Proof> proven(Proofs proofs, String tally) {
        return proofs.of(AuditedPlatform.tally(tally)).toCompletableFuture().join();
    }
}
