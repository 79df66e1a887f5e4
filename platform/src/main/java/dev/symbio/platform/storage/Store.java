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
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
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
        String url = OneWriterDriver.PREFIX + embeddedUrl(dataDir).substring("jdbc:h2:".length());
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new InvalidSettings(
                    "symbio.data-dir", "Expected a directory that can be written but " + dataDir + " is not: " + e);
        }
        migrate(dataDir, migrations);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("read-store");
        pool.setDriverClassName(OneWriterDriver.class.getName());
        pool.setJdbcUrl(url);
        pool.setUsername("sa");
        pool.setPassword("");
        pool.setMaximumPoolSize(READ_CONNECTIONS);
        pool.setMinimumIdle(READ_CONNECTIONS);
        HikariDataSource source = new HikariDataSource(pool);
        return new Store(url, source);
    }

    /** Of the database itself, for those who measure it or look into it. */
    public static String embeddedUrl(Path dataDir) {
        return "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("symbio")
                + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;CACHE_SIZE="
                + H2_CACHE_KIB;
    }

    /** Before anyone else writes, and past the one-writer driver: Flyway holds a lock on one connection and writes on another. */
    private static void migrate(Path dataDir, List<String> migrations) {
        try {
            Flyway.configure()
                    .dataSource(embeddedUrl(dataDir), "sa", "")
                    .locations(migrations.stream().map(m -> "classpath:" + m).toArray(String[]::new))
                    .outOfOrder(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException refused && refused.getErrorCode() == H2_FILE_IN_USE) {
                    throw new InvalidSettings(
                            "symbio.data-dir",
                            "Another process is running on " + dataDir
                                    + ". The embedded profile is for one process: stop the other, or give this one a"
                                    + " directory of its own.");
                }
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
                OneWriterDriver.class.getName(),
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
