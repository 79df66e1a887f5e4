/**
 * Journals with very many events, for benchmarks: decided by the real entities ({@link
 * dev.symbio.platform.entity.LoneEntity}), chained like all others, and written by the batch into the journal's tables of the
 * profile while no node runs. Read models are not written: they follow the journal when a node starts.
 */
package dev.symbio.ops.bulk;
