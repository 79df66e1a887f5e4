package dev.symbio.ops.deployment;

import static dev.symbio.ops.deployment.DeploymentFiles.COMPOSE;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Compose file: its form, what it says of the code, and what its services say of each other. */
final class ComposeRules {
    private static final Pattern FROM_OUTSIDE = Pattern.compile("\\$\\{[A-Z_]+:\\?[^}]+}");
    private static final Pattern JDBC = Pattern.compile("jdbc:postgresql://([^:/]+):(\\d+)/(\\w+)");
    private static final Pattern CONNECTIONS = Pattern.compile("max_connections=(\\d+)");
    /** For the schema command and for whoever looks. */
    private static final int OTHER_CONNECTIONS = 10;

    private static final int SLACK_SECONDS = 10;

    private final JsonNode file;
    private final DeploymentFiles files;
    private final Code code;
    private final Problems problems;
    private final Map<String, JsonNode> services = new TreeMap<>();

    private ComposeRules(DeploymentFiles files, Code code) {
        this.files = files;
        this.code = code;
        problems = new Problems(code);
        file = files.yaml(COMPOSE).get(0);
        file.path("services").properties().forEach(service -> services.put(service.getKey(), service.getValue()));
    }

    static List<String> problems(DeploymentFiles files, Code code) {
        ComposeRules rules = new ComposeRules(files, code);
        rules.problems.addAll(Form.of("compose").problems(COMPOSE, rules.file));
        rules.problems.expectKnownVariables(COMPOSE, files.text(COMPOSE));
        rules.services.forEach(rules::checkService);
        rules.checkVolumes();
        rules.checkStores();
        rules.nodes().forEach((name, node) -> rules.checkNode(name, node));
        return rules.problems.found();
    }

    private void checkService(String name, JsonNode service) {
        String image = service.path("image").asText();
        problems.expectEqual(code.image(image.split(":")[0]), image, COMPOSE, "image of " + name);
        service.path("environment").properties().forEach(variable -> {
            if (variable.getKey().contains("PASSWORD")) {
                boolean given =
                        FROM_OUTSIDE.matcher(variable.getValue().asText()).matches();
                problems.expect(given, COMPOSE, "a password is in the file: " + variable.getKey() + " of " + name);
            }
        });
        service.path("depends_on").properties().forEach(other -> {
            JsonNode needed = services.get(other.getKey());
            problems.expect(needed != null, COMPOSE, name + " waits for " + other.getKey() + ", which does not exist");
            String condition = other.getValue().path("condition").asText();
            problems.expect(
                    needed == null || !condition.equals("service_healthy") || needed.has("healthcheck"),
                    COMPOSE,
                    other.getKey() + " has no health check, but " + name + " waits for its health");
        });
        if (image.startsWith("symbio:")) {
            problems.expectCommand(Problems.texts(service.path("command")), files, COMPOSE);
            String dockerfile = service.path("build").path("dockerfile").asText();
            problems.expect(files.texts().containsKey(dockerfile), COMPOSE, "there is no " + dockerfile);
        }
    }

    private void checkVolumes() {
        Set<String> used = new TreeSet<>();
        services.values().forEach(service -> Problems.texts(service.path("volumes"))
                .forEach(mount -> used.add(mount.split(":")[0])));
        Set<String> named = new TreeSet<>();
        file.path("volumes").fieldNames().forEachRemaining(named::add);
        problems.expectEqual(used, named, COMPOSE, "the list of volumes");
    }

    private void checkStores() {
        Map<String, JsonNode> cassandra = withImage("cassandra");
        problems.expectEqual(3, cassandra.size(), COMPOSE, "the number of Cassandra nodes");
        cassandra.forEach((name, server) -> problems.expect(
                CommitLog.changedBy(Problems.texts(server.path("command"))).waitsForDisk(),
                COMPOSE,
                name + " answers before what it was told is on disk"));
        problems.expectEqual(3, nodes().size(), COMPOSE, "the number of Symbio nodes");
        problems.expectEqual(1, withImage("postgres").size(), COMPOSE, "the number of PostgreSQL servers");
        JsonNode postgres = services.get("postgres");
        Matcher connections = CONNECTIONS.matcher(postgres.path("command").toString());
        int needed = OTHER_CONNECTIONS
                + nodes().size()
                        * (code.settings().getInt("symbio.postgres.journal-connections")
                                + code.settings().getInt("symbio.postgres.read-connections"));
        problems.expect(
                connections.find() && Integer.parseInt(connections.group(1)) >= needed,
                COMPOSE,
                "max_connections should be at least " + needed);
        for (String name : List.of("schema", "symbio-1", "symbio-2", "symbio-3")) {
            checkStoresOf(name, services.get(name).path("environment"), cassandra, postgres.path("environment"));
        }
    }

