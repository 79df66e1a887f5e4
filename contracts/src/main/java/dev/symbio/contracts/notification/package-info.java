/**
 * What people have to know without asking: one inbox per person. Each feature declares which of its events are news for whom
 * ({@link dev.symbio.contracts.notification.Notices}); the inbox is a read model with the event that each entry comes from.
 */
package dev.symbio.contracts.notification;
