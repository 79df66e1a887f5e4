/**
 * From a file of deliveries to settlement statements, through the HTTP API.
 *
 * <p>A {@link dev.symbio.ops.deliveries.DeliveryReader} reads a file in one of the known {@link
 * dev.symbio.ops.deliveries.DeliveryFormat formats}; rows that cannot be used are kept as {@link
 * dev.symbio.ops.deliveries.RowProblem problems} with their line, the others become {@link
 * dev.symbio.ops.deliveries.Delivery deliveries}. {@link dev.symbio.ops.deliveries.Screening} takes out repeated ids and
 * rows in another currency than their provider's. The {@link dev.symbio.ops.deliveries.DeliveryLoader} then makes one
 * provider tenant and one contract per provider, brings the deliveries in as history and declares it complete, so that
 * the contract closes its periods. The {@link dev.symbio.ops.deliveries.Report} is what the statements say.
 *
 * <p>Idempotency keys are derived from the content, so that the same file and terms have one effect however often they
 * are loaded.
 */
package dev.symbio.ops.deliveries;
