package dev.symbio.platform.storage;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.symbio.platform.config.PostgresSettings;
import java.util.List;
import java.util.Map;

/** Read models in PostgreSQL, and the journal too on the profile {@code postgres}. */
final class PostgresStore {
    private static final String DRIVER = "org.postgresql.Driver";
    /** Batches of the journal that are written at the same time; each entity's own events stay in order. */
    private static final int WRITING_STREAMS = 8;

    private static final long CONNECT_MILLIS = 10_000;
    /** A server that has gone without a word is noticed by its silence. No statement of ours takes as long. */
    private static final String SILENT_AT_MOST_SECONDS = "15";

    /**
     * A node that stands still, or is gone without its connections having been closed, must not keep locks and transactions:
     * those who take over would wait for it. Less than the time after which they do.
     */
    static final String ABANDONED_AFTER = "set idle_in_transaction_session_timeout = '10s'";

    private PostgresStore() {}

    static Store open(PostgresSettings settings, List<String> migrations) {
        PostgresSchema.requireUpToDate(settings, migrations);
        JournalPool journal = new JournalPool(
                "slick.jdbc.PostgresProfile$",
                DRIVER,
                settings.url(),
                settings.user(),
                settings.password().value(),
                settings.journalConnections());
        Config plugin = ConfigFactory.parseMap(Map.of(
                        JournalPool.CONNECTION_INIT_SQL,
                        ABANDONED_AFTER,
                        JournalPool.PROPERTIES + "socketTimeout",
                        SILENT_AT_MOST_SECONDS,
                        "jdbc-journal.parallelism",
                        Math.min(WRITING_STREAMS, settings.journalConnections() - 1)))
                .withFallback(journal.config())
                .withFallback(projections(settings));
        return new Store(pool(settings), plugin);
    }

    static Config projections(PostgresSettings settings) {
        return ConfigFactory.parseMap(Map.of(
                "akka.projection.jdbc.dialect",
                "postgres-dialect",
                "akka.projection.jdbc.blocking-jdbc-dispatcher.thread-pool-executor.fixed-pool-size",
                // The other half is for queries, also while read models catch up.
                Math.max(1, settings.readConnections() / 2)));
    }

    static HikariDataSource pool(PostgresSettings settings) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("read-store");
        pool.setDriverClassName(DRIVER);
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password().value());
        pool.setMaximumPoolSize(settings.readConnections());
        pool.setMinimumIdle(settings.readConnections());
        pool.setConnectionTimeout(CONNECT_MILLIS);
        pool.addDataSourceProperty("socketTimeout", SILENT_AT_MOST_SECONDS);
        pool.setConnectionInitSql(ABANDONED_AFTER);
        return new HikariDataSource(pool);
    }
}
