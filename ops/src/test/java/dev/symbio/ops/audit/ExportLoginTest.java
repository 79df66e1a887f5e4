package dev.symbio.ops.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.symbio.ops.client.BearerToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** One way to log in is needed, and what is told when a token runs out while the download goes on. */
class ExportLoginTest {
    private static final String FIRST = "{\"type\":\"symbio.audit.export-started.v1\",\"data\":{\"tenant\":\"acme\","
            + "\"checkpoint\":7,\"checkpoints\":1,\"heads\":0,\"chains\":0,\"events\":0,\"publicKey\":\"\"}}\n";
    private static final List<String> LINES = List.of(FIRST, "two\n", "three\n");

    @TempDir
    private Path directory;

    /** Each is taken for one request. */
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/audit/exports/7", this::download);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Two lines, and then the connection breaks; or the last one. */
    private void download(HttpExchange exchange) throws IOException {
        if (!tokens.remove(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        int from = Integer.parseInt(exchange.getRequestURI().getQuery().substring("from=".length()));
        String rest = String.join("", LINES.subList(from, LINES.size()));
        String part = from == 0 ? LINES.get(0) + LINES.get(1) : rest;
        exchange.getResponseHeaders().set("X-Total-Lines", Integer.toString(LINES.size()));
        exchange.sendResponseHeaders(200, rest.length());
        exchange.getResponseBody().write(part.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private record Ran(int code, String text) {}

    private Ran export(Map<String, String> environment, Object... more) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        CommandLine line = new CommandLine(new ExportCommand(environment))
                .setOut(writer)
                .setErr(writer)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    writer.println(failure);
                    return 2;
                });
        Object[] given = {"--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--checkpoint", "7"};
        int code = line.execute(java.util.stream.Stream.concat(Arrays.stream(given), Arrays.stream(more))
                .map(Object::toString)
                .toArray(String[]::new));
        writer.flush();
        return new Ran(code, text.toString());
    }

    @Test
    void aTokenThatRunsOutIsToldAndTheNextOneGoesOn() throws IOException {
        Path out = directory.resolve("out");
        Path token = Files.writeString(directory.resolve("token"), "first-one\n");
        tokens.add("Bearer first-one");

        Ran ended = export(Map.of(), "--token-file", token, out);

        assertThat(ended.code()).as(ended.text()).isEqualTo(1);
        assertThat(ended.text())
                .contains("The token has run out (401).", out + " has 2 lines: repeat the command with a new token")
                .doesNotContain("first-one");
        tokens.add("Bearer second-one");
        Ran gone = export(Map.of("SYMBIO_TOKEN", "second-one"), out);
        assertThat(gone.code()).as(gone.text()).isZero();
        assertThat(Files.readString(out)).isEqualTo(String.join("", LINES));
    }

    @Test
    void oneWayToLogInIsNeeded() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "abc");
        Path out = directory.resolve("out");
        assertThat(export(Map.of(), out)).satisfies(ran -> told(ran, "Expected one of --as WHO", "but got none."));
        assertThat(export(Map.of("SYMBIO_TOKEN", "abc"), "--as", "auditor@acme", out))
                .satisfies(ran -> told(ran, "Expected one of --as WHO", "but got 2."));
        assertThat(export(Map.of("SYMBIO_TOKEN", "abc"), "--token-file", token, out))
                .satisfies(ran -> told(ran, "but got 2."));
        assertThat(export(Map.of("SYMBIO_TOKEN", " "), "--token-file", token, "--as", "auditor@acme", out))
                .satisfies(ran -> told(ran, "but got 2."));
        assertThat(export(Map.of(), "--as", "auditor", out)).satisfies(ran -> told(ran, "such as auditor@acme"));
    }

    @Test
    void whatIsNoTokenIsToldWithoutIt() throws IOException {
        Path two = Files.writeString(directory.resolve("two"), "secret-a secret-b");
        assertThat(export(Map.of(), "--token-file", two, directory.resolve("out")))
                .satisfies(ran -> told(ran, two + ": Expected one token"))
                .satisfies(ran -> assertThat(ran.text()).doesNotContain("secret"));
        assertThat(export(Map.of("SYMBIO_TOKEN", "secret\u00e4"), directory.resolve("out")))
                .satisfies(ran -> told(ran, "SYMBIO_TOKEN: Expected one token"));
        assertThat(export(Map.of(), "--token-file", directory.resolve("none"), directory.resolve("out")))
                .satisfies(ran -> told(ran, "Expected a file that can be read"));
        assertThat(new BearerToken("secret")).hasToString("a bearer token");
    }

    private static void told(Ran ran, String... what) {
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.text()).contains(what);
    }
}
