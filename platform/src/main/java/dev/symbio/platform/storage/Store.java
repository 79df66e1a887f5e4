package dev.symbio.platform.storage;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.symbio.platform.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.h2.jdbc.JdbcConnection;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;

/** The stores of a storage cell, opened: the schema is right, the read side can be queried, the journal can be run. */
public final class Store implements AutoCloseable {
    private static final int ANSWER_SECONDS = 2;
    private static final int ASIDE_CONNECTIONS = 3;

    private final HikariDataSource source;
    private final Config akkaConfig;
    private final Jdbi sql;
    /** For whoever is waited for by those who hold all connections of the other pool. */
    private final HikariDataSource aside;

    Store(HikariDataSource source, Config akkaConfig) {
        this.source = source;
        this.akkaConfig = akkaConfig;
        this.sql = jdbi(source);
        HikariConfig few = new HikariConfig();
        source.copyStateTo(few);
        few.setUsername(source.getUsername());
        few.setPassword(source.getPassword());
        few.setPoolName("data-keys");
        few.setMaximumPoolSize(ASIDE_CONNECTIONS);
        few.setMinimumIdle(1);
        aside = new HikariDataSource(few);
    }

    /**
     * Opens the stores of the profile. On profiles that several processes share, the schema must be there.
     *
     * @param migrations class path folders with Flyway migrations of features, such as {@code db/contracts}
     * @throws dev.symbio.platform.config.InvalidSettings if a store cannot be used as it is
     */
    public static Store open(Settings settings, List<String> migrations) {
        return switch (settings.profile()) {
            case EMBEDDED -> EmbeddedStore.open(settings.dataDir(), migrations);
            case POSTGRES -> PostgresStore.open(settings.postgres(), migrations);
            case CASSANDRA -> CassandraStore.open(settings, migrations);
        };
    }

    /** Of the embedded database itself, for those who measure it or look into it. */
    public static String embeddedUrl(Path dataDir) {
        return EmbeddedStore.url(dataDir);
    }

    /**
     * Whether the embedded database has only what was committed as a whole. A process that is killed while it commits may leave
     * more; the next start of the platform finishes that.
     *
     * @param first the only connection to it
     */
    public static boolean isWhole(Connection first) throws SQLException {
        return LeftoverCommits.none(first.unwrap(JdbcConnection.class));
    }

    public Jdbi sql() {
        return sql;
    }

    /** The same database over connections of its own: to use while others wait. */
    public Jdbi sqlAside() {
        return jdbi(aside);
    }

    /** A failed statement's message would show what was bound to it: names, and webhooks' secrets. */
    private static Jdbi jdbi(HikariDataSource source) {
        Jdbi jdbi = Jdbi.create(source);
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }

    /** Whether the store answers. Blocking. */
    public boolean answers() {
        try (Connection connection = source.getConnection()) {
            return connection.isValid(ANSWER_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The plugins' settings for these stores. */
    public Config akkaConfig() {
        return akkaConfig;
    }

    HikariDataSource source() {
        return source;
    }

    @Override
    public void close() {
        aside.close();
        source.close();
    }
}
