/**
 * {@code ops/replay}: a user's own data, driven through the HTTP API like any client would.
 */
package dev.symbio.ops.replay;
