package dev.symbio.platform.audit;

import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The table {@code event_journal}: the journal itself, or on the profile cassandra what its feed has copied. Windows are read
 * in one query.
 */
final class EventTable implements StoredEvents {
    private final Jdbi sql;

    EventTable(Jdbi sql) {
        this.sql = sql;
    }

    @Override
    public List<Row> read(List<Window> windows) {
        Map<String, Window> byId = windows.stream()
                .collect(Collectors.toMap(window -> window.entity().persistenceId(), Function.identity()));
        long from = windows.stream().mapToLong(Window::from).min().orElse(0);
        long to = windows.stream().mapToLong(Window::to).max().orElse(0);
        return sql.withHandle(handle -> handle.createQuery("select \"persistence_id\", \"sequence_number\","
                        + " \"write_timestamp\", \"event_payload\" from \"event_journal\""
                        + " where \"persistence_id\" in (<ids>) and \"sequence_number\" between :from and :to")
                .bindList("ids", List.copyOf(byId.keySet()))
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Row(
                        byId.get(row.getString(1)).entity(),
                        row.getLong(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        StoredEvent.of(row.getBytes(4))))
                .list());
    }

    /** How many events it has, of all entities. */
    long count() {
        return sql.withHandle(handle -> handle.createQuery("select count(*) from \"event_journal\"")
                .mapTo(Long.class)
                .one());
    }

    /** Of some persistence ids those of which it has events. @param ids at least one */
    Set<String> known(Collection<String> ids) {
        return new HashSet<>(sql.withHandle(handle -> handle.createQuery("select distinct \"persistence_id\" from"
                        + " \"event_journal\" where \"persistence_id\" in (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .mapTo(String.class)
                .list()));
    }
}
