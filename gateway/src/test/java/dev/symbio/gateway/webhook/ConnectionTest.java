package dev.symbio.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String PASSWORD = "changeit";
    private static final InetAddress[] HERE = {InetAddress.getLoopbackAddress()};

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static byte[] request(String host) {
        return ("POST /hook HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
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
            // nobody finds addresses of names that end so
            URI right = URI.create("https://finance.example:" + port + "/hook");
            try (Connection connection = Connection.open(right, HERE, context.getSocketFactory(), timer, LONG)) {
                assertThat(connection.status(request("finance.example"), LONG)).isEqualTo(204);
            }
            assertThat(asked.join()).asString().contains("finance.example");
            URI wrong = URI.create("https://other.example:" + port + "/hook");
            assertThatThrownBy(() -> Connection.open(wrong, HERE, context.getSocketFactory(), timer, LONG))
                    .isInstanceOf(SSLHandshakeException.class);
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

    private int statusOf(ServerSocket server, Duration within) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        try (Connection connection = Connection.open(uri, HERE, null, timer, LONG)) {
            return connection.status(request("127.0.0.1"), within);
        }
    }

    @Test
    void announcementsComeBeforeTheStatusThatCounts() throws Exception {
        try (ServerSocket server =
                saying("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100\r\n\r\nHTTP/1.1 201 Created\r\n")) {
            assertThat(statusOf(server, LONG)).isEqualTo(201);
        }
    }

    @Test
    void whoDoesNotComeToAnEndIsLeft() throws Exception {
        try (ServerSocket server = saying("HTTP/1.1 2")) {
            assertThatThrownBy(() -> statusOf(server, Duration.ofMillis(100)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void anotherProtocolAndTooLongALineAreNoAnswer() throws Exception {
        for (String said : List.of("SSH-2.0-OpenSSH_9.6\r\n", "HTTP/1.1 200 " + "x".repeat(40_000))) {
            try (ServerSocket server = saying(said)) {
                assertThatThrownBy(() -> statusOf(server, LONG))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void aServerThatNeverBeginsTlsIsLeft() throws Exception {
        try (ServerSocket server = saying("")) {
            URI uri = URI.create("https://finance.example:" + server.getLocalPort() + "/");
            assertThatThrownBy(() -> Connection.open(
                            uri, HERE, SSLContext.getDefault().getSocketFactory(), timer, Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class);
        }
    }
}
