package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.SealedCount;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Verifies an export of one entity: that the checkpoints are signed, that the root of each is that of a tree with the entity's
 * leaf, and that the events are one whole chain that goes through every leaf and ends with the last.
 */
final class EntityVerifier {
    private final List<Checkpoint.Signed> kept;
    private final Findings findings = new Findings();
    private final Signatures signatures;
    private final ChainWalk walk = new ChainWalk();
    private final SealedCount sealed = new SealedCount();
    /** By their numbers. */
    private final NavigableMap<Long, Checkpoint.Signed> checkpoints = new TreeMap<>();
    /** By the numbers of their checkpoints. */
    private final NavigableMap<Long, Proof> proofs = new TreeMap<>();

    private ExportLine.EntityStarted started;
    private String startedText;
    /** Null once its proof has been read. */
    private Checkpoint.Signed unproven;

    private long events;
    private boolean eventsBegan;
    private boolean broken;
    private boolean finished;

    EntityVerifier(TrustedKeys trusted, List<Checkpoint.Signed> kept) {
        signatures = new Signatures(trusted, findings);
        this.kept = kept;
    }

    /** @param first line of a file; null if it has none */
    static boolean takes(String first) {
        try {
            return first != null && ExportLine.parse(first).type().equals(ExportLine.ENTITY_STARTED);
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** @param first line, which was read already */
    Verifier.Report verify(String first, BoundedLines lines) throws IOException {
        for (String text = first; text != null; text = lines.next()) {
            findings.at(text);
            if (lines.tooLong()) {
                findings.found("line", "Expected at most " + BoundedLines.MAX_CHARS + " characters in a line.");
            } else {
                take(text);
            }
        }
        end();
        NavigableMap<Long, String> documents = new TreeMap<>();
        checkpoints.forEach((number, signed) -> documents.put(number, signed.document()));
        findings.addAll(KeptCheckpoints.compare(kept, signatures.keys(), tenant(), documents));
        boolean intact = started != null && !broken && events > 0;
        return new Verifier.Report(
                null, started, findings.line(), events, intact ? 1 : 0, findings.all(), sealed, signatures.signedBy());
    }

    private void take(String text) {
        ExportLine next;
        try {
            next = ExportLine.parse(text);
        } catch (IllegalArgumentException unreadable) {
            findings.found("line", unreadable.getMessage());
            return;
        }
        try {
            if (findings.line() == 1) {
                start(next.dataAs(ExportLine.EntityStarted.class), text);
            } else if (finished) {
                findings.found("file", "Expected nothing after the line that ends the export.");
            } else if (started != null && next.isEvent()) {
                event(next);
            } else if (started != null) {
                statement(next);
            }
        } catch (RuntimeException unreadable) {
            // whatever somebody has made of a line, it is told as a finding
            findings.found(
                    next.subject() == null ? next.type() : next.subject(),
                    "It cannot be read: " + Objects.requireNonNullElse(unreadable.getMessage(), "parts are missing"));
        }
    }

    private void start(ExportLine.EntityStarted told, String text) {
        signatures.named(new PublicSigningKey(told.publicKey()), told.keys());
        ExportLine.entity(
                Objects.requireNonNull(told.entity(), "the entity is missing").toString());
        if (told.checkpoints().isEmpty()) {
            throw new IllegalArgumentException("no checkpoint is named");
        }
        started = told;
        startedText = text;
    }

    private void statement(ExportLine next) {
        switch (next.type()) {
            case ExportLine.CHECKPOINT -> checkpoint(next.dataAs(Checkpoint.Signed.class));
            case ExportLine.PROOF -> proof(next, next.dataAs(ExportLine.Proven.class));
            case ExportLine.MISSING -> {
                beginEvents();
                long seq = next.dataAs(ExportLine.Missing.class).seq();
                broken("Event " + seq + " was gone when this was exported.");
                walk.pass(seq);
            }
            case ExportLine.FINISHED -> {
                beginEvents();
                finished = true;
                long lines = next.dataAs(ExportLine.Finished.class).lines();
                findings.mustBe(ExportLine.finished(tenant(), lines, newest()), "file");
                if (lines != findings.line()) {
                    findings.found(
                            "file",
                            "Expected " + lines + " lines but there are " + findings.line()
                                    + ": lines are missing or too many.");
                }
            }
            default -> findings.found("line", "Expected no line of type " + next.type() + " here.");
        }
    }

    private void checkpoint(Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        String where = "checkpoint " + checkpoint.number();
        proofExpected();
        signatures.check(signed, where);
        if (!checkpoint.tenant().equals(tenant())) {
            findings.found(where, "Expected one of tenant " + tenant() + " but it is of " + checkpoint.tenant() + ".");
        }
        if (eventsBegan || !checkpoints.isEmpty() && checkpoint.number() <= checkpoints.lastKey()) {
            findings.found(
                    where, "It stands out of order: checkpoints by their numbers, each with its proof, then events.");
        }
        Checkpoint.Signed before = checkpoints.get(checkpoint.number() - 1);
        if (before != null && !checkpoint.previous().equals(before.hash())) {
            findings.found(where, "It does not follow the checkpoint before it.");
        }
        findings.mustBe(ExportLine.checkpoint(signed), where);
        checkpoints.put(checkpoint.number(), signed);
        unproven = signed;
    }

    private void proof(ExportLine next, ExportLine.Proven told) {
        if (unproven == null) {
            findings.found("proof", "Expected a checkpoint before it that it belongs to.");
            return;
        }
        Checkpoint.Signed signed = unproven;
        unproven = null;
        long number = signed.read().number();
        if (!next.subject().equals(started.entity().toString())) {
            broken("Expected the proof that checkpoint " + number + " saw it but it is of " + next.subject() + ".");
            return;
        }
        ChainHead head = new ChainHead(started.entity(), told.seq(), told.hash());
        Proof proof = new Proof(signed, head, told.place(), told.size(), told.path());
        if (!proof.inTree()) {
            broken("Its leaf with the path does not give the root that checkpoint " + number + " signed.");
        } else {
            findings.mustBe(ExportLine.proof(proof), started.entity().toString());
        }
        if (!proofs.isEmpty()) {
            follows(proofs.lastEntry().getValue(), proof, number);
        }
        proofs.put(number, proof);
    }

    private void follows(Proof before, Proof proof, long number) {
        if (proof.leaf() != before.leaf()) {
            broken("Its place in the hash tree moved from " + before.leaf() + " to " + proof.leaf() + ".");
        }
        if (proof.head().seq() < before.head().seq()) {
            broken("Checkpoint " + number + " saw it shorter than the one before.");
        }
    }

    private void proofExpected() {
        if (unproven != null) {
            broken("The proof that checkpoint " + unproven.read().number() + " saw it is missing.");
            unproven = null;
        }
    }

    /** Before the first event, or whatever stands instead. */
    private void beginEvents() {
        proofExpected();
        if (!eventsBegan && proofs.isEmpty()) {
            broken("No checkpoint in the file proves it.");
        }
        eventsBegan = true;
    }

    private void event(ExportLine next) {
        beginEvents();
        events++;
        EntityRef entity = started.entity();
        if (!next.subject().equals(entity.toString())) {
            broken("Expected event " + (walk.seq() + 1) + " but there is one of " + next.subject() + ".");
            return;
        }
        StoredEvent event = next.event();
        String problem = walk.next(next, event);
        if (problem != null) {
            broken(problem);
        } else if (!broken) {
            findings.mustBe(ExportLine.event(entity, walk.seq(), event), entity.toString());
        }
        sealed.add(next.type(), event.bytes());
        proofs.forEach((number, proof) -> {
            if (proof.head().seq() == walk.seq() && !proof.head().hash().equals(walk.hash())) {
                broken("Event " + walk.seq() + " is not the one that checkpoint " + number + " saw.");
            }
        });
        if (walk.seq() > seen()) {
            broken("Event " + walk.seq() + " comes after the last one that a checkpoint saw, " + seen() + ".");
        }
    }

    private void end() {
        if (started == null) {
            return;
        }
        beginEvents();
        if (walk.seq() < seen()) {
            broken("Events " + (walk.seq() + 1) + " to " + seen() + " are missing: checkpoint " + proofs.lastKey()
                    + " saw them.");
        }
        if (!List.copyOf(checkpoints.keySet()).equals(started.checkpoints())
                || started.events() != seen()
                || !ExportLine.entityStarted(started, newest()).text().equals(startedText)) {
            findings.found(1, "The first line does not say what the export holds.");
        }
        if (!finished) {
            findings.found(0, "It ends before the export does: expected " + started.lines() + " lines.");
        }
        if (events != started.events()) {
            findings.found(0, "Expected " + started.events() + " events but there are " + events + ".");
        }
    }

    private TenantId tenant() {
        return started == null ? null : started.entity().tenant();
    }

    /** When the last checkpoint was made. */
    private Instant newest() {
        return checkpoints.isEmpty()
                ? null
                : checkpoints.lastEntry().getValue().read().madeAt();
    }

    /** The number of the last event that a checkpoint saw. */
    private long seen() {
        return proofs.isEmpty() ? 0 : proofs.lastEntry().getValue().head().seq();
    }

    /** The first break is told; what follows from it would only hide it. */
    private void broken(String what) {
        if (!broken) {
            broken = true;
            findings.found(started.entity().toString(), what);
        }
    }
}
