package dev.symbio.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeanConnectionTest {
    private static final int CHUNKED = 0;
    private static final int NO_BODY = -1;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/echo", LeanConnectionTest::echo);
        server.createContext("/api/v1/nothing", exchange -> {
            exchange.sendResponseHeaders(204, NO_BODY);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsAnswerAfterAnswerOnOneConnection() throws IOException {
        try (LeanConnection connection = connect()) {
            byte[] body = "{\"name\":\"Müller\"}".getBytes(StandardCharsets.UTF_8);
            assertThat(connection.post("/echo", "key-1", body)).isEqualTo(201);
            assertThat(connection.text()).isEqualTo("POST key-1 Bearer token {\"name\":\"Müller\"}");
            assertThat(connection.get("/nothing")).isEqualTo(204);
            assertThat(connection.text()).isEmpty();
            byte[] big = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            assertThat(connection.post("/echo?chunked", "key-2", big)).isEqualTo(201);
            assertThat(connection.text()).hasSize("POST key-2 Bearer token ".length() + big.length);
        }
    }

    @Test
    void saysThatTheConnectionWasClosed() throws IOException {
        try (LeanConnection connection = connect()) {
            assertThat(connection.get("/nothing")).isEqualTo(204);
            server.stop(0);
            assertThatThrownBy(() -> connection.get("/nothing")).isInstanceOf(IOException.class);
        }
    }

    private LeanConnection connect() throws IOException {
        return new LeanConnection(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "token");
    }

    private static void echo(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] answer = (exchange.getRequestMethod() + " "
                        + exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " " + sent)
                .getBytes(StandardCharsets.UTF_8);
        boolean chunked = "chunked".equals(exchange.getRequestURI().getQuery());
        exchange.sendResponseHeaders(201, chunked ? CHUNKED : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
