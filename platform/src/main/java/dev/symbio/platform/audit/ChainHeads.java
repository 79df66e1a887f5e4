package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code chain_head} and {@code checkpoint_head}. Blocking. */
final class ChainHeads {
    /**
     * A chain at its place in the tenant's hash tree.
     *
     * @param checkpoint since which checkpoint it has been so
     */
    record Placed(long leaf, long checkpoint, ChainHead head) {}

    /**
     * A chain as it is known.
     *
     * @param head its newest event; for a chain that is gone, what the checkpoint saw
     * @param seen what the newest checkpoint saw; null when it saw nothing of it
     * @param takenFor up to which event it is taken for seen, so that checkpoints pass it over until it grows
     * @param covered up to which event checkpoints saw it, also the one under way
     */
    record Known(ChainHead head, ChainHead seen, long takenFor, long covered) {
        /** Up to where it has to be there. */
        ChainHead end() {
            return seen != null && seen.seq() > head.seq() ? seen : head;
        }
    }

    private static final int ROWS_AT_ONCE = 1_000;

    private ChainHeads() {}

    /** The chains have grown; each appears once. */
    static void advance(Handle sql, List<ChainHead> heads) {
        PreparedBatch update = sql.prepareBatch(
                "update chain_head set seq = ?, hash = ? where tenant_id = ? and kind = ? and entity_id = ?");
        heads.forEach(head -> update.add(
                head.seq(),
                head.hash(),
                head.entity().tenant().value(),
                head.entity().kind(),
                head.entity().id()));
        int[] updated = update.execute();
        PreparedBatch insert = sql.prepareBatch(
                "insert into chain_head (seq, hash, tenant_id, kind, entity_id) values (?, ?, ?, ?, ?)");
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                ChainHead head = heads.get(i);
                insert.add(
                        head.seq(),
                        head.hash(),
                        head.entity().tenant().value(),
                        head.entity().kind(),
                        head.entity().id());
            }
        }
        if (insert.size() > 0) {
            insert.execute();
        }
    }

    /** All that have chains, or had some when a checkpoint was made. */
    static List<TenantId> tenants(Handle sql) {
        return sql.createQuery("select tenant_id from chain_head union select tenant_id from checkpoint order by 1")
                .map((row, context) -> new TenantId(row.getString(1)))
                .list();
    }

    /** The newest heads of a tenant's chains. */
    static List<ChainHead> of(Handle sql, TenantId tenant) {
        return sql.createQuery("select tenant_id, kind, entity_id, seq, hash from chain_head"
                        + " where tenant_id = :tenant order by kind, entity_id")
                .bind("tenant", tenant.value())
                .map((row, context) -> head(row))
                .list();
    }

    /** How many all chains have together. */
    static long events(Handle sql) {
        return sql.createQuery("select coalesce(sum(seq), 0) from chain_head")
                .mapTo(Long.class)
                .one();
    }

    /** Tenants with chains that have grown since their last checkpoint. */
    static List<TenantId> grown(Handle sql) {
        return sql.createQuery("select distinct tenant_id from chain_head where seq <> checked_seq order by tenant_id")
                .map((row, context) -> new TenantId(row.getString(1)))
                .list();
    }

    /**
     * Takes some of the tenant's grown chains of a kind into the checkpoint, those after an entity.
     *
     * @param after id of an entity; empty starts at the first
     * @return id of the last one that was taken; empty when there are no more
     */
    static Optional<String> take(Handle sql, TenantId tenant, String kind, String after, long checkpoint, int limit) {
        // sorted by all columns of an index, so that H2 too reads no more than it returns
        long next = sql.createQuery("select leaf from chain_head where tenant_id = :tenant and leaf >= 0"
                                + " order by tenant_id desc, leaf desc fetch first 1 row only")
                        .bind("tenant", tenant.value())
                        .mapTo(Long.class)
                        .findOne()
                        .orElse(-1L)
                + 1;
        List<Placed> taken = new ArrayList<>();
        for (Placed grown : grown(sql, tenant, kind, after, checkpoint, limit)) {
            taken.add(new Placed(grown.leaf() >= 0 ? grown.leaf() : next++, checkpoint, grown.head()));
        }
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        store(sql, tenant, taken);
        return Optional.of(taken.get(taken.size() - 1).head().entity().id());
    }

    /** Each is taken at most once into a checkpoint, however fast it grows. */
    private static List<Placed> grown(
            Handle sql, TenantId tenant, String kind, String after, long checkpoint, int limit) {
        return sql.createQuery("select h.tenant_id, h.kind, h.entity_id, h.seq, h.hash, coalesce(h.leaf, -1) as leaf"
                        + " from chain_head h where h.tenant_id = :tenant and h.kind = :kind and h.entity_id > :after"
                        + " and h.seq <> h.checked_seq and not exists (select 1 from checkpoint_head c"
                        + " where c.tenant_id = h.tenant_id and c.leaf = h.leaf and c.checkpoint = :checkpoint)"
                        + " order by h.tenant_id, h.kind, h.entity_id fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("kind", kind)
                .bind("after", after)
                .bind("checkpoint", checkpoint)
                .bind("limit", limit)
                .map((row, context) -> new Placed(row.getLong("leaf"), 0, head(row)))
                .list();
    }

    /** The kinds of entities that a tenant has chains of. */
    static List<String> kinds(Handle sql, TenantId tenant) {
        return sql.createQuery("select distinct kind from chain_head where tenant_id = :tenant order by kind")
                .bind("tenant", tenant.value())
                .mapTo(String.class)
                .list();
    }

    /**
     * The tenant's chains of a kind after one, in order, with what a checkpoint saw of them. Sorted by all columns of the key,
     * so that H2 too reads no more than it returns.
     *
     * @param after id of an entity; empty starts at the first
     */
    static List<Known> known(Handle sql, TenantId tenant, String kind, String after, long checkpoint, int limit) {
        return sql.createQuery("select h.tenant_id, h.kind, h.entity_id, h.seq, h.hash, h.checked_seq,"
                        + " c.seq as seen_seq, c.hash as seen_hash, (select coalesce(max(a.seq), 0)"
                        + " from checkpoint_head a where a.tenant_id = h.tenant_id and a.kind = h.kind"
                        + " and a.entity_id = h.entity_id) as covered from chain_head h left join checkpoint_head c on"
                        + " c.tenant_id = h.tenant_id and c.kind = h.kind and c.entity_id = h.entity_id"
                        + " and c.checkpoint = (select max(n.checkpoint) from checkpoint_head n"
                        + " where n.tenant_id = h.tenant_id and n.kind = h.kind and n.entity_id = h.entity_id"
                        + " and n.checkpoint <= :checkpoint) where h.tenant_id = :tenant and h.kind = :kind"
                        + " and h.entity_id > :after order by h.tenant_id, h.kind, h.entity_id"
                        + " fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("checkpoint", checkpoint)
                .bind("kind", kind)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> {
                    ChainHead head = head(row);
                    long seen = row.getLong("seen_seq");
                    return new Known(
                            head,
                            row.wasNull() ? null : new ChainHead(head.entity(), seen, row.getString("seen_hash")),
                            row.getLong("checked_seq"),
                            row.getLong("covered"));
                })
                .list();
    }

    /**
     * The next of all that checkpoints up to one have seen of the chains between two of a kind, those included: chain after chain,
     * each as it grew.
     *
     * @param last the one before them; null starts at the first
     */
    static List<Placed> seen(Handle sql, EntityRef first, EntityRef end, long checkpoint, Placed last) {
        return sql.createQuery("select tenant_id, leaf, checkpoint, kind, entity_id, seq, hash from checkpoint_head"
                        + " where tenant_id = :tenant and kind = :kind and entity_id >= :from and entity_id <= :to"
                        + " and (entity_id > :from or checkpoint > :after) and checkpoint <= :checkpoint"
                        + " order by tenant_id, kind, entity_id, checkpoint fetch first :limit rows only")
                .bind("tenant", first.tenant().value())
                .bind("kind", first.kind())
                .bind("from", last == null ? first.id() : last.head().entity().id())
                .bind("after", last == null ? -1 : last.checkpoint())
                .bind("to", end.id())
                .bind("checkpoint", checkpoint)
                .bind("limit", ROWS_AT_ONCE)
                .map((row, context) -> placed(row))
                .list();
    }

    /** Chains that a checkpoint saw and that nobody knows any more. */
    static List<Known> gone(Handle sql, TenantId tenant, long checkpoint) {
        Map<EntityRef, ChainHead> newest = new LinkedHashMap<>();
        sql.createQuery("select c.tenant_id, c.kind, c.entity_id, c.seq, c.hash from checkpoint_head c"
                        + " where c.tenant_id = :tenant and c.checkpoint <= :checkpoint and not exists (select 1"
                        + " from chain_head h where h.tenant_id = c.tenant_id and h.kind = c.kind"
                        + " and h.entity_id = c.entity_id) order by c.checkpoint")
                .bind("tenant", tenant.value())
                .bind("checkpoint", checkpoint)
                .map((row, context) -> head(row))
                .forEach(head -> newest.put(head.entity(), head));
        return newest.values().stream()
                .map(head -> new Known(head, head, head.seq(), head.seq()))
                .toList();
    }

    /** All leaves as a checkpoint saw them, in the order of their places, some at a time: a tenant may have millions. */
    static void eachAt(Handle sql, TenantId tenant, long checkpoint, Consumer<Placed> seen) {
        new Paged<Placed>(last -> at(sql, tenant, checkpoint, last)).forEachRemaining(seen);
    }

    /** The next leaves as a checkpoint saw them. @param last the one before them; null starts at the first */
    static List<Placed> at(Handle sql, TenantId tenant, long checkpoint, Placed last) {
        long after = last == null ? -1 : last.leaf();
        List<Placed> leaves = at(sql, tenant, checkpoint, after, after + ROWS_AT_ONCE);
        if (!leaves.isEmpty()) {
            return leaves;
        }
        // the end; or somebody has taken a thousand leaves away
        return sql.createQuery("select leaf from checkpoint_head where tenant_id = :tenant and leaf > :after"
                        + " and checkpoint <= :checkpoint order by tenant_id, leaf, checkpoint fetch first 1 row only")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("checkpoint", checkpoint)
                .mapTo(Long.class)
                .findOne()
                .map(next -> at(sql, tenant, checkpoint, next - 1, next - 1 + ROWS_AT_ONCE))
                .orElse(List.of());
    }

    private static List<Placed> at(Handle sql, TenantId tenant, long checkpoint, long after, long upTo) {
        return sql.createQuery("select h.tenant_id, h.leaf, h.checkpoint, h.kind, h.entity_id, h.seq, h.hash"
                        + " from checkpoint_head h join (select leaf, max(checkpoint) as newest from checkpoint_head"
                        + " where tenant_id = :tenant and leaf > :after and leaf <= :upTo and checkpoint <= :checkpoint"
                        + " group by leaf) n on n.leaf = h.leaf and n.newest = h.checkpoint"
                        + " where h.tenant_id = :tenant order by h.leaf")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("upTo", upTo)
                .bind("checkpoint", checkpoint)
                .map((row, context) -> placed(row))
                .list();
    }

    /**
     * The leaves as the checkpoint under way has taken them. They lie ready; the checkpoints before need not be read.
     *
     * @param atLeast how many there were before
     * @return whether all were there; otherwise somebody has taken chains away, and what was told is not what was taken
     */
    static boolean eachTaken(Handle sql, TenantId tenant, long atLeast, Consumer<Placed> seen) {
        Iterator<Placed> taken = new Paged<>(last -> taken(sql, tenant, last == null ? -1 : last.leaf()));
        long next = 0;
        while (taken.hasNext()) {
            Placed placed = taken.next();
            if (placed.leaf() != next++) {
                return false;
            }
            seen.accept(placed);
        }
        return next >= atLeast;
    }

    private static List<Placed> taken(Handle sql, TenantId tenant, long after) {
        return sql.createQuery("select tenant_id, leaf, -1 as checkpoint, kind, entity_id, checked_seq as seq,"
                        + " checked_hash as hash from chain_head where tenant_id = :tenant and leaf > :after"
                        + " order by tenant_id, leaf fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("limit", ROWS_AT_ONCE)
                .map((row, context) -> placed(row))
                .list();
    }

    /** How many changes checkpoints up to this one have seen. */
    static long changes(Handle sql, TenantId tenant, long checkpoint) {
        return sql.createQuery(
                        "select count(*) from checkpoint_head where tenant_id = :tenant and checkpoint <= :checkpoint")
                .bind("tenant", tenant.value())
                .bind("checkpoint", checkpoint)
                .mapTo(Long.class)
                .one();
    }

    /** A chain that a checkpoint saw new or grown. @param madeAt when that checkpoint was made */
    record Change(Placed placed, Instant madeAt) {}

    /**
     * The next of everything that checkpoints up to this one have seen change, in the order of checkpoints.
     *
     * @param last the one before them; null starts at the first
     */
    static List<Change> changes(Handle sql, TenantId tenant, long checkpoint, Change last) {
        return sql.createQuery("select h.tenant_id, h.leaf, h.checkpoint, h.kind, h.entity_id, h.seq, h.hash, c.made_at"
                        + " from checkpoint_head h left join checkpoint c on c.tenant_id = h.tenant_id"
                        + " and c.number = h.checkpoint where h.tenant_id = :tenant and h.checkpoint <= :checkpoint"
                        + " and h.checkpoint >= :number and (h.checkpoint > :number or h.leaf > :leaf)"
                        + " order by h.tenant_id, h.checkpoint, h.leaf fetch first :limit rows only")
                .bind("tenant", tenant.value())
                .bind("checkpoint", checkpoint)
                .bind("number", last == null ? 0 : last.placed().checkpoint())
                .bind("leaf", last == null ? -1 : last.placed().leaf())
                .bind("limit", ROWS_AT_ONCE)
                .map((row, context) -> {
                    OffsetDateTime madeAt = row.getObject("made_at", OffsetDateTime.class);
                    return new Change(placed(row), madeAt == null ? null : madeAt.toInstant());
                })
                .list();
    }

    private static Placed placed(ResultSet row) throws SQLException {
        return new Placed(row.getLong("leaf"), row.getLong("checkpoint"), head(row));
    }

    /** What checkpoints saw, in their order; also what another system's saw of chains that were imported from it. */
    static void store(Handle sql, TenantId tenant, List<Placed> changes) {
        PreparedBatch place = sql.prepareBatch("update chain_head set leaf = ?, checked_seq = ?, checked_hash = ?"
                + " where tenant_id = ? and kind = ? and entity_id = ?");
        PreparedBatch keep =
                sql.prepareBatch("insert into checkpoint_head (tenant_id, leaf, checkpoint, kind, entity_id,"
                        + " seq, hash) values (?, ?, ?, ?, ?, ?, ?)");
        for (Placed each : changes) {
            ChainHead head = each.head();
            String kind = head.entity().kind();
            String id = head.entity().id();
            place.add(each.leaf(), head.seq(), head.hash(), tenant.value(), kind, id);
            keep.add(tenant.value(), each.leaf(), each.checkpoint(), kind, id, head.seq(), head.hash());
        }
        place.execute();
        keep.execute();
    }

    private static ChainHead head(ResultSet row) throws SQLException {
        return new ChainHead(
                new EntityRef(
                        row.getString("kind"), new TenantId(row.getString("tenant_id")), row.getString("entity_id")),
                row.getLong("seq"),
                row.getString("hash"));
    }
}
