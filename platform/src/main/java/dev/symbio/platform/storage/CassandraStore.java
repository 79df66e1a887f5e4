package dev.symbio.platform.storage;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.internal.core.config.typesafe.DefaultDriverConfigLoader;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.config.CassandraSettings;
import dev.symbio.platform.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Journal and snapshots in Cassandra, read models in PostgreSQL. */
final class CassandraStore {
    private static final String DRIVER = "datastax-java-driver";
    static final String PLUGIN_PATH = "akka.persistence.cassandra";
    private static final String PLUGIN = PLUGIN_PATH + ".";

    private static final Config STAMPED_WHILE_ALIVE = ConfigFactory.parseMap(
            Map.of(DRIVER + ".advanced.timestamp-generator.class", TimestampsWhileAlive.class.getName()));

    private CassandraStore() {}

    static Store open(Settings settings, List<String> migrations) {
        PostgresSchema.requireUpToDate(settings.postgres(), migrations);
        CassandraSettings cassandra = settings.cassandra();
        String firstBucket = CassandraSchema.requireUpToDate(cassandra);
        Config plugin = ConfigFactory.parseMap(Map.of(
                        "akka.persistence.journal.plugin",
                        PLUGIN + "journal",
                        "akka.persistence.snapshot-store.plugin",
                        PLUGIN + "snapshot",
                        PLUGIN + "journal.keyspace",
                        cassandra.keyspace(),
                        PLUGIN + "snapshot.keyspace",
                        cassandra.keyspace(),
                        PLUGIN + "events-by-tag.first-time-bucket",
                        firstBucket))
                .withFallback(settings.cluster().isClustered() ? STAMPED_WHILE_ALIVE : ConfigFactory.empty())
                .withFallback(driver(cassandra))
                .withFallback(PostgresStore.projections(settings.postgres()));
        return new Store(PostgresStore.pool(settings.postgres()), plugin);
    }

    /** Of its own, for the schema; the plugin opens another. */
    static CqlSession session(CassandraSettings settings) {
        DriverConfigLoader loader = new DefaultDriverConfigLoader(() -> driver(settings)
                .withFallback(ConfigFactory.defaultReference())
                .resolve()
                .getConfig(DRIVER));
        return CqlSession.builder().withConfigLoader(loader).build();
    }

    private static Config driver(CassandraSettings settings) {
        Map<String, Object> driver = new HashMap<>();
        driver.put(DRIVER + ".basic.contact-points", settings.contactPoints());
        driver.put(DRIVER + ".basic.load-balancing-policy.local-datacenter", settings.localDatacenter());
        driver.put(DRIVER + ".basic.request.timeout", "10 s");
        driver.put(DRIVER + ".basic.request.consistency", settings.consistency());
        // A node may start before Cassandra does; the plugin then waits for it.
        driver.put(DRIVER + ".advanced.connection.connect-timeout", "10 s");
        driver.put(DRIVER + ".advanced.connection.init-query-timeout", "10 s");
        // A node that has gone without a word is noticed by its silence.
        driver.put(DRIVER + ".advanced.heartbeat.interval", "5 s");
        driver.put(DRIVER + ".advanced.heartbeat.timeout", "5 s");
        driver.put(DRIVER + ".advanced.reconnection-policy.max-delay", "5 s");
        driver.put(DRIVER + ".advanced.metadata.schema.request-timeout", "20 s");
        // Nothing is in flight any more when a session is closed.
        driver.put(DRIVER + ".advanced.netty.io-group.shutdown.quiet-period", 0);
        driver.put(DRIVER + ".advanced.netty.admin-group.shutdown.quiet-period", 0);
        for (String profile :
                List.of("akka-persistence-cassandra-profile", "akka-persistence-cassandra-snapshot-profile")) {
            driver.put(DRIVER + ".profiles." + profile + ".basic.request.consistency", settings.consistency());
        }
        if (!settings.user().isEmpty()) {
            driver.put(DRIVER + ".advanced.auth-provider.class", "PlainTextAuthProvider");
            driver.put(DRIVER + ".advanced.auth-provider.username", settings.user());
            driver.put(
                    DRIVER + ".advanced.auth-provider.password",
                    settings.password().value());
        }
        return ConfigFactory.parseMap(driver);
    }
}
