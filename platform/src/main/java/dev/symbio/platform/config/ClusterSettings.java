package dev.symbio.platform.config;

import com.typesafe.config.Config;
import dev.symbio.platform.storage.Profile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which other nodes this one makes a cluster with.
 *
 * @param host where the other nodes reach this one
 * @param port 0 takes any free one, which only a node that is alone can
 * @param bindHost the address to listen on and to call from
 * @param endpoints the management ports of the nodes, when they are listed
 * @param requiredNodes how many have to see each other before they make a new cluster
 * @param leavesAfter how long a node that is to stop goes on answering after it has said that it is not ready
 * @param version such as 1.4.0+57; empty: the build's
 */
public record ClusterSettings(
        Discovery discovery,
        String host,
        int port,
        String bindHost,
        int bindPort,
        int managementPort,
        List<Endpoint> endpoints,
        int requiredNodes,
        String kubernetesLabel,
        Set<Role> roles,
        Duration leavesAfter,
        Optional<String> version) {

    /** How nodes find each other. */
    public enum Discovery {
        /** There is no other. */
        ALONE,
        /** The settings list them. */
        CONFIG,
        /** Kubernetes knows them. */
        KUBERNETES
    }

    /** What a node is for. */
    public enum Role {
        /** Answers HTTP. */
        GATEWAY,
        /** Hosts entities. */
        ENTITIES,
        /** Keeps read models, sends what is due, makes checkpoints. */
        MODELS;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The management port of a node. */
    public record Endpoint(String host, int port) {}

    private static final Pattern ENDPOINT = Pattern.compile("([^\\s,:]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final Pattern VERSION = Pattern.compile("(\\d{1,9}\\.){2}\\d{1,9}(\\+\\d{1,9})?");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_NODES = 1_000;

    public boolean isClustered() {
        return discovery != Discovery.ALONE;
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    static ClusterSettings read(Config config, Profile profile) {
        Discovery discovery = oneOf(Discovery.class, config, "cluster.discovery");
        boolean clustered = discovery != Discovery.ALONE;
        if (clustered && !profile.shared()) {
            throw new InvalidSettings(
                    "symbio.cluster.discovery",
                    "Expected alone on the profile embedded, whose database is for one process, but got \""
                            + config.getString("cluster.discovery")
                            + "\". Set symbio.profile to postgres or cassandra for a cluster.");
        }
        if (clustered && config.getString("audit.signing-key").isEmpty()) {
            throw new InvalidSettings(
                    "symbio.audit.signing-key",
                    "Expected a file in a cluster: all nodes sign with one key. Give each the same file.");
        }
        if (clustered && config.getString("personal.master-key").isEmpty()) {
            throw new InvalidSettings(
                    "symbio.personal.master-key",
                    "Expected a file in a cluster: all nodes open data keys with one key. Give each the same file.");
        }
        int port = Settings.between(config, "cluster.port", clustered ? 1 : 0, MAX_PORT);
        String host = Settings.required(config, "cluster.host");
        String bindHost = config.getString("cluster.bind-host");
        int bindPort = Settings.between(config, "cluster.bind-port", 0, MAX_PORT);
        List<Endpoint> endpoints = endpoints(config, discovery);
        return new ClusterSettings(
                discovery,
                host,
                port,
                bindHost.isEmpty() ? host : bindHost,
                bindPort == 0 ? port : bindPort,
                Settings.between(config, "cluster.management-port", 1, MAX_PORT),
                endpoints,
                Settings.between(config, "cluster.required-nodes", 1, MAX_NODES),
                Settings.required(config, "cluster.kubernetes-label"),
                roles(config, clustered),
                Settings.between(config, "cluster.leaves-after", Duration.ZERO, Duration.ofMinutes(5)),
                version(config));
    }

    private static Optional<String> version(Config config) {
        String given = config.getString("cluster.version");
        if (!given.isEmpty() && !VERSION.matcher(given).matches()) {
            throw new InvalidSettings(
                    "symbio.cluster.version",
                    "Expected MAJOR.MINOR.PATCH or MAJOR.MINOR.PATCH+BUILD, numbers such as 1.4.0+57, but got \""
                            + given + "\".");
        }
        return Optional.of(given).filter(version -> !version.isEmpty());
    }

    private static List<Endpoint> endpoints(Config config, Discovery discovery) {
        List<String> given = words(config.getString("cluster.endpoints"));
        List<Endpoint> endpoints = given.stream()
                .map(ENDPOINT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Endpoint(matcher.group(1), Integer.parseInt(matcher.group(2))))
                .toList();
        if (endpoints.size() < given.size() || (discovery == Discovery.CONFIG && endpoints.isEmpty())) {
            throw new InvalidSettings(
                    "symbio.cluster.endpoints",
                    "Expected HOST:PORT of the nodes' management ports, separated by commas, but got \""
                            + config.getString("cluster.endpoints") + "\".");
        }
        return endpoints;
    }

    private static Set<Role> roles(Config config, boolean clustered) {
        List<String> labels = words(config.getString("cluster.roles"));
        List<Role> all = List.of(Role.values());
        Set<Role> roles = all.stream()
                .filter(role -> labels.contains(role.label()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (roles.isEmpty() || roles.size() < Set.copyOf(labels).size()) {
            throw new InvalidSettings(
                    "symbio.cluster.roles",
                    "Expected some of gateway, entities, models, separated by commas, but got \""
                            + config.getString("cluster.roles") + "\".");
        }
        if (!clustered && roles.size() < all.size()) {
            throw new InvalidSettings(
                    "symbio.cluster.roles", "Expected all roles on a node that is alone: nobody else has the others.");
        }
        return Set.copyOf(roles);
    }

    private static <T extends Enum<T>> T oneOf(Class<T> type, Config config, String key) {
        String given = config.getString(key);
        Optional<T> found = Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(given))
                .findFirst();
        return found.orElseThrow(() -> new InvalidSettings(
                "symbio." + key,
                "Expected one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(each -> each.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + " but got \"" + given + "\"."));
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
