package dev.symbio.tenants.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpJwksSourceTest {
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{\"keys\":[]}";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String fetch() {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
        return new HttpJwksSource(uri, Runnable::run)
                .fetch()
                .toCompletableFuture()
                .join();
    }

    @Test
    void getsTheKeys() {
        assertThat(fetch()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void doesNotFollowRedirectsOrTakeErrorsForKeys() {
        status = 302;
        assertThatThrownBy(this::fetch).hasCauseInstanceOf(IssuerUnavailable.class);
        status = 500;
        assertThatThrownBy(this::fetch).hasCauseInstanceOf(IssuerUnavailable.class);
    }

    @Test
    void readsNoMoreThanAKeySetNeeds() {
        body = "x".repeat(Jwks.MAX_DOCUMENT_BYTES + 1);
        assertThatThrownBy(this::fetch).hasCauseInstanceOf(IssuerUnavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://id.example/jwks",
                "ftp://localhost/jwks",
                "https://user:pass@id.example/jwks",
                "file:///etc/passwd",
                "/jwks"
            })
    void refusesAddressesThatOthersCouldAnswer(String uri) {
        assertThatThrownBy(() -> new HttpJwksSource(URI.create(uri), Runnable::run))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
