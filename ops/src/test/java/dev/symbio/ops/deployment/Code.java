package dev.symbio.ops.deployment;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the code says of itself.
 *
 * @param environment names of all environment variables that symbio.conf knows
 * @param settings the defaults
 * @param versions properties of the parent pom, and the project's own version as "project"
 * @param metrics everything that a node exports or can export
 * @param stopSeconds within which a node stops in order
 */
record Code(
        Set<String> environment,
        Config settings,
        Map<String, String> versions,
        Metrics metrics,
        int stopSeconds,
        URI privatePort) {
    /** Akka's own defaults, which count as long as no setting names others. */
    private static final int REMOTING = 25_520;

    private static final int MANAGEMENT = 8_558;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\?([A-Z0-9_]+)}");
    private static final Pattern PROPERTY = Pattern.compile("<([a-z][\\w.-]*)>([^<]+)</\\1>");
    private static final Pattern OWN_VERSION =
            Pattern.compile("<artifactId>symbio</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern STOPS = Pattern.compile("STOP_SECONDS = (\\d+);");
    private static final String PLATFORM = "platform/src/main/java/dev/symbio/platform/runtime/Platform.java";

    static Code of(Path home, URI publicPort, URI privatePort) throws IOException, InterruptedException {
        Set<String> environment = new TreeSet<>();
        try (var file = Code.class.getResourceAsStream("/symbio.conf")) {
            Matcher variable = VARIABLE.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            while (variable.find()) {
                environment.add(variable.group(1));
            }
        }
        // so that the metrics of requests are there
        get(publicPort.resolve("/api/v1/tenants"));
        return new Code(
                environment,
                ConfigFactory.parseResources("symbio.conf")
                        .resolve(ConfigResolveOptions.noSystem().setAllowUnresolved(true)),
                versions(Files.readString(home.resolve("pom.xml"))),
                Metrics.of(home, get(privatePort.resolve("/metrics")).body()),
                Integer.parseInt(first(STOPS, Files.readString(home.resolve(PLATFORM)))),
                privatePort);
    }

    private static Map<String, String> versions(String pom) {
        Map<String, String> versions = new HashMap<>();
        Matcher property = PROPERTY.matcher(pom.substring(pom.indexOf("<properties>"), pom.indexOf("</properties>")));
        while (property.find()) {
            versions.put(property.group(1), property.group(2));
        }
        versions.put("project", first(OWN_VERSION, pom));
        return versions;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("Expected " + pattern + " in the code.");
        }
        return found.group(1);
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** This code, should it have these variables too. */
    Code knowing(String... variables) {
        Set<String> more = new TreeSet<>(environment);
        more.addAll(List.of(variables));
        return new Code(more, settings, versions, metrics, stopSeconds, privatePort);
    }

    boolean answers(String path) {
        try {
            return get(privatePort.resolve(path)).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    int httpPort() {
        return settings.getInt("symbio.http.port");
    }

    /** The numbers of the ports by the names that the manifests give them. */
    Map<String, Integer> ports() {
        return Map.of(
                "http", httpPort(),
                "private", settings.getInt("symbio.http.private-port"),
                "remoting", orElse("symbio.cluster.port", REMOTING),
                "management", orElse("symbio.cluster.management-port", MANAGEMENT));
    }

    private int orElse(String setting, int otherwise) {
        return settings.hasPath(setting) ? settings.getInt(setting) : otherwise;
    }

    /** Image names with the versions that the tests run on. */
    String image(String name) {
        return switch (name) {
            case "cassandra" -> "cassandra:" + versions.get("cassandra-server.version");
            // the binaries of the tests are 15.19.0, where the server calls itself 15.19
            case "postgres" ->
                "postgres:" + versions.get("postgresql-server.version").replaceAll("\\.0$", "");
            case "symbio" -> "symbio:" + versions.get("project");
            default -> "";
        };
    }
}
