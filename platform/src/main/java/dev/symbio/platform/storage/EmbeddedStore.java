package dev.symbio.platform.storage;

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
import org.flywaydb.core.api.FlywayException;
import org.h2.jdbc.JdbcConnection;

/**
 * H2 in a file. It must run with {@code WRITE_DELAY=0}: with its default, a killed process loses acknowledged writes. One
 * process owns the file, so it brings the schema up to date itself.
 */
final class EmbeddedStore {
    private static final int H2_FILE_IN_USE = 90020;
    private static final int READ_CONNECTIONS = 12;
    /** One of them writes at a time; more that wait for it would only leave no connection for queries. */
    private static final int PROJECTING_AT_ONCE = 4;

    private static final int JOURNAL_CONNECTIONS = 8;
    /** Less than a caller waits: one whose turn does not come is told so. */
    private static final long CONNECT_MILLIS = 10_000;

    private static final long MIN_CACHE_KIB = 64L << 10;
    private static final long MAX_CACHE_KIB = 1L << 20;
    /** Of the heap. The more entities there are, the more of the journal's index is read to wake one. */
    private static final int CACHE_SHARE = 8;

    private EmbeddedStore() {}

    static Store open(Path dataDir, List<String> migrations) {
        String url = OneWriterDriver.PREFIX + url(dataDir).substring("jdbc:h2:".length());
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
        pool.setConnectionTimeout(CONNECT_MILLIS);
        JournalPool journal = new JournalPool(
                "slick.jdbc.H2Profile$", OneWriterDriver.class.getName(), url, "sa", "", JOURNAL_CONNECTIONS);
        return new Store(
                new HikariDataSource(pool),
                ConfigFactory.parseMap(Map.of(
                                "jdbc-journal.class",
                                GroupCommitJournal.class.getName(),
                                "akka.projection.jdbc.dialect",
                                "h2-dialect",
                                "akka.projection.jdbc.blocking-jdbc-dispatcher.thread-pool-executor.fixed-pool-size",
                                PROJECTING_AT_ONCE))
                        .withFallback(journal.config()));
    }

    static String url(Path dataDir) {
        return "jdbc:h2:file:" + dataDir.toAbsolutePath().resolve("symbio")
                + ";DATABASE_TO_UPPER=false;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;CACHE_SIZE="
                + cacheKib();
    }

    private static long cacheKib() {
        long share = Runtime.getRuntime().maxMemory() / CACHE_SHARE >> 10;
        return Math.max(MIN_CACHE_KIB, Math.min(MAX_CACHE_KIB, share));
    }

    /** Before anyone else writes, and past the one-writer driver: Flyway holds a lock on one connection and writes on another. */
    private static void migrate(Path dataDir, List<String> migrations) {
        try (Connection first = DriverManager.getConnection(url(dataDir), "sa", "")) {
            LeftoverCommits.end((JdbcConnection) first);
            Migrations.of("db/journal-h2", migrations)
                    .flyway(url(dataDir), "sa", "")
                    .migrate();
        } catch (FlywayException | SQLException e) {
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
}
