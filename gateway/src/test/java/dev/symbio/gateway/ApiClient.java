package dev.symbio.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Talks to Symbio like any client, and holds every answer against the OpenAPI document. Immutable: {@code as} copies. */
public final class ApiClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final OpenApiContract contract;
    private final @Nullable String token;
    private final Map<String, String> headers;

    private ApiClient(URI base, OpenApiContract contract, @Nullable String token, Map<String, String> headers) {
        this.base = base;
        this.contract = contract;
        this.token = token;
        this.headers = headers;
    }

    /** What came back. */
    public record Answer(int status, Map<String, List<String>> headers, byte[] bytes) {
        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public String text() {
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }

        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        /** Status and problem code: {@code 404 sla.not-found}; or the status alone. */
        public String outcome() {
            return status < 400
                    ? Integer.toString(status)
                    : status + " " + json().path("code").asText();
        }

        /** Places and codes of the problem's errors: {@code /terms/currency field.missing}. */
        public List<String> faults() {
            List<String> faults = new ArrayList<>();
            for (JsonNode fault : json().path("errors")) {
                String place = fault.has("pointer")
                        ? fault.get("pointer").asText()
                        : fault.path("parameter").asText();
                String line = fault.has("line") ? "line " + fault.get("line").asLong() + " " : "";
                faults.add((line + place + " " + fault.get("code").asText()).replace("  ", " "));
            }
            return faults;
        }
    }

    public static ApiClient of(String host, int port) {
        URI base = URI.create("http://" + host + ":" + port);
        try {
            byte[] openApi = HTTP.send(
                            HttpRequest.newBuilder(base.resolve("/openapi.json"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            return new ApiClient(base, new OpenApiContract(openApi), null, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public OpenApiContract contract() {
        return contract;
    }

    public URI base() {
        return base;
    }

    public ApiClient as(@Nullable String newToken) {
        return new ApiClient(base, contract, newToken, headers);
    }

    public ApiClient with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiClient(base, contract, token, more);
    }

    public ApiClient withKey(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    public Answer get(String path) {
        return send("GET", path, null, HttpRequest.BodyPublishers.noBody());
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, HttpRequest.BodyPublishers.noBody());
    }

    public Answer post(String path, Object body) {
        return keyed().send("POST", path, "application/json", json(body));
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, "application/json", json(body));
    }

    /** Sends exactly what is given: no key is made up. */
    public Answer sendJson(String method, String path, Object body) {
        return send(method, path, "application/json", json(body));
    }

    public Answer postRows(String path, String mediaType, HttpRequest.BodyPublisher rows) {
        return keyed().send("POST", path, mediaType, rows);
    }

    public Answer postCsv(String path, String csv) {
        return postRows(path, "text/csv", HttpRequest.BodyPublishers.ofString(csv));
    }

    private ApiClient keyed() {
        return headers.containsKey("Idempotency-Key")
                ? this
                : withKey(UUID.randomUUID().toString());
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        if (body instanceof String text) {
            return HttpRequest.BodyPublishers.ofString(text);
        }
        try {
            return HttpRequest.BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends exactly what is given: no key is made up. */
    public Answer send(String method, String path, @Nullable String mediaType, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (mediaType != null) {
            request.header("Content-Type", mediaType);
        }
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            contract.check(
                    method,
                    path,
                    response.statusCode(),
                    response.headers().firstValue("Content-Type"),
                    response.body());
            Map<String, List<String>> lowerCase = new LinkedHashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> lowerCase.put(name.toLowerCase(java.util.Locale.ROOT), values));
            return new Answer(response.statusCode(), lowerCase, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
