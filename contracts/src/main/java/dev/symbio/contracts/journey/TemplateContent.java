package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.WorkingCalendar;
import java.util.List;

/**
 * What journeys of a kind have in common.
 *
 * @param industry that it is for; may be absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateContent(
        String name, String industry, List<TenantId> participants, WorkingCalendar calendar, List<TaskSpec> tasks) {
    public TemplateContent {
        participants = TaskSpec.copied(participants);
        tasks = TaskSpec.copied(tasks);
    }
}
