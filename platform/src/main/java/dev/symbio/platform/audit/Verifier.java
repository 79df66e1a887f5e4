package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.SealedCount;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Verifies an export with nothing but the file and public keys: that the checkpoints are signed and follow each other, that
 * each one's root is that of the chains it saw, and that every event is the one that was hashed when it was written.
 */
public final class Verifier {
    private static final int MAX_FINDINGS = 100;

    /**
     * Something that does not hold.
     *
     * @param line of the file, from 1; 0 when it concerns the file as a whole
     * @param where the entity and event, or what else
     */
    public record Finding(long line, String where, String what) {
        @Override
        public String toString() {
            return (line == 0 ? "" : "line " + line + ", ") + where + ": " + what;
        }
    }

    /**
     * What was found.
     *
     * @param started what the file says it holds; null when it does not begin like an export
     * @param intact how many entities' chains are whole
     * @param findings in the order of the file, at most 100; none when everything holds
     * @param sealed how much of the events is personal data
     * @param signedBy the keys under which signatures of checkpoints hold, in the order of the file
     */
    public record Report(
            ExportLine.Started started,
            long lines,
            long events,
            long intact,
            List<Finding> findings,
            SealedCount sealed,
            List<PublicSigningKey> signedBy) {
        public boolean holds() {
            return findings.isEmpty();
        }
    }

    private static final class Chain {
        private final String subject;
        private long leaf = -1;
        private long seq;
        private String hash = StoredEvent.FIRST_HASH_HEX;
        private ExportLine.Head head;
        private long headLine;
        private boolean broken;

        private Chain(String subject) {
            this.subject = subject;
        }
    }

    private final List<Checkpoint.Signed> kept;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Chain> chains = new HashMap<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree();
    private final ExportOrder order = new ExportOrder();

    private final SealedCount sealed = new SealedCount();

    private TrustedKeys keys;
    private final Set<PublicSigningKey> signedBy = new LinkedHashSet<>();
    /** Ids of keys that are needed and not there, each told once. */
    private final Set<String> missing = new HashSet<>();

    private ExportLine.Started started;
    private String startedText;
    private String previousCheckpoint = Checkpoint.FIRST;
    private String text;
    private long line;
    private long heads;
    private long events;
    /** Up to which checkpoint the tree is filled. */
    private long treeAt;

    private boolean headsEnded;
    private boolean finished;

    /** @param trusted the key that the signatures have to hold under; null takes the one in the file, which proves less */
    public Verifier(PublicSigningKey trusted) {
        this(trusted, List.of());
    }

    /** @param kept checkpoints that somebody outside has kept: the export must be of the same history */
    public Verifier(PublicSigningKey trusted, List<Checkpoint.Signed> kept) {
        this(trusted == null ? TrustedKeys.inFile() : TrustedKeys.of(trusted), kept);
    }

    /** @param trusted under which each checkpoint's signature has to hold: the key that it names must be among them */
    public Verifier(TrustedKeys trusted, List<Checkpoint.Signed> kept) {
        keys = trusted;
        this.kept = List.copyOf(kept);
    }

    public Report verify(Reader file) throws IOException {
        BoundedLines lines = new BoundedLines(file);
        for (text = lines.next(); text != null; text = lines.next()) {
            line++;
            if (lines.tooLong()) {
                found("line", "Expected at most " + BoundedLines.MAX_CHARS + " characters in a line.");
            } else {
                take();
            }
        }
        end();
        findings.addAll(KeptCheckpoints.compare(kept, keys, tenant(), documents));
        long intact = chains.values().stream().filter(chain -> !chain.broken).count();
        return new Report(started, line, events, intact, List.copyOf(findings), sealed, List.copyOf(signedBy));
    }

    private void take() {
        ExportLine next;
        try {
            next = ExportLine.parse(text);
        } catch (IllegalArgumentException unreadable) {
            found("line", unreadable.getMessage());
            return;
        }
        try {
            if (line == 1) {
                start(next);
            } else if (finished) {
                found("file", "Expected nothing after the line that ends the export.");
            } else if (next.isEvent()) {
                event(next);
            } else {
                statement(next);
            }
        } catch (RuntimeException unreadable) {
            // whatever somebody has made of a line, it is told as a finding
            found(
                    next.subject() == null ? next.type() : next.subject(),
                    "It cannot be read: " + Objects.requireNonNullElse(unreadable.getMessage(), "parts are missing"));
        }
    }

    private void start(ExportLine first) {
        if (!first.type().equals(ExportLine.STARTED)) {
            found("file", "Expected " + ExportLine.STARTED + " as the first line but it is " + first.type() + ".");
            return;
        }
        ExportLine.Started told = first.dataAs(ExportLine.Started.class);
        PublicSigningKey inFile = new PublicSigningKey(told.publicKey());
        keys = keys.named(told.keys());
        if (keys.find(inFile.id()).isEmpty()) {
            found(
                    "key",
                    "Expected an export that is signed with key " + keys.ids() + " but it names " + inFile.id() + ".");
        }
        started = told;
        startedText = text;
    }

