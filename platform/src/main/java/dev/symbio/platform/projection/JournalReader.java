package dev.symbio.platform.projection;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the events of one kind from the embedded journal, for all projections of that kind. The newest events are kept for a
 * while, so that an event that several projections want is read and verified once. Blocking.
 */
final class JournalReader {
    static final int BATCH_EVENTS = 200;
    private static final long MAX_KEPT_BYTES = 16L << 20;

    /** An event at its place in the journal. */
    record Journaled(long ordering, EntityRef entity, long seq, String type, long writtenAtMillis, StoredEvent event) {}

    private final String kind;
    private final Jdbi sql;
    /** By ordering, without gaps: all events of the kind after {@code keptAfter}, up to the newest that was read. */
    private final NavigableMap<Long, Journaled> kept = new TreeMap<>();

    private long keptAfter = Long.MAX_VALUE;
    private long keptBytes;

    JournalReader(String kind, Jdbi sql) {
        this.kind = kind;
        this.sql = sql;
    }

    String kind() {
        return kind;
    }

    /** The next events after this place, oldest first; empty when there are none yet. */
    synchronized List<Journaled> after(long ordering) {
        boolean aside = !kept.isEmpty() && (ordering < keptAfter || ordering > kept.lastKey());
        if (aside) {
            return read(ordering);
        }
        if (kept.isEmpty() || ordering == kept.lastKey()) {
            List<Journaled> fresh = read(ordering);
            keep(fresh, ordering);
            return fresh;
        }
        return kept.tailMap(ordering, false).values().stream()
                .limit(BATCH_EVENTS)
                .toList();
    }

    private void keep(List<Journaled> fresh, long after) {
        if (kept.isEmpty()) {
            keptAfter = after;
        }
        for (Journaled event : fresh) {
            kept.put(event.ordering(), event);
            keptBytes += event.event().size();
        }
        while (keptBytes > MAX_KEPT_BYTES && kept.size() > 1) {
            Journaled oldest = kept.pollFirstEntry().getValue();
            keptBytes -= oldest.event().size();
            keptAfter = oldest.ordering();
        }
    }

    private List<Journaled> read(long after) {
        return sql.withHandle(
                handle -> handle.createQuery("select \"ordering\", \"persistence_id\", \"sequence_number\","
                                + " \"event_ser_manifest\", \"write_timestamp\", \"event_payload\" from \"event_journal\""
                                + " where \"kind\" = :kind and \"ordering\" > :after order by \"ordering\""
                                + " fetch first " + BATCH_EVENTS + " rows only")
                        .bind("kind", kind)
                        .bind("after", after)
                        .map((row, context) -> new Journaled(
                                row.getLong(1),
                                EntityRef.ofPersistenceId(row.getString(2)),
                                row.getLong(3),
                                row.getString(4),
                                row.getLong(5),
                                StoredEvent.of(row.getBytes(6))))
                        .list());
    }
}
