package dev.symbio.platform.storage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.symbio.platform.config.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The database of a storage cell, opened: its schema is up to date, its read side can be queried.
 *
 * <p>H2 must run with {@code WRITE_DELAY=0}: with its default, a killed process loses acknowledged writes.
 */
public final class Store implements AutoCloseable {
    private static final int H2_FILE_IN_USE = 90020;
    private static final int READ_CONNECTIONS = 12;
    private static final int JOURNAL_CONNECTIONS = 8;
    private static final int H2_CACHE_KIB = 64 * 1024;

    private final String url;
    private final HikariDataSource source;
    private final Jdbi sql;

    private Store(String url, HikariDataSource source) {
        this.url = url;
        this.source = source;
        this.sql = Jdbi.create(source);
    }

    /** @param migrations class path folders with Flyway migrations, such as {@code db/platform} */
    public static Store openEmbedded(Path dataDir, List<String> migrations) {
        String url = embeddedUrl(dataDir);
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new InvalidSettings(
                    "symbio.data-dir", "Expected a directory that can be written but " + dataDir + " is not: " + e);
        }
        refuseSecondProcess(url, dataDir);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("read-store");
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        pool.setPassword("");
        pool.setMaximumPoolSize(READ_CONNECTIONS);
        pool.setMinimumIdle(READ_CONNECTIONS);
        HikariDataSource source = new HikariDataSource(pool);
        Flyway.configure()
                .dataSource(source)
                .locations(migrations.stream().map(m -> "classpath:" + m).toArray(String[]::new))
                .outOfOrder(true)
                .load()
                .migrate();
        return new Store(url, source);
    }

    public static String embeddedUrl(Path dataDir) {
        return "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("symbio")
                + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;CACHE_SIZE="
                + H2_CACHE_KIB;
    }

    private static void refuseSecondProcess(String url, Path dataDir) {
        try (Connection probe = DriverManager.getConnection(url, "sa", "")) {
            probe.isValid(1);
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_FILE_IN_USE) {
                throw new InvalidSettings(
                        "symbio.data-dir",
                        "Another process is running on " + dataDir
                                + ". The embedded profile is for one process: stop the other, or give this one a"
                                + " directory of its own.");
            }
            throw new IllegalStateException("The database in " + dataDir + " does not open: " + e.getMessage(), e);
        }
    }

    public Jdbi sql() {
        return sql;
    }

    /** Whether the store answers. Blocking. */
    public boolean answers() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The journal plugin's settings for this store. */
    public Config journalConfig() {
        return ConfigFactory.parseMap(Map.of(
                "akka-persistence-jdbc.shared-databases.slick.profile",
                "slick.jdbc.H2Profile$",
                "akka-persistence-jdbc.shared-databases.slick.db.url",
                url,
                "akka-persistence-jdbc.shared-databases.slick.db.user",
                "sa",
                "akka-persistence-jdbc.shared-databases.slick.db.password",
                "",
                "akka-persistence-jdbc.shared-databases.slick.db.driver",
                "org.h2.Driver",
                "akka-persistence-jdbc.shared-databases.slick.db.numThreads",
                JOURNAL_CONNECTIONS,
                "akka-persistence-jdbc.shared-databases.slick.db.maxConnections",
                JOURNAL_CONNECTIONS,
                "akka-persistence-jdbc.shared-databases.slick.db.minConnections",
                JOURNAL_CONNECTIONS,
                "akka.projection.jdbc.dialect",
                "h2-dialect",
                "akka.projection.jdbc.blocking-jdbc-dispatcher.thread-pool-executor.fixed-pool-size",
                READ_CONNECTIONS));
    }

    @Override
    public void close() {
        source.close();
    }
}
