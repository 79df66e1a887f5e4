package dev.symbio.platform.audit;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Proves single entities. The hash tree of a whole tenant is built for it, which reads all of the tenant's chains: so one at a
 * time is built, whoever asks meanwhile waits without a thread, and what was built is kept for the next.
 */
public final class Proofs {
    /** Of all trees that are kept; one takes some 120 bytes. */
    private static final long MAX_LEAVES = 500_000;

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long IDLE_SECONDS = 30;

    private record Key(TenantId tenant, long checkpoint) {}

    private final Jdbi sql;
    private final Checkpoints checkpoints;
    private final Executor blocking;
    private final AsyncCache<Key, MerkleTree> trees;

    /** @param blocking for everything but building */
    public Proofs(Jdbi sql, Checkpoints checkpoints, Executor blocking) {
        this.sql = sql;
        this.checkpoints = checkpoints;
        this.blocking = blocking;
        ThreadPoolExecutor builder =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "symbio-proofs");
                    thread.setDaemon(true);
                    return thread;
                });
        builder.allowCoreThreadTimeOut(true);
        trees = Caffeine.newBuilder()
                .executor(builder)
                .expireAfterAccess(KEPT)
                .maximumWeight(MAX_LEAVES)
                .weigher((Key key, MerkleTree tree) -> tree.size() + 1)
                .buildAsync();
    }

    /** What it takes to prove to a third party that the newest checkpoint saw an entity as it was; empty if it did not. */
    public CompletionStage<Optional<Proof>> of(EntityRef entity) {
        return CompletableFuture.supplyAsync(() -> checkpoints.last(entity.tenant()), blocking)
                .thenCompose(last -> last.map(signed -> of(entity, signed))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /** The same of another checkpoint than the newest; empty if there is none with this number, or it saw no such entity. */
    public CompletionStage<Optional<Proof>> of(EntityRef entity, long number) {
        return CompletableFuture.supplyAsync(() -> checkpoints.find(entity.tenant(), number), blocking)
                .thenCompose(found -> found.map(signed -> of(entity, signed))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    private CompletableFuture<Optional<Proof>> of(EntityRef entity, Checkpoint.Signed signed) {
        long number = signed.read().number();
        return CompletableFuture.supplyAsync(() -> sql.withHandle(handle -> place(handle, entity, number)), blocking)
                .thenCompose(place -> place.map(placed -> trees.get(new Key(entity.tenant(), number), this::tree)
                                .thenApply(tree -> proof(signed, placed, tree)))
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())));
    }

    /** Empty where the tree has no such place: somebody has taken leaves away. */
    private static Optional<Proof> proof(Checkpoint.Signed signed, ChainHeads.Placed placed, MerkleTree tree) {
        if (placed.leaf() >= tree.size()) {
            return Optional.empty();
        }
        List<String> path =
                tree.path((int) placed.leaf()).stream().map(Digests::hex).toList();
        return Optional.of(new Proof(signed, placed.head(), placed.leaf(), tree.size(), path));
    }

    private MerkleTree tree(Key key) {
        MerkleTree tree = new MerkleTree();
        sql.useHandle(handle -> ChainHeads.eachAt(
                handle,
                key.tenant,
                key.checkpoint,
                placed -> tree.set((int) placed.leaf(), placed.head().leaf())));
        return tree;
    }

    /** How a checkpoint saw an entity. */
    private static Optional<ChainHeads.Placed> place(Handle handle, EntityRef entity, long checkpoint) {
        return handle.createQuery("select leaf, checkpoint, seq, hash from checkpoint_head where tenant_id = :tenant"
                        + " and kind = :kind and entity_id = :entity and checkpoint <= :checkpoint"
                        + " order by tenant_id desc, kind desc, entity_id desc, checkpoint desc"
                        + " fetch first 1 row only")
                .bind("tenant", entity.tenant().value())
                .bind("kind", entity.kind())
                .bind("entity", entity.id())
                .bind("checkpoint", checkpoint)
                .map((row, context) -> new ChainHeads.Placed(
                        row.getLong(1), row.getLong(2), new ChainHead(entity, row.getLong(3), row.getString(4))))
                .findOne();
    }
}
