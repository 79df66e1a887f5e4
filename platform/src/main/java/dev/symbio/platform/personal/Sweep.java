package dev.symbio.platform.personal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Takes the names of redacted persons out of read models; texts lie there sealed and need no cleaning. A node that has not seen yet
 * that a key was destroyed may still write the name, so it is looked for again until all have seen it; then it is forgotten
 * here, too. Blocking; not thread-safe.
 */
public final class Sweep implements Runnable {
    /** Longer than any node takes to see it, and than what it was doing then takes to end. */
    static final long AGAIN_FOR_SECONDS = 10;

    /** In the platform's own tables. */
    private static final List<NamesIn> OF_PLATFORM = List.of(
            NamesIn.columnOf("audit_event", "by_subject", "by_tenant"),
            NamesIn.columnOf("audit_event", "on_behalf_of", "by_tenant"),
            NamesIn.columnOf("process_step", "by_subject", "by_tenant"),
            NamesIn.json("process_step", "command"));

    private static final int ROWS_AT_ONCE = 50;
    /** What fields of JSON with a person's name are called. */
    private static final String FIELDS =
            "\"(?:subject|owner|journeyOwner|supervisor|assignee|person|to|by|confirmedBy)\"\\s*:\\s*\"";

    private final Jdbi sql;
    private final DataKeys keys;
    private final List<NamesIn> places;
    private final Map<String, Long> sinceNanos = new HashMap<>();

    /** @param places in the tables of features */
    public Sweep(Jdbi sql, DataKeys keys, List<NamesIn> places) {
        this.sql = sql;
        this.keys = keys;
        this.places = Stream.concat(OF_PLATFORM.stream(), places.stream()).toList();
    }

    @Override
    public void run() {
        for (DataKey key : keys.leaving()) {
            long since = sinceNanos.computeIfAbsent(key.id(), id -> System.nanoTime());
            boolean last = System.nanoTime() - since > TimeUnit.SECONDS.toNanos(AGAIN_FOR_SECONDS);
            if (!key.subject().equals(DataKey.TENANT)) {
                places.forEach(place -> clean(place, key));
            }
            if (last) {
                keys.forget(key);
                sinceNanos.remove(key.id());
            }
        }
    }

    private void clean(NamesIn place, DataKey key) {
        if (place.json()) {
            cleanJson(place, key);
        } else if (sql.withHandle(handle -> isThere(handle, place, key))) {
            sql.useHandle(handle -> rename(handle, place, key));
        }
    }

    private static boolean isThere(Handle handle, NamesIn place, DataKey key) {
        return handle.createQuery("select 1 from " + place.table() + " where " + place.owner() + " = :tenant and "
                        + place.column() + " = :name fetch first 1 rows only")
                .bind("tenant", key.tenant())
                .bind("name", key.subject())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static void rename(Handle handle, NamesIn place, DataKey key) {
        StringBuilder set = new StringBuilder(place.column() + " = :stored");
        place.cleared().forEach(column -> set.append(", ").append(column).append(" = null"));
        String where = " where " + place.owner() + " = :tenant and " + place.column() + " = :name";
        try {
            handle.createUpdate("update " + place.table() + " set " + set + where)
                    .bind("stored", Mark.name(key.id()))
                    .bind("tenant", key.tenant())
                    .bind("name", key.subject())
                    .execute();
        } catch (UnableToExecuteStatementException alreadyUnderTheStoredName) {
            handle.createUpdate("delete from " + place.table() + where)
                    .bind("tenant", key.tenant())
                    .bind("name", key.subject())
                    .execute();
        }
    }

    /** The names' alphabet needs no escapes in JSON. */
    private void cleanJson(NamesIn place, DataKey key) {
        Pattern named = Pattern.compile("(" + FIELDS + ")" + Pattern.quote(key.subject()) + "(?=\")");
        String after = "";
        List<String> found = next(place, key, after);
        while (!found.isEmpty()) {
            for (String json : found) {
                String cleaned = named.matcher(json)
                        .replaceAll(field -> Matcher.quoteReplacement(field.group(1) + Mark.name(key.id())));
                if (!cleaned.equals(json)) {
                    sql.useHandle(handle -> handle.execute(
                            "update " + place.table() + " set " + place.column() + " = ? where " + place.owner()
                                    + " = ? and " + place.column() + " = ?",
                            cleaned,
                            key.tenant(),
                            json));
                }
            }
            after = found.get(found.size() - 1);
            found = next(place, key, after);
        }
    }

    private List<String> next(NamesIn place, DataKey key, String after) {
        String column = place.column();
        return sql.withHandle(handle -> handle.createQuery("select distinct " + column + " from " + place.table()
                        + " where " + place.owner() + " = :tenant and " + column + " > :after and position(:quoted in "
                        + column + ") > 0 order by " + column + " fetch first " + ROWS_AT_ONCE + " rows only")
                .bind("tenant", key.tenant())
                .bind("after", after)
                .bind("quoted", "\"" + key.subject() + "\"")
                .mapTo(String.class)
                .list());
    }
}
