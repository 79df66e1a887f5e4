package dev.symbio.ops.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many contracts, few of them hot, in a small heap. */
final class MemoryBench implements BenchCommand.Bench {
    private static final int CLIENTS = 16;
    private static final int HOT = 1_000;
    private static final int HEAP_MIB = 1_024;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final int contracts;

    MemoryBench(int contracts) {
        this.contracts = contracts;
    }

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        try (BenchPlatform platform =
                new BenchPlatform(directory, "-Xmx" + HEAP_MIB + "m", "-XX:+ExitOnOutOfMemoryError")) {
            ChildMemory memory = new ChildMemory(platform.process().pid());
            long before = memory.liveHeapMiB();
            long began = System.nanoTime();
            List<String> ids = create(platform);
            double seconds = (System.nanoTime() - began) / 1e9;
            long created = memory.liveHeapMiB();
            List<String> hot = ids.subList(0, Math.min(HOT, ids.size()));
            AtomicInteger commands = new AtomicInteger();
            Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Load.Done done = Load.run(CLIENTS, WARM_UP, measured, number -> new Posting(platform.connect()) {
                @Override
                long postNext() throws IOException {
                    int n = commands.incrementAndGet();
                    String path = "/sla-contracts/" + hot.get(n % hot.size()) + "/observations";
                    return post(path, "hot-" + n, Facts.batch("hot-" + n + "-", 1, at));
                }
            });
            findings.count("contracts", ids.size());
            findings.count("hotContracts", hot.size());
            findings.count("heapLimitMiB", HEAP_MIB);
            findings.count("liveHeapMiBBefore", before);
            findings.count("liveHeapMiBWithAllContracts", created);
            findings.count("liveHeapMiBWhileHot", memory.liveHeapMiB());
            findings.count("residentMiB", memory.residentMiB());
            findings.measured("contractsCreatedPerSecond", ids.size() / seconds);
            findings.measured("hotCommandsPerSecond", done.perSecond());
            findings.measured("hotMillisP99", done.millisAt(99));
            findings.promise(
                    platform.process().isAlive() && done.units() > 0, "a heap of " + HEAP_MIB + " MiB is enough");
        }
    }

    /** Drafted and offered by the customer, signed by the provider. */
    private List<String> create(BenchPlatform platform) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<String> ids = Collections.synchronizedList(new ArrayList<>(contracts));
        String draft = draft(platform.parties());
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                results.add(clients.submit(() -> {
                    createSome(platform, next, draft, ids);
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
            return ids;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            clients.shutdownNow();
        }
    }

    private void createSome(BenchPlatform platform, AtomicInteger next, String draft, List<String> ids)
            throws IOException {
        Contracts parties = platform.parties();
        try (LeanConnection customer =
                        platform.connect(parties.customer().manager().identity());
                LeanConnection provider =
                        platform.connect(parties.provider().manager().identity())) {
            for (int n = next.getAndIncrement(); n < contracts; n = next.getAndIncrement()) {
                String name = "memory-" + n;
                post(customer, "/sla-contracts", name, draft.replace("NAME", name));
                String id = Json.MAPPER.readTree(customer.text()).path("id").asText();
                post(customer, "/sla-contracts/" + id + "/offer", name + "-offer", "{}");
                post(provider, "/sla-contracts/" + id + "/sign", name + "-sign", "{\"version\":1}");
                ids.add(id);
            }
        }
    }

    private static void post(LeanConnection connection, String path, String key, String json) throws IOException {
        int status = connection.post(path, key, json.getBytes(StandardCharsets.UTF_8));
        if (status != 200 && status != 201) {
            throw new IllegalStateException(path + ": " + status + " " + connection.text());
        }
    }

    private static String draft(Contracts parties) {
        ObjectNode draft = Json.MAPPER.createObjectNode();
        draft.put("name", "NAME");
        draft.put("provider", parties.provider().tenant());
        draft.put("customer", parties.customer().tenant());
        draft.set("terms", SampleTerms.monthly());
        draft.put("effectiveFrom", SampleTerms.startOfMonth(Instant.now()).toString());
        return draft.toString();
    }
}
