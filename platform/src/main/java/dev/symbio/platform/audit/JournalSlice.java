package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** How many bytes the events weigh that {@link #read} would read. */
    static final class Sizes {
        private final Map<Place, Integer> bytes = new HashMap<>();
        private long total;

        /** Of those inside of the windows and those after them. */
        long total() {
            return total;
        }

        /** 0 when the journal does not have it. */
        int of(EntityRef entity, long seq) {
            return bytes.getOrDefault(new Place(entity, seq), 0);
        }
    }

    static Sizes sizes(Jdbi sql, List<Window> windows) {
        Sizes sizes = new Sizes();
        each(sql, "octet_length(\"event_payload\")", windows, (place, row) -> {
            int bytes = row.getInt(3);
            sizes.bytes.put(place, bytes);
            sizes.total += bytes;
        });
        return sizes;
    }

    /**
     * @param windows of different entities; together not more than fits into memory, even if each began with the first of
     *     them and went to the end of the last
     */
    static JournalSlice read(Jdbi sql, List<Window> windows) {
        JournalSlice slice = new JournalSlice();
        each(
                sql,
                "\"event_payload\"",
                windows,
                (place, row) -> slice.events.put(place, StoredEvent.of(row.getBytes(3))));
        return slice;
    }

    @FunctionalInterface
    private interface Taker {
        void take(Place place, ResultSet row) throws SQLException;
    }

    private static void each(Jdbi sql, String column, List<Window> windows, Taker taker) {
        Map<String, Window> byId = windows.stream()
                .collect(Collectors.toMap(window -> window.entity().persistenceId(), Function.identity()));
        long from = windows.stream().mapToLong(Window::from).min().orElse(0);
        long to = windows.stream().mapToLong(Window::to).max().orElse(0);
        sql.useHandle(handle -> handle.createQuery("select \"persistence_id\", \"sequence_number\", " + column
                        + " from \"event_journal\" where \"persistence_id\" in (<ids>)"
                        // what is marked as deleted is not there for those who recover from the journal
                        + " and \"sequence_number\" between :from and :to and not \"deleted\"")
                .bindList("ids", List.copyOf(byId.keySet()))
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> {
                    Place place = new Place(byId.get(row.getString(1)).entity(), row.getLong(2));
                    taker.take(place, row);
                    return place;
                })
                .forEach(place -> {}));
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
