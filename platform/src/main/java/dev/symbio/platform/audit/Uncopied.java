package dev.symbio.platform.audit;

import dev.symbio.platform.audit.JournalCheck.Finding;
import dev.symbio.platform.audit.JournalPlaces.Place;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.storage.CassandraJournal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the journal in Cassandra has behind the last event that is known of an entity, and its copy has not: the feed has lost
 * it, or stands still. What was written a short while ago may yet be copied. Blocking.
 */
final class Uncopied {
    private static final int IDS_AT_ONCE = 500;

    private final CassandraJournal journal;
    private final EventTable copy;
    /** What was written before must have been copied. */
    private final Instant copiedUntil;

    Uncopied(JournalPlaces.Source source, EventTable copy) {
        this.journal = source.journal();
        this.copy = copy;
        this.copiedUntil = source.clock().instant().minus(source.copiedWithin());
    }

    /** @param rows what the journal has at this place of the entity's history */
    Optional<Finding> event(EntityRef entity, long seq, List<StoredEvents.Row> rows) {
        if (rows.isEmpty() || rows.get(0).writtenAt().isAfter(copiedUntil)) {
            return Optional.empty();
        }
        if (!copy.at(entity, seq).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                Place.COPY,
                entity.toString(),
                "Event " + seq + " was not copied; the journal has had it since "
                        + rows.get(0).writtenAt() + "."));
    }

    /** Entities of which nothing was copied, so that no chain is known. */
    void entities(Consumer<Finding> found) {
        Iterator<String> all = journal.persistenceIds();
        while (all.hasNext()) {
            Set<String> ids = new HashSet<>();
            while (ids.size() < IDS_AT_ONCE && all.hasNext()) {
                ids.add(all.next());
            }
            ids.removeAll(copy.known(ids));
            ids.forEach(id -> entity(id).ifPresent(found));
        }
    }

    private Optional<Finding> entity(String id) {
        EntityRef entity;
        try {
            entity = EntityRef.ofPersistenceId(id);
        } catch (IllegalArgumentException | IndexOutOfBoundsException nobody) {
            return Optional.of(new Finding(Place.JOURNAL, id, "No entity is called so."));
        }
        return event(entity, 1, journal.at(entity, 1));
    }
}
