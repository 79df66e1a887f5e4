package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads every event of every chain, also those before the last snapshot, which no entity reads again, and compares: with the
 * event before it, with the newest head that is known, and with what the signed checkpoints saw. Blocking; not thread-safe.
 */
public final class JournalCheck {
    private static final int MAX_FINDINGS = 1_000;

    /**
     * How far it is.
     *
     * @param part how many events were read since the step before
     * @param of how many events there are, in the tenants that were begun
     */
    public record Progress(long events, int part, long of, int findings) {}

    /** Something that does not hold. @param where the entity, or the tenant's checkpoint */
    public record Finding(String where, String what) {
        @Override
        public String toString() {
            return where + ": " + what;
        }
    }

    /** @param findings at most 1,000; of each chain the first */
    public record Report(long tenants, long chains, long events, List<Finding> findings) {
        public boolean holds() {
            return findings.isEmpty();
        }
    }

    /** A chain on the way. */
    private static final class Walk {
        private final ChainHead head;
        private final ChainHead seen;
        private String hash = StoredEvent.FIRST_HASH_HEX;
        private boolean broken;

        private Walk(ChainHead head, ChainHead seen) {
            this.head = head;
            this.seen = seen;
        }
    }

    private final Jdbi sql;
    private final PublicSigningKey key;
    private final Consumer<Progress> progress;
    private final List<Finding> findings = new ArrayList<>();
    private long chains;
    private long events;
    private long of;

    /** @param progress told after each part; it may take its time, the check waits for it */
    public JournalCheck(Jdbi sql, PublicSigningKey key, Consumer<Progress> progress) {
        this.sql = sql;
        this.key = key;
        this.progress = progress;
    }

    public Report run() {
        List<TenantId> tenants = sql.withHandle(ChainHeads::tenants);
        tenants.forEach(this::check);
        return new Report(tenants.size(), chains, events, List.copyOf(findings));
    }

    /** In a journal that nobody writes to: whether it has events that belong to no chain that is known. */
    public Report runOnAll() {
        Report report = run();
        long stored = JournalSlice.count(sql);
        long known = sql.withHandle(ChainHeads::events);
        if (stored > known) {
            found("journal", (stored - known) + " events belong to no chain that is known.");
        }
        return new Report(report.tenants(), report.chains(), report.events(), List.copyOf(findings));
    }

    private void check(TenantId tenant) {
        Map<EntityRef, ChainHead> seen = new HashMap<>();
        checkSigned(tenant).ifPresent(last -> seenBy(last, seen));
        Map<EntityRef, Walk> walks = new HashMap<>();
        List<ChainHead> ends = new ArrayList<>();
        for (ChainHead head : sql.withHandle(handle -> ChainHeads.of(handle, tenant))) {
            ChainHead known = seen.remove(head.entity());
            walks.put(head.entity(), new Walk(head, known));
            ends.add(known != null && known.seq() > head.seq() ? known : head);
        }
        for (ChainHead gone : seen.values()) {
            walks.put(gone.entity(), new Walk(gone, gone));
            ends.add(gone);
        }
        chains += ends.size();
        of += ends.stream().mapToLong(ChainHead::seq).sum();
        ChainReader reader = new ChainReader(sql, ends);
        for (List<ChainReader.Found> part = reader.next(); !part.isEmpty(); part = reader.next()) {
            part.forEach(found -> check(found, walks.get(found.entity())));
            events += part.size();
            progress.accept(new Progress(events, part.size(), of, findings.size()));
        }
    }

    /** That the tenant's checkpoints are signed and follow each other. @return the last one */
    private Optional<Checkpoint.Signed> checkSigned(TenantId tenant) {
        String previous = Checkpoint.FIRST;
        long number = 0;
        Checkpoint.Signed last = null;
        for (Checkpoint.Signed signed : sql.withHandle(handle -> Checkpoints.all(handle, tenant, Long.MAX_VALUE))) {
            Checkpoint checkpoint = signed.read();
            String where = "tenant " + tenant + ", checkpoint " + checkpoint.number();
            if (!key.signed(signed)) {
                found(where, "The signature does not hold under key " + key.id() + ".");
            }
            if (checkpoint.number() != ++number || !checkpoint.previous().equals(previous)) {
                found(where, "It does not follow the checkpoint before it.");
            }
            previous = signed.hash();
            last = signed;
        }
        return Optional.ofNullable(last);
    }

    private void seenBy(Checkpoint.Signed signed, Map<EntityRef, ChainHead> seen) {
        Checkpoint checkpoint = signed.read();
        MerkleTree tree = new MerkleTree();
        for (ChainHeads.Placed placed :
                sql.withHandle(handle -> ChainHeads.at(handle, checkpoint.tenant(), checkpoint.number()))) {
            if (placed.leaf() > tree.size()) {
                break;
            }
            tree.set((int) placed.leaf(), placed.head().leaf());
            seen.put(placed.head().entity(), placed.head());
        }
        if (!Digests.hex(tree.root()).equals(checkpoint.root())) {
            found(
                    "tenant " + checkpoint.tenant() + ", checkpoint " + checkpoint.number(),
                    "The chains that it saw do not have the root that was signed.");
        }
    }

    private void check(ChainReader.Found found, Walk walk) {
        StoredEvent event = found.event();
        String wrong = null;
        if (walk.broken) {
            return;
        }
        if (event == null) {
            wrong = "is gone.";
        } else if (!event.intact()) {
            wrong = "was changed: it does not match its hash.";
        } else if (!event.readable()
                || !event.meta().entity().equals(found.entity())
                || event.meta().seq() != found.seq()) {
            wrong = "belongs elsewhere: its bytes name another entity or place.";
        } else if (!event.previousHashHex().equals(walk.hash)) {
            wrong = "does not follow the event before it.";
        } else if (differs(walk.seen, found.seq(), event)) {
            wrong = "is not the one that the last checkpoint saw.";
        } else if (differs(walk.head, found.seq(), event)) {
            wrong = "is not the one that was known as the newest.";
        }
        if (wrong == null) {
            walk.hash = event.hashHex();
        } else {
            walk.broken = true;
            found(found.entity().toString(), "Event " + found.seq() + " " + wrong);
        }
    }

    private static boolean differs(ChainHead known, long seq, StoredEvent event) {
        return known != null && known.seq() == seq && !known.hash().equals(event.hashHex());
    }

    private void found(String where, String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(where, what));
        }
    }
}