    private void checkStoresOf(String name, JsonNode told, Map<String, JsonNode> cassandra, JsonNode postgres) {
        String port =
                code.settings().getString("symbio.cassandra.contact-points").split(":")[1];
        for (String point :
                told.path("SYMBIO_CASSANDRA_CONTACT_POINTS").asText().split(",")) {
            boolean exists = cassandra.containsKey(point.split(":")[0]) && point.endsWith(":" + port);
            problems.expect(exists, COMPOSE, name + " looks for Cassandra at " + point);
        }
        cassandra.forEach((server, service) -> problems.expectEqual(
                told.path("SYMBIO_CASSANDRA_LOCAL_DATACENTER"),
                service.path("environment").path("CASSANDRA_DC"),
                COMPOSE,
                "CASSANDRA_DC of " + server));
        problems.expectEqual(
                cassandra.size(),
                told.path("SYMBIO_CASSANDRA_REPLICATION_FACTOR").asInt(),
                COMPOSE,
                "the replication factor");
        Matcher url = JDBC.matcher(told.path("SYMBIO_POSTGRES_URL").asText());
        Matcher standard = JDBC.matcher(code.settings().getString("symbio.postgres.url"));
        problems.expect(
                url.matches()
                        && standard.matches()
                        && services.containsKey(url.group(1))
                        && url.group(2).equals(standard.group(2))
                        && url.group(3).equals(postgres.path("POSTGRES_DB").asText()),
                COMPOSE,
                name + " looks for PostgreSQL at " + told.path("SYMBIO_POSTGRES_URL"));
        problems.expectEqual(
                postgres.path("POSTGRES_USER"), told.path("SYMBIO_POSTGRES_USER"), COMPOSE, "SYMBIO_POSTGRES_USER");
        problems.expectEqual(
                postgres.path("POSTGRES_PASSWORD"),
                told.path("SYMBIO_POSTGRES_PASSWORD"),
                COMPOSE,
                "SYMBIO_POSTGRES_PASSWORD");
    }

    /** As soon as the code has settings for it, all nodes are told of each other. */
    private void checkCluster(String name, JsonNode told) {
        if (code.environment().contains("SYMBIO_CLUSTER_ENDPOINTS")) {
            Set<String> wanted = nodes().keySet().stream()
                    .map(node -> node + ":" + code.ports().get("management"))
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> endpoints = new TreeSet<>(
                    List.of(told.path("SYMBIO_CLUSTER_ENDPOINTS").asText().split(",")));
            problems.expectEqual(wanted, endpoints, COMPOSE, "the endpoints of " + name);
        }
        if (code.environment().contains("SYMBIO_CLUSTER_HOST")) {
            String host = told.path("SYMBIO_CLUSTER_HOST").asText();
            problems.expectEqual(name, host, COMPOSE, "SYMBIO_CLUSTER_HOST of " + name);
        }
    }

    private void checkNode(String name, JsonNode node) {
        checkCluster(name, node.path("environment"));
        for (String mapping : Problems.texts(node.path("ports"))) {
            problems.expect(
                    mapping.startsWith("127.0.0.1:") && mapping.endsWith(":" + code.httpPort()),
                    COMPOSE,
                    name + " publishes " + mapping + ", which is not the public API on this machine");
        }
        for (String once : List.of("schema", "keys")) {
            problems.expectEqual(
                    "service_completed_successfully",
                    node.path("depends_on").path(once).path("condition").asText(),
                    COMPOSE,
                    "how " + name + " waits for " + once);
        }
        String grace = node.path("stop_grace_period").asText();
        problems.expect(
                Duration.parse("PT" + grace).toSeconds() >= code.stopSeconds() + SLACK_SECONDS,
                COMPOSE,
                name + " is given " + grace + " to stop, but may take " + code.stopSeconds() + " s and a little");
        String healthy = node.path("healthcheck").path("test").path(1).asText();
        problems.expect(files.texts().containsKey("ops/docker/" + healthy), COMPOSE, "the image has no " + healthy);
        String data = Problems.texts(node.path("volumes")).get(0).split(":")[1];
        problems.expect(
                files.text(DeploymentFiles.DOCKERFILE).contains("SYMBIO_DATA_DIR=" + data),
                COMPOSE,
                name + " has its keys at " + data + ", where the image does not look");
    }

    private Map<String, JsonNode> nodes() {
        Map<String, JsonNode> nodes = withImage("symbio");
        nodes.values()
                .removeIf(service -> !service.path("command").path(0).asText().equals("node"));
        return nodes;
    }

    private Map<String, JsonNode> withImage(String name) {
        Map<String, JsonNode> found = new TreeMap<>(services);
        found.values().removeIf(service -> !service.path("image").asText().startsWith(name + ":"));
        return found;
    }
}
