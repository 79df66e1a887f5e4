package dev.symbio.platform.audit;

import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.SealedCount;
import java.io.IOException;
import java.io.Reader;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Verifies an export, of a tenant or of one entity, with nothing but the file and public keys: that the checkpoints are signed and follow each other, that
 * each one's root is that of the chains it saw, and that every event is the one that was hashed when it was written.
 */
public final class Verifier {
    /**
     * Something that does not hold.
     *
     * @param line of the file, from 1; 0 when it concerns the file as a whole
     * @param where the entity and event, or what else; like {@code what} it may quote a file that somebody made to deceive: what
     *     is no visible character is replaced, and long texts are cut
     */
    public record Finding(long line, String where, String what) {
        private static final int MAX_CHARS = 500;

        public Finding {
            where = printable(where);
            what = printable(what);
        }

        private static String printable(String text) {
            StringBuilder shown = new StringBuilder();
            text.codePoints()
                    .limit(MAX_CHARS)
                    .map(each -> isVisible(each) ? each : '\uFFFD')
                    .forEach(shown::appendCodePoint);
            return text.codePointCount(0, text.length()) > MAX_CHARS
                    ? shown.append("...").toString()
                    : shown.toString();
        }

        /** No control characters, nor those that change the direction or the line. */
        private static boolean isVisible(int character) {
            return switch (Character.getType(character)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.PRIVATE_USE,
                        Character.UNASSIGNED,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> false;
                default -> true;
            };
        }

        @Override
        public String toString() {
            return (line == 0 ? "" : "line " + line + ", ") + where + ": " + what;
        }
    }

    /**
     * What was found.
     *
     * @param started what the file says it holds; null when it does not begin like an export of a tenant
     * @param entity the same of an export of one entity; null when it does not begin like one
     * @param intact how many entities' chains are whole
     * @param findings in the order of the file, at most 100; none when everything holds
     * @param sealed how much of the events is personal data
     * @param signedBy the keys under which signatures of checkpoints hold, in the order of the file
     */
    public record Report(
            ExportLine.Started started,
            ExportLine.EntityStarted entity,
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
        private final ChainWalk walk = new ChainWalk();
        private long leaf = -1;
        /** What the newest checkpoint saw of it. */
        private ExportLine.Head head;
        /** What each checkpoint saw, as far as its events have not been read yet: history before the newest counts as much. */
        private final Deque<ExportLine.Head> seen = new ArrayDeque<>(1);

        private boolean broken;

        private Chain(String subject) {
            this.subject = subject;
        }
    }

    private final List<Checkpoint.Signed> kept;
    private final Findings findings = new Findings();
    private final Map<String, Chain> chains = new HashMap<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree();
    private final ExportOrder order = new ExportOrder();

    private final SealedCount sealed = new SealedCount();

    private final TrustedKeys trusted;
    private final Signatures signatures;

    private ExportLine.Started started;
    private String startedText;
    private String previousCheckpoint = Checkpoint.FIRST;
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
        this.trusted = trusted;
        signatures = new Signatures(trusted, findings);
        this.kept = List.copyOf(kept);
    }

    public Report verify(Reader file) throws IOException {
        BoundedLines lines = new BoundedLines(file);
        String text = lines.next();
        if (EntityVerifier.takes(text)) {
            return new EntityVerifier(trusted, kept).verify(text, lines);
        }
        for (; text != null; text = lines.next()) {
            findings.at(text);
            if (lines.tooLong()) {
                found("line", "Expected at most " + BoundedLines.MAX_CHARS + " characters in a line.");
            } else {
                take();
            }
        }
        end();
        findings.addAll(KeptCheckpoints.compare(kept, signatures.keys(), tenant(), documents));
        long intact = chains.values().stream().filter(chain -> !chain.broken).count();
        return new Report(
                started, null, findings.line(), events, intact, findings.all(), sealed, signatures.signedBy());
    }

    private void take() {
        ExportLine next;
        try {
            next = ExportLine.parse(findings.text());
        } catch (IllegalArgumentException unreadable) {
            found("line", unreadable.getMessage());
            return;
        }
        try {
            if (findings.line() == 1) {
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
        signatures.named(new PublicSigningKey(told.publicKey()), told.keys());
        started = told;
        startedText = findings.text();
    }

    private void mustBe(ExportLine expected, String where) {
        findings.mustBe(expected, where);
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
                chain.walk.pass(next.dataAs(ExportLine.Missing.class).seq());
            }
            case ExportLine.FINISHED -> {
                endOfHeads();
                finished = true;
                long lines = next.dataAs(ExportLine.Finished.class).lines();
                mustBe(ExportLine.finished(tenant(), lines, newest()), "file");
                if (lines != findings.line()) {
                    found(
                            "file",
                            "Expected " + lines + " lines but there are " + findings.line()
                                    + ": lines are missing or too many.");
                }
            }
            default -> found("line", "Expected no line of type " + next.type() + " here.");
        }
    }

    private void checkpoint(Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        String where = "checkpoint " + checkpoint.number();
        signatures.check(signed, where);
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
        chain.seen.add(head);
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
        StoredEvent event = next.event();
        String problem = chain.walk.next(next, event);
        long seq = chain.walk.seq();
        if (problem != null) {
            broken(chain, problem);
        } else if (!chain.broken) {
            mustBe(ExportLine.event(ExportLine.entity(next.subject()), seq, event), next.subject());
        }
        sealed.add(next.type(), event.bytes());
        if (chain.head == null) {
            broken(chain, "No checkpoint knows it.");
        } else if (seq > chain.head.seq()) {
            broken(
                    chain,
                    "Event " + seq + " comes after the last one that a checkpoint saw, " + chain.head.seq() + ".");
        }
        compareSeen(chain);
    }

    private void compareSeen(Chain chain) {
        while (!chain.seen.isEmpty() && chain.seen.peek().seq() <= chain.walk.seq()) {
            ExportLine.Head head = chain.seen.poll();
            if (head.seq() == chain.walk.seq() && !head.hash().equals(chain.walk.hash())) {
                broken(chain, "Event " + head.seq() + " is not the one that checkpoint " + head.checkpoint() + " saw.");
            }
        }
    }

    private void end() {
        endOfHeads();
        for (Chain chain : chains.values()) {
            if (chain.head != null && chain.walk.seq() < chain.head.seq()) {
                broken(
                        chain,
                        "Events " + (chain.walk.seq() + 1) + " to " + chain.head.seq() + " are missing: checkpoint "
                                + chain.head.checkpoint() + " saw them.");
            }
        }
        if (started == null) {
            if (findings.line() == 0) {
                found("file", "It is empty.");
            }
            return;
        }
        if (checkpoints.isEmpty()
                || started.checkpoint() != checkpoints.size()
                || started.heads() != heads
                || !ExportLine.started(started, newest()).text().equals(startedText)) {
            findings.found(1, "The first line does not say what the export holds.");
        }
        if (!finished) {
            findings.found(0, "It ends before the export does: expected " + started.lines() + " lines.");
        }
        if (checkpoints.size() != started.checkpoints()) {
            findings.found(
                    0, "Expected " + started.checkpoints() + " checkpoints but there are " + checkpoints.size() + ".");
        }
        if (events != started.events() || chains.size() != started.chains()) {
            findings.found(
                    0,
                    "Expected " + started.events() + " events of " + started.chains() + " entities but there are "
                            + events + " of " + chains.size() + ".");
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
        findings.found(where, what);
    }
}
