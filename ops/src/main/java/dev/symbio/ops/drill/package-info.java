/**
 * {@code ops/drill}: breaks things on purpose and checks the promises from outside, through the HTTP API.
 *
 * <p>On one node: {@link dev.symbio.ops.drill.KillDrill} kills the platform's process at random moments under load and reads
 * back everything that was acknowledged; {@link dev.symbio.ops.drill.JournalDrill} makes the store that has the journal slow,
 * full, dead and so on; {@link dev.symbio.ops.drill.CorruptDrill} changes bytes of stored events;
 * {@link dev.symbio.ops.drill.DuplicatesDrill} delivers everything several times; {@link dev.symbio.ops.drill.ClockDrill} lets
 * the clock jump; {@link dev.symbio.ops.drill.DeadlinesDrill} lets many deadlines fall due around restarts.
 * {@link dev.symbio.ops.drill.ClusterDrill} kills, pauses, cuts off and restarts nodes of a cluster. In most of them a
 * {@link dev.symbio.ops.drill.Referee} counts, and {@link dev.symbio.ops.drill.ReadSide} holds the read models against a fold
 * over the journal. Each prints its figures and its seed and fails when a promise is broken.
 */
package dev.symbio.ops.drill;
