package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.Subject;
import dev.symbio.platform.time.WorkingCalendar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a journey starts from.
 *
 * @param template id and version of the template that it was taken from; null when written by hand
 * @param owner subject in the host who is told when something is stuck; null takes whoever starts it
 * @param participants who takes part besides the host
 * @param calendar for limits in working time; may be absent when there are none
 * @param wholeMinutes each stretch of time counts with its whole minutes only
 * @param shared fields that every participant sees
 * @param batch names what was brought in together, so that it can be reviewed together; usually absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Plan(
        String title,
        TemplateRef template,
        @Subject String owner,
        List<TenantId> participants,
        WorkingCalendar calendar,
        boolean wholeMinutes,
        Map<String, String> shared,
        String batch,
        List<TaskSpec> tasks) {
    /** The version of a template as it was when the journey started. */
    public record TemplateRef(String id, int version) {}

    public Plan {
        participants = TaskSpec.copied(participants);
        tasks = TaskSpec.copied(tasks);
        shared = shared == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(shared));
    }

    Plan ownedBy(String subject) {
        return owner != null
                ? this
                : new Plan(title, template, subject, participants, calendar, wholeMinutes, shared, batch, tasks);
    }
}
