/**
 * Telling other systems what happened: signed CloudEvents over HTTP.
 *
 * <p>A tenant registers an endpoint with the types it wants ({@link dev.symbio.gateway.webhook.WebhookRegistry}) and gets
 * a secret, once. The {@link dev.symbio.gateway.webhook.Outbox} is a projection of contract events: in the transaction
 * that also stores its offset it writes one delivery per event and endpoint of the two parties, so each is written exactly
 * once. The {@link dev.symbio.gateway.webhook.WebhookSender} sends what is due after the Standard Webhooks specification,
 * again and again with growing pauses until a 2xx answer, or gives up after days with an alarm.
 *
 * <p>Notices and digests go out to the tenant's own endpoints only, through {@link dev.symbio.gateway.webhook.Outbox#tell};
 * checkpoints also to those of tenants that see something of it.
 *
 * <p>Life of a delivery: waiting - (2xx) - delivered; a payment obligation is in between confirming, until the contract
 * has taken note that it was sent; or dead when nobody took it in time. A receiver may see a delivery more than once
 * (always with the same {@code webhook-id}); the contract takes note once.
 *
 * <p>Invariants: bodies hold only what both parties of the contract may see; secrets lie sealed, and are in no log, no answer but the
 * first, and no {@code toString}; an address inside the platform's own network is never called outside of the embedded
 * profile, and no redirect is followed; what is connected to is the very address that was checked.
 */
package dev.symbio.gateway.webhook;
