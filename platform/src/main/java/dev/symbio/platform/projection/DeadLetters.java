package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that a projection could not digest: parked here, in order per entity, until the projection starts again, perhaps in a
 * newer version that can, or an operator replays them.
 */
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_REASON_CHARS = 2000;
    private static final int MAX_LISTED = 1000;
    private static final int LETTERS_AT_ONCE = 200;
    private static final int NONE_LEFT = -1;

    /** One parked event. */
    public record Letter(String projection, EntityRef entity, long seq, String type, String reason, Instant parkedAt) {}

    /** The projection cannot digest a letter yet. */
    public static final class StillFails extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int digested;

        StillFails(int digested, RuntimeException cause) {
            super(cause);
            this.digested = digested;
        }

        /** How many letters before it were digested. */
        public int digested() {
            return digested;
        }
    }

    private final Jdbi sql;
    private final Map<String, EventDigest<?>> digests;
    private final Map<String, Turn> turns;
    private final History history;

    /** @param turns with {@code digests}, by the names of the projections */
    DeadLetters(Jdbi sql, Map<String, EventDigest<?>> digests, Map<String, Turn> turns, History history) {
        this.sql = sql;
        this.digests = digests;
        this.turns = turns;
        this.history = history;
    }

    /** The oldest 1,000 letters. */
    public List<Letter> list() {
        return sql.withHandle(handle -> handle.createQuery(
                        "select * from dead_letter order by parked_at, tenant_id, kind, entity_id, seq limit :limit")
                .bind("limit", MAX_LISTED)
                .map((row, context) -> new Letter(
                        row.getString("projection"),
                        entity(row),
                        row.getLong("seq"),
                        row.getString("event_type"),
                        row.getString("reason"),
                        row.getObject("parked_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    public long count() {
        return sql.withHandle(handle -> handle.createQuery("select count(*) from dead_letter")
                .mapTo(Long.class)
                .one());
    }

    /**
     * Some entities of which letters of a projection wait, in order.
     *
     * @param after null starts at the first
     */
    List<EntityRef> waiting(String projection, EntityRef after, int limit) {
        return sql.withHandle(handle -> handle.createQuery(
                        "select distinct tenant_id, kind, entity_id from dead_letter where projection = :projection"
                                + " and (tenant_id > :tenant or (tenant_id = :tenant and (kind > :kind"
                                + " or (kind = :kind and entity_id > :entity))))"
                                + " order by tenant_id, kind, entity_id fetch first :limit rows only")
                .bind("projection", projection)
                .bind("tenant", after == null ? "" : after.tenant().value())
                .bind("kind", after == null ? "" : after.kind())
                .bind("entity", after == null ? "" : after.id())
                .bind("limit", limit)
                .map((row, context) -> entity(row))
                .list());
    }

    /** Which of these entities wait in a projection's dead letters. */
    static Set<EntityRef> parked(Handle handle, String projection, Collection<EntityRef> among) {
        if (among.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(handle.createQuery("select distinct tenant_id, kind, entity_id from dead_letter"
                        + " where projection = :projection and tenant_id in (<tenants>) and entity_id in (<entities>)")
                .bind("projection", projection)
                .bindList("tenants", distinct(among, entity -> entity.tenant().value()))
                .bindList("entities", distinct(among, EntityRef::id))
                .map((row, context) -> entity(row))
                .list());
    }

    private static List<String> distinct(Collection<EntityRef> entities, Function<EntityRef, String> part) {
        return entities.stream().map(part).distinct().toList();
    }

    private static EntityRef entity(ResultSet row) throws SQLException {
        return new EntityRef(
                row.getString("kind"), new TenantId(row.getString("tenant_id")), row.getString("entity_id"));
    }

    static void park(Handle handle, Letter letter) {
        String reason = letter.reason();
        bound(
                        handle.createUpdate("insert into dead_letter"
                                + " (tenant_id, projection, kind, entity_id, seq, event_type, reason, parked_at)"
                                + " values (:tenant, :projection, :kind, :entity, :seq, :type, :reason, :at)"),
                        letter)
                .bind("seq", letter.seq())
                .bind("type", letter.type())
                .bind("reason", reason.length() > MAX_REASON_CHARS ? reason.substring(0, MAX_REASON_CHARS) : reason)
                .bind("at", OffsetDateTime.ofInstant(letter.parkedAt(), ZoneOffset.UTC))
                .execute();
    }

    /**
     * Replays the letters of one entity in one projection, in order, some in each transaction. Blocking.
     *
     * @return how many were digested; empty if there are none for this entity
     * @throws StillFails if the projection cannot digest one of them: it waits, and so do those after it
     * @throws RuntimeException if a store is away: those that were not digested wait
     */
    public Optional<Integer> replay(String projection, EntityRef entity) {
        if (!digests.containsKey(projection)) {
            return Optional.empty();
        }
        int digested = 0;
        for (int round = 0; round != NONE_LEFT; ) {
            Letter letters = new Letter(projection, entity, 0, "", "", Instant.EPOCH);
            try {
                Map<Long, StoredEvent> events = events(letters);
                round = sql.inTransaction(handle -> digest(handle, letters, events));
            } catch (RuntimeException failure) {
                if (ProjectionHandler.isTransient(failure)) {
                    throw failure;
                }
                throw new StillFails(digested, failure);
            }
            digested += Math.max(0, round);
        }
        LOG.info("{}: replayed {} dead letters of {}", projection, digested, entity);
        return digested == 0 ? Optional.empty() : Optional.of(digested);
    }

    /** The events of the next letters. Read before the transaction, which others wait for. */
    private Map<Long, StoredEvent> events(Letter letters) {
        List<Long> seqs = sql.withHandle(handle -> next(handle, letters));
        if (seqs.isEmpty()) {
            return Map.of();
        }
        long first = seqs.get(0);
        Map<Long, StoredEvent> events = history.numbered(letters.entity(), first, LETTERS_AT_ONCE);
        if (!events.containsKey(first)) {
            throw new IllegalStateException("The journal has no event " + first + " of " + letters.entity() + ".");
        }
        return events;
    }

    /** In the projection's turn: it parks nothing meanwhile, and what it parked before is seen. */
    private int digest(Handle handle, Letter letters, Map<Long, StoredEvent> events) {
        turns.get(letters.projection()).take(handle);
        List<Long> seqs = next(handle, letters);
        if (seqs.isEmpty()) {
            return NONE_LEFT;
        }
        int digested = 0;
        for (long seq : seqs) {
            StoredEvent event = events.get(seq);
            if (event == null) {
                break; // of the next round
            }
            bound(
                            handle.createUpdate("delete from dead_letter where tenant_id = :tenant"
                                    + " and projection = :projection and kind = :kind and entity_id = :entity"
                                    + " and seq = :seq"),
                            letters)
                    .bind("seq", seq)
                    .execute();
            digests.get(letters.projection()).digest(handle, letters.entity(), seq, event);
            digested++;
        }
        return digested;
    }

    private static List<Long> next(Handle handle, Letter letters) {
        return bound(
                        handle.createQuery("select seq from dead_letter where tenant_id = :tenant"
                                + " and projection = :projection and kind = :kind and entity_id = :entity order by seq"
                                + " fetch first " + LETTERS_AT_ONCE + " rows only"),
                        letters)
                .mapTo(Long.class)
                .list();
    }

    private static <T extends SqlStatement<T>> T bound(T statement, Letter letter) {
        return statement
                .bind("tenant", letter.entity().tenant().value())
                .bind("projection", letter.projection())
                .bind("kind", letter.entity().kind())
                .bind("entity", letter.entity().id());
    }
}
