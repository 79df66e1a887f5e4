package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.CleanFailure;
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
import java.util.stream.Collectors;
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

    /** One parked event. */
    public record Letter(String projection, EntityRef entity, long seq, String type, String reason, Instant parkedAt) {}

    private final Jdbi sql;
    private final Map<String, EventDigest<?>> digests;
    private final History history;

    DeadLetters(Jdbi sql, Map<String, EventDigest<?>> digests, History history) {
        this.sql = sql;
        this.digests = digests;
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

    /** For a projection that starts: tries once more whatever waits. Blocking. */
    void replayAll(String projection) {
        List<EntityRef> waiting = sql.withHandle(handle -> handle.createQuery(
                        "select distinct tenant_id, kind, entity_id from dead_letter where projection = :projection")
                .bind("projection", projection)
                .map((row, context) -> entity(row))
                .list());
        for (EntityRef entity : waiting) {
            try {
                replay(projection, entity);
            } catch (RuntimeException failure) {
                if (ProjectionHandler.isTransient(failure)) {
                    throw failure;
                }
                LOG.warn("{}: the dead letters of {} still wait", projection, entity, CleanFailure.of(failure));
            }
        }
    }

    /** Which of these entities wait in a projection's dead letters. */
    static Set<EntityRef> parked(Handle handle, String projection, Collection<EntityRef> among) {
        Set<String> tenants = among.stream().map(e -> e.tenant().value()).collect(Collectors.toSet());
        if (tenants.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(handle.createQuery("select distinct tenant_id, kind, entity_id from dead_letter"
                        + " where projection = :projection and tenant_id in (<tenants>)")
                .bind("projection", projection)
                .bindList("tenants", List.copyOf(tenants))
                .map((row, context) -> entity(row))
                .list());
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
     * Replays the letters of one entity in one projection, in order, in one transaction. Blocking.
     *
     * @return how many were digested; empty if there are none for this entity
     * @throws RuntimeException what the projection throws, if it still cannot digest one: then nothing has changed
     */
    public Optional<Integer> replay(String projection, EntityRef entity) {
        EventDigest<?> digest = digests.get(projection);
        if (digest == null) {
            return Optional.empty();
        }
        int digested = 0;
        int round;
        do { // the projection may have parked another while we digested
            round = sql.inTransaction(handle -> replayParked(handle, digest, projection, entity));
            digested += round;
        } while (round > 0);
        LOG.info("{}: replayed {} dead letters of {}", projection, digested, entity);
        return digested == 0 ? Optional.empty() : Optional.of(digested);
    }

    private int replayParked(Handle handle, EventDigest<?> digest, String projection, EntityRef entity) {
        Letter any = new Letter(projection, entity, 0, "", "", Instant.EPOCH);
        List<Long> seqs = bound(
                        handle.createQuery(
                                "select seq from dead_letter where tenant_id = :tenant"
                                        + " and projection = :projection and kind = :kind and entity_id = :entity order by seq"),
                        any)
                .mapTo(Long.class)
                .list();
        for (long seq : seqs) {
            // Deleted first: whoever replays at the same time waits for this row and then finds it gone.
            int deleted = bound(
                            handle.createUpdate("delete from dead_letter where tenant_id = :tenant"
                                    + " and projection = :projection and kind = :kind and entity_id = :entity"
                                    + " and seq = :seq"),
                            any)
                    .bind("seq", seq)
                    .execute();
            if (deleted != 1) {
                throw new IllegalStateException("These letters are being replayed already.");
            }
            digest.digest(handle, entity, seq, history.event(entity, seq));
        }
        return seqs.size();
    }

    private static <T extends SqlStatement<T>> T bound(T statement, Letter letter) {
        return statement
                .bind("tenant", letter.entity().tenant().value())
                .bind("projection", letter.projection())
                .bind("kind", letter.entity().kind())
                .bind("entity", letter.entity().id());
    }
}
