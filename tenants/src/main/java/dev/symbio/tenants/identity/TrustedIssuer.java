package dev.symbio.tenants.identity;

import java.net.URI;

/**
 * Whose tokens count.
 *
 * @param issuer the exact {@code iss} of its tokens
 * @param audience must be in their {@code aud}
 * @param jwksUri where its public keys are
 */
public record TrustedIssuer(String issuer, String audience, URI jwksUri) {
    public static final String AUDIENCE = "symbio";
}
