package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * How somebody has done its tasks, in one host's eyes, this month and in the twelve months before.
 *
 * @param person who had the tasks at the end; absent when the record is of the whole company
 * @param onTimeRate absent without a task
 * @param medianDelayMinutes by how much more than its limit a task has used, zero when in time; exact below 100, to two digits
 *     above; absent without a task
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PastRecord(TenantId owner, String person, long tasks, BigDecimal onTimeRate, Long medianDelayMinutes) {
    /** The whole company in the table {@code journey_record}. */
    static final String COMPANY = "";

    /** Whose record is asked for. */
    public record Owner(TenantId tenant, String assignee) {
        public static Owner of(Task task) {
            return new Owner(task.spec().owner(), task.assignee());
        }
    }

    /** The assignees' records where they have one, and their companies' otherwise; one row each. */
    public static Map<Owner, PastRecord> of(Handle sql, TenantId host, Set<Owner> owners, Instant now) {
        Set<String> persons = new HashSet<>(Set.of(COMPANY));
        Set<String> companies = new HashSet<>();
        owners.forEach(owner -> {
            companies.add(owner.tenant().value());
            if (owner.assignee() != null) {
                persons.add(owner.assignee());
            }
        });
        Map<Owner, PastRecord> found = new HashMap<>();
        if (companies.isEmpty()) {
            return found;
        }
        Map<List<String>, Punctuality> rows = new HashMap<>();
        sql.createQuery("select owner, person, months from journey_record where tenant_id = :host"
                        + " and owner in (<owners>) and person in (<persons>)")
                .bind("host", host.value())
                .bindList("owners", companies)
                .bindList("persons", persons)
                .map((row, context) -> Map.entry(
                        List.of(row.getString("owner"), row.getString("person")),
                        Json.read(row.getString("months"), Punctuality.class)))
                .forEach(row -> rows.put(row.getKey(), row.getValue()));
        owners.forEach(owner -> found.put(owner, of(owner, rows, now)));
        return found;
    }

    private static PastRecord of(Owner owner, Map<List<String>, Punctuality> rows, Instant now) {
        String company = owner.tenant().value();
        Punctuality own = owner.assignee() == null ? null : rows.get(List.of(company, owner.assignee()));
        return own != null
                ? own.record(owner.tenant(), owner.assignee(), now)
                : rows.getOrDefault(List.of(company, COMPANY), Punctuality.NONE).record(owner.tenant(), null, now);
    }
}
