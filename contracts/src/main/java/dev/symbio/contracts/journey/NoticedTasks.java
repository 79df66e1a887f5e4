package dev.symbio.contracts.journey;

import dev.symbio.contracts.journey.JourneyEvent.Outcome;
import dev.symbio.contracts.notification.Notice;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Authorisation;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import dev.symbio.tenants.tenant.TenantList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table {@code journey_notice_task}: whom a task concerns, since most events name its key alone. */
final class NoticedTasks {
    /** Machines bring histories in; they read no inbox. */
    private static final List<Role> MANAGERS = Arrays.stream(Role.values())
            .filter(role -> role != Role.INTEGRATION)
            .filter(role -> Authorisation.permits(List.of(role), Permission.JOURNEY_MANAGE))
            .toList();

    private NoticedTasks() {}

    /**
     * Whom one task concerns.
     *
     * @param role null when it is planned for no role
     * @param assignee null when nobody has it
     */
    record Concerned(
            TenantId host,
            String journey,
            String journeyOwner,
            String task,
            String title,
            TenantId owner,
            Role role,
            String assignee) {
        /** To whoever has to do the task: the person, else the role, else all who manage journeys there. */
        List<Notice> worker(Handle sql, EventMeta meta, String type, Map<String, String> more) {
            return told(sql, owner, assignee, role, type, meta, more);
        }

        /** To whoever looks after the journey at its host. */
        List<Notice> journeyOwner(Handle sql, EventMeta meta, String type, Map<String, String> more) {
            return told(sql, host, journeyOwner, null, type, meta, more);
        }

        /** A name that no member has, such as that of a group, reads no inbox. */
        private List<Notice> told(
                Handle sql,
                TenantId tenant,
                String person,
                Role all,
                String type,
                EventMeta meta,
                Map<String, String> more) {
            String about = meta.entity().publicId() + "/" + task;
            Map<String, String> facts = new LinkedHashMap<>(more);
            facts.put("task", task);
            facts.put("title", title);
            facts.put("journey", journey);
            facts.put("owner", owner.value());
            if (person != null && TenantList.isMember(sql, tenant, person)) {
                return List.of(Notice.to(tenant, person, type, about, facts));
            }
            return (all == null ? MANAGERS : List.of(all))
                    .stream()
                            .map(role -> Notice.toRole(tenant, role, type, about, facts))
                            .toList();
        }
    }

    static void started(Handle sql, EventMeta meta, Plan plan) {
        PreparedBatch rows = sql.prepareBatch("insert into journey_notice_task (tenant_id, journey_id, task_key,"
                + " journey_title, journey_owner, title, owner, role, assignee) values (:host, :journey, :task,"
                + " :journeyTitle, :journeyOwner, :title, :owner, :role, :assignee)");
        for (TaskSpec task : plan.tasks()) {
            rows.bind("host", meta.entity().tenant().value())
                    .bind("journey", meta.entity().publicId())
                    .bind("task", task.key())
                    .bind("journeyTitle", plan.title())
                    .bind("journeyOwner", orEmpty(plan.owner()))
                    .bind("title", task.title())
                    .bind("owner", task.owner().value())
                    .bind("role", task.role() == null ? "" : task.role().name())
                    .bind("assignee", orEmpty(task.assignee()))
                    .add();
        }
        rows.execute();
    }

    /** Who has each task now. */
    static void assigned(Handle sql, EventMeta meta, List<Outcome> outcomes) {
        PreparedBatch rows = sql.prepareBatch("update journey_notice_task set assignee = :assignee"
                + " where tenant_id = :host and journey_id = :journey and task_key = :task");
        for (Outcome outcome : outcomes) {
            if (outcome.assignee() != null) {
                rows.bind("assignee", outcome.assignee())
                        .bind("host", meta.entity().tenant().value())
                        .bind("journey", meta.entity().publicId())
                        .bind("task", outcome.task())
                        .add();
            }
        }
        if (rows.size() > 0) {
            rows.execute();
        }
    }

    static Concerned by(Handle sql, EventMeta meta, String task) {
        return sql.createQuery("select * from journey_notice_task where tenant_id = :host and journey_id = :journey"
                        + " and task_key = :task")
                .bind("host", meta.entity().tenant().value())
                .bind("journey", meta.entity().publicId())
                .bind("task", task)
                .map((row, context) -> concerned(row))
                .findOne()
                .orElseThrow(
                        () -> new IllegalStateException("Expected task " + task + " of " + meta.entity() + " before."));
    }

    private static Concerned concerned(ResultSet row) throws SQLException {
        String role = row.getString("role");
        return new Concerned(
                new TenantId(row.getString("tenant_id")),
                row.getString("journey_title"),
                orNull(row.getString("journey_owner")),
                row.getString("task_key"),
                row.getString("title"),
                new TenantId(row.getString("owner")),
                role.isEmpty() ? null : Role.valueOf(role),
                orNull(row.getString("assignee")));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
