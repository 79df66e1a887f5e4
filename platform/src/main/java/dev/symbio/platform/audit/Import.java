package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.ShardedEntities;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.projection.ProjectionProgress;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes an export into an empty system: the very same events, so that states, chains and read models are the same
 * afterwards. It runs where nothing is sent, and before anything can be, what the events would make the system send is settled
 * as history. An import that was interrupted is repeated: what is there already is passed over. Blocking.
 */
public final class Import {
    private static final int EVENTS_AT_ONCE = 200;
    private static final long BYTES_AT_ONCE = 4L << 20;
    private static final int IN_FLIGHT = 32;
    private static final long LOOK_NANOS = 50_000_000L;
    private static final Duration CATCH_UP_WITHIN = Duration.ofMinutes(30);

    /** Settles what imported events have left to be sent. */
    @FunctionalInterface
    public interface Settler {
        void settle(Handle sql, TenantId tenant, Instant now);
    }

    /**
     * What was written.
     *
     * @param checkpoints were taken over too; not, if this system signs with another key than the one that it came from
     * @param parked events that a read model could not digest: see the dead letters
     */
    public record Report(TenantId tenant, long entities, long events, boolean checkpoints, long parked) {}

    /** Events of one entity that follow each other. */
    private static final class Batch {
        private final EntityRef entity;
        private final List<StoredEvent> events = new ArrayList<>();
        private long bytes;

        private Batch(EntityRef entity) {
            this.entity = entity;
        }

        private boolean takes(EntityRef other) {
            return entity.equals(other) && events.size() < EVENTS_AT_ONCE && bytes < BYTES_AT_ONCE;
        }
    }

    private record Sent(EntityRef entity, CompletionStage<Reply> reply) {}

    private final Jdbi sql;
    private final ShardedEntities entities;
    private final ProjectionProgress projections;
    private final Checkpoints own;
    private final Clock clock;
    private final List<Settler> settlers;

    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private final Map<EntityRef, ChainHead> heads = new HashMap<>();
    private final List<ChainHeads.Placed> placed = new ArrayList<>();
    private final List<Checkpoint.Signed> checkpoints = new ArrayList<>();
    private long events;

    public Import(
            Jdbi sql,
            ShardedEntities entities,
            ProjectionProgress projections,
            Checkpoints own,
            Clock clock,
            List<Settler> settlers) {
        this.sql = sql;
        this.entities = entities;
        this.projections = projections;
        this.own = own;
        this.clock = clock;
        this.settlers = List.copyOf(settlers);
    }

