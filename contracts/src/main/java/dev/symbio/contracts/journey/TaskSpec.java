package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Subject;
import dev.symbio.tenants.tenant.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A task as it was planned.
 *
 * @param key unique within the journey
 * @param kind by which tasks of many journeys are compared; its key if absent
 * @param owner whose work it is
 * @param assignee person or group within the owner; may be absent
 * @param priority by which tasks are compared as well; may be absent
 * @param dependsOn keys of the tasks that have to be done (or cancelled) before
 * @param limit of the time that it may take
 * @param deliverable name of what has to be delivered; absent when nothing has to be
 * @param ladder by the time since the limit passed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskSpec(
        String key,
        String title,
        String kind,
        TenantId owner,
        Role role,
        @Subject(in = "owner") String assignee,
        String priority,
        List<String> dependsOn,
        Duration limit,
        Deadline.Clock clock,
        String deliverable,
        List<Rung> ladder) {
    public TaskSpec {
        kind = kind == null ? key : kind;
        clock = clock == null ? Deadline.Clock.ELAPSED : clock;
        dependsOn = copied(dependsOn);
        ladder = copied(ladder);
    }

    /** The part of the owner's company that it is planned for: a role, a group or a person; empty for the company as a whole. */
    String function() {
        return role != null ? role.name() : assignee == null ? "" : assignee;
    }

    TaskSpec withoutLadder() {
        return new TaskSpec(
                key, title, kind, owner, role, assignee, priority, dependsOn, limit, clock, deliverable, List.of());
    }

    /** Absent is empty, and an element that is null stays for the rules to find. */
    public static <T> List<T> copied(List<T> list) {
        return list == null ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
    }
}
