package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * The table {@code event_journal}: the journal itself, or on the profile cassandra what its feed has copied. Windows are read
 * in one query. What is marked as deleted is not there for those who recover from the journal, nor here.
 */
final class EventTable implements StoredEvents {
    private final Jdbi sql;

    EventTable(Jdbi sql) {
        this.sql = sql;
    }

    @FunctionalInterface
    private interface Mapping<T> {
        T map(EntityRef entity, long seq, ResultSet row) throws SQLException;
    }

    @Override
    public List<Row> read(List<Window> windows) {
        return read(
                "\"event_payload\", \"write_timestamp\"",
                windows,
                (entity, seq, row) ->
                        new Row(entity, seq, Instant.ofEpochMilli(row.getLong(4)), StoredEvent.of(row.getBytes(3))));
    }

    @Override
    public boolean tellsSizes() {
        return true;
    }

    @Override
    public Optional<List<Size>> sizes(List<Window> windows) {
        return Optional.of(read(
                "octet_length(\"event_payload\")",
                windows,
                (entity, seq, row) -> new Size(entity, seq, row.getInt(3))));
    }

    private <T> List<T> read(String columns, List<Window> windows, Mapping<T> mapping) {
        Map<String, Window> byId = windows.stream()
                .collect(Collectors.toMap(window -> window.entity().persistenceId(), Function.identity()));
        long from = windows.stream().mapToLong(Window::from).min().orElse(0);
        long to = windows.stream().mapToLong(Window::to).max().orElse(0);
        return sql.withHandle(handle -> handle.createQuery("select \"persistence_id\", \"sequence_number\", " + columns
                        + " from \"event_journal\" where \"persistence_id\" in (<ids>)"
                        + " and \"sequence_number\" between :from and :to and not \"deleted\"")
                .bindList("ids", List.copyOf(byId.keySet()))
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> mapping.map(byId.get(row.getString(1)).entity(), row.getLong(2), row))
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
