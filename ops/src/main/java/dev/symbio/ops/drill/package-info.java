/**
 * {@code ops/drill}: breaks things on purpose and checks the promises from outside, through the HTTP API.
 *
 * <p>{@link dev.symbio.ops.drill.KillDrill} kills the platform's process at random moments under load and reads back
 * everything that was acknowledged; {@link dev.symbio.ops.drill.CorruptDrill} changes one byte of a stored event. Each
 * prints its figures and its seed and fails when a promise is broken.
 */
package dev.symbio.ops.drill;
