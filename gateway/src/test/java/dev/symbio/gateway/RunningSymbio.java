package dev.symbio.gateway;

import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.StoresUnderTest;
import dev.symbio.platform.runtime.TestServers;
import dev.symbio.platform.storage.Profile;
import dev.symbio.tenants.tenant.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The whole of Symbio in a directory of its own, on free ports, and clients for its members. On the embedded profile, unless
 * the system property {@value #PROFILE} names another: then every test runs on real servers of that profile.
 */
public final class RunningSymbio implements AutoCloseable {
    static final String PROFILE = "servers.profile";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final Symbio symbio;
    private final Runnable dropStores;
    private final ApiClient client;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    private RunningSymbio(Path directory, Symbio symbio, Runnable dropStores) {
        this.directory = directory;
        this.symbio = symbio;
        this.dropStores = dropStores;
        client = ApiClient.of(symbio.url().getHost(), symbio.url().getPort());
    }

    public static RunningSymbio start() {
        return on(Profile.of(System.getProperty(PROFILE, "embedded")).orElseThrow());
    }

    /** On empty stores. */
    public static RunningSymbio on(Profile profile) {
        Path directory;
        try {
            directory = Files.createTempDirectory("symbio-gateway-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (profile == Profile.EMBEDDED) {
            return in(directory);
        }
        StoresUnderTest stores = profile == Profile.POSTGRES
                ? TestServers.postgresWith(Symbio.FEATURES)
                : TestServers.cassandraWith(Symbio.FEATURES);
        Map<String, Object> settings = new HashMap<>(stores.settings());
        settings.put("symbio.identity.issuer", "built-in");
        return with(directory, settings, Clock.systemUTC(), stores::close);
    }

    /**
     * Two nodes on PostgreSQL: callers come to one that hosts no entity, so that every command and every state crosses to the
     * other.
     */
    public static RunningSymbio apart() {
        try {
            Path directory = Files.createTempDirectory("symbio-gateway-test");
            StoresUnderTest stores = TestServers.postgresWith(Symbio.FEATURES);
            List<Integer> ports = freePorts(4);
            Map<String, Object> shared = new HashMap<>(stores.settings());
            shared.put("symbio.identity.issuer", "built-in");
            shared.put("symbio.cluster.discovery", "config");
            shared.put("symbio.cluster.endpoints", "127.0.0.1:" + ports.get(2) + ",127.0.0.1:" + ports.get(3));
            shared.put("symbio.cluster.leaves-after", "0 s");
            shared.put(
                    "symbio.audit.signing-key", directory.resolve("audit.key").toString());
            shared.put(
                    "symbio.personal.master-key",
                    directory.resolve("master.key").toString());
            shared.put("symbio.data-dir", directory.toString());
            shared.put("symbio.http.private-port", 0);
            Settings hosting = Settings.load(node(shared, "entities,models", ports.get(0), ports.get(2)));
            ExecutorService starter = Executors.newSingleThreadExecutor();
            CompletableFuture<Symbio> other = CompletableFuture.supplyAsync(() -> Symbio.start(hosting), starter);
            starter.shutdown();
            return with(directory, node(shared, "gateway", ports.get(1), ports.get(3)), Clock.systemUTC(), () -> {
                other.join().close();
                stores.close();
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> node(Map<String, Object> shared, String roles, int port, int management) {
        Map<String, Object> settings = new HashMap<>(shared);
        settings.put("symbio.cluster.roles", roles);
        settings.put("symbio.cluster.port", port);
        settings.put("symbio.cluster.management-port", management);
        return settings;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** On the embedded profile. */
    public static RunningSymbio in(Path directory) {
        return in(directory, Map.of(), Clock.systemUTC());
    }

    /** @param more settings */
    public static RunningSymbio in(Path directory, Map<String, ?> more, Clock clock) {
        return with(directory, more, clock, () -> {});
    }

    private static RunningSymbio with(Path directory, Map<String, ?> more, Clock clock, Runnable dropStores) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "symbio.data-dir", directory.toString(),
                "symbio.http.port", 0,
                "symbio.http.private-port", 0,
                "symbio.http.rate-limit-per-second", 100_000,
                "symbio.http.rate-limit-burst", 100_000));
        settings.putAll(more);
        return new RunningSymbio(directory, Symbio.start(Settings.load(settings), clock), dropStores);
    }

    public Symbio symbio() {
        return symbio;
    }

    public Path directory() {
        return directory;
    }

    /** Without a token. */
    public ApiClient anyone() {
        return client;
    }

    public ApiClient operator() {
        return as("operator@symbio");
    }

    /** @param login {@code subject@tenant} */
    public ApiClient as(String login) {
        return client.as(tokens.computeIfAbsent(login, this::token));
    }

    public String token(String login) {
        String form = "grant_type=client_credentials&client_id=" + URLEncoder.encode(login, StandardCharsets.UTF_8);
        ApiClient.Answer answer = client.send(
                "POST", "/oidc/token", "application/x-www-form-urlencoded", HttpRequest.BodyPublishers.ofString(form));
        if (answer.status() != 200) {
            throw new IllegalStateException(login + ": " + answer.text());
        }
        return answer.json().get("access_token").asText();
    }

    /** Brings in a company with one member per role, named after the role. */
    public void company(String id, String kind) {
        List<Map<String, Object>> members = Stream.of(Role.values())
                .filter(role -> role != Role.OPERATOR)
                .map(Role::name)
                .map(role -> Map.<String, Object>of(
                        "subject", role.toLowerCase(java.util.Locale.ROOT), "name", role, "roles", List.of(role)))
                .toList();
        ApiClient.Answer answer = operator()
                .post(
                        "/api/v1/tenants",
                        Map.of("id", id, "name", id, "kind", kind, "zone", "Europe/Berlin", "members", members));
        if (answer.status() != 201) {
            throw new IllegalStateException(id + ": " + answer.text());
        }
    }

    /** The text at a path of the private port, with its status in front. */
    public String privately(String path) {
        URI uri = symbio.privateUrl().resolve(path);
        try {
            HttpResponse<String> response =
                    HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it and leaves its files. */
    public void stop() {
        symbio.close();
    }

    @Override
    public void close() {
        stop();
        dropStores.run();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
