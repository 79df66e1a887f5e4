package dev.symbio.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.symbio.gateway.webhook.WebhookPost.Outcome;
import dev.symbio.platform.entity.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts at servers that speak TLS, or not as they should. Names are looked up by the test: all of them are here. */
class WebhookPostTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String PASSWORD = "changeit";
    private static final String NO_CONNECTION = "No connection.";
    private static final String TOO_LATE = "No answer in time.";
    private static final String NO_ANSWER = "The connection ended without an answer.";

    private static Outcome send(String url, SSLContext tls, Duration connect, Duration answer) throws Exception {
        WebhookSettings d = WebhookSettings.DEFAULT;
        WebhookSettings settings = new WebhookSettings(
                d.pollEvery(),
                d.concurrency(),
                d.perTenant(),
                d.perEndpoint(),
                connect,
                answer,
                d.firstRetryAfter(),
                d.maxRetryAfter(),
                d.giveUpAfter(),
                d.keepFor());
        DeliveryTable.Due due = new DeliveryTable.Due(
                new TenantId("vendor"),
                "delivery",
                "endpoint",
                url,
                WebhookSecret.create(new SecureRandom()),
                "event",
                "type",
                null,
                null,
                "correlation",
                "{}",
                DeliveryTable.WAITING,
                0,
                0,
                null);
        try (WebhookPost post = new WebhookPost(
                settings,
                new TargetRules(true),
                body -> body,
                name -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                tls)) {
            return post.send(due, Instant.parse("2026-07-01T00:00:00Z"));
        }
    }

    private static SSLContext contextFor(String host, Path directory) throws Exception {
        Path file = directory.resolve(host + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    @Test
    void goesToTheAddressThatWasCheckedAndVerifiesTheName(@TempDir Path directory) throws Exception {
        SSLContext context = contextFor("finance.example", directory);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        CompletableFuture<List<SNIServerName>> asked = new CompletableFuture<>();
        server.createContext("/", exchange -> {
            asked.complete(((ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession()).getRequestedServerNames());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertThat(send("https://finance.example:" + port + "/hook", context, LONG, LONG)
                            .taken())
                    .isTrue();
            assertThat(asked.join()).asString().contains("finance.example");
            assertThat(send("https://other.example:" + port + "/hook", context, LONG, LONG))
                    .isEqualTo(new Outcome(NO_CONNECTION, false));
        } finally {
            server.stop(0);
        }
    }

    /** A server that says this and no more, and keeps the connection. */
    private static ServerSocket saying(String text) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CompletableFuture.runAsync(
                () -> {
                    try (Socket accepted = server.accept()) {
                        accepted.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                        accepted.getInputStream().readAllBytes();
                    } catch (IOException closed) {
                        // the test is over
                    }
                },
                work -> new Thread(work, "saying").start());
        return server;
    }

    private static Outcome answerOf(String said, Duration within) throws Exception {
        try (ServerSocket server = saying(said)) {
            return send("http://a.example:" + server.getLocalPort() + "/", SSLContext.getDefault(), LONG, within);
        }
    }

    @Test
    void announcementsComeBeforeTheStatusThatCounts() throws Exception {
        assertThat(answerOf(
                                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n\r\n",
                                LONG)
                        .taken())
                .isTrue();
    }

    /** Of the answer only the status is waited for: its body may never end. */
    @Test
    void aBodyIsNotWaitedFor() throws Exception {
        assertThat(answerOf("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx", LONG)
                        .taken())
                .isTrue();
        assertThat(answerOf("HTTP/1.1 410 Gone\r\nContent-Length: 1000000\r\n\r\nx", LONG))
                .isEqualTo(new Outcome("HTTP status 410", true));
    }

    @Test
    void whoDoesNotComeToAnEndIsLeft() throws Exception {
        assertThat(answerOf("HTTP/1.1 2", SHORT)).isEqualTo(new Outcome(TOO_LATE, false));
    }

    @Test
    void anotherProtocolAndTooLongALineAreNoAnswer() throws Exception {
        assertThat(answerOf("HTTP/1.1 200 " + "x".repeat(40_000), LONG)).isEqualTo(new Outcome(NO_ANSWER, false));
        assertThat(answerOf("SSH-2.0-OpenSSH_9.6\r\n", SHORT).taken()).isFalse();
    }

    @Test
    void aServerThatNeverBeginsTlsIsLeft() throws Exception {
        try (ServerSocket server = saying("")) {
            assertThat(send("https://a.example:" + server.getLocalPort() + "/", SSLContext.getDefault(), SHORT, LONG))
                    .isEqualTo(new Outcome(NO_CONNECTION, false));
        }
    }
}
