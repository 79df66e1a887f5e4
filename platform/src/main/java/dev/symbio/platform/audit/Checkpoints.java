package dev.symbio.platform.audit;

import dev.symbio.platform.entity.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and keeps the checkpoints of all tenants. Blocking. */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int ROWS_AT_ONCE = 1_000;

    private final Jdbi sql;
    private final SigningKeys keys;
    private final Clock clock;
    private final List<BiConsumer<Handle, Checkpoint.Signed>> publishers = new CopyOnWriteArrayList<>();

    public Checkpoints(Jdbi sql, SigningKeys keys, Clock clock) {
        this.sql = sql;
        this.keys = keys;
        this.clock = clock;
    }

    /** @param publisher called in the transaction that stores a new checkpoint */
    public void publishTo(BiConsumer<Handle, Checkpoint.Signed> publisher) {
        publishers.add(publisher);
    }

    /** With which they are signed now. */
    public PublicSigningKey key() {
        return keys.own().open();
    }

    /** With which they are and were signed. */
    public SigningKeys keys() {
        return keys;
    }

    /** A checkpoint for each tenant that has something new; one whose rows were changed does not hold up the others. @return how many were made */
    public int makeAll() {
        List<TenantId> tenants = sql.withHandle(ChainHeads::grown);
        int made = 0;
        for (TenantId tenant : tenants) {
            try {
                make(tenant);
                made++;
            } catch (IllegalArgumentException | NullPointerException unreadable) {
                LOG.error("ALARM checkpoints: those of tenant {} cannot be read, and none is made", tenant, unreadable);
            }
        }
        return made;
    }

    /** A checkpoint of what is new in the tenant; the last one when nothing is. @return empty when nothing ever happened */
    public Optional<Checkpoint.Signed> make(TenantId tenant) {
        Optional<Checkpoint.Signed> last = last(tenant);
        long number = last.map(before -> before.read().number()).orElse(0L) + 1;
        ensureTurn(tenant);
        boolean any = false;
        for (String kind : sql.withHandle(handle -> ChainHeads.kinds(handle, tenant))) {
            any |= takeAll(tenant, kind, number);
        }
        if (!any && !begun(tenant, number)) {
            return last;
        }
        return Optional.of(sql.inTransaction(handle -> finish(handle, tenant, number, last)));
    }

    /** In order, some at a time, each looked at once. @return whether there were any */
    private boolean takeAll(TenantId tenant, String kind, long number) {
        Optional<String> last = Optional.of("");
        boolean any = false;
        while (last.isPresent()) {
            String after = last.get();
            last = sql.inTransaction(handle -> take(handle, tenant, kind, after, number));
            any |= last.isPresent();
        }
        return any;
    }

    /** Nothing more goes into a checkpoint that somebody else has signed meanwhile. */
    private static Optional<String> take(Handle handle, TenantId tenant, String kind, String after, long number) {
        awaitTurn(handle, tenant);
        return find(handle, tenant, number).isPresent()
                ? Optional.empty()
                : ChainHeads.take(handle, tenant, kind, after, number, ROWS_AT_ONCE);
    }

    private void ensureTurn(TenantId tenant) {
        try {
            sql.useHandle(handle -> handle.execute(
                    "insert into checkpoint_turn (tenant_id, turns) select cast(? as varchar(63)), 0 where not exists"
                            + " (select 1 from checkpoint_turn where tenant_id = ?)",
                    tenant.value(),
                    tenant.value()));
        } catch (UnableToExecuteStatementException somebodyElseMadeIt) {
            // that is as good
        }
    }

    /** Makers of the same tenant's checkpoints, on any node, go one after the other. */
    private static void awaitTurn(Handle handle, TenantId tenant) {
        handle.execute("update checkpoint_turn set turns = turns + 1 where tenant_id = ?", tenant.value());
    }

    /** A checkpoint that was interrupted between taking the chains and signing. */
    private boolean begun(TenantId tenant, long number) {
        return sql.withHandle(
                handle -> handle.createQuery("select count(*) from checkpoint_head where tenant_id = :tenant"
                                        + " and checkpoint = :number")
                                .bind("tenant", tenant.value())
                                .bind("number", number)
                                .mapTo(Long.class)
                                .one()
                        > 0);
    }

    private Checkpoint.Signed finish(Handle handle, TenantId tenant, long number, Optional<Checkpoint.Signed> last) {
        awaitTurn(handle, tenant);
        Optional<Checkpoint.Signed> made = find(handle, tenant, number);
        if (made.isPresent()) {
            return made.get();
        }
        Seen seen = new Seen();
        if (!ChainHeads.eachTaken(
                handle, tenant, last.map(before -> before.read().chains()).orElse(0L), seen)) {
            seen = new Seen();
            ChainHeads.eachAt(handle, tenant, number, seen);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Checkpoint.Signed signed = new Checkpoint(
                        tenant,
                        number,
                        now,
                        seen.tree.size(),
                        seen.events,
                        Digests.hex(seen.tree.root()),
                        last.map(Checkpoint.Signed::hash).orElse(Checkpoint.FIRST),
                        key().id())
                .signedWith(keys.own());
        store(handle, signed);
        publishers.forEach(publisher -> publisher.accept(handle, signed));
        return signed;
    }

    /** What a checkpoint says of the chains that it saw. */
    private static final class Seen implements Consumer<ChainHeads.Placed> {
        private final MerkleTree tree = new MerkleTree();
        private long events;

        @Override
        public void accept(ChainHeads.Placed placed) {
            tree.set((int) placed.leaf(), placed.head().leaf());
            events += placed.head().seq();
        }
    }

    static void store(Handle handle, Checkpoint.Signed signed) {
        Checkpoint checkpoint = signed.read();
        handle.execute(
                "insert into checkpoint (tenant_id, number, made_at, document, signature) values (?, ?, ?, ?, ?)",
                checkpoint.tenant().value(),
                checkpoint.number(),
                checkpoint.madeAt().atOffset(ZoneOffset.UTC),
                signed.document(),
                signed.signature());
    }

    public Optional<Checkpoint.Signed> last(TenantId tenant) {
        return list(tenant, Long.MAX_VALUE, 1).stream().findFirst();
    }

    public Optional<Checkpoint.Signed> find(TenantId tenant, long number) {
        return sql.withHandle(handle -> find(handle, tenant, number));
    }

    private static Optional<Checkpoint.Signed> find(Handle handle, TenantId tenant, long number) {
        return handle.createQuery("select document, signature from checkpoint"
                        + " where tenant_id = :tenant and number = :number")
                .bind("tenant", tenant.value())
                .bind("number", number)
                .map((row, context) -> new Checkpoint.Signed(row.getString(1), row.getString(2)))
                .findOne();
    }

    /** Newest first. @param before the number that the first of them must be below */
    public List<Checkpoint.Signed> list(TenantId tenant, long before, int limit) {
        return sql.withHandle(handle -> list(handle, tenant, before, limit));
    }

    /** A checkpoint in its row. @param number of the row: what its document says may have been changed */
    record Numbered(long number, Checkpoint.Signed signed) {}

    /** Up to this one, oldest first, read some at a time. */
    static Iterator<Numbered> all(Jdbi sql, TenantId tenant, long number) {
        return new Paged<>(last -> sql.withHandle(handle -> handle.createQuery(
                        "select document, signature, number from checkpoint where tenant_id = :tenant and number > :after"
                                + " and number <= :number order by tenant_id, number fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("after", last == null ? Long.MIN_VALUE : last.number())
                .bind("number", number)
                .bind("limit", ROWS_AT_ONCE)
                .map((row, context) ->
                        new Numbered(row.getLong(3), new Checkpoint.Signed(row.getString(1), row.getString(2))))
                .list()));
    }

    private static List<Checkpoint.Signed> list(Handle handle, TenantId tenant, long before, int limit) {
        return handle.createQuery("select document, signature from checkpoint"
                        + " where tenant_id = :tenant and number < :before order by number desc"
                        + " fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Checkpoint.Signed(row.getString(1), row.getString(2)))
                .list();
    }
}
