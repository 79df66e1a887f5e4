package dev.symbio.ops.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.json.Json;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One person's requests. Safe for use by several threads. */
public final class Session {
    private static final String API = "/api/v1";
    private static final int PAGE = 200;
    private static final int UNAUTHORIZED = 401;

    private final ApiClient client;
    private final Identity identity;
    private volatile String token;

    /** Fetches its tokens at the built-in issuer. */
    Session(ApiClient client, Identity identity) {
        this.client = client;
        this.identity = identity;
    }

    /** Has one token and no other. */
    Session(ApiClient client, BearerToken given) {
        this.client = client;
        identity = null;
        token = given.text();
    }

    /** Null when only a token was given. */
    public Identity identity() {
        return identity;
    }

    /** @param path below {@code /api/v1}, starting with a slash */
    public ApiAnswer tryGet(String path) {
        return send(client.request(API + path).GET());
    }

    public JsonNode get(String path) {
        return required("GET " + path, tryGet(path)).body();
    }

    /** The items of all pages of a list. */
    public List<JsonNode> getAll(String path) {
        String first = path + (path.indexOf('?') < 0 ? "?" : "&") + "limit=" + PAGE;
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(first + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("items").forEach(items::add);
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
        return items;
    }

    public ApiAnswer tryPost(String path, String idempotencyKey, Object body) {
        return tryPost(path, idempotencyKey, "application/json", json(body));
    }

    public ApiAnswer tryPost(String path, String idempotencyKey, String contentType, byte[] body) {
        return send(client.request(API + path)
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public JsonNode post(String path, String idempotencyKey, Object body) {
        return required("POST " + path, tryPost(path, idempotencyKey, body)).body();
    }

    public JsonNode put(String path, Object body) {
        ApiAnswer answer = send(client.request(API + path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(json(body))));
        return required("PUT " + path, answer).body();
    }

    /** The answer, if it is a success. */
    public static ApiAnswer required(String request, ApiAnswer answer) {
        if (!answer.isSuccess()) {
            throw new ApiProblem(request, answer);
        }
        return answer;
    }

    /** An answer that is read as it arrives; the caller closes its body. */
    public HttpResponse<InputStream> download(String path) {
        String used = token();
        try {
            return stream(path, used);
        } catch (ApiProblem refused) {
            if (refused.status() != UNAUTHORIZED || !forget(used)) {
                throw refused;
            }
            return stream(path, token());
        }
    }

    private HttpResponse<InputStream> stream(String path, String used) {
        return client.stream(client.request(API + path)
                .GET()
                .setHeader("Authorization", "Bearer " + used)
                .build());
    }

    private ApiAnswer send(HttpRequest.Builder request) {
        String used = token();
        ApiAnswer answer =
                client.send(request.setHeader("Authorization", "Bearer " + used).build());
        // Tokens live for an hour; a load may take longer.
        if (answer.status() != UNAUTHORIZED || !forget(used)) {
            return answer;
        }
        return client.send(
                request.setHeader("Authorization", "Bearer " + token()).build());
    }

    private String token() {
        String known = token;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (token == null) {
                token = client.token(identity);
            }
            return token;
        }
    }

    /** @return whether another can be had */
    private synchronized boolean forget(String used) {
        if (identity == null) {
            return false;
        }
        if (used.equals(token)) {
            token = null;
        }
        return true;
    }

    private static byte[] json(Object body) {
        try {
            return Json.MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException notSerialisable) {
            throw new IllegalArgumentException(notSerialisable);
        }
    }
}
