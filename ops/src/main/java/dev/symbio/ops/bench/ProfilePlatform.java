package dev.symbio.ops.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.FreePort;
import dev.symbio.ops.host.Stores;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One node on the stores of a profile, which is stopped and started again between the parts of a benchmark. */
final class ProfilePlatform implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration GIVE_UP = Duration.ofMinutes(60);

    private final Stores stores;
    private final ChildSymbio symbio;
    private final ApiClient client;

    /** Not started yet. @param settings of the node, as options of its JVM */
    ProfilePlatform(Stores stores, Path directory, List<String> settings) {
        this.stores = stores;
        List<String> options = new ArrayList<>(List.of("-XX:+UseParallelGC"));
        options.addAll(stores.jvmOptions());
        options.add("-Dsymbio.http.rate-limit-per-second=1000000");
        options.add("-Dsymbio.http.rate-limit-burst=1000000");
        options.addAll(settings);
        symbio = ChildSymbio.node(directory, FreePort.any(), options);
        client = new ApiClient(symbio.url(), Patience.DEFAULT);
    }

    ChildSymbio process() {
        return symbio;
    }

    Community community() {
        return new Community(client);
    }

    Session as(Identity identity) {
        return client.as(identity);
    }

    LeanConnection connect(Identity identity) {
        try {
            return new LeanConnection(symbio.url(), client.token(identity));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Until every projection has taken every event. @param events that the journal has at least @return how long it took */
    Duration awaitCaughtUp(long events) throws InterruptedException {
        long began = System.nanoTime();
        // counted only when it may be the end: each time the whole table is read
        while (!(behind().isEmpty() && copied(events) && behind().isEmpty())) {
            Patience.pause(LOOK_AGAIN);
            if (System.nanoTime() - began > GIVE_UP.toNanos()) {
                throw new IllegalStateException("Still behind: " + behind());
            }
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What is in Cassandra can be followed only when it has been copied. */
    private boolean copied(long events) {
        return stores.profile() != Profile.CASSANDRA || count("\"event_journal\"") >= events;
    }

    /** Projections that have events before them. */
    List<String> behind() {
        List<String> behind = new ArrayList<>();
        for (JsonNode projection :
                as(Community.OPERATOR).get("/operations/projections").path("items")) {
            if (projection.path("behind").asBoolean()) {
                behind.add(projection.path("name").asText());
            }
        }
        return behind;
    }

    /** How many rows a table has. On the embedded profile only while the node does not run. */
    long count(String table) {
        try (Connection connection = stores.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        symbio.close();
    }
}
