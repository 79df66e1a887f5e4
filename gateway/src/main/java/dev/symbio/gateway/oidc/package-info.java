/**
 * The built-in issuer of the embedded profile, mounted at {@code /oidc}. What it decides is in {@link
 * dev.symbio.tenants.identity.embedded}; its errors are those of OAuth (RFC 6749), not problem+json, because its callers
 * are OAuth clients.
 */
package dev.symbio.gateway.oidc;
