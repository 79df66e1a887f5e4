/**
 * How Symbio speaks HTTP. Everything is derived from one list of {@link dev.symbio.gateway.http.Endpoint} declarations:
 * routing, the checks before a handler runs, the OpenAPI document and what the tests hold every answer against.
 *
 * <p>Life of a request ({@link dev.symbio.gateway.http.HttpApi}): find the endpoint; verify the token; take one from the
 * tenant's rate budget; check the permission; check query, Idempotency-Key and If-Match; read the body strictly; call the
 * handler; render its {@link dev.symbio.gateway.http.Answer}. Whatever goes wrong on the way is a
 * {@link dev.symbio.gateway.http.ProblemException} and leaves as problem+json (RFC 9457).
 *
 * <p>Invariants: bad input is answered with 4xx and names the place; no answer tells internals; what a caller may not see
 * is answered exactly like what does not exist; the tenant comes from the verified token and from nowhere else.
 */
package dev.symbio.gateway.http;
