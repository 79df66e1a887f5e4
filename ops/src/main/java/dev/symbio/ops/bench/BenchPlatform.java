package dev.symbio.ops.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.Stores;
import dev.symbio.ops.measure.SampleTerms;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A platform in a process of its own, or in several that share the stores of a profile, without a rate limit that would be measured
 * instead; and contracts on it.
 */
final class BenchPlatform implements AutoCloseable {
    private static final int PARALLEL = 16;

    private static final String UNLIMITED = "1000000";
    private static final String RATE = "symbio.http.rate-limit-per-second";
    private static final String BURST = "symbio.http.rate-limit-burst";

    private final ChildSymbio symbio;
    private final List<URI> urls;
    private final List<Runnable> owned;
    private final ApiClient client;
    private final Community community;
    private final Contracts parties;

    /** On the embedded profile. */
    BenchPlatform(Path directory, String... jvmOptions) throws InterruptedException {
        this(started(directory, jvmOptions));
    }

    private BenchPlatform(ChildSymbio symbio) {
        this(symbio, List.of(symbio.url()), List.of(symbio::close));
    }

    /** @param symbio the node; null when there are several */
    private BenchPlatform(ChildSymbio symbio, List<URI> urls, List<Runnable> owned) {
        this.symbio = symbio;
        this.urls = urls;
        this.owned = owned;
        client = new ApiClient(urls.get(0), Patience.DEFAULT);
        community = new Community(client);
        parties = new Contracts(
                community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow(),
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow());
    }

    /** @param nodes 1, or several that share this machine with their stores; those of the embedded profile are one */
    static BenchPlatform on(Profile profile, int nodes, Path directory) throws InterruptedException {
        if (profile == Profile.EMBEDDED) {
            return new BenchPlatform(directory);
        }
        if (nodes > 1) {
            LocalCluster cluster =
                    LocalCluster.start(profile, nodes, directory, Map.of(RATE, UNLIMITED, BURST, UNLIMITED));
            return new BenchPlatform(null, cluster.urls(), List.of(cluster::close));
        }
        Stores stores = Stores.start(profile, directory);
        ProfilePlatform node = new ProfilePlatform(stores, directory, List.of());
        node.process().start();
        return new BenchPlatform(node.process(), List.of(node.process().url()), List.of(node::close, stores::close));
    }

    private static ChildSymbio started(Path directory, String... jvmOptions) throws InterruptedException {
        List<String> options = new ArrayList<>(List.of(jvmOptions));
        options.add("-XX:InitialRAMPercentage=25"); // all that it may have, as in the image
        options.add("-D" + RATE + "=" + UNLIMITED);
        options.add("-D" + BURST + "=" + UNLIMITED);
        return ChildSymbio.start(directory, options.toArray(String[]::new));
    }

    /** The only node. @throws NullPointerException if there are several */
    ChildSymbio process() {
        return Objects.requireNonNull(symbio, "one of several nodes");
    }

    Company company(String id, String name, String kind) {
        return community.company(id, name, kind).orElseThrow();
    }

    Session as(Identity identity) {
        return client.as(identity);
    }

    Contracts parties() {
        return parties;
    }

    /** Active contracts whose current period has just begun to be filled. */
    List<String> contracts(int count) throws InterruptedException {
        JsonNode terms = SampleTerms.monthly();
        return contracts("bench", count, terms, SampleTerms.startOfMonth(Instant.now()));
    }

    /** @param prefix of their names, unique within the run */
    List<String> contracts(String prefix, int count, JsonNode terms, Instant from) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = prefix + "-" + i;
                results.add(workers.submit(() -> parties.active(name, name, terms, from, false)));
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> result : results) {
                ids.add(result.get());
            }
            return ids;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    /** A connection of the customer's integration. */
    LeanConnection connect() {
        return connect(parties.customer().integration().identity());
    }

    LeanConnection connect(Identity identity) {
        return connect(identity, 0);
    }

    /** @param node any number: beyond the nodes it begins with the first again */
    LeanConnection connect(Identity identity, int node) {
        try {
            return new LeanConnection(urls.get(node % urls.size()), client.token(identity));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Many connections at the same time. */
    ManyConnections connections(int count) throws IOException {
        return new ManyConnections(urls.get(0), count);
    }

    /** What every request of the customer's integration has in its head. */
    String headers() {
        return LeanConnection.headers(
                urls.get(0), client.token(parties.customer().integration().identity()));
    }

    @Override
    public void close() {
        owned.forEach(Runnable::run);
    }
}