    /** Every line follows from what it says: one that is written otherwise was changed where no hash reaches. */
    private void mustBe(ExportLine expected, String where) {
        if (!expected.text().equals(text)) {
            found(where, "The line was changed: it is not as an export writes it.");
        }
    }

    private void misplaced(String where, String problem) {
        if (problem != null) {
            found(where, problem);
        }
    }

    private void statement(ExportLine next) {
        misplaced(next.type(), order.statement(next.type()));
        switch (next.type()) {
            case ExportLine.CHECKPOINT -> checkpoint(next.dataAs(Checkpoint.Signed.class));
            case ExportLine.HEAD -> head(next, next.dataAs(ExportLine.Head.class));
            case ExportLine.MISSING -> {
                endOfHeads();
                Chain chain = chain(next.subject());
                misplaced(next.subject(), order.event(next.subject(), chain.leaf));
                broken(
                        chain,
                        "Event " + next.dataAs(ExportLine.Missing.class).seq() + " was gone when this was exported.");
                chain.seq = next.dataAs(ExportLine.Missing.class).seq();
            }
            case ExportLine.FINISHED -> {
                endOfHeads();
                finished = true;
                long lines = next.dataAs(ExportLine.Finished.class).lines();
                mustBe(ExportLine.finished(tenant(), lines, newest()), "file");
                if (lines != line) {
                    found(
                            "file",
                            "Expected " + lines + " lines but there are " + line + ": lines are missing or too many.");
                }
            }
            default -> found("line", "Expected no line of type " + next.type() + " here.");
        }
    }

    private void checkpoint(Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        String where = "checkpoint " + checkpoint.number();
        checkSignature(signed, checkpoint.keyId(), where);
        if (started != null && !checkpoint.tenant().equals(started.tenant())) {
            found(where, "Expected one of tenant " + started.tenant() + " but it is of " + checkpoint.tenant() + ".");
        }
        if (checkpoint.number() != checkpoints.size() + 1L) {
            found(where, "Expected checkpoint " + (checkpoints.size() + 1) + " here.");
        }
        if (!checkpoint.previous().equals(previousCheckpoint)) {
            found(where, "It does not follow the checkpoint before it.");
        }
        mustBe(ExportLine.checkpoint(signed), where);
        previousCheckpoint = signed.hash();
        checkpoints.add(checkpoint);
        documents.add(signed.document());
    }

    private void checkSignature(Checkpoint.Signed signed, String keyId, String where) {
        PublicSigningKey key = keys.find(keyId).orElse(null);
        if (key == null) {
            if (missing.add(keyId)) {
                found(
                        where,
                        "It is signed with key " + keyId
                                + ", which is missing: neither this nor any other checkpoint under that key is proven.");
            }
        } else if (key.signed(signed)) {
            signedBy.add(key);
        } else {
            found(where, "The signature does not hold under key " + keyId + ".");
        }
    }

    private TenantId tenant() {
        return started == null ? null : started.tenant();
    }

    /** When the last checkpoint was made. */
    private Instant newest() {
        return checkpoints.isEmpty()
                ? null
                : checkpoints.get(checkpoints.size() - 1).madeAt();
    }

    private void head(ExportLine next, ExportLine.Head head) {
        heads++;
        misplaced(next.subject(), order.head(head));
        if (head.checkpoint() != treeAt) {
            compareRoot();
            if (head.checkpoint() > treeAt + 1) {
                unlisted(treeAt + 1);
            }
            treeAt = head.checkpoint();
        }
        if (head.leaf() > tree.size()) {
            found(
                    "checkpoint " + head.checkpoint(),
                    "Expected the chain at place " + tree.size() + " of the hash tree but got the one at " + head.leaf()
                            + ": a line is missing.");
            return;
        }
        Chain chain = chain(next.subject());
        ChainHead seen = new ChainHead(ExportLine.entity(next.subject()), head.seq(), head.hash());
        if (head.checkpoint() >= 1 && head.checkpoint() <= checkpoints.size()) {
            Instant time = checkpoints.get((int) head.checkpoint() - 1).madeAt();
            mustBe(ExportLine.head(new ChainHeads.Placed(head.leaf(), head.checkpoint(), seen), time), next.subject());
        }
        if (chain.leaf >= 0 && chain.leaf != head.leaf()) {
            broken(chain, "Its place in the hash tree moved from " + chain.leaf + " to " + head.leaf() + ".");
        }
        if (chain.head != null && chain.head.seq() >= head.seq()) {
            broken(chain, "Checkpoint " + head.checkpoint() + " saw it shorter than the one before.");
        }
        chain.leaf = head.leaf();
        chain.head = head;
        chain.headLine = line;
        tree.set((int) head.leaf(), seen.leaf());
    }

