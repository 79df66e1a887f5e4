/**
 * Who is calling. A bearer token becomes a {@link dev.symbio.tenants.identity.VerifiedIdentity} - a subject in exactly
 * one tenant - or is refused with {@link dev.symbio.tenants.identity.TokenRefused}, whatever is wrong with it. Roles do
 * not come from the token: they are Symbio's own, per person and tenant.
 *
 * <p>Which issuer, which audience and where its keys are is configuration ({@link
 * dev.symbio.tenants.identity.TrustedIssuer}); nothing here knows which product is behind it. The issuer for trying
 * things out is in {@link dev.symbio.tenants.identity.embedded}.
 */
package dev.symbio.tenants.identity;
