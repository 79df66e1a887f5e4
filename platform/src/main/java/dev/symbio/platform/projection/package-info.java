/**
 * From events to read models.
 *
 * <p>A {@link dev.symbio.platform.projection.Projection} turns events into SQL; rows and offset are written in one
 * transaction, so each event counts exactly once, and whoever runs one projection at the same time, on another node or still
 * in this one, takes turns. Events that a projection does not want are passed over without a transaction. An event that a handler
 * cannot digest is parked in the dead-letter table, and so are the later events of that same entity, in order, while all others go
 * on. They are tried again where the projection starts next, perhaps in a newer version, or when an operator says so.
 */
package dev.symbio.platform.projection;
