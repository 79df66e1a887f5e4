/**
 * {@code ops/bench}: what Symbio costs, as ratios to the bare database in the same run, because machines differ and are
 * noisy. Each measurement warms up first, prints its figures and the machine, and fails when a promise is broken.
 *
 * <p>{@link dev.symbio.ops.bench.LeanConnection} is the client: on a small machine a comfortable one would eat the cores
 * that are to be measured; {@link dev.symbio.ops.bench.ManyConnections} is many of them on one thread.
 * {@link dev.symbio.ops.bench.RawInserts} is the yardstick.
 */
package dev.symbio.ops.bench;
