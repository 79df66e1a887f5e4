package dev.symbio.gateway.journey;

import dev.symbio.contracts.journey.Deliverable;
import dev.symbio.contracts.journey.Plan;
import dev.symbio.contracts.journey.TaskFact;
import dev.symbio.contracts.journey.TaskSpec;
import dev.symbio.contracts.journey.TemplateContent;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.time.CalendarSpec;
import dev.symbio.platform.time.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be sent about journeys. */
final class JourneyRequests {
    private JourneyRequests() {}

    /**
     * A journey to start.
     *
     * @param template id of a template that gives the tasks; then there are none here
     * @param owner subject who is told when something is stuck; the caller if absent
     * @param participants tenants that take part besides yours
     * @param calendar for limits in working time
     * @param shared fields that all participants see
     */
    record JourneyStartRequest(
            String title,
            @Nullable String template,
            @Nullable String owner,
            @Nullable List<TenantId> participants,
            @Nullable CalendarSpec calendar,
            @Nullable Map<String, String> shared,
            @Nullable List<TaskSpec> tasks) {}

    /**
     * A journey with its history.
     *
     * @param key its name where it comes from: the same key of the same batch is the same journey
     * @param batch names what is brought in together
     * @param wholeMinutes each stretch of time counts with its whole minutes only; false if absent
     * @param facts in the order of their times
     */
    record HistoryRow(
            String key,
            String title,
            @Nullable String owner,
            @Nullable List<TenantId> participants,
            @Nullable CalendarSpec calendar,
            @Nullable Boolean wholeMinutes,
            @Nullable Map<String, String> shared,
            @Nullable String batch,
            List<TaskSpec> tasks,
            Instant startedAt,
            @Nullable List<TaskFact> facts) {
        List<Rejection.Fault> calendarFaults() {
            return calendar == null ? List.of() : calendar.faults("/calendar");
        }

        Plan plan() {
            return new Plan(
                    title,
                    null,
                    owner,
                    participants,
                    calendarOf(calendar),
                    Boolean.TRUE.equals(wholeMinutes),
                    shared,
                    batch,
                    tasks);
        }
    }

    /** Histories, at most 500; more go in as NDJSON. */
    record HistoryBatch(List<HistoryRow> journeys) {}

    /**
     * What is done with a task.
     *
     * @param happenedAt now if absent
     * @param why reason, or what is waited for
     * @param to person or group that takes over; the new priority
     * @param limit the new one
     */
    record TaskStepRequest(
            @Nullable Instant happenedAt,
            @Nullable String why,
            @Nullable String to,
            @Nullable Deliverable deliverable,
            @Nullable Duration limit) {}

    /**
     * A template.
     *
     * @param industry that it is for
     * @param participants tenants that take part besides yours
     */
    record JourneyTemplateRequest(
            String name,
            @Nullable String industry,
            @Nullable List<TenantId> participants,
            @Nullable CalendarSpec calendar,
            List<TaskSpec> tasks) {
        TemplateContent content() {
            return new TemplateContent(name, industry, participants, Planning.calendar(calendar), tasks);
        }
    }

    record JourneyCalendarRequest(CalendarSpec calendar) {}

    record TaskDisputeRequest(String text) {}

    record TaskDisputeOutcome(String outcome) {}

    record JourneyCancelRequest(String reason) {}

    /** Without faults. */
    static @Nullable WorkingCalendar calendarOf(@Nullable CalendarSpec calendar) {
        return calendar == null ? null : calendar.calendar(1, ZoneOffset.UTC);
    }
}
