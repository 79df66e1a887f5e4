package dev.symbio.gateway;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.RsaPrivateJwk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Makes tokens that the issuer would not make, with its own key. */
final class Tokens {
    private final RsaPrivateJwk key;
    private final String issuer;

    Tokens(RunningSymbio symbio) {
        try {
            Jwk<?> stored = Jwks.parser()
                    .build()
                    .parse(Files.readString(symbio.directory().resolve("oidc-signing-key.jwk")));
            key = (RsaPrivateJwk) stored;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = symbio.symbio().url() + "/oidc";
    }

    String good(String subject, String tenant) {
        return token(subject, tenant, "symbio", Duration.ofMinutes(5));
    }

    String expired(String subject, String tenant) {
        return token(subject, tenant, "symbio", Duration.ofMinutes(-5));
    }

    String forOthers(String subject, String tenant) {
        return token(subject, tenant, "another-service", Duration.ofMinutes(5));
    }

    private String token(String subject, String tenant, String audience, Duration life) {
        Instant now = Instant.now();
        return Jwts.builder()
                .header()
                .keyId(key.getId())
                .and()
                .issuer(issuer)
                .subject(subject)
                .audience()
                .add(audience)
                .and()
                .claim("organization", List.of(tenant))
                .issuedAt(Date.from(now.minusSeconds(600)))
                .expiration(Date.from(now.plus(life)))
                .signWith(key.toKey(), Jwts.SIG.RS256)
                .compact();
    }
}
