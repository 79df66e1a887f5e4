package dev.symbio.ops.host;

import com.datastax.oss.driver.api.core.CqlSession;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.symbio.gateway.Symbio;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.personal.DataKeys;
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
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stores of a profile for one node: real servers with their schema, or a directory for the embedded one. */
public final class Stores implements AutoCloseable {
    private static final String DATABASE = "symbio";
    private static final String KEYSPACE = "symbio";

    private final Profile profile;
    private final Path dataDirectory;
    private final RealPostgres postgres;
    private final RealCassandra cassandra;
    /** Between a node and the server that has its journal; null where there is none. */
    private final Relay wire;

    private Stores(Profile profile, Path dataDirectory, RealPostgres postgres, RealCassandra cassandra, boolean wired) {
        this.profile = profile;
        this.dataDirectory = dataDirectory;
        this.postgres = postgres;
        this.cassandra = cassandra;
        this.wire = wired ? Relay.to(cassandra == null ? postgres.port() : cassandra.port()) : null;
    }

    /** Starts the servers and makes the schema. @param directory where a node's data and keys go */
    public static Stores start(Profile profile, Path directory) throws InterruptedException {
        return start(profile, directory, false);
    }

    /** The same; what a node says to the server that has its journal passes {@link #wire}. */
    public static Stores startWired(Profile profile, Path directory) throws InterruptedException {
        return start(profile, directory, profile != Profile.EMBEDDED);
    }

    private static Stores start(Profile profile, Path directory, boolean wired) throws InterruptedException {
        Path data = ChildSymbio.dataDirectory(directory);
        if (profile == Profile.EMBEDDED) {
            return new Stores(profile, data, null, null, false);
        }
        RealPostgres postgres = RealPostgres.start();
        RealCassandra cassandra = null;
        try {
            cassandra = profile == Profile.CASSANDRA
                    ? RealCassandra.start(Home.file("ops/servers/cassandra/target/lib"))
                    : null;
            Stores stores = new Stores(profile, data, postgres, cassandra, wired);
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

    /** Settings that lead to the stores. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("symbio.profile", profile.label());
        settings.put("symbio.data-dir", dataDirectory.toString());
        if (postgres != null) {
            boolean journal = wire != null && cassandra == null;
            settings.put(
                    "symbio.postgres.url",
                    journal ? "jdbc:postgresql://127.0.0.1:" + wire.port() + "/" + DATABASE : postgres.url(DATABASE));
            settings.put("symbio.postgres.user", RealPostgres.USER);
            settings.put("symbio.identity.issuer", "built-in");
        }
        if (cassandra != null) {
            settings.put(
                    "symbio.cassandra.contact-points",
                    wire == null ? cassandra.contactPoint() : "127.0.0.1:" + wire.port());
            settings.put("symbio.cassandra.local-datacenter", cassandra.localDatacenter());
            settings.put("symbio.cassandra.keyspace", KEYSPACE);
            settings.put("symbio.cassandra.replication-factor", "1");
        }
        return settings;
    }

    /** The same stores, opened as a node does. On the embedded profile only while no node runs. */
    public Store open() {
        return Store.open(Settings.load(settings()), Platform.migrations(Symbio.FEATURES));
    }

    /** The keys under which a node stores what events tell of people. */
    public DataKeys keys(Store opened) {
        return DataKeys.open(opened, Settings.load(settings()), Clock.systemUTC());
    }

    /** The same as options of a JVM. */
    public List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        settings().forEach((key, value) -> options.add("-D" + key + "=" + value));
        return options;
    }

    /** To the read models, and to the journal where it is in SQL. On the embedded profile only while no node runs. */
    public Connection connect() throws SQLException {
        return postgres == null
                ? DriverManager.getConnection(Store.embeddedUrl(dataDirectory), "sa", "")
                : DriverManager.getConnection(postgres.url(DATABASE), RealPostgres.USER, "");
    }

    /** Connections to the same, kept open until it is closed. */
    public HikariDataSource pool(int connections) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(postgres == null ? Store.embeddedUrl(dataDirectory) : postgres.url(DATABASE));
        pool.setUsername(postgres == null ? "sa" : RealPostgres.USER);
        pool.setPassword("");
        pool.setMaximumPoolSize(connections);
        return new HikariDataSource(pool);
    }

    /** To the keyspace of the journal; only on the profile of that name. */
    public CqlSession cassandra() {
        String[] contact = cassandra.contactPoint().split(":");
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(contact[0], Integer.parseInt(contact[1])))
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

    /** @throws IllegalStateException where there is none */
    public Relay wire() {
        if (wire == null) {
            throw new IllegalStateException("Nothing lies between the node and its journal.");
        }
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
