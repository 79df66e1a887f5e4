package dev.symbio.contracts.notification;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** What happened to a tenant's notification settings. */
public sealed interface NotificationEvent {
    /** @param version counted from 1 */
    record Configured(int version, NotificationRules rules, ZoneId zone, WorkingDays working, Instant at)
            implements NotificationEvent {}

    record CalendarFollowed(WorkingDays working, Instant at) implements NotificationEvent {}

    /**
     * What is unread and was in no digest yet is now collected.
     *
     * @param slot the local time that it was planned for
     */
    record DigestDue(LocalDateTime slot, Instant at) implements NotificationEvent {}
}
