/**
 * A small OpenID Connect issuer for trying Symbio out: same endpoints and same tokens as a real one, no passwords.
 * Whoever reaches it may choose who to be, so it is built only in the embedded profile and only when the HTTP server
 * listens on this machine alone, answers only requests that name this machine as their host, and sends browsers only back
 * to this machine. It issues tokens only for people who exist.
 *
 * <p>It is plain Java without a server: {@link dev.symbio.tenants.identity.embedded.EmbeddedIssuer} turns requests into
 * answers and the gateway mounts them under {@code /oidc}.
 */
package dev.symbio.tenants.identity.embedded;
