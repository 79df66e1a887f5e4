package dev.symbio.platform.audit;

import dev.symbio.platform.entity.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Makes and keeps the checkpoints of all tenants. Blocking; runs once in the cluster. */
public final class Checkpoints {
    private static final int CHAINS_AT_ONCE = 1_000;

    private final Jdbi sql;
    private final SigningKey key;
    private final Clock clock;
    private final List<BiConsumer<Handle, Checkpoint.Signed>> publishers = new CopyOnWriteArrayList<>();

    public Checkpoints(Jdbi sql, SigningKey key, Clock clock) {
        this.sql = sql;
        this.key = key;
        this.clock = clock;
    }

    /** @param publisher called in the transaction that stores a new checkpoint */
    public void publishTo(BiConsumer<Handle, Checkpoint.Signed> publisher) {
        publishers.add(publisher);
    }

    public PublicSigningKey key() {
        return key.open();
    }

    /** A checkpoint for each tenant that has something new. @return how many were made */
    public int makeAll() {
        List<TenantId> tenants = sql.withHandle(ChainHeads::grown);
        tenants.forEach(this::make);
        return tenants.size();
    }

    /** A checkpoint of what is new in the tenant; the last one when nothing is. @return empty when nothing ever happened */
    public Optional<Checkpoint.Signed> make(TenantId tenant) {
        Optional<Checkpoint.Signed> last = last(tenant);
        long number = last.map(before -> before.read().number()).orElse(0L) + 1;
        boolean any = false;
        while (sql.inTransaction(handle -> ChainHeads.take(handle, tenant, number, CHAINS_AT_ONCE)) > 0) {
            any = true;
        }
        if (!any && !begun(tenant, number)) {
            return last;
        }
        return Optional.of(sql.inTransaction(handle -> finish(handle, tenant, number, last)));
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
        MerkleTree tree = new MerkleTree();
        long events = 0;
        for (ChainHeads.Placed placed : ChainHeads.at(handle, tenant, number)) {
            tree.set((int) placed.leaf(), placed.head().leaf());
            events += placed.head().seq();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Checkpoint.Signed signed = new Checkpoint(
                        tenant,
                        number,
                        now,
                        tree.size(),
                        events,
                        Digests.hex(tree.root()),
                        last.map(Checkpoint.Signed::hash).orElse(Checkpoint.FIRST),
                        key.open().id())
                .signedWith(key);
        handle.execute(
                "insert into checkpoint (tenant_id, number, made_at, document, signature) values (?, ?, ?, ?, ?)",
                tenant.value(),
                number,
                now.atOffset(ZoneOffset.UTC),
                signed.document(),
                signed.signature());
        publishers.forEach(publisher -> publisher.accept(handle, signed));
        return signed;
    }

    public Optional<Checkpoint.Signed> last(TenantId tenant) {
        return list(tenant, Long.MAX_VALUE, 1).stream().findFirst();
    }

    public Optional<Checkpoint.Signed> find(TenantId tenant, long number) {
        return list(tenant, number + 1, 1).stream()
                .filter(found -> found.read().number() == number)
                .findFirst();
    }

    /** Newest first. @param before the number that the first of them must be below */
    public List<Checkpoint.Signed> list(TenantId tenant, long before, int limit) {
        return sql.withHandle(handle -> handle.createQuery("select document, signature from checkpoint"
                        + " where tenant_id = :tenant and number < :before order by number desc"
                        + " fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Checkpoint.Signed(row.getString(1), row.getString(2)))
                .list());
    }
}
