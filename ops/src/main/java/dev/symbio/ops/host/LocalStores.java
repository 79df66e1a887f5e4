package dev.symbio.ops.host;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.symbio.gateway.Symbio;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.storage.Profile;
import dev.symbio.platform.storage.Schema;
import dev.symbio.platform.storage.Store;
import dev.symbio.servers.RealCassandra;
import dev.symbio.servers.RealPostgres;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The stores of a profile for one node, with the schema made: servers of its own, or the file of the embedded profile. */
public final class LocalStores implements AutoCloseable {
    private static final String DATABASE = "symbio";
    private static final String KEYSPACE = "symbio";

    private final Profile profile;
    private final Path dataDirectory;
    private final RealPostgres postgres;
    private final RealCassandra cassandra;
    /** Between the node and the server that has its journal. Null on the embedded profile. */
    private final Relay wire;

    private LocalStores(Profile profile, Path dataDirectory, RealPostgres postgres, RealCassandra cassandra) {
        this.profile = profile;
        this.dataDirectory = dataDirectory;
        this.postgres = postgres;
        this.cassandra = cassandra;
        this.wire = postgres == null ? null : Relay.to(cassandra == null ? postgres.port() : cassandra.port());
    }

    /** Blocking: some seconds on the profiles with servers. */
    public static LocalStores start(Profile profile, Path dataDirectory) throws InterruptedException {
        if (!profile.shared()) {
            return new LocalStores(profile, dataDirectory, null, null);
        }
        RealPostgres postgres = RealPostgres.start();
        RealCassandra cassandra = null;
        try {
            cassandra = profile == Profile.CASSANDRA
                    ? RealCassandra.start(Home.file("ops/servers/cassandra/target/lib"))
                    : null;
            LocalStores stores = new LocalStores(profile, dataDirectory, postgres, cassandra);
            postgres.createDatabase(DATABASE, "template1");
            Schema.create(Settings.load(stores.settings()), Platform.migrations(Symbio.FEATURES));
            return stores;
        } catch (RuntimeException | InterruptedException notStarted) {
            if (cassandra != null) {
                cassandra.close();
            }
            postgres.close();
            throw notStarted;
        }
    }

    public Profile profile() {
        return profile;
    }

    /** Settings that lead a node to these stores. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("symbio.profile", profile.label());
        settings.put("symbio.data-dir", dataDirectory.toString());
        if (postgres != null) {
            int port = cassandra == null ? wire.port() : postgres.port();
            settings.put("symbio.postgres.url", "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE);
            settings.put("symbio.postgres.user", RealPostgres.USER);
            settings.put("symbio.identity.issuer", "built-in");
        }
        if (cassandra != null) {
            settings.put("symbio.cassandra.contact-points", "127.0.0.1:" + wire.port());
            settings.put("symbio.cassandra.local-datacenter", cassandra.localDatacenter());
            settings.put("symbio.cassandra.keyspace", KEYSPACE);
            settings.put("symbio.cassandra.replication-factor", "1");
        }
        return settings;
    }

    /** To the tables, past the node. On the embedded profile the node must not run: its file is for one process. */
    public Connection connect() throws SQLException {
        return postgres == null
                ? DriverManager.getConnection(Store.embeddedUrl(dataDirectory), "sa", "")
                : DriverManager.getConnection(postgres.url(DATABASE), RealPostgres.USER, "");
    }

    /** To the journal on the profile {@code cassandra}, past the node. */
    public CqlSession session() {
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress("127.0.0.1", cassandra.port()))
                .withLocalDatacenter(cassandra.localDatacenter())
                .withKeyspace(KEYSPACE)
                .build();
    }

    /** The server that has the journal, which can be stopped. @throws IllegalStateException on the embedded profile */
    public StoreServer journal() {
        if (postgres == null) {
            throw new IllegalStateException("The embedded profile has its journal in the node's own process.");
        }
        return cassandra == null ? StoreServer.of(postgres) : StoreServer.of(cassandra);
    }

    /** Null on the embedded profile. */
    public Relay wire() {
        return wire;
    }

    @Override
    public void close() {
        if (wire != null) {
            wire.close();
        }
        if (cassandra != null) {
            cassandra.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }
}