    /**
     * Verifies the file, then writes.
     *
     * @param trusted under which the signatures have to hold
     * @param progress told the number of events that were written
     * @throws ImportRefused if the export does not hold or the system is not empty
     */
    public Report run(Path file, TrustedKeys trusted, LongConsumer progress) throws IOException {
        Verifier.Report verified;
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            verified = new Verifier(trusted, List.of()).verify(in);
        }
        if (!verified.holds()) {
            throw new ImportRefused("The export does not hold: nothing was imported.", verified.findings());
        }
        if (verified.started() == null) {
            throw new ImportRefused("Expected the export of a tenant but it is that of one entity.");
        }
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            write(new BoundedLines(in), progress);
        }
        caughtUp();
        return finish(verified.started().tenant(), verified.signedBy());
    }

    private void write(BoundedLines lines, LongConsumer progress) throws IOException {
        Batch batch = null;
        for (String text = lines.next(); text != null; text = lines.next()) {
            ExportLine line = ExportLine.parse(text);
            if (!line.isEvent()) {
                remember(line);
                continue;
            }
            if (events == 0 && batch == null) {
                begin();
            }
            EntityRef entity = ExportLine.entity(line.subject());
            if (batch == null || !batch.takes(entity)) {
                send(batch, progress);
                batch = new Batch(entity);
            }
            StoredEvent event = line.event();
            batch.events.add(event);
            batch.bytes += event.size();
        }
        send(batch, progress);
        while (!inFlight.isEmpty()) {
            settleOldest();
        }
    }

    private void remember(ExportLine line) {
        if (line.type().equals(ExportLine.CHECKPOINT)) {
            checkpoints.add(line.dataAs(Checkpoint.Signed.class));
        } else if (line.type().equals(ExportLine.HEAD)) {
            ExportLine.Head head = line.dataAs(ExportLine.Head.class);
            ChainHead seen = new ChainHead(ExportLine.entity(line.subject()), head.seq(), head.hash());
            placed.add(new ChainHeads.Placed(head.leaf(), head.checkpoint(), seen));
            heads.put(seen.entity(), seen);
        }
    }

    private void begin() {
        caughtUp();
        Checkpoint.Signed last = checkpoints.get(checkpoints.size() - 1);
        sql.useTransaction(handle -> ImportRuns.begin(handle, last.read().tenant(), last, clock.instant()));
    }

    private void send(Batch batch, LongConsumer progress) {
        if (batch == null) {
            return;
        }
        while (inFlight.size() >= IN_FLIGHT
                || inFlight.stream().anyMatch(sent -> sent.entity().equals(batch.entity))) {
            settleOldest();
        }
        inFlight.add(new Sent(batch.entity, entities.take(batch.entity, batch.events)));
        events += batch.events.size();
        progress.accept(events);
    }

    private void settleOldest() {
        Sent sent = inFlight.remove();
        Reply reply;
        try {
            reply = sent.reply().toCompletableFuture().join();
        } catch (CompletionException noAnswer) {
            throw new ImportRefused(sent.entity() + " gave no answer: repeat the import. " + noAnswer.getCause());
        }
        if (reply instanceof Reply.Rejected rejected) {
            throw new ImportRefused(rejected.rejection().message());
        }
        if (!(reply instanceof Reply.Accepted)) {
            throw new ImportRefused(sent.entity() + " did not take its events: " + reply);
        }
    }

    /** Read models follow the journal; what they leave to be sent is known when they have come to its end. */
    private void caughtUp() {
        long deadline = System.nanoTime() + CATCH_UP_WITHIN.toNanos();
        for (List<String> behind = projections.behind(); !behind.isEmpty(); behind = projections.behind()) {
            if (System.nanoTime() > deadline) {
                throw new ImportRefused("Read models do not come to the end: " + String.join(", ", behind) + ".");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Report finish(TenantId tenant, List<PublicSigningKey> signedBy) {
        boolean sameKey = own.key()
                .id()
                .equals(checkpoints.get(checkpoints.size() - 1).read().keyId());
        return sql.inTransaction(handle -> {
            compare(handle, tenant);
            refuseUnsettled(handle, tenant);
            Instant now = clock.instant();
            settlers.forEach(settler -> settler.settle(handle, tenant, now));
            if (sameKey) {
                ChainHeads.store(handle, tenant, placed);
                checkpoints.forEach(signed -> Checkpoints.store(handle, signed));
                own.keys().take(handle, signedBy);
            }
            long parked = handle.createQuery("select count(*) from dead_letter where tenant_id = :tenant")
                    .bind("tenant", tenant.value())
                    .mapTo(Long.class)
                    .one();
            ImportRuns.finish(handle, tenant, now);
            return new Report(tenant, heads.size(), events, sameKey, parked);
        });
    }

    /** What waits for projections that send would be sent once they can digest it, although it was sent where the export is from. */
    private void refuseUnsettled(Handle handle, TenantId tenant) {
        List<String> waiting = handle.createQuery(
                        "select distinct projection from dead_letter where tenant_id = :tenant"
                                + " order by projection")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .filter(projection -> !projections.isRebuildable(projection))
                .list();
        if (!waiting.isEmpty()) {
            throw new ImportRefused("Events could not be digested by " + String.join(", ", waiting)
                    + ": see the log. Go on with a version that can; until then this system cannot be started.");
        }
    }

    private void compare(Handle handle, TenantId tenant) {
        List<ChainHead> known = ChainHeads.of(handle, tenant);
        for (ChainHead head : known) {
            if (!head.equals(heads.get(head.entity()))) {
                throw new ImportRefused(head.entity() + " is there with " + head.seq()
                        + " events, and the export has others: nothing is started on this system.");
            }
        }
        if (known.size() != heads.size()) {
            throw new ImportRefused("Expected " + heads.size() + " entities but there are " + known.size() + ".");
        }
    }
}
