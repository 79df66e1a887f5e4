/**
 * What operators look after: events that a read model could not digest, and resources whose history does not verify.
 * Health and metrics are on a port of their own ({@link dev.symbio.gateway.operations.PrivatePort}), which is not for the
 * outside.
 */
package dev.symbio.gateway.operations;
