package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads every event of every chain, also those before the last snapshot, which no entity reads again, and compares: with the
 * event before it, with the newest head that is known, and with what the signed checkpoints saw. Blocking; not thread-safe.
 */
public final class JournalCheck {
    private static final int MAX_FINDINGS = 1_000;
    /** So many are in memory at the same time. */
    private static final int CHAINS_AT_ONCE = 20_000;

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
    private final TrustedKeys keys;
    private final int readers;
    private final Consumer<Progress> progress;
    private final List<Finding> findings = new ArrayList<>();
    private long chains;
    private long events;
    private long of;

    /** Reads one part after the other. @param progress told after each part; it may take its time, the check waits for it */
    public JournalCheck(Jdbi sql, TrustedKeys keys, Consumer<Progress> progress) {
        this(sql, keys, 1, progress);
    }

    /** @param readers how many threads read at the same time, each on a connection of its own */
    public JournalCheck(Jdbi sql, TrustedKeys keys, int readers, Consumer<Progress> progress) {
        this.sql = sql;
        this.keys = keys;
        this.readers = readers;
        this.progress = progress;
    }

    public Report run() {
        List<TenantId> tenants = sql.withHandle(ChainHeads::tenants);
        ExecutorService threads = Executors.newFixedThreadPool(readers, JournalCheck::thread);
        try {
            tenants.forEach(tenant -> checkOrTell(tenant, threads));
        } finally {
            threads.shutdownNow();
        }
        return new Report(tenants.size(), chains, events, List.copyOf(findings));
    }

    private static Thread thread(Runnable reading) {
        Thread thread = new Thread(reading, "journal-check");
        thread.setDaemon(true);
        return thread;
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

    /** What cannot be read hides nothing of the others. A store that does not answer says nothing of the journal. */
    private void checkOrTell(TenantId tenant, ExecutorService threads) {
        try {
            check(tenant, threads);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException unreadable) {
            found("tenant " + tenant, "Its checkpoints or chains cannot be read: " + unreadable.getMessage());
        }
    }

    private void check(TenantId tenant, ExecutorService threads) {
        Optional<Checkpoint.Signed> last = checkSigned(tenant);
        last.ifPresent(this::checkRoot);
        long seenBy = last.map(signed -> signed.read().number()).orElse(0L);
        checkChains(sql.withHandle(handle -> ChainHeads.gone(handle, tenant, seenBy)), threads);
        for (String kind : sql.withHandle(handle -> ChainHeads.kinds(handle, tenant))) {
            String after = "";
            do {
                String from = after;
                List<ChainHeads.Known> page =
                        sql.withHandle(handle -> ChainHeads.known(handle, tenant, kind, from, seenBy, CHAINS_AT_ONCE));
                checkChains(page, threads);
                after = page.isEmpty()
                        ? null
                        : page.get(page.size() - 1).head().entity().id();
            } while (after != null);
        }
    }

    /** Some chains, each read from its beginning to its end by one of the threads. */
    private void checkChains(List<ChainHeads.Known> page, ExecutorService threads) {
        chains += page.size();
        of += page.stream().mapToLong(known -> known.end().seq()).sum();
        List<Future<?>> parts = parts(page).stream()
                .<Future<?>>map(part -> threads.submit(() -> read(part)))
                .toList();
        for (Future<?> part : parts) {
            try {
                part.get();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The check was interrupted.", stop);
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(failed.getCause());
            }
        }
    }

    /** About as many events for each reader. */
    private List<List<ChainHeads.Known>> parts(List<ChainHeads.Known> page) {
        long share = page.stream().mapToLong(known -> known.end().seq()).sum() / readers + 1;
        List<List<ChainHeads.Known>> parts = new ArrayList<>();
        List<ChainHeads.Known> part = new ArrayList<>();
        long size = 0;
        for (ChainHeads.Known known : page) {
            part.add(known);
            size += known.end().seq();
            if (size >= share) {
                parts.add(part);
                part = new ArrayList<>();
                size = 0;
            }
        }
        parts.add(part);
        return parts;
    }

    private void read(List<ChainHeads.Known> part) {
        Map<EntityRef, Walk> walks = new HashMap<>();
        part.forEach(known -> walks.put(known.end().entity(), new Walk(known.head(), known.seen())));
        ChainReader reader =
                new ChainReader(sql, part.stream().map(ChainHeads.Known::end).iterator());
        for (List<ChainReader.Found> some = reader.next(); !some.isEmpty(); some = reader.next()) {
            some.forEach(found -> check(found, walks.get(found.entity())));
            told(some.size());
        }
    }

    private synchronized void told(int part) {
        events += part;
        progress.accept(new Progress(events, part, of, findings.size()));
    }

    /** That the tenant's checkpoints are signed and follow each other. @return the last one */
    private Optional<Checkpoint.Signed> checkSigned(TenantId tenant) {
        String previous = Checkpoint.FIRST;
        long number = 0;
        Checkpoint.Signed last = null;
        Set<String> missing = new HashSet<>();
        Iterator<Checkpoints.Numbered> all = Checkpoints.all(sql, tenant, Long.MAX_VALUE);
        while (all.hasNext()) {
            Checkpoint.Signed signed = all.next().signed();
            Checkpoint checkpoint = signed.read();
            String where = "tenant " + tenant + ", checkpoint " + checkpoint.number();
            PublicSigningKey key = keys.find(checkpoint.keyId()).orElse(null);
            if (key == null) {
                if (missing.add(checkpoint.keyId())) {
                    found(where, "It is signed with key " + checkpoint.keyId() + ", which is missing.");
                }
            } else if (!key.signed(signed)) {
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

    /** That what the checkpoint is said to have seen has the root that was signed. */
    private void checkRoot(Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        MerkleTree tree = new MerkleTree();
        String where = "tenant " + checkpoint.tenant() + ", checkpoint " + checkpoint.number();
        sql.useHandle(handle -> ChainHeads.eachAt(handle, checkpoint.tenant(), checkpoint.number(), placed -> {
            if (placed.leaf() == tree.size()) {
                tree.set((int) placed.leaf(), placed.head().leaf());
            } else {
                found(where, placed.head().entity() + " is said to have been seen at a place that is none.");
            }
        }));
        if (!Digests.hex(tree.root()).equals(checkpoint.root()) || tree.size() != checkpoint.chains()) {
            found(where, "The chains that it saw do not have the root that was signed.");
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

    private synchronized void found(String where, String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(where, what));
        }
    }
}
