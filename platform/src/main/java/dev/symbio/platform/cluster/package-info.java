/**
 * Several nodes as one: how a node finds the others and joins them, which roles it has, what runs once for all of them, and
 * how it notices that the others have gone on without it. See docs/adr/0006.
 */
package dev.symbio.platform.cluster;
