package dev.symbio.tenants.identity.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Codes between authorize and token: a minute long, good once, bound by PKCE (RFC 7636) to who asked. */
final class AuthorizationCodes {
    private static final int LIFE_SECONDS = 60;
    private static final int MAX_OPEN = 10_000;
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /** What a code stands for. */
    record Grant(Login login, String clientId, String redirectUri, String challenge, String nonce, boolean openid) {}

    private record Open(Grant grant, Instant expiresAt) {}

    private final Cache<String, Open> open =
            Caffeine.newBuilder().maximumSize(MAX_OPEN).build();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    AuthorizationCodes(Clock clock) {
        this.clock = clock;
    }

    static boolean isChallenge(String text) {
        return CHALLENGE.matcher(text).matches();
    }

    String codeFor(Grant grant) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(code, new Open(grant, clock.instant().plusSeconds(LIFE_SECONDS)));
        return code;
    }

    /** Takes the code, whether it then fits or not: a code that was tried once is spent. */
    Optional<Grant> redeem(String code, String clientId, String redirectUri, String verifier) {
        Open found = open.asMap().remove(code);
        if (found == null || !clock.instant().isBefore(found.expiresAt)) {
            return Optional.empty();
        }
        Grant grant = found.grant;
        boolean fits = grant.clientId.equals(clientId)
                && grant.redirectUri.equals(redirectUri)
                && VERIFIER.matcher(verifier).matches()
                && grant.challenge.equals(s256(verifier));
        return fits ? Optional.of(grant) : Optional.empty();
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
