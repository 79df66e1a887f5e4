package dev.symbio.ops.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.measure.SampleTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A platform in a process of its own, without a rate limit that would be measured instead, and contracts on it. */
final class BenchPlatform implements AutoCloseable {
    private static final int PARALLEL = 16;

    private final ChildSymbio symbio;
    private final ApiClient client;
    private final Community community;
    private final Contracts parties;

    BenchPlatform(Path directory, String... jvmOptions) throws InterruptedException {
        List<String> options = new ArrayList<>(List.of(jvmOptions));
        options.add("-XX:InitialRAMPercentage=25"); // all that it may have, as in the image
        options.add("-Dsymbio.http.rate-limit-per-second=1000000");
        options.add("-Dsymbio.http.rate-limit-burst=1000000");
        symbio = ChildSymbio.start(directory, options.toArray(String[]::new));
        client = new ApiClient(symbio.url(), Patience.DEFAULT);
        community = new Community(client);
        parties = new Contracts(
                community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow(),
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow());
    }

    ChildSymbio process() {
        return symbio;
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
        try {
            return new LeanConnection(symbio.url(), client.token(identity));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Many connections at the same time. */
    ManyConnections connections(int count) throws IOException {
        return new ManyConnections(symbio.url(), count);
    }

    /** What every request of the customer's integration has in its head. */
    String headers() {
        return LeanConnection.headers(
                symbio.url(), client.token(parties.customer().integration().identity()));
    }

    @Override
    public void close() {
        symbio.close();
    }
}
