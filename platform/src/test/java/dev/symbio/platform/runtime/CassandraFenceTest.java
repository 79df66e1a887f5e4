package dev.symbio.platform.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.typed.GetShardRegionState;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Fence;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.CassandraFence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node of a cluster on Cassandra, which does not refuse what an earlier host of an entity still writes. */
class CassandraFenceTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Principal ANN = Principal.of("ann", ACME);
    private static final EntityRef COUNTER = Tally.KIND.ref(ACME, "a");
    /** Others take an entity over so long after its host wrote its last, at the earliest. */
    private static final Duration TAKEN_OVER_AFTER = Duration.ofSeconds(10);

    @Test
    void whatAnEarlierHostWritesTooLateIsNotInTheHistory(@TempDir Path folder) throws IOException {
        CassandraStores stores = (CassandraStores) TestServers.cassandraWith(PlatformContract.FEATURES);
        Platform node = Platform.start(
                Settings.load(asNodeOfACluster(stores.settings(), folder)),
                Clock.systemUTC(),
                PlatformContract.FEATURES);
        try {
            add(node, 1);
            add(node, 2);
            add(node, 3);
            awaitLeaving(node);
            assertThat(add(node, 4)).isEqualTo(10);

            stores.arrivesLate(COUNTER.persistenceId(), 3, 4, Instant.now().minus(TAKEN_OVER_AFTER));

            awaitLeaving(node);
            assertThat(add(node, 5)).isEqualTo(15);
        } finally {
            node.stop();
            stores.close();
        }
    }

    /** One replica had taken it, say, although too few had for it to count. */
    @Test
    void whatAHostWroteInVainDoesNotShowOnceItHasShutThatOut(@TempDir Path folder) throws IOException {
        CassandraStores stores = (CassandraStores) TestServers.cassandraWith(PlatformContract.FEATURES);
        Settings settings = Settings.load(asNodeOfACluster(stores.settings(), folder));
        Platform node = Platform.start(settings, Clock.systemUTC(), PlatformContract.FEATURES);
        try {
            add(node, 1);
            add(node, 2);
            add(node, 3);
            awaitLeaving(node);
            Fence fence = new CassandraFence(node.system(), settings.cassandra());

            Instant written = Instant.now();
            fence.inDoubt(COUNTER.persistenceId());
            join(fence.raise(COUNTER.persistenceId(), 3));
            stores.arrivesLate(COUNTER.persistenceId(), 3, 4, written);

            assertThat(add(node, 4)).isEqualTo(10);
        } finally {
            node.stop();
            stores.close();
        }
    }

    /** Returns when the entity is not in memory any more; its next command starts it anew. */
    private static void awaitLeaving(Platform node) {
        ClusterSharding sharding = ClusterSharding.get(node.system());
        EntityTypeKey<Object> tallies = EntityTypeKey.create(Object.class, Tally.KIND.name());
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            CompletionStage<ShardRegion.CurrentShardRegionState> hosted = AskPattern.ask(
                    sharding.shardState(),
                    replyTo -> new GetShardRegionState(tallies, replyTo),
                    Duration.ofSeconds(5),
                    node.system().scheduler());
            assertThat(join(hosted).getShards())
                    .allSatisfy(shard -> assertThat(shard.getEntityIds()).isEmpty());
        });
    }

    private static Map<String, Object> asNodeOfACluster(Map<String, Object> stores, Path folder) throws IOException {
        Map<String, Object> settings = new HashMap<>(stores);
        int management = freePort();
        settings.put("symbio.cluster.discovery", "config");
        settings.put("symbio.cluster.port", freePort());
        settings.put("symbio.cluster.management-port", management);
        settings.put("symbio.cluster.endpoints", "127.0.0.1:" + management);
        settings.put("symbio.cluster.required-nodes", 1);
        settings.put("symbio.entities.idle-timeout", "1 second");
        settings.put("symbio.data-dir", folder.toString());
        settings.put("symbio.audit.signing-key", folder.resolve("audit.key").toString());
        settings.put("symbio.personal.master-key", folder.resolve("master.key").toString());
        return settings;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int add(Platform node, int number) {
        CommandMeta meta = new CommandMeta("key-" + number, "", ANN, "k", null, null);
        Reply reply = join(node.entities().send(COUNTER, new Tally.Add(number), meta));
        assertThat(reply).isInstanceOf(Reply.Accepted.class);
        return join(node.entities().state(Tally.KIND, COUNTER)).state().total();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
