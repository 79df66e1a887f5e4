/**
 * What people have to know without asking: one inbox per person. Each feature declares which of its events are news for whom
 * ({@link dev.symbio.contracts.notification.Notices}); the inbox is a read model with the event that each entry comes from.
 *
 * <p>An entry also goes out of the inbox, once: at once, or with a digest. Which of the two is set by the tenant
 * ({@link dev.symbio.contracts.notification.NotificationSettings}); nothing set means at once. Digest times are local times of
 * the tenant's zone, on given weekdays or on the working days of its calendar; the next one is a deadline of the settings. A
 * digest takes what is unread and was in none before. {@link dev.symbio.contracts.notification.Tellings} keeps what has to
 * go out; over which channels is not decided here.
 */
package dev.symbio.contracts.notification;
