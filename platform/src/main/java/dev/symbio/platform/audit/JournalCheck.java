package dev.symbio.platform.audit;

import dev.symbio.platform.audit.JournalPlaces.Place;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
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
 * event before it, with the newest head that is known, and with what each of the signed checkpoints saw. Where the journal has a
 * copy, both are read so, and what only one of them has is told. Blocking; not thread-safe.
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
    public record Finding(Place place, String where, String what) {
        @Override
        public String toString() {
            return (place == Place.COPY ? "copy of " : "") + where + ": " + what;
        }
    }

    /**
     * What was found.
     *
     * @param events how many were read; where the journal has a copy, each counts twice
     * @param findings at most 1,000; of each chain the first, in the journal and in its copy
     */
    public record Report(long tenants, long chains, long events, List<Finding> findings) {
        public boolean holds() {
            return findings.isEmpty();
        }
    }

    /** A chain on the way. */
    private static final class Walk {
        private final int place;
        private final ChainHead head;
        private final long end;
        private String hash = StoredEvent.FIRST_HASH_HEX;
        private boolean broken;

        /** @param place among those that are read one after the other */
        private Walk(int place, ChainHeads.Known known) {
            this.place = place;
            this.head = known.head();
            this.end = known.end().seq();
        }
    }

    /** What checkpoints saw of some chains, in the order in which these are read. Not thread-safe. */
    private static final class Sightings {
        private final Map<EntityRef, Walk> walks;
        private final Iterator<ChainHeads.Placed> all;
        private ChainHeads.Placed next;

        private Sightings(Map<EntityRef, Walk> walks, Iterator<ChainHeads.Placed> all) {
            this.walks = walks;
            this.all = all;
            advance();
        }

        private void advance() {
            next = all.hasNext() ? all.next() : null;
        }

        /** The checkpoint that saw another event there; null when none did. */
        private Long differing(Walk walk, long seq, StoredEvent event) {
            Long differs = null;
            while (next != null && isUpTo(walk, seq)) {
                ChainHead head = next.head();
                if (walks.get(head.entity()) == walk
                        && head.seq() == seq
                        && !head.hash().equals(event.hashHex())) {
                    differs = next.checkpoint();
                }
                advance();
            }
            return differs;
        }

        /** Chains that are gone have no walk here. */
        private boolean isUpTo(Walk walk, long seq) {
            Walk of = walks.get(next.head().entity());
            return of == null
                    || of.place < walk.place
                    || of == walk && next.head().seq() <= seq;
        }
    }

    private final JournalPlaces places;
    private final Jdbi sql;
    private final EventTable table;
    private final TrustedKeys keys;
    private final int readers;
    private final Consumer<Progress> progress;
    /** Empty where the journal has no copy. */
    private final Optional<Uncopied> uncopied;

    private final List<Finding> findings = new ArrayList<>();
    private long chains;
    private long events;
    private long of;

    /** Reads one part after the other. @param progress told after each part; it may take its time, the check waits for it */
    public JournalCheck(JournalPlaces places, TrustedKeys keys, Consumer<Progress> progress) {
        this(places, keys, 1, progress);
    }

    /** @param readers how many threads read at the same time, each on a connection of its own */
    public JournalCheck(JournalPlaces places, TrustedKeys keys, int readers, Consumer<Progress> progress) {
        this.places = places;
        this.sql = places.sql();
        this.table = places.table();
        this.keys = keys;
        this.readers = readers;
        this.progress = progress;
        this.uncopied = places.source().map(source -> new Uncopied(source, table));
    }

    public Report run() {
        List<TenantId> tenants = sql.withHandle(ChainHeads::tenants);
        ExecutorService threads = Executors.newFixedThreadPool(readers, JournalCheck::thread);
        try {
            tenants.forEach(tenant -> checkOrTell(tenant, threads));
            uncopied.ifPresent(copy -> copy.entities(this::foundIfNew));
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
        long stored = table.count();
        long known = sql.withHandle(ChainHeads::events);
        if (stored > known) {
            Place place = isCopied() ? Place.COPY : Place.JOURNAL;
            found(place, "all entities", (stored - known) + " events belong to no chain that is known.");
        }
        return new Report(report.tenants(), report.chains(), report.events(), List.copyOf(findings));
    }

    /** What cannot be read hides nothing of the others. A store that does not answer says nothing of the journal. */
    private void checkOrTell(TenantId tenant, ExecutorService threads) {
        try {
            check(tenant, threads);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException unreadable) {
            found(
                    Place.CHECKPOINTS,
                    "tenant " + tenant,
                    "Its checkpoints or chains cannot be read: " + unreadable.getMessage());
        }
    }

    private void check(TenantId tenant, ExecutorService threads) {
        long seenBy = checkSigned(tenant);
        for (ChainHeads.Known gone : sql.withHandle(handle -> ChainHeads.gone(handle, tenant, seenBy))) {
            checkChains(List.of(gone), seenBy, threads);
        }
        for (String kind : sql.withHandle(handle -> ChainHeads.kinds(handle, tenant))) {
            String after = "";
            do {
                String from = after;
                List<ChainHeads.Known> page =
                        sql.withHandle(handle -> ChainHeads.known(handle, tenant, kind, from, seenBy, CHAINS_AT_ONCE));
                page.forEach(this::checkCovered);
                checkChains(page, seenBy, threads);
                after = page.isEmpty()
                        ? null
                        : page.get(page.size() - 1).head().entity().id();
            } while (after != null);
        }
    }

    /** One that is taken for seen further than it was would be in no checkpoint, and nobody would miss it. */
    private void checkCovered(ChainHeads.Known known) {
        if (known.takenFor() != known.covered()) {
            found(
                    Place.CHECKPOINTS,
                    known.head().entity().toString(),
                    "It is taken for seen up to event " + known.takenFor() + ", but checkpoints saw it up to event "
                            + known.covered() + ".");
        }
    }

    private boolean isCopied() {
        return uncopied.isPresent();
    }

    /** Some chains, in each place. */
    private void checkChains(List<ChainHeads.Known> page, long seenBy, ExecutorService threads) {
        chains += page.size();
        checkChains(Place.JOURNAL, page, seenBy, threads);
        if (isCopied()) {
            checkChains(Place.COPY, page, seenBy, threads);
        }
    }

    /** Each is read from its beginning to its end by one of the threads. */
    private void checkChains(Place place, List<ChainHeads.Known> page, long seenBy, ExecutorService threads) {
        of += page.stream().mapToLong(known -> known.end().seq()).sum();
        List<Future<?>> parts = parts(page).stream()
                .<Future<?>>map(part -> threads.submit(() -> read(place, part, seenBy)))
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
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /** @param part of one kind, in order */
    private void read(Place place, List<ChainHeads.Known> part, long seenBy) {
        Map<EntityRef, Walk> walks = new HashMap<>();
        part.forEach(known -> walks.put(known.end().entity(), new Walk(walks.size(), known)));
        EntityRef first = part.get(0).end().entity();
        EntityRef end = part.get(part.size() - 1).end().entity();
        Sightings sightings = new Sightings(
                walks,
                new Paged<>(last -> sql.withHandle(handle -> ChainHeads.seen(handle, first, end, seenBy, last))));
        // the journal may have one that the copy has not, and then nobody knows of it
        int beyond = isCopied() && place == Place.JOURNAL ? 1 : 0;
        ChainReader reader = new ChainReader(
                stored(place),
                part.stream()
                        .map(known -> new ChainHead(
                                known.end().entity(),
                                known.end().seq() + beyond,
                                known.end().hash()))
                        .iterator());
        for (List<ChainReader.Found> some = reader.next(); !some.isEmpty(); some = reader.next()) {
            int known = 0;
            for (ChainReader.Found found : some) {
                Walk walk = walks.get(found.entity());
                if (found.seq() <= walk.end) {
                    known++;
                    check(place, found, walk, sightings);
                } else if (!walk.broken) {
                    uncopied.flatMap(copy -> copy.event(found.entity(), found.seq(), found.rows()))
                            .ifPresent(this::found);
                }
            }
            told(known);
        }
    }

    private StoredEvents stored(Place place) {
        return place == Place.JOURNAL ? places.journal() : table;
    }

    private synchronized void told(int part) {
        events += part;
        progress.accept(new Progress(events, part, of, findings.size()));
    }

    /**
     * That the tenant's checkpoints are signed and follow each other, and that what each is said to have seen has the root that was
     * signed.
     *
     * @return the number of the last one; 0 when there is none
     */
    private long checkSigned(TenantId tenant) {
        String previous = Checkpoint.FIRST;
        long number = 0;
        Set<String> missing = new HashSet<>();
        Roots roots = new Roots(tenant);
        Iterator<Checkpoints.Numbered> all = Checkpoints.all(sql, tenant, Long.MAX_VALUE);
        while (all.hasNext()) {
            Checkpoints.Numbered row = all.next();
            Checkpoint checkpoint = row.signed().read();
            String where = where(tenant, row.number());
            String unsigned = keys.problem(row.signed());
            boolean told = keys.find(checkpoint.keyId()).isEmpty() && !missing.add(checkpoint.keyId());
            if (unsigned != null && !told) {
                found(Place.CHECKPOINTS, where, unsigned);
            }
            if (!checkpoint.tenant().equals(tenant)) {
                found(Place.CHECKPOINTS, where, "It is a checkpoint of tenant " + checkpoint.tenant() + ".");
            }
            if (row.number() != ++number
                    || checkpoint.number() != row.number()
                    || !checkpoint.previous().equals(previous)) {
                found(Place.CHECKPOINTS, where, "It does not follow the checkpoint before it.");
            }
            roots.check(row.number(), checkpoint);
            previous = row.signed().hash();
        }
        return number;
    }

    private static String where(TenantId tenant, long checkpoint) {
        return "tenant " + tenant + ", checkpoint " + checkpoint;
    }

    /** The hash tree of a tenant, from checkpoint to checkpoint. */
    private final class Roots {
        private final TenantId tenant;
        private final Iterator<ChainHeads.Change> changes;
        private final MerkleTree tree = new MerkleTree();
        private ChainHeads.Placed next;
        /** What follows from the first break would only hide it. */
        private boolean broken;

        private Roots(TenantId tenant) {
            this.tenant = tenant;
            changes = new Paged<>(
                    last -> sql.withHandle(handle -> ChainHeads.changes(handle, tenant, Long.MAX_VALUE, last)));
            advance();
        }

        private void advance() {
            next = changes.hasNext() ? changes.next().placed() : null;
        }

        private void check(long number, Checkpoint checkpoint) {
            for (; next != null && next.checkpoint() <= number; advance()) {
                if (next.checkpoint() < number || next.leaf() < 0 || next.leaf() > tree.size()) {
                    told(number, next.head().entity() + " is said to have been seen at a place that is none.");
                } else {
                    tree.set((int) next.leaf(), next.head().leaf());
                }
            }
            if (!Digests.hex(tree.root()).equals(checkpoint.root()) || tree.size() != checkpoint.chains()) {
                told(number, "The chains that it saw do not have the root that was signed.");
            }
        }

        private void told(long number, String what) {
            if (!broken) {
                broken = true;
                found(Place.CHECKPOINTS, where(tenant, number), what);
            }
        }
    }

    private void check(Place place, ChainReader.Found found, Walk walk, Sightings sightings) {
        if (walk.broken) {
            return;
        }
        StoredEvent event = found.event();
        String wrong = null;
        Long seenOtherwise = event == null ? null : sightings.differing(walk, found.seq(), event);
        if (event == null) {
            wrong = gone(place, found);
        } else if (found.rows().size() > 1) {
            wrong = "is there " + found.rows().size() + " times: only one of them can have been the next.";
        } else if (!event.intact()) {
            wrong = "was changed: it does not match its hash.";
        } else if (!event.readable()
                || !event.meta().entity().equals(found.entity())
                || event.meta().seq() != found.seq()) {
            wrong = "belongs elsewhere: its bytes name another entity or place.";
        } else if (!event.previousHashHex().equals(walk.hash)) {
            wrong = "does not follow the event before it.";
        } else if (seenOtherwise != null) {
            wrong = "is not the one that checkpoint " + seenOtherwise + " saw.";
        } else if (differs(walk.head, found.seq(), event)) {
            wrong = "is not the one that was known as the newest.";
        }
        if (wrong == null) {
            walk.hash = event.hashHex();
        } else {
            walk.broken = true;
            found(place, found.entity().toString(), "Event " + found.seq() + " " + wrong);
        }
    }

    private String gone(Place place, ChainReader.Found found) {
        if (!isCopied()) {
            return "is gone.";
        }
        Place other = place == Place.JOURNAL ? Place.COPY : Place.JOURNAL;
        return stored(other).at(found.entity(), found.seq()).isEmpty()
                ? "is gone, also from the " + other.label() + "."
                : "is gone; the " + other.label() + " has it.";
    }

    private static boolean differs(ChainHead known, long seq, StoredEvent event) {
        return known != null && known.seq() == seq && !known.hash().equals(event.hashHex());
    }

    private void found(Place place, String where, String what) {
        found(new Finding(place, where, what));
    }

    private synchronized void found(Finding finding) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(finding);
        }
    }

    /** A chain whose copy is gone from the first event on has been told already. */
    private synchronized void foundIfNew(Finding finding) {
        if (findings.stream()
                .noneMatch(
                        told -> told.place() == finding.place() && told.where().equals(finding.where()))) {
            found(finding);
        }
    }
}