    /** After the last chain of a checkpoint: its root must be that of all chains up to it. */
    private void compareRoot() {
        if (treeAt == 0) {
            return;
        }
        if (treeAt > checkpoints.size()) {
            found("checkpoint " + treeAt, "The export does not have it.");
            return;
        }
        Checkpoint checkpoint = checkpoints.get((int) treeAt - 1);
        if (!Digests.hex(tree.root()).equals(checkpoint.root()) || tree.size() != checkpoint.chains()) {
            found("checkpoint " + treeAt, "The chains listed up to it do not have the root that was signed.");
        }
    }

    /** Every checkpoint saw at least one chain that had grown: one whose chains are not listed is compared with nothing. */
    private void unlisted(long checkpoint) {
        if (checkpoint <= checkpoints.size()) {
            found("checkpoint " + checkpoint, "The chains that it saw are not listed.");
        }
    }

    /** Before the first event, or whatever stands instead. */
    private void endOfHeads() {
        if (!headsEnded) {
            headsEnded = true;
            compareRoot();
            unlisted(treeAt + 1);
        }
    }

    private void event(ExportLine next) {
        endOfHeads();
        events++;
        Chain chain = chain(next.subject());
        misplaced(next.subject(), order.event(next.subject(), chain.leaf));
        long seq = Long.parseLong(next.sequence());
        StoredEvent event = next.event();
        if (seq != chain.seq + 1) {
            broken(
                    chain,
                    seq > chain.seq
                            ? "Event " + (chain.seq + 1) + " is missing; event " + seq + " is there instead."
                            : "Event " + seq + " stands after event " + chain.seq + ".");
        }
        if (!event.intact()) {
            broken(chain, "Event " + seq + " was changed: it does not match its hash.");
        } else if (!event.readable() || !belongs(event.meta(), next, seq)) {
            broken(chain, "Event " + seq + " belongs elsewhere: its bytes name another entity or place.");
        } else if (!event.previousHashHex().equals(chain.hash)) {
            broken(chain, "Event " + seq + " does not follow the event before it.");
        } else if (!chain.broken) {
            mustBe(ExportLine.event(ExportLine.entity(next.subject()), seq, event), next.subject());
        }
        sealed.add(next.type(), event.bytes());
        chain.seq = seq;
        chain.hash = event.hashHex();
        if (chain.head == null) {
            broken(chain, "No checkpoint knows it.");
        } else if (seq > chain.head.seq()) {
            broken(
                    chain,
                    "Event " + seq + " comes after the last one that a checkpoint saw, " + chain.head.seq() + ".");
        } else if (seq == chain.head.seq() && !chain.hash.equals(chain.head.hash())) {
            broken(chain, "Event " + seq + " is not the one that checkpoint " + chain.head.checkpoint() + " saw.");
        }
    }

    private static boolean belongs(EventMeta meta, ExportLine next, long seq) {
        return meta.entity().toString().equals(next.subject())
                && meta.seq() == seq
                && meta.id().equals(next.id())
                && meta.type().equals(next.type())
                && meta.happenedAt().equals(next.time());
    }

    private void end() {
        endOfHeads();
        for (Chain chain : chains.values()) {
            if (chain.head != null && chain.seq < chain.head.seq()) {
                broken(
                        chain,
                        "Events " + (chain.seq + 1) + " to " + chain.head.seq() + " are missing: checkpoint "
                                + chain.head.checkpoint() + " saw them.");
            }
        }
        if (started == null) {
            if (line == 0) {
                found("file", "It is empty.");
            }
            return;
        }
        if (checkpoints.isEmpty()
                || started.checkpoint() != checkpoints.size()
                || started.heads() != heads
                || !ExportLine.started(started, newest()).text().equals(startedText)) {
            findings.add(new Finding(1, "file", "The first line does not say what the export holds."));
        }
        if (!finished) {
            findings.add(
                    new Finding(0, "file", "It ends before the export does: expected " + started.lines() + " lines."));
        }
        if (checkpoints.size() != started.checkpoints()) {
            findings.add(new Finding(
                    0,
                    "file",
                    "Expected " + started.checkpoints() + " checkpoints but there are " + checkpoints.size() + "."));
        }
        if (events != started.events() || chains.size() != started.chains()) {
            findings.add(new Finding(
                    0,
                    "file",
                    "Expected " + started.events() + " events of " + started.chains() + " entities but there are "
                            + events + " of " + chains.size() + "."));
        }
    }

    private Chain chain(String subject) {
        ExportLine.entity(subject);
        return chains.computeIfAbsent(subject, Chain::new);
    }

    /** Of each chain the first break is told; what follows from it would only hide it. */
    private void broken(Chain chain, String what) {
        if (!chain.broken) {
            chain.broken = true;
            found(chain.subject, what);
        }
    }

    private void found(String where, String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(line, where, what));
        }
    }
}
