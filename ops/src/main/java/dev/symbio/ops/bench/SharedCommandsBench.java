package dev.symbio.ops.bench;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.host.Stores;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The same single commands as {@link CommandsBench} on the profiles that several nodes can share, held against the store alone,
 * on the same server and in the same run: the rows that the commands leave, written and committed one by one.
 */
final class SharedCommandsBench implements BenchCommand.Bench {
    private static final int CLIENTS = 64;
    private static final int PARALLEL = 16;
    private static final double AT_LEAST = 0.5;
    private static final Duration RAW_WARM_UP = Duration.ofSeconds(5);
    private static final Map<String, String> UNLIMITED =
            Map.of("symbio.http.rate-limit-per-second", "1000000", "symbio.http.rate-limit-burst", "1000000");

    private final Profile profile;
    private final int nodes;
    private final int contracts;
    private final Duration warmUp;
    private final PrintWriter out;

    /** @param nodes 1, or several that share this machine with their stores */
    SharedCommandsBench(Profile profile, int nodes, int contracts, Duration warmUp, PrintWriter out) {
        this.profile = profile;
        this.nodes = nodes;
        this.contracts = contracts;
        this.warmUp = warmUp;
        this.out = out;
    }

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        findings.text("profile", profile.label());
        findings.count("nodes", nodes);
        findings.count("clients", CLIENTS);
        findings.count("contracts", contracts);
        if (nodes > 1) {
            try (LocalCluster cluster = LocalCluster.start(profile, nodes, directory, UNLIMITED)) {
                Load.Done through = through(cluster.urls(), measured);
                for (int node = 1; node <= nodes; node++) {
                    cluster.node(node).stop();
                }
                conclude(through, cluster.servers(), measured, findings);
            }
            return;
        }
        try (Stores stores = Stores.start(profile, directory);
                ProfilePlatform platform = new ProfilePlatform(stores, directory, List.of())) {
            platform.process().start();
            Load.Done through = through(List.of(platform.process().url()), measured);
            platform.process().stop();
            conclude(through, stores, measured, findings);
        }
    }

    private void conclude(Load.Done through, Stores stores, Duration measured, Findings findings) throws Exception {
        say("the store alone");
        byte[] event = newestEvent(stores);
        Load.Done raw;
        try (RawStore store = RawStore.on(stores)) {
            raw = Load.run(CLIENTS, RAW_WARM_UP, measured, client -> store.inserting(event));
        }
        double ratio = through.perSecond() / raw.perSecond();
        findings.count("bytesPerEvent", event.length);
        findings.measured("commandsPerSecond", through.perSecond());
        // each of these commands is one event
        findings.measured("eventsPerSecond", through.perSecond());
        findings.measured("rawRowsPerSecond", raw.perSecond());
        findings.measured("ratio", ratio);
        findings.measured("millisP50", through.millisAt(50));
        findings.measured("millisP99", through.millisAt(99));
        findings.measured("millisMax", through.millisAt(100));
        findings.measured("rawMillisP50", raw.millisAt(50));
        findings.measured("rawMillisP99", raw.millisAt(99));
        if (nodes > 1) {
            findings.text(
                    "note",
                    "All nodes, the store and the clients share this machine: this shows what they cost,"
                            + " not how they scale.");
        }
        findings.promise(ratio >= AT_LEAST, "ratio >= " + AT_LEAST);
    }

    private Load.Done through(List<URI> urls, Duration measured) throws InterruptedException {
        say("making contracts");
        List<ApiClient> clients =
                urls.stream().map(url -> new ApiClient(url, Patience.DEFAULT)).toList();
        Community community = new Community(clients.get(0));
        Contracts parties = new Contracts(
                community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow(),
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow());
        List<String> ids = contracts(parties);
        Identity integration = parties.customer().integration().identity();
        AtomicInteger commands = new AtomicInteger();
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        say("commands");
        return Load.run(CLIENTS, warmUp, measured, client -> {
            int node = client % urls.size();
            return new Posting(connect(urls.get(node), clients.get(node).token(integration))) {
                @Override
                long postNext() throws IOException {
                    int n = commands.incrementAndGet();
                    String path = "/sla-contracts/" + ids.get(n % ids.size()) + "/observations";
                    return post(path, "bench-" + n, Facts.batch("bench-" + n + "-", 1, at));
                }
            };
        });
    }

    private static LeanConnection connect(URI url, String token) {
        try {
            return new LeanConnection(url, token);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private List<String> contracts(Contracts parties) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<String>> made = new ArrayList<>();
            Instant from = SampleTerms.startOfMonth(Instant.now());
            for (int i = 0; i < contracts; i++) {
                String name = "bench-" + i;
                made.add(workers.submit(() -> parties.active(name, name, SampleTerms.monthly(), from, false)));
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> each : made) {
                ids.add(each.get());
            }
            return ids;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    /** One that the measured commands left; on Cassandra, of those that were copied. */
    private static byte[] newestEvent(Stores stores) throws SQLException {
        try (Connection connection = stores.connect();
                Statement query = connection.createStatement();
                ResultSet event =
                        query.executeQuery("select \"event_payload\" from \"event_journal\" where \"kind\" = 'sla'"
                                + " order by \"tx\" desc, \"ordering\" desc fetch first 1 row only")) {
            if (!event.next()) {
                throw new IllegalStateException("No command left an event.");
            }
            return event.getBytes(1);
        }
    }

    private void say(String what) {
        out.println(what + " ...");
        out.flush();
    }
}
