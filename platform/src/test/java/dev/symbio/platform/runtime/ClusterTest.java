package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.cluster.Cluster;
import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.SharedKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes on PostgreSQL, in one process but connected as three processes are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {
    private static final List<Feature> FEATURES = PlatformContract.FEATURES;
    private static final int NODES = 3;
    private static final int ENTITIES = 30;
    private static final TenantId ACME = new TenantId("acme");
    private static final Principal ANN = Principal.of("ann", ACME);

    private StoresUnderTest stores;
    private List<Platform> nodes;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        stores = TestServers.postgresWith(FEATURES);
        List<Integer> ports = freePorts(2 * NODES);
        String endpoints = ports.subList(NODES, 2 * NODES).stream()
                .map(port -> "127.0.0.1:" + port)
                .collect(Collectors.joining(","));
        // Each waits for the others.
        ExecutorService starters = Executors.newFixedThreadPool(NODES);
        List<CompletableFuture<Platform>> starting = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            Map<String, Object> settings = new HashMap<>(stores.settings());
            settings.put("symbio.cluster.discovery", "config");
            settings.put("symbio.cluster.port", ports.get(i));
            settings.put("symbio.cluster.management-port", ports.get(NODES + i));
            settings.put("symbio.cluster.endpoints", endpoints);
            settings.put("symbio.cluster.required-nodes", NODES);
            settings.put("symbio.data-dir", folder.toString());
            settings.put("symbio.audit.signing-key", folder.resolve("audit.key").toString());
            settings.put(
                    "symbio.personal.master-key", folder.resolve("master.key").toString());
            Settings read = Settings.load(settings);
            starting.add(
                    CompletableFuture.supplyAsync(() -> Platform.start(read, Clock.systemUTC(), FEATURES), starters));
        }
        starters.shutdown();
        nodes = starting.stream().map(CompletableFuture::join).collect(Collectors.toCollection(ArrayList::new));
    }

    @AfterAll
    void stop() {
        nodes.forEach(Platform::stop);
        stores.close();
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

    @Test
    void everyNodeReachesEveryEntityAndAKeyHasOneEffectWhicheverNodeItComesTo() {
        for (int e = 0; e < ENTITIES; e++) {
            List<Reply> replies = new ArrayList<>();
            for (Platform node : nodes) {
                replies.add(add(node, "e" + e, "key", 5));
            }
            assertThat(replies.stream().filter(reply -> !((Reply.Accepted) reply).repeated()))
                    .as("first effects of %s", replies)
                    .hasSize(1);
            for (Platform node : nodes) {
                assertThat(total(node, "e" + e)).isEqualTo(5);
            }
        }
        Platform any = nodes.get(0);
        assertThat(add(any, "e0", "negative", -1)).isInstanceOfSatisfying(Reply.Rejected.class, rejected -> assertThat(
                        rejected.rejection().errors())
                .hasSize(1));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(projected(any)).isEqualTo(ENTITIES));
        assertThat(hosts()).as("nodes that host entities").hasSizeGreaterThan(1);
    }

    private static long projected(Platform node) {
        return node.sql().withHandle(h -> h.createQuery("select count(*) from tally where total = 5")
                .mapTo(Long.class)
                .one());
    }

    /** Which nodes have written: each writes with connections of its own. */
    private Set<String> hosts() {
        Set<String> hosts = new HashSet<>();
        for (Platform node : nodes) {
            double accepted = node.meters().find("symbio.events.written").counters().stream()
                    .mapToDouble(counter -> counter.count())
                    .sum();
            if (accepted > 0) {
                hosts.add(node.system().address().toString());
            }
        }
        return hosts;
    }

    @Test
    void keysThatCallersBringBackAreThoseOfAllNodes() {
        List<byte[]> keys = nodes.stream()
                .parallel()
                .map(node -> new SharedKeys(node.sql())
                        .loadOrCreate("test", () -> new byte[] {(byte) nodes.indexOf(node), 7}))
                .toList();
        assertThat(keys).allSatisfy(key -> assertThat(key).isEqualTo(keys.get(0)));
    }

    @Test
    void aNodeTellsTheOthersItsVersion() {
        assertThat(Cluster.get(nodes.get(0).system()).state().getMembers())
                .allSatisfy(member -> assertThat(member.appVersion().version())
                        .matches("[0-9]+\\.[0-9]+\\.[0-9]+\\+[1-9][0-9]{8}-0"));
    }

    @Test
    void theEmbeddedProfileRefusesACluster() {
        assertThatThrownBy(() -> Settings.load(
                        Map.of("symbio.cluster.discovery", "config", "symbio.cluster.endpoints", "127.0.0.1:8558")))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("embedded")
                .hasMessageContaining("postgres or cassandra");
    }

    private Reply add(Platform node, String id, String key, int number) {
        CommandMeta meta = new CommandMeta(key, Integer.toString(number), ANN, "k", null, null);
        return join(node.entities().send(ref(id), new Tally.Add(number), meta).toCompletableFuture());
    }

    private int total(Platform node, String id) {
        return join(node.entities().state(Tally.KIND, ref(id)).toCompletableFuture())
                .state()
                .total();
    }

    private static EntityRef ref(String id) {
        return Tally.KIND.ref(ACME, id);
    }

    private static <T> T join(CompletableFuture<T> stage) {
        return stage.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
