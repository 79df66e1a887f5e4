package dev.symbio.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server. It commits to the disk like one in earnest. */
public final class RealPostgres implements AutoCloseable {
    /** May do everything; has no password on this server. */
    public static final String USER = "postgres";

    private static final int CONNECTIONS = 300;

    private final EmbeddedPostgres server;

    private RealPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Blocking: a second or two. */
    public static RealPostgres start() {
        try {
            return new RealPostgres(EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", Integer.toString(CONNECTIONS))
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("timezone", "UTC")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start.", e);
        }
    }

    /** Makes an empty database, or a copy of another that nobody is connected to. */
    public String createDatabase(String name, String template) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database \"" + name + "\" template \"" + template + '"');
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " cannot be made.", e);
        }
        return url(name);
    }

    public void dropDatabase(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database \"" + name + "\" with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " cannot be dropped.", e);
        }
    }

    /** As JDBC reads it. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
