/**
 * Running Symbio: what the launchers in {@code ops/} start. {@link dev.symbio.ops.Ops} is their one entry.
 *
 * <p>Everything here speaks to the platform as any client does, over HTTP. Only {@code host} knows how one is started.
 */
package dev.symbio.ops;
