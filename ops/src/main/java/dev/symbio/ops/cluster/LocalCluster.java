package dev.symbio.ops.cluster;

import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.FreePort;
import dev.symbio.ops.host.Stores;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes on this machine with their stores and the wires between them. Nodes are numbered from 1. */
public final class LocalCluster implements AutoCloseable {
    /** Small: several of them share the machine. */
    private static final List<String> JVM =
            List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k");

    private final Profile profile;
    private final Path directory;
    private final Stores servers;
    private final Wires wires = new Wires();
    private final List<ChildSymbio> nodes = new ArrayList<>();

    private LocalCluster(Profile profile, Path directory, Stores servers) {
        this.profile = profile;
        this.directory = directory;
        this.servers = servers;
    }

    /** Starts stores and nodes, and returns when every node is ready. @param settings for every node, such as a rate limit */
    public static LocalCluster start(Profile profile, int count, Path directory, Map<String, String> settings)
            throws InterruptedException {
        LocalCluster cluster = new LocalCluster(profile, directory, Stores.start(profile, directory));
        // Nobody is left behind, however this process ends.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> cluster.nodes.forEach(ChildSymbio::close), "kill-cluster"));
        try {
            cluster.add(count, settings);
            for (ChildSymbio node : cluster.nodes) {
                node.launch();
            }
            for (ChildSymbio node : cluster.nodes) {
                node.awaitReady();
            }
            return cluster;
        } catch (RuntimeException | InterruptedException notStarted) {
            cluster.close();
            throw notStarted;
        }
    }

    /** Settings that lead to the stores. */
    public Map<String, String> stores() {
        Map<String, String> settings = servers.settings();
        settings.put("symbio.postgres.journal-connections", "6");
        settings.put("symbio.postgres.read-connections", "10");
        return settings;
    }

    private void add(int count, Map<String, String> given) {
        List<Integer> management =
                IntStream.range(0, count).mapToObj(n -> FreePort.any()).toList();
        String endpoints = IntStream.range(0, count)
                .mapToObj(n -> Wires.address(n + 1) + ":" + management.get(n))
                .collect(Collectors.joining(","));
        int firstHttp = FreePort.any();
        for (int number = 1; number <= count; number++) {
            int port = FreePort.any();
            int behind = FreePort.any();
            wires.lead(number, port, behind);
            Map<String, String> settings = stores();
            settings.put("symbio.cluster.discovery", "config");
            settings.put("symbio.cluster.host", Wires.address(number));
            settings.put("symbio.cluster.port", Integer.toString(port));
            settings.put("symbio.cluster.bind-port", Integer.toString(behind));
            settings.put(
                    "symbio.cluster.management-port", management.get(number - 1).toString());
            settings.put("symbio.cluster.endpoints", endpoints);
            settings.put("symbio.cluster.required-nodes", Integer.toString(count / 2 + 1));
            // One issuer for all of them: its key lies in the directory that they share, and it has one name.
            settings.put("symbio.data-dir", directory.resolve("keys").toString());
            settings.put(
                    "symbio.audit.signing-key",
                    directory.resolve("keys/audit-signing.key").toString());
            settings.put("symbio.identity.issuer", "built-in");
            settings.put("symbio.http.public-url", "http://127.0.0.1:" + firstHttp);
            settings.putAll(given);
            List<String> options = new ArrayList<>(JVM);
            settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
            Path own = directory.resolve("node-" + number);
            createDirectory(own);
            nodes.add(ChildSymbio.node(own, number == 1 ? firstHttp : FreePort.any(), options));
        }
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    public Profile profile() {
        return profile;
    }

    public int size() {
        return nodes.size();
    }

    /** @param number from 1 */
    public ChildSymbio node(int number) {
        return nodes.get(number - 1);
    }

    public List<URI> urls() {
        return nodes.stream().map(ChildSymbio::url).toList();
    }

    /** Of the nodes; they outlive them until this is closed. */
    public Stores servers() {
        return servers;
    }

    /** Cuts the wires between these nodes and the others. The stores and callers still reach all of them. */
    public void partition(Set<Integer> side) {
        wires.cut(side);
    }

    public void heal() {
        wires.mend();
    }

    /** One after the other stops in order and starts again. */
    public void rollingRestart() throws InterruptedException {
        for (ChildSymbio node : nodes) {
            node.stop();
            node.start();
        }
    }

    /** What there is and where to look, in words. */
    public String status() {
        StringBuilder text = new StringBuilder();
        text.append("profile ")
                .append(profile.label())
                .append(", PostgreSQL at ")
                .append(stores().get("symbio.postgres.url"));
        if (profile == Profile.CASSANDRA) {
            text.append(", Cassandra at ").append(stores().get("symbio.cassandra.contact-points"));
        }
        text.append('\n');
        Set<Integer> cutOff = wires.cutOff();
        for (int number = 1; number <= nodes.size(); number++) {
            ChildSymbio node = node(number);
            String state = !node.isAlive() ? "ended" : node.isReady() ? "ready" : "not ready";
            text.append("node ").append(number).append(": ").append(state);
            text.append(cutOff.contains(number) ? ", cut off" : "");
            text.append(", ").append(node.url()).append(" (/docs), ").append(node.privateUrl());
            text.append(" (/health/ready, /metrics), pid ").append(node.pid());
            text.append(", log ").append(node.log()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        nodes.forEach(ChildSymbio::close);
        wires.close();
        servers.close();
    }
}
