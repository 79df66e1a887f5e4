/**
 * The person's inbox over HTTP: what there is to know, in the reader's language, and what has been read; and how it goes out of
 * the inbox.
 *
 * <p>{@link dev.symbio.gateway.notification.TellingRows} turns each telling, one entry or a digest, into mail for the people it
 * is for ({@link dev.symbio.gateway.mail}) and into CloudEvents for the tenant's own webhooks that want them ({@link
 * dev.symbio.gateway.webhook}). Both are rows that are retried on their own; what became of them is answered by {@link
 * dev.symbio.gateway.notification.DeliveryEndpoints}.
 */
package dev.symbio.gateway.notification;
