package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.projection.JournalOrder.Place;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the events of one kind from the journal's table, for all projections of that kind. The newest events are kept for a
 * while, so that an event that several projections want is read and verified once. Blocking.
 */
final class JournalReader {
    /** Of small events; of large ones as many as weigh {@link #BATCH_BYTES}. */
    static final int BATCH_EVENTS = 1_000;

    private static final int MIN_BATCH_EVENTS = 20;
    /** So that some batches are kept: what the slowest projection of a kind still wants should not be read twice. */
    private static final long BATCH_BYTES = 2L << 20;

    private static final long MAX_KEPT_BYTES = 16L << 20;

    /** An event at its place in the journal. */
    record Journaled(Place place, EntityRef entity, long seq, String type, long writtenAtMillis, StoredEvent event) {}

    private final String kind;
    private final Jdbi sql;
    private final JournalOrder order;
    /** In order, without gaps: all events of the kind after {@code keptAfter}, up to the newest that was read. */
    private final NavigableMap<Place, Journaled> kept = new TreeMap<>();

    private Place keptAfter = Place.START;
    private long keptBytes;
    private int limit = MIN_BATCH_EVENTS;
    /** For events older than those that are kept, which may be of another size. */
    private int asideLimit = MIN_BATCH_EVENTS;

    JournalReader(String kind, Jdbi sql, JournalOrder order) {
        this.kind = kind;
        this.sql = sql;
        this.order = order;
    }

    JournalOrder order() {
        return order;
    }

    String kind() {
        return kind;
    }

    /** What was read at once. @param full whether it may not have been all */
    record Read(List<Journaled> events, boolean full) {}

    /** The next events after this place, oldest first; empty when there are none yet. */
    synchronized Read after(Place place) {
        if (!kept.isEmpty() && place.compareTo(kept.lastKey()) > 0) {
            forget();
        }
        if (!kept.isEmpty() && place.compareTo(keptAfter) < 0) {
            List<Journaled> old = read(place, asideLimit);
            Read read = new Read(old, old.size() >= asideLimit);
            asideLimit = fitting(old, asideLimit);
            return read;
        }
        if (kept.isEmpty() || place.equals(kept.lastKey())) {
            List<Journaled> fresh = read(place, limit);
            Read read = new Read(fresh, fresh.size() >= limit);
            keep(fresh, place);
            limit = fitting(fresh, limit);
            return read;
        }
        List<Journaled> there =
                kept.tailMap(place, false).values().stream().limit(limit).toList();
        return new Read(there, there.size() >= limit);
    }

    /** What was read of a store that has failed since may not be there any more. */
    synchronized void forget() {
        kept.clear();
        keptBytes = 0;
    }

    /** Whether there is anything after this place. */
    boolean hasAfter(Place place) {
        return sql.withHandle(handle -> order.bind(
                        handle.createQuery("select 1 from \"event_journal\" where \"kind\" = :kind and " + order.after()
                                + " order by " + order.columns() + " fetch first 1 row only"),
                        place)
                .bind("kind", kind)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }

    private void keep(List<Journaled> fresh, Place after) {
        if (kept.isEmpty()) {
            keptAfter = after;
        }
        for (Journaled event : fresh) {
            kept.put(event.place(), event);
            keptBytes += event.event().size();
        }
        while (keptBytes > MAX_KEPT_BYTES && kept.size() > 1) {
            Journaled oldest = kept.pollFirstEntry().getValue();
            keptBytes -= oldest.event().size();
            keptAfter = oldest.place();
        }
    }

    /** As many events of such a size as weigh {@link #BATCH_BYTES}. */
    private static int fitting(List<Journaled> read, int before) {
        if (read.isEmpty()) {
            return before;
        }
        long bytes = Math.max(
                1, read.stream().mapToLong(event -> event.event().size()).sum());
        return (int) Math.max(MIN_BATCH_EVENTS, Math.min(BATCH_EVENTS, BATCH_BYTES * read.size() / bytes));
    }

    private List<Journaled> read(Place after, int limit) {
        return sql.withHandle(handle -> {
            List<Journaled> found = read(handle, after, limit);
            if (!found.isEmpty()) {
                order.awaitDurable(handle);
            }
            return found;
        });
    }

    /** SQL: so many events of {@code :kind} after a place. */
    static String nextEvents(JournalOrder order, int limit) {
        return "select " + order.transaction() + ", \"ordering\", \"persistence_id\", \"sequence_number\","
                + " \"event_ser_manifest\", \"write_timestamp\", \"event_payload\" from \"event_journal\""
                + " where \"kind\" = :kind and " + order.after() + " order by " + order.columns()
                + " fetch first " + limit + " rows only";
    }

    private List<Journaled> read(Handle handle, Place after, int limit) {
        return order.bind(handle.createQuery(nextEvents(order, limit)), after)
                .bind("kind", kind)
                .map((row, context) -> new Journaled(
                        new Place(row.getLong(1), row.getLong(2)),
                        EntityRef.ofPersistenceId(row.getString(3)),
                        row.getLong(4),
                        row.getString(5),
                        row.getLong(6),
                        StoredEvent.of(row.getBytes(7))))
                .list();
    }
}
