package dev.symbio.tenants.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.symbio.platform.entity.TenantId;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.PrivateJwk;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final String ISSUER = "https://id.example/realms/symbio";
    private static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair RSA_OTHER = Jwts.SIG.RS256.keyPair().build();
    private static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();

    private final HandClock clock = new HandClock();
    private String document = jwks(Map.of("rsa-1", RSA, "ec-1", EC));
    private int fetches;
    private final Jwks jwks = new Jwks(
            () -> {
                fetches++;
                return CompletableFuture.completedFuture(document);
            },
            clock);
    private final TokenVerifier verifier = new TokenVerifier(
            new TrustedIssuer(ISSUER, TrustedIssuer.AUDIENCE, URI.create(ISSUER + "/certs")), jwks, clock);

    private static String jwks(Map<String, KeyPair> keys) {
        return keys.entrySet().stream()
                .map(e -> publicJson(e.getKey(), e.getValue()))
                .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private static String publicJson(String kid, KeyPair pair) {
        PrivateJwk<?, ?, ?> jwk =
                io.jsonwebtoken.security.Jwks.builder().keyPair(pair).id(kid).build();
        return io.jsonwebtoken.security.Jwks.json(jwk.toPublicJwk());
    }

    private JwtBuilder good() {
        return claims("rsa-1").claim("organization", List.of("acme"));
    }

    private JwtBuilder claims(String kid) {
        Instant now = clock.instant();
        return Jwts.builder()
                .header()
                .keyId(kid)
                .and()
                .issuer(ISSUER)
                .subject("ann")
                .audience()
                .add("symbio")
                .and()
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plusSeconds(300)));
    }

    private static String rs256(JwtBuilder token) {
        return token.signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact();
    }

    private VerifiedIdentity verify(String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    private void refused(String token) {
        assertThatThrownBy(() -> verify(token))
                .satisfies(e -> assertThat(e instanceof CompletionException ? e.getCause() : e)
                        .isExactlyInstanceOf(TokenRefused.class));
    }

    @Test
    void acceptsRs256AndEs256() {
        assertThat(verify(rs256(good())))
                .isEqualTo(new VerifiedIdentity(
                        "ann", new TenantId("acme"), clock.instant().plusSeconds(300)));
        String es = claims("ec-1")
                .claim("organization", List.of("acme"))
                .signWith(EC.getPrivate(), Jwts.SIG.ES256)
                .compact();
        assertThat(verify(es).subject()).isEqualTo("ann");
    }

    @Test
    void refusesAlgNone() {
        refused(good().compact());
        String payload = rs256(good()).split("\\.")[1];
        for (String alg : List.of("none", "None", "NONE", "")) {
            refused(base64("{\"alg\":\"" + alg + "\",\"kid\":\"rsa-1\"}") + "." + payload + ".");
        }
    }

    @Test
    void refusesHs256SignedWithThePublicKey() throws Exception {
        String signed = base64("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}") + "."
                + rs256(good()).split("\\.")[1];
        for (byte[] secret : List.of(
                RSA.getPublic().getEncoded(),
                ("-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(RSA.getPublic().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n")
                        .getBytes(StandardCharsets.US_ASCII))) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            refused(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        }
    }

    @Test
    void refusesOtherAlgorithmsEvenWithTheRightKey() {
        refused(good().signWith(RSA.getPrivate(), Jwts.SIG.RS512).compact());
        refused(good().signWith(RSA.getPrivate(), Jwts.SIG.PS256).compact());
    }

    @Test
    void refusesAKeyOfTheOtherAlgorithm() {
        refused(claims("ec-1")
                .claim("organization", List.of("acme"))
                .signWith(RSA.getPrivate(), Jwts.SIG.RS256)
                .compact());
    }

    @Test
    void refusesAForeignIssuerAndAWrongAudience() {
        refused(rs256(good().issuer("https://id.example/realms/other")));
        refused(rs256(good().issuer(ISSUER + "/")));
        refused(rs256(good().issuer(null)));
        refused(rs256(good().audience().remove("symbio").add("account").and()));
        refused(rs256(good().audience().clear().and()));
    }

    @Test
    void refusesASignatureOfSomebodyElseAndAChangedPayload() {
        refused(good().signWith(RSA_OTHER.getPrivate(), Jwts.SIG.RS256).compact());
        String[] parts = rs256(good()).split("\\.");
        String forged =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("acme", "bolt");
        refused(parts[0] + "." + base64(forged) + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
    }

    @Test
    void refusesWhatIsExpiredOrNotYetValidOrEternal() {
        String token = rs256(good());
        clock.advance(Duration.ofSeconds(329));
        assertThat(verify(token).subject()).as("within the tolerated skew").isEqualTo("ann");
        clock.advance(Duration.ofSeconds(2));
        refused(token);
        refused(rs256(good().notBefore(Date.from(clock.instant().plusSeconds(60)))));
        refused(rs256(good().expiration(null)));
    }

    @Test
    void aRememberedTokenStillExpires() {
        String token = rs256(good());
        verify(token);
        clock.advance(Duration.ofSeconds(331));
        refused(token);
    }

    @Test
    void aRememberedTokenIsRefusedOnceItsKeyIsWithdrawn() {
        String token = rs256(good().expiration(Date.from(clock.instant().plusSeconds(20_000))));
        verify(token);
        document = jwks(Map.of("ec-1", EC));
        clock.advance(Duration.ofHours(2));
        verify(claims("ec-1")
                .claim("organization", List.of("acme"))
                .signWith(EC.getPrivate(), Jwts.SIG.ES256)
                .compact());
        refused(token);
    }

    @Test
    void refusesAnUnknownKeyAndAsksTheIssuerOnlySoOften() {
        verify(rs256(good()));
        assertThat(fetches).isEqualTo(1);
        clock.advance(Duration.ofSeconds(Jwks.MIN_REFRESH_SECONDS + 1));
        for (int i = 0; i < 50; i++) {
            refused(rs256(claims("made-up-" + i).claim("organization", List.of("acme"))));
        }
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void findsAKeyThatTheIssuerHasAddedAlsoWhenTheClockWasSetBack() {
        verify(rs256(good()));
        document = jwks(Map.of("rsa-1", RSA, "rsa-2", RSA_OTHER));
        clock.advance(Duration.ofHours(-1));
        String token = claims("rsa-2")
                .claim("organization", List.of("acme"))
                .signWith(RSA_OTHER.getPrivate(), Jwts.SIG.RS256)
                .compact();
        assertThat(verify(token).subject()).isEqualTo("ann");
    }

    @Test
    void findsAKeyThatTheIssuerHasJustAdded() {
        verify(rs256(good()));
        document = jwks(Map.of("rsa-1", RSA, "rsa-2", RSA_OTHER));
        clock.advance(Duration.ofSeconds(Jwks.MIN_REFRESH_SECONDS + 1));
        String token = claims("rsa-2")
                .claim("organization", List.of("acme"))
                .signWith(RSA_OTHER.getPrivate(), Jwts.SIG.RS256)
                .compact();
        assertThat(verify(token).subject()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/passwd",
                "/dev/null",
                "rsa-1' or '1'='1",
                "rsa-1\u0000",
                "http://evil.example/key",
                "file:///etc/passwd",
                "",
                " rsa-1"
            })
    void refusesKeyIdsThatAreTricks(String kid) {
        refused(rs256(claims("rsa-1").header().add("kid", kid).and().claim("organization", List.of("acme"))));
        assertThat(fetches).as("the issuer is not even asked").isZero();
    }

    @Test
    void refusesAKeyIdOf100KbAndATokenOf100Kb() {
        refused(rs256(claims("k".repeat(100_000)).claim("organization", List.of("acme"))));
        refused(rs256(good().claim("padding", "x".repeat(100_000))));
        refused("x".repeat(100_000));
        refused(".".repeat(5_000));
        refused("");
        refused(null);
        assertThat(fetches).isZero();
    }

    @Test
    void refusesHeadersThatCarryOrPointToAKey() {
        PrivateJwk<?, ?, ?> evil =
                io.jsonwebtoken.security.Jwks.builder().keyPair(RSA_OTHER).build();
        refused(good().header()
                .add("jwk", evil.toPublicJwk())
                .and()
                .signWith(RSA_OTHER.getPrivate(), Jwts.SIG.RS256)
                .compact());
        refused(good().header()
                .add("jku", "https://evil.example/keys")
                .and()
                .signWith(RSA_OTHER.getPrivate(), Jwts.SIG.RS256)
                .compact());
    }

    @Test
    void refusesACompressedToken() {
        refused(good().compressWith(Jwts.ZIP.GZIP)
                .signWith(RSA.getPrivate(), Jwts.SIG.RS256)
                .compact());
    }

    @Test
    void refusesTwoOrganizationsNoneAndStrangeOnes() {
        refused(rs256(good().claim("organization", List.of("acme", "bolt"))));
        refused(rs256(good().claim("organization", List.of())));
        refused(rs256(claims("rsa-1")));
        refused(rs256(good().claim("organization", "acme")));
        refused(rs256(good().claim("organization", Map.of("acme", Map.of()))));
        refused(rs256(good().claim("organization", List.of(7))));
        refused(rs256(good().claim("organization", List.of("No Such Id"))));
        refused(rs256(good().claim("organization", List.of("../acme"))));
    }

    @Test
    void refusesSubjectsThatAreMissingOrThePlatformItself() {
        refused(rs256(good().subject(null)));
        refused(rs256(good().subject("system")));
        refused(rs256(good().subject("SYSTEM")));
        refused(rs256(good().subject("ann smith")));
    }

    @Test
    void ignoresKeysThatAreWeakSecretOrForEncryption() {
        PrivateJwk<?, ?, ?> forEncryption = io.jsonwebtoken.security.Jwks.builder()
                .keyPair(RSA)
                .id("rsa-1")
                .publicKeyUse("enc")
                .build();
        String secret = "{\"kty\":\"oct\",\"kid\":\"oct-1\",\"k\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]) + "\"}";
        document = "{\"keys\":[" + io.jsonwebtoken.security.Jwks.json(forEncryption.toPublicJwk()) + "," + secret + ","
                + publicJson("p384", Jwts.SIG.ES384.keyPair().build()) + "]}";
        refused(rs256(good()));
        for (String kid : List.of("rsa-1", "oct-1", "p384")) {
            assertThat(jwks.key(kid).toCompletableFuture().join()).isEmpty();
        }
    }

    @Test
    void saysSoWhenTheIssuerCannotBeAskedAndRecovers() {
        String broken = "{\"keys\":";
        String whole = document;
        document = broken;
        Stream.of(1, 2).forEach(i -> assertThatThrownBy(() -> verify(rs256(good())))
                .hasCauseInstanceOf(IssuerUnavailable.class));
        assertThat(fetches).as("not asked again within seconds").isEqualTo(1);
        document = whole;
        clock.advance(Duration.ofSeconds(Jwks.MIN_REFRESH_SECONDS + 1));
        assertThat(verify(rs256(good())).subject()).isEqualTo("ann");
        document = broken;
        clock.advance(Duration.ofHours(2));
        assertThat(verify(rs256(good())).subject())
                .as("known keys count while the issuer is away")
                .isEqualTo("ann");
    }

    @Test
    void keySetsAreBounded() {
        document = "{\"keys\":[]," + "\"pad\":\"" + "x".repeat(Jwks.MAX_DOCUMENT_BYTES) + "\"}";
        assertThatThrownBy(() -> verify(rs256(good()))).hasCauseInstanceOf(IssuerUnavailable.class);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
