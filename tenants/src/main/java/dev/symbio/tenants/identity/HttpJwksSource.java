package dev.symbio.tenants.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Fetches keys over HTTP: https, or http to this machine; no redirects, a few seconds, a bounded body. */
public final class HttpJwksSource implements JwksSource {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient client;
    private final HttpRequest request;
    private final Executor blocking;

    /** @param blocking runs the reading of the answer */
    public HttpJwksSource(URI uri, Executor blocking) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = scheme.equals("https") || scheme.equals("http") && Loopback.isLoopback(uri.getHost());
        if (!allowed || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "Expected the key address as https URL, or http to this machine, but got " + uri + ".");
        }
        this.blocking = blocking;
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        request = HttpRequest.newBuilder(uri)
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/json")
                .build();
    }

    @Override
    public CompletionStage<String> fetch() {
        return CompletableFuture.supplyAsync(this::get, blocking);
    }

    private String get() {
        try {
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException("Expected status 200 but got " + answer.statusCode() + ".");
                }
                byte[] bytes = body.readNBytes(Jwks.MAX_DOCUMENT_BYTES + 1);
                if (bytes.length > Jwks.MAX_DOCUMENT_BYTES) {
                    throw new IOException("Expected at most " + Jwks.MAX_DOCUMENT_BYTES + " bytes but got more.");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new IssuerUnavailable("Cannot get keys from " + request.uri() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IssuerUnavailable("Interrupted while getting keys from " + request.uri() + ".", e);
        }
    }
}
