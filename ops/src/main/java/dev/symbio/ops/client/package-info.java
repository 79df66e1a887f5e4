/**
 * The HTTP API as a client sees it: what demo, replay and drills drive Symbio with, like any program outside of it.
 *
 * <p>A {@link dev.symbio.ops.client.Session} acts as one person in one tenant. A request whose outcome is unknown or that
 * came too early (no answer, 429, 503, 504) is sent again with the same Idempotency-Key, so that it has one effect; how
 * often and how long is bounded by {@link dev.symbio.ops.client.Patience}. Every other refusal is an
 * {@link dev.symbio.ops.client.ApiProblem}.
 */
package dev.symbio.ops.client;
