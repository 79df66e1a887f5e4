package dev.symbio.gateway.http;

import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.TenantId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that has passed all checks of its endpoint's declaration.
 *
 * @param caller null only for open endpoints
 * @param pathValues by name of the path template's parameters, decoded
 * @param queryValues the declared query parameters that are there
 * @param key the Idempotency-Key, or one made up for methods that are repeatable by themselves
 * @param fingerprint SHA-256 of method, path and body; empty for a body that is read as it arrives: rows, whose chunks have their
 *     own, and files
 * @param expectedSeq from If-Match; null when the caller does not care
 * @param correlationId from X-Correlation-Id, or made up
 * @param path the path as asked for
 * @param host the Host header
 */
public record Call<B>(
        @Nullable Caller caller,
        Map<String, String> pathValues,
        Map<String, String> queryValues,
        @Nullable B body,
        String key,
        String fingerprint,
        @Nullable Long expectedSeq,
        String correlationId,
        String path,
        String host) {
    public static final int DEFAULT_LIMIT = 50;

    public String path(String name) {
        return pathValues.get(name);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(queryValues.get(name));
    }

    /** Rows per page; the declaration of {@link QueryParameter#LIMIT} has checked it. */
    public int limit() {
        return query(QueryParameter.LIMIT.name()).map(Integer::parseInt).orElse(DEFAULT_LIMIT);
    }

    public Principal principal() {
        return caller.principal();
    }

    public TenantId tenant() {
        return caller.tenant();
    }

    /** For the one command that this call leads to. */
    public CommandMeta meta() {
        return new CommandMeta(key, fingerprint, principal(), correlationId, null, expectedSeq);
    }

    <T> Call<T> withBody(@Nullable T newBody, String newFingerprint) {
        return new Call<>(
                caller, pathValues, queryValues, newBody, key, newFingerprint, expectedSeq, correlationId, path, host);
    }
}
