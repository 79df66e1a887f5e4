package dev.symbio.contracts.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/** What can be asked of a tenant's notification settings. */
public sealed interface NotificationCommand {
    /**
     * From now on this holds.
     *
     * @param digestTimes such as {@code 08:30}; null or empty tells at once
     * @param days names of weekdays; null or empty for the working days of the calendar
     * @param language tag; null for {@code en}
     * @param zone of the tenant
     * @param working the tenant's working days as they are now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Configure(List<String> digestTimes, List<String> days, String language, ZoneId zone, WorkingDays working)
            implements NotificationCommand {}

    /** The tenant's calendar has changed. Only the platform says so. */
    record FollowCalendar(WorkingDays working) implements NotificationCommand {}

    /** A digest is due. Only the platform says so. */
    record Collect(LocalDateTime slot) implements NotificationCommand {}
}
