package dev.symbio.tenants.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Member;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Turns a bearer token into an identity. A token counts when it is a JWT signed with RS256 or ES256 by a key that the
 * trusted issuer has now, names that issuer, this audience, an expiry that is not over (with {@value
 * #CLOCK_SKEW_SECONDS} s of tolerance), a subject and exactly one organization. Anything else fails with {@link
 * TokenRefused}. What has been verified is remembered by its SHA-256 until it expires or its key is withdrawn.
 */
public final class TokenVerifier {
    static final int CLOCK_SKEW_SECONDS = 30;
    static final int MAX_TOKEN_CHARS = 8 * 1024;
    private static final int MAX_HEADER_CHARS = 1_024;
    private static final int MAX_REMEMBERED = 50_000;
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._=-]{1,100}");

    /** The parts of a token's header that choose how it is verified. Not yet trusted. */
    private record Header(String algorithm, String kid) {}

    private record Remembered(VerifiedIdentity identity, String kid) {}

    private final TrustedIssuer issuer;
    private final Jwks jwks;
    private final Clock clock;
    private final Cache<ByteBuffer, Remembered> remembered =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    public TokenVerifier(TrustedIssuer issuer, Jwks jwks, Clock clock) {
        this.issuer = issuer;
        this.jwks = jwks;
        this.clock = clock;
    }

    /**
     * Completes at once unless the issuer's keys have to be fetched. Fails with {@link TokenRefused} or {@link
     * IssuerUnavailable}.
     */
    public CompletionStage<VerifiedIdentity> verify(String token) {
        if (token == null || token.length() > MAX_TOKEN_CHARS) {
            return CompletableFuture.failedFuture(new TokenRefused("The token is missing or too long."));
        }
        ByteBuffer digest = digest(token);
        Remembered before = remembered.getIfPresent(digest);
        if (before != null) {
            if (clock.instant().isBefore(before.identity.expiresAt()) && jwks.holds(before.kid)) {
                return CompletableFuture.completedFuture(before.identity);
            }
            remembered.invalidate(digest);
        }
        Header header;
        try {
            header = header(token);
        } catch (TokenRefused refused) {
            return CompletableFuture.failedFuture(refused);
        }
        return jwks.key(header.kid).thenApply(key -> {
            VerifiedIdentity identity = identity(token, header, key);
            remembered.put(digest, new Remembered(identity, header.kid));
            return identity;
        });
    }

    /** What made a stage of {@link #verify} fail, without the wrappers that stages add. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static Header header(String token) {
        int end = token.indexOf('.');
        if (end < 1 || end > MAX_HEADER_CHARS) {
            throw new TokenRefused("The token has no header of a sensible length.");
        }
        try {
            JsonNode header = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.substring(0, end)));
            JsonNode kid = header.path("kid");
            if (!kid.isTextual() || !KID.matcher(kid.textValue()).matches()) {
                throw new TokenRefused("The token names no key.");
            }
            String algorithm = header.path("alg").asText();
            if (!algorithm.equals("RS256") && !algorithm.equals("ES256")) {
                throw new TokenRefused("The token is not signed with RS256 or ES256.");
            }
            return new Header(algorithm, kid.textValue());
        } catch (IllegalArgumentException | IOException e) {
            throw new TokenRefused("The token's header cannot be read.", e);
        }
    }

    private VerifiedIdentity identity(String token, Header header, Optional<PublicKey> found) {
        PublicKey key = found.orElseThrow(() -> new TokenRefused("The issuer has no such key."));
        boolean fits = header.algorithm.equals("RS256") ? key instanceof RSAPublicKey : key instanceof ECPublicKey;
        if (!fits) {
            throw new TokenRefused("The key is not one for the token's algorithm.");
        }
        try {
            Claims claims = Jwts.parser()
                    .sig()
                    .clear()
                    .add(Jwts.SIG.RS256)
                    .add(Jwts.SIG.ES256)
                    .and()
                    .zip()
                    .clear()
                    .and()
                    .verifyWith(key)
                    .requireIssuer(issuer.issuer())
                    .requireAudience(issuer.audience())
                    .clockSkewSeconds(CLOCK_SKEW_SECONDS)
                    .clock(() -> Date.from(clock.instant()))
                    .build()
                    .parseSignedClaims(token)
                    .getPayload();
            return identity(claims);
        } catch (JwtException | IllegalArgumentException e) {
            throw new TokenRefused("The token does not verify.", e);
        }
    }

    private static VerifiedIdentity identity(Claims claims) {
        if (claims.getExpiration() == null) {
            throw new TokenRefused("The token never expires.");
        }
        if (!Member.isSubject(claims.getSubject())) {
            throw new TokenRefused("The token names no subject.");
        }
        if (!(claims.get("organization") instanceof Collection<?> organizations)
                || organizations.size() != 1
                || !(organizations.iterator().next() instanceof String organization)) {
            throw new TokenRefused("The token does not name exactly one organization.");
        }
        Instant expiresAt = claims.getExpiration().toInstant();
        return new VerifiedIdentity(claims.getSubject(), new TenantId(organization), expiresAt);
    }

    private static ByteBuffer digest(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
