package dev.symbio.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A PostgreSQL server. It commits to the disk like one in earnest. */
public final class RealPostgres implements AutoCloseable {
    /** May do everything; has no password on this server. */
    public static final String USER = "postgres";

    private static final int CONNECTIONS = 300;

    private static final int ENDS_WITHIN_SECONDS = 10;

    private final int port;
    private final Path dataDirectory;
    private final Thread ender;
    private volatile EmbeddedPostgres server;

    private RealPostgres(EmbeddedPostgres server) {
        this.server = server;
        port = server.getPort();
        dataDirectory = Path.of(ask("show data_directory"));
        ender = new Thread(this::end, "end-postgres");
        Runtime.getRuntime().addShutdownHook(ender);
    }

    /** Blocking: a second or two. */
    public static RealPostgres start() {
        try {
            return new RealPostgres(settings().start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start.", e);
        }
    }

    private static EmbeddedPostgres.Builder settings() {
        return EmbeddedPostgres.builder()
                .setServerConfig("max_connections", Integer.toString(CONNECTIONS))
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("timezone", "UTC")
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false);
    }

    /** As {@code kill -9} of all its processes. */
    public void kill() {
        List<ProcessHandle> all = new ArrayList<>();
        ProcessHandle postmaster = postmaster();
        all.add(postmaster);
        postmaster.descendants().forEach(all::add);
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            try {
                each.onExit().get(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException stillThere) {
                throw new IllegalStateException("A process of PostgreSQL does not end.", stillThere);
            }
        }
    }

    /** What started it is not it, and is gone. */
    private ProcessHandle postmaster() {
        Path file = dataDirectory.resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return ProcessHandle.of(pid).orElseThrow(() -> new IllegalStateException("PostgreSQL does not run."));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Starts it again on the same data and port, after {@link #kill}. Blocking: a second or two. */
    public void restart() {
        try {
            // Lets go of the directory; there is nothing left to be stopped.
            server.close();
            server = settings().setDataDirectory(dataDirectory).setPort(port).start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start again.", e);
        }
    }

    private String ask(String query) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
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
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    private void end() {
        try {
            server.close();
            RealCassandra.deleteAll(dataDirectory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(ender);
        end();
    }
}
