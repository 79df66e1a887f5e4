package dev.symbio.contracts.journey;

import dev.symbio.platform.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * Counts tasks that are done: tables {@code journey_month}, for whoever sees the task, and {@code journey_record}, for its host.
 * A task that is opened again, or changed after it was done, is taken out as it was counted.
 */
final class DoneTasks {
    private static final int SECONDS_PER_MINUTE = 60;

    /** A task of one journey. */
    record Key(String journey, String task) {}

    /** A task that is done, as its row tells. */
    record Done(
            Key key,
            String host,
            String owner,
            String function,
            String kind,
            String assignee,
            long limitSeconds,
            long usedSeconds,
            long usedMinutes,
            long waitingMinutes,
            boolean met,
            Instant at) {
        long delayMinutes() {
            return Math.max(0, usedSeconds - limitSeconds) / SECONDS_PER_MINUTE;
        }
    }

    private record MonthKey(String viewer, String month, String owner, String function, String kind) {}

    private record RecordKey(String host, String owner, String person) {}

    private DoneTasks() {}

    /** Those of the tasks that are done, from the host's rows. */
    static List<Done> read(Handle sql, Set<Key> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        return sql
                .createQuery("select * from journey_task where journey_id in (<journeys>) and tenant_id = host"
                        + " and state = 'done'")
                .bindList("journeys", keys.stream().map(Key::journey).collect(Collectors.toSet()))
                .map((row, context) -> new Done(
                        new Key(row.getString("journey_id"), row.getString("task_key")),
                        row.getString("host"),
                        row.getString("owner"),
                        row.getString("function_name"),
                        row.getString("kind"),
                        row.getString("assignee"),
                        row.getLong("limit_seconds"),
                        row.getLong("used_seconds"),
                        row.getLong("used_minutes"),
                        row.getLong("waiting_minutes"),
                        row.getBoolean("met"),
                        row.getObject("done_at", OffsetDateTime.class).toInstant()))
                .list()
                .stream()
                .filter(done -> keys.contains(done.key()))
                .toList();
    }

    /**
     * @param count 1 when they have been done, -1 when they are so no longer
     * @param now what is older than a year is not part of any record
     */
    static void count(Handle sql, List<Done> tasks, int count, Instant now) {
        Map<MonthKey, List<Done>> months = new LinkedHashMap<>();
        Map<RecordKey, List<Done>> records = new LinkedHashMap<>();
        for (Done task : tasks) {
            String month = Punctuality.month(task.at());
            for (String viewer : new LinkedHashSet<>(List.of(task.host(), task.owner()))) {
                add(months, new MonthKey(viewer, month, task.owner(), task.function(), task.kind()), task);
            }
            if (month.compareTo(Punctuality.first(now)) >= 0) {
                add(records, new RecordKey(task.host(), task.owner(), PastRecord.COMPANY), task);
                if (task.assignee() != null) {
                    add(records, new RecordKey(task.host(), task.owner(), task.assignee()), task);
                }
            }
        }
        months.forEach((key, done) -> month(sql, key, done, count));
        records.forEach((key, done) -> punctuality(sql, key, done, count, now));
    }

    private static <K> void add(Map<K, List<Done>> groups, K key, Done task) {
        groups.computeIfAbsent(key, none -> new ArrayList<>()).add(task);
    }

    private static void month(Handle sql, MonthKey key, List<Done> done, int count) {
        int known = month(
                        sql.createUpdate("update journey_month set tasks = tasks + :tasks, met = met + :met,"
                                + " limit_minutes = limit_minutes + :limit, used_minutes = used_minutes + :used,"
                                + " waiting_minutes = waiting_minutes + :waiting where tenant_id = :viewer"
                                + " and done_month = :month and owner = :owner and function_name = :function"
                                + " and kind = :kind"),
                        key,
                        done,
                        count)
                .execute();
        if (known == 0) {
            month(
                            sql.createUpdate("insert into journey_month (tenant_id, done_month, owner, function_name,"
                                    + " kind, tasks, met, limit_minutes, used_minutes, waiting_minutes) values (:viewer,"
                                    + " :month, :owner, :function, :kind, :tasks, :met, :limit, :used, :waiting)"),
                            key,
                            done,
                            count)
                    .execute();
        }
    }

    private static Update month(Update statement, MonthKey key, List<Done> done, int count) {
        return statement
                .bind("viewer", key.viewer())
                .bind("month", key.month())
                .bind("owner", key.owner())
                .bind("function", key.function())
                .bind("kind", key.kind())
                .bind("tasks", (long) count * done.size())
                .bind("met", count * done.stream().filter(Done::met).count())
                .bind(
                        "limit",
                        count
                                * done.stream()
                                        .mapToLong(each -> each.limitSeconds() / SECONDS_PER_MINUTE)
                                        .sum())
                .bind("used", count * done.stream().mapToLong(Done::usedMinutes).sum())
                .bind(
                        "waiting",
                        count * done.stream().mapToLong(Done::waitingMinutes).sum());
    }

    private static void punctuality(Handle sql, RecordKey key, List<Done> done, int count, Instant now) {
        Punctuality before = record(
                        sql.createQuery("select months from journey_record where tenant_id = :host"
                                + " and owner = :owner and person = :person for update"),
                        key)
                .mapTo(String.class)
                .findOne()
                .map(found -> Json.read(found, Punctuality.class))
                .orElse(null);
        Punctuality after = before == null ? Punctuality.NONE : before.upTo(now);
        for (Done task : done) {
            after = after.with(task.at(), task.met(), task.delayMinutes(), count);
        }
        record(
                        sql.createUpdate(
                                before == null
                                        ? "insert into journey_record (tenant_id, owner, person, months)"
                                                + " values (:host, :owner, :person, :months)"
                                        : "update journey_record set months = :months where tenant_id = :host"
                                                + " and owner = :owner and person = :person"),
                        key)
                .bind("months", Json.written(after))
                .execute();
    }

    private static <T extends SqlStatement<T>> T record(T statement, RecordKey key) {
        return statement.bind("host", key.host()).bind("owner", key.owner()).bind("person", key.person());
    }
}
