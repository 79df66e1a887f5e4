package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Events of several entities, read in one query, as they lie in the journal, sound or not. */
final class JournalSlice {
    /** Of one entity, the events from one sequence number to another. */
    record Window(EntityRef entity, long from, long to) {}

    private record Place(EntityRef entity, long seq) {}

    private final Map<Place, StoredEvent> events = new HashMap<>();

    private JournalSlice() {}

    /** @param windows of different entities; together not more than fits into memory */
    static JournalSlice read(Jdbi sql, List<Window> windows) {
        Map<String, Window> byId = windows.stream()
                .collect(Collectors.toMap(window -> window.entity().persistenceId(), Function.identity()));
        long from = windows.stream().mapToLong(Window::from).min().orElse(0);
        long to = windows.stream().mapToLong(Window::to).max().orElse(0);
        JournalSlice slice = new JournalSlice();
        sql.useHandle(handle -> handle.createQuery("select \"persistence_id\", \"sequence_number\", \"event_payload\""
                        + " from \"event_journal\" where \"persistence_id\" in (<ids>)"
                        // what is marked as deleted is not there for those who recover from the journal
                        + " and \"sequence_number\" between :from and :to and not \"deleted\"")
                .bindList("ids", List.copyOf(byId.keySet()))
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> {
                    EntityRef entity = byId.get(row.getString(1)).entity();
                    slice.events.put(new Place(entity, row.getLong(2)), StoredEvent.of(row.getBytes(3)));
                    return entity;
                })
                .forEach(entity -> {}));
        return slice;
    }

    /** How many events the journal has, of all entities. */
    static long count(Jdbi sql) {
        return sql.withHandle(handle -> handle.createQuery("select count(*) from \"event_journal\"")
                .mapTo(Long.class)
                .one());
    }

    /** Null when the journal does not have it. */
    StoredEvent event(EntityRef entity, long seq) {
        return events.get(new Place(entity, seq));
    }
}
