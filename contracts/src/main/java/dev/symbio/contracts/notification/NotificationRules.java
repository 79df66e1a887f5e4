package dev.symbio.contracts.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.symbio.tenants.tenant.Language;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;

/**
 * When a tenant's people are told outside of their inboxes, and in which language.
 *
 * @param digestTimes times of day in the tenant's zone, whole minutes, rising; empty tells at once
 * @param days on which there are digests; empty for the working days of the tenant's calendar
 * @param language for members who have chosen none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationRules(List<LocalTime> digestTimes, List<DayOfWeek> days, Language language) {
    /** What users expect of an alert: it comes when something happens. */
    public static final NotificationRules AT_ONCE = new NotificationRules(List.of(), List.of(), Language.ENGLISH);

    public NotificationRules {
        digestTimes = List.copyOf(digestTimes);
        days = List.copyOf(days);
    }

    public boolean atOnce() {
        return digestTimes.isEmpty();
    }

    boolean followsCalendar() {
        return !atOnce() && days.isEmpty();
    }
}
