/**
 * {@code ops/drill}: breaks things on purpose and checks the promises from outside, through the HTTP API.
 *
 * <p>{@link dev.symbio.ops.drill.KillDrill} kills the platform's process at random moments under load and reads back
 * everything that was acknowledged; {@link dev.symbio.ops.drill.CorruptDrill} changes one byte of a stored event;
 * {@link dev.symbio.ops.drill.DeadlinesDrill} lets many deadlines fall due around a restart.
 * {@link dev.symbio.ops.drill.ClusterDrill} kills, pauses, cuts off and restarts nodes of a cluster, while a
 * {@link dev.symbio.ops.drill.Referee} counts; at the end the read models are held against a fold over the journal
 * ({@link dev.symbio.ops.drill.ReadModels}). Each prints its figures and its seed and fails when a promise is broken.
 */
package dev.symbio.ops.drill;
