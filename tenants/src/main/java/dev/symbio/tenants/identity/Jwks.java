package dev.symbio.tenants.identity;

import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.PublicJwk;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's public signing keys by id. They are fetched when first needed, when a token names a key that is not known,
 * and when they are old - but never more often than every {@value #MIN_REFRESH_SECONDS} s, so that made-up key ids cannot
 * make this platform flood the issuer. A fetch replaces all keys: what the issuer withdrew no longer counts.
 */
public final class Jwks {
    static final int MAX_DOCUMENT_BYTES = 64 * 1024;
    static final int MIN_REFRESH_SECONDS = 10;
    private static final Duration STALE_AFTER = Duration.ofHours(1);
    private static final int MAX_KEYS = 50;
    private static final int MIN_RSA_BITS = 2_048;
    private static final int P256_BITS = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Jwks.class);

    private record Known(Map<String, PublicKey> keys, Instant fetchedAt) {}

    private final JwksSource source;
    private final Clock clock;
    private final Object lock = new Object();
    private volatile Known known = new Known(Map.of(), Instant.MIN);
    private Instant lastAttempt = Instant.MIN;
    private CompletableFuture<Known> inFlight;

    public Jwks(JwksSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Empty if the issuer has no such key. Fails with {@link IssuerUnavailable} if its keys were never seen. */
    public CompletionStage<Optional<PublicKey>> key(String kid) {
        Known now = known;
        PublicKey key = now.keys.get(kid);
        boolean fresh = isWithin(STALE_AFTER, now.fetchedAt, clock.instant());
        if (key != null && fresh) {
            return CompletableFuture.completedFuture(Optional.of(key));
        }
        CompletableFuture<Known> refresh = refreshed();
        if (key != null) {
            return CompletableFuture.completedFuture(Optional.of(key));
        }
        return refresh.thenApply(latest -> Optional.ofNullable(latest.keys.get(kid)));
    }

    /** Whether the key counts right now, without asking the issuer. */
    boolean holds(String kid) {
        return known.keys.containsKey(kid);
    }

    /** What lies in the future was there before the clock was set back: nobody knows how long ago. */
    private static boolean isWithin(Duration time, Instant then, Instant now) {
        return then.isAfter(now.minus(time)) && !then.isAfter(now);
    }

    private CompletableFuture<Known> refreshed() {
        CompletableFuture<Known> mine;
        synchronized (lock) {
            if (inFlight != null) {
                return inFlight;
            }
            Instant now = clock.instant();
            if (isWithin(Duration.ofSeconds(MIN_REFRESH_SECONDS), lastAttempt, now)) {
                return everFetched()
                        ? CompletableFuture.completedFuture(known)
                        : CompletableFuture.failedFuture(new IssuerUnavailable(
                                "The issuer's keys could not be fetched; trying again soon.", null));
            }
            lastAttempt = now;
            mine = new CompletableFuture<>();
            inFlight = mine;
        }
        fetch().whenComplete((latest, failure) -> {
            synchronized (lock) {
                inFlight = null;
                if (latest != null) {
                    known = latest;
                }
            }
            settle(mine, latest, failure);
        });
        return mine;
    }

    private void settle(CompletableFuture<Known> waiting, Known latest, Throwable failure) {
        if (latest != null) {
            waiting.complete(latest);
            return;
        }
        LOG.warn("The issuer's keys could not be fetched: {}", failure.toString());
        if (everFetched()) {
            waiting.complete(known);
        } else {
            waiting.completeExceptionally(new IssuerUnavailable("The issuer's keys could not be fetched.", failure));
        }
    }

    private boolean everFetched() {
        return known.fetchedAt.isAfter(Instant.MIN);
    }

    private CompletionStage<Known> fetch() {
        try {
            return source.fetch().thenApply(document -> new Known(parsed(document), clock.instant()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Map<String, PublicKey> parsed(String document) {
        if (document.length() > MAX_DOCUMENT_BYTES) {
            throw new IssuerUnavailable("The issuer's key set is too large.", null);
        }
        Map<String, PublicKey> keys = new HashMap<>();
        try {
            for (Jwk<? extends Key> jwk : io.jsonwebtoken.security.Jwks.setParser()
                    .ignoreUnsupported(true)
                    .build()
                    .parse(document)
                    .getKeys()) {
                if (jwk.getId() != null && jwk instanceof PublicJwk<?> key && isForSigning(key) && isStrong(key)) {
                    keys.put(jwk.getId(), key.toKey());
                }
            }
        } catch (JwtException | IllegalArgumentException e) {
            throw new IssuerUnavailable("The issuer's key set cannot be read.", e);
        }
        if (keys.size() > MAX_KEYS) {
            throw new IssuerUnavailable("The issuer has more than " + MAX_KEYS + " keys.", null);
        }
        return Map.copyOf(keys);
    }

    private static boolean isForSigning(PublicJwk<?> key) {
        return key.getPublicKeyUse() == null || key.getPublicKeyUse().equals("sig");
    }

    private static boolean isStrong(PublicJwk<?> jwk) {
        PublicKey key = jwk.toKey();
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS
                || key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == P256_BITS;
    }
}
