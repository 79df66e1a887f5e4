package dev.symbio.ops.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/** A platform's public address, and how patiently it is asked. */
public final class ApiClient {
    private static final Set<Integer> WORTH_REPEATING = Set.of(429, 503, 504);
    private static final int OK = 200;
    private static final String IN_FLIGHT = "in-flight";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI base;
    private final HttpClient http;
    private final Patience patience;
    private final Duration requestTimeout;

    public ApiClient(URI base, Patience patience) {
        this(base, patience, Duration.ofSeconds(30));
    }

    public ApiClient(URI base, Patience patience, Duration requestTimeout) {
        String text = base.toString();
        this.base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        this.patience = patience;
        this.requestTimeout = requestTimeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    public URI base() {
        return base;
    }

    /** Acts as someone; the token is fetched when it is first needed. */
    public Session as(Identity identity) {
        return new Session(this, identity);
    }

    /** Acts as whoever the token names; when it is refused, there is no other. */
    public Session with(BearerToken token) {
        return new Session(this, token);
    }

    /** For clients of another make; sessions fetch their own. */
    public String token(Identity identity) {
        HttpRequest request = request("/oidc/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                        + URLEncoder.encode(identity.clientId(), StandardCharsets.UTF_8)))
                .build();
        ApiAnswer answer = send(request);
        String token = answer.body().path("access_token").asText("");
        if (!answer.isSuccess() || token.isEmpty()) {
            String why = answer.body().path("error_description").asText(answer.code());
            throw new IdentityUnavailable(
                    identity, base.toString(), "it answered " + answer.status() + (why.isEmpty() ? "." : ": " + why));
        }
        return token;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(requestTimeout);
    }

    /** Sends, and sends again while the answer says that this may help. */
    ApiAnswer send(HttpRequest request) {
        String what = request.method() + " " + request.uri().getPath();
        for (int attempt = 1; ; attempt++) {
            Duration retryAfter = null;
            try {
                HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
                ApiAnswer answer = read(response, response.body());
                if (!worthRepeating(answer) || attempt >= patience.maxAttempts()) {
                    return answer;
                }
                retryAfter = retryAfter(response);
            } catch (IOException noAnswer) {
                if (attempt >= patience.maxAttempts()) {
                    throw new ApiProblem(
                            what + " at " + base + " got no answer"
                                    + (attempt > 1 ? " in " + attempt + " attempts" : "") + ": " + noAnswer,
                            noAnswer);
                }
            } catch (InterruptedException stop) {
                throw interrupted(what, stop);
            }
            try {
                Patience.pause(patience.pauseAfter(attempt, retryAfter));
            } catch (InterruptedException stop) {
                throw interrupted(what, stop);
            }
        }
    }

    /** Sends, and repeats as {@link #send} does until the answer begins. @throws ApiProblem if it is a refusal */
    HttpResponse<InputStream> stream(HttpRequest request) {
        String what = request.method() + " " + request.uri().getPath();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
                if (response.statusCode() == OK) {
                    return response;
                }
                ApiAnswer answer = read(response, response.body().readAllBytes());
                if (!worthRepeating(answer) || attempt >= patience.maxAttempts()) {
                    throw new ApiProblem(what, answer);
                }
                Patience.pause(patience.pauseAfter(attempt, retryAfter(response)));
            } catch (IOException noAnswer) {
                if (attempt >= patience.maxAttempts()) {
                    throw new ApiProblem(what + " at " + base + " got no answer: " + noAnswer, noAnswer);
                }
                pause(what, attempt);
            } catch (InterruptedException stop) {
                throw interrupted(what, stop);
            }
        }
    }

    private void pause(String what, int attempt) {
        try {
            Patience.pause(patience.pauseAfter(attempt, null));
        } catch (InterruptedException stop) {
            throw interrupted(what, stop);
        }
    }

    private static ApiProblem interrupted(String what, InterruptedException stop) {
        Thread.currentThread().interrupt();
        return new ApiProblem(what + " was interrupted.", stop);
    }

    /** A repeat that overtakes its own first attempt is told that this one is still in flight. */
    private static boolean worthRepeating(ApiAnswer answer) {
        return WORTH_REPEATING.contains(answer.status())
                || (answer.status() == 409 && answer.code().endsWith(IN_FLIGHT));
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    private static ApiAnswer read(HttpResponse<?> response, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        JsonNode body = MissingNode.getInstance();
        if (response.headers().firstValue("Content-Type").orElse("").contains("json") && !text.isBlank()) {
            try {
                body = Json.MAPPER.readTree(text);
            } catch (JsonProcessingException notJson) {
                throw new ApiProblem(
                        "Expected JSON from " + response.uri() + " but: " + notJson.getOriginalMessage(), notJson);
            }
        }
        String etag = response.headers().firstValue("ETag").orElse(null);
        String retryAfter = response.headers().firstValue("Retry-After").orElse(null);
        return new ApiAnswer(response.statusCode(), body, text, etag, retryAfter);
    }
}
