package dev.symbio.platform.runtime;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.storage.Schema;
import dev.symbio.servers.RealCassandra;
import dev.symbio.servers.RealPostgres;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The servers of this test run: each is started when it is first needed, and ends with the run. */
public final class TestServers {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestServers() {}

    /** Started once; its databases are copies of one with the schema. */
    private static final class Postgres {
        static final RealPostgres SERVER = RealPostgres.start();
    }

    /** Started once; each test has a keyspace of its own. */
    private static final class Cassandra {
        static final RealCassandra SERVER = start();
        static final CqlSession SESSION = CqlSession.builder()
                .addContactPoint(new InetSocketAddress(
                        SERVER.contactPoint().split(":")[0],
                        Integer.parseInt(SERVER.contactPoint().split(":")[1])))
                .withLocalDatacenter(SERVER.localDatacenter())
                .withConfigLoader(DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(30))
                        .build())
                .build();

        private static RealCassandra start() {
            try {
                return RealCassandra.start();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    public static RealPostgres postgres() {
        return Postgres.SERVER;
    }

    /** One statement on the Cassandra server. */
    public static void cql(String statement) {
        Cassandra.SESSION.execute(statement);
    }

    /** An empty database. */
    public static String emptyDatabase() {
        return postgres().createDatabase("test" + COUNT.incrementAndGet(), "template1");
    }

    /** Settings for the profile postgres on that database. */
    public static Map<String, Object> postgresSettings(String url) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("symbio.profile", "postgres");
        settings.put("symbio.data-dir", "target/nodes");
        settings.put("symbio.postgres.url", url);
        settings.put("symbio.postgres.user", RealPostgres.USER);
        settings.put("symbio.postgres.journal-connections", 6);
        settings.put("symbio.postgres.read-connections", 8);
        return settings;
    }

    /** A database with the schema of the platform and of these features. */
    public static StoresUnderTest postgresWith(List<Feature> features) {
        String url = emptyDatabase();
        Map<String, Object> settings = postgresSettings(url);
        Schema.create(Settings.load(settings), Platform.migrations(features));
        return new JdbcStores(settings, () -> postgres().dropDatabase(url.substring(url.lastIndexOf('/') + 1)));
    }

    /** Settings for the profile cassandra in that keyspace, with read models in that database. */
    public static Map<String, Object> cassandraSettings(String keyspace, String url) {
        Map<String, Object> settings = postgresSettings(url);
        settings.put("symbio.profile", "cassandra");
        settings.put("symbio.cassandra.contact-points", Cassandra.SERVER.contactPoint());
        settings.put("symbio.cassandra.local-datacenter", Cassandra.SERVER.localDatacenter());
        settings.put("symbio.cassandra.keyspace", keyspace);
        settings.put("symbio.cassandra.replication-factor", 1);
        return settings;
    }

    /** A keyspace and a database with the schema of the platform and of these features. */
    public static StoresUnderTest cassandraWith(List<Feature> features) {
        String url = emptyDatabase();
        String database = url.substring(url.lastIndexOf('/') + 1);
        Map<String, Object> settings = cassandraSettings(database, url);
        Schema.create(Settings.load(settings), Platform.migrations(features));
        return new CassandraStores(
                settings, Cassandra.SESSION, database, () -> postgres().dropDatabase(database));
    }
}
