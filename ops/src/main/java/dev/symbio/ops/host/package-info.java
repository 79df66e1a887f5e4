/**
 * Starting a platform to work with: within this process for demo and replay, as a process of its own for benchmarks and
 * drills, which must be able to limit or kill it.
 */
package dev.symbio.ops.host;
