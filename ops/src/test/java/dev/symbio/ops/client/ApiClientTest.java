package dev.symbio.ops.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {
    private static final Patience IMPATIENT = new Patience(4, Duration.ofMillis(1), Duration.ofMillis(20));
    private static final int HANG_UP = 0;

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Session session;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/oidc/token", this::token);
        server.createContext("/api/v1/things", this::answer);
        server.start();
        session = client("").as(new Identity("manager", "acme"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void repeatsWithTheSameKeyUntilThePlatformTakesIt() {
        statuses.addAll(List.of(503, 429, HANG_UP, 201));
        assertThat(session.post("/things", "key-1", Map.of("a", 1)).path("ok").asBoolean())
                .isTrue();
        assertThat(keys).containsExactly("key-1", "key-1", "key-1", "key-1");
        assertThat(tokens).hasSize(1);
    }

    @Test
    void givesUpWhenPatienceEnds() {
        statuses.addAll(List.of(503, 503, 504, 503, 201));
        assertThatThrownBy(() -> session.post("/things", "key-1", Map.of()))
                .isInstanceOf(ApiProblem.class)
                .hasMessageContaining("503");
        assertThat(keys).hasSize(4);
    }

    @Test
    void doesNotRepeatARefusal() {
        statuses.addAll(List.of(422, 201));
        assertThatThrownBy(() -> session.post("/things", "key-1", Map.of())).isInstanceOf(ApiProblem.class);
        assertThat(keys).hasSize(1);
    }

    @Test
    void fetchesAnotherTokenWhenTheOldOneIsRefused() {
        statuses.addAll(List.of(401, 200));
        assertThat(session.get("/things").path("ok").asBoolean()).isTrue();
        assertThat(tokens).hasSize(2);
    }

    @Test
    void saysThatAnIdentityIsNotThere() {
        Session stranger = client("/nowhere").as(new Identity("manager", "acme"));
        assertThatThrownBy(() -> stranger.get("/things"))
                .isInstanceOf(IdentityUnavailable.class)
                .hasMessageContaining("manager@acme")
                .hasMessageContaining("404");
    }

    private ApiClient client(String path) {
        return new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), IMPATIENT);
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(form).isEqualTo("grant_type=client_credentials&client_id=manager%40acme");
        tokens.add(form);
        respond(exchange, 200, "{\"access_token\":\"t" + tokens.size() + "\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
        int status = statuses.remove();
        if (status == HANG_UP) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Retry-After", "3600");
        respond(exchange, status, "{\"ok\":true}");
    }

    private static void respond(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
