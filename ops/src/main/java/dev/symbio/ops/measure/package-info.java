/** How benchmarks and drills tell what they found: figures, seed and machine, as text and as {@code ops/results/*.json}. */
package dev.symbio.ops.measure;
