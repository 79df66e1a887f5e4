package dev.symbio.platform.personal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the names of redacted persons out of columns of read models; texts and JSON hold none that need cleaning. A node that has not seen yet
 * that a key was destroyed may still write the name, so it is looked for again until all have seen it; then it is forgotten
 * here, too. Blocking; not thread-safe.
 */
public final class Sweep implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** Longer than any node takes to see it, and than what it was doing then takes to end. */
    static final long AGAIN_FOR_SECONDS = 10;

    /** In the platform's own tables. */
    private static final List<NamesIn> OF_PLATFORM = List.of(
            NamesIn.columnOf("audit_event", "by_subject", "by_tenant"),
            NamesIn.columnOf("audit_event", "on_behalf_of", "by_tenant"),
            NamesIn.columnOf("process_step", "by_subject", "by_tenant"));

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
            boolean clean = key.subject().equals(DataKey.TENANT) || cleanAll(key);
            if (last && clean) {
                keys.forget(key);
                sinceNanos.remove(key.id());
            }
        }
    }

    /** What fails in one table waits for the next time, and nothing else does. */
    private boolean cleanAll(DataKey key) {
        boolean clean = true;
        for (NamesIn place : places) {
            try {
                clean(place, key);
            } catch (JdbiException failed) {
                LOG.warn("{} cannot be cleaned of a redacted name yet", place.table(), failed);
                clean = false;
            }
        }
        return clean;
    }

    private void clean(NamesIn place, DataKey key) {
        if (sql.withHandle(handle -> isThere(handle, place, key))) {
            sql.useTransaction(handle -> rename(handle, place, key));
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

    /** Where there is one row for each name, one that is there under the stored name already stays. */
    private static void rename(Handle handle, NamesIn place, DataKey key) {
        String named = " where " + place.owner() + " = :tenant and " + place.column() + " = :name";
        if (!place.unique().isEmpty()) {
            String same = place.unique().stream()
                    .map(column -> " and other." + column + " = " + place.table() + "." + column)
                    .collect(Collectors.joining());
            execute(
                    handle,
                    "delete from " + place.table() + named + " and exists (select 1 from " + place.table()
                            + " other where other." + place.owner() + " = :tenant and other." + place.column()
                            + " = :stored" + same + ")",
                    key);
        }
        String cleared = place.cleared().stream()
                .map(column -> ", " + column + " = null")
                .collect(Collectors.joining());
        execute(handle, "update " + place.table() + " set " + place.column() + " = :stored" + cleared + named, key);
    }

    private static void execute(Handle handle, String statement, DataKey key) {
        handle.createUpdate(statement)
                .bind("stored", Mark.name(key.id()))
                .bind("tenant", key.tenant())
                .bind("name", key.subject())
                .execute();
    }
}
