/**
 * {@code ops/cluster}: several nodes on this machine, with PostgreSQL or Cassandra beside them.
 *
 * <p>A {@link dev.symbio.ops.cluster.LocalCluster} owns the servers, the nodes and the wires between them: whatever one node
 * sends to another passes a {@link dev.symbio.ops.cluster.Wires wire} that can be cut. Drills have one of their own; the
 * commands talk to one in a {@link dev.symbio.ops.cluster.Keeper process of its own} that outlives them.
 */
package dev.symbio.ops.cluster;
