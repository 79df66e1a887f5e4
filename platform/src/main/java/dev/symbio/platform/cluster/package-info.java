/**
 * Several nodes as one: how a node finds the others and joins them, which of them founds the cluster, which roles it has, what
 * runs once for all of them, and how it notices that it stood still and the others have gone on without it. See docs/adr/0006.
 */
package dev.symbio.platform.cluster;
