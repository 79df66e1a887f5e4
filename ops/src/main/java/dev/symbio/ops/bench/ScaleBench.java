package dev.symbio.ops.bench;

import dev.symbio.ops.bulk.BulkJournal;
import dev.symbio.ops.bulk.ManyOpportunities;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.host.Stores;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.storage.Profile;
import dev.symbio.platform.storage.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether ten times the entities make commands slower. Each command goes to any of all entities, so that most have to be woken
 * and others leave memory for them. The node is new for each size and warms up as long.
 */
final class ScaleBench implements BenchCommand.Bench {
    private static final int CLIENTS = 64;
    private static final int TIMES = 10;
    private static final double P99_AT_MOST = 1.2;
    private static final int HOT = 10_000;
    private static final String TENANT = "buyer";
    private static final Identity SALES = new Identity("sales", TENANT);
    private static final TenantId BUYER = new TenantId(TENANT);
    private static final int KIB = 1 << 10;

    private final Profile profile;
    private final int entities;
    private final Duration warmUp;
    private final long seed;
    private final Quiet quiet;
    private final PrintWriter out;
    private final AtomicInteger keys = new AtomicInteger();

    /** @param entities in the end; a tenth of them first */
    ScaleBench(Profile profile, int entities, Duration warmUp, long seed, Quiet quiet, PrintWriter out) {
        this.profile = profile;
        this.entities = entities;
        this.warmUp = warmUp;
        this.seed = seed;
        this.quiet = quiet;
        this.out = out;
    }

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        findings.text("profile", profile.label());
        findings.count("seed", seed);
        findings.count("clients", CLIENTS);
        int few = entities / TIMES;
        try (Stores stores = Stores.start(profile, directory);
                ProfilePlatform platform = new ProfilePlatform(
                        stores,
                        directory,
                        List.of(
                                "-Dsymbio.audit.check-every=31 days",
                                "-Dsymbio.audit.checkpoint-every=31 days",
                                "-Dsymbio.entities.idle-timeout=10 minutes"))) {
            platform.process().start();
            platform.community().company(TENANT, "Buyer", "MANUFACTURER").orElseThrow();
            platform.awaitCaughtUp(1);
            platform.process().stop();
            fill(stores, platform, 0, few);
            Load.Done before = commands(platform, few, measured);
            long sent = keys.get();
            platform.awaitCaughtUp(few * (long) ManyOpportunities.EVENTS_EACH + sent);
            platform.process().stop();
            fill(stores, platform, few, entities);
            memory(platform, findings);
            Load.Done after = commands(platform, entities, measured);
            tell("", few, before, findings);
            tell("At" + TIMES + "Times", entities, after, findings);
            double slower = after.millisAt(99) / before.millisAt(99);
            findings.measured("p99Ratio", slower);
            findings.measured("throughputRatio", after.perSecond() / before.perSecond());
            findings.promise(slower <= P99_AT_MOST, "p99 at " + TIMES + " times the entities <= " + P99_AT_MOST);
        }
    }

    private static void tell(String suffix, int size, Load.Done done, Findings findings) {
        findings.count("entities" + suffix, size);
        findings.measured("commandsPerSecond" + suffix, done.perSecond());
        findings.measured("millisP50" + suffix, done.millisAt(50));
        findings.measured("millisP99" + suffix, done.millisAt(99));
        findings.measured("millisMax" + suffix, done.millisAt(100));
    }

    /** More entities into the journal; returns when the node runs and its read models have them. */
    private void fill(Stores stores, ProfilePlatform platform, int from, int to) throws InterruptedException {
        out.printf("writing entities %,d to %,d ...%n", from, to);
        out.flush();
        try (Store store = stores.open();
                DataKeys keys = stores.keys(store);
                BulkJournal journal = BulkJournal.open(stores)) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            new ManyOpportunities(BUYER, seed, now, keys, journal, stored -> {}).open(from, to);
        }
        out.println("read models catch up ...");
        out.flush();
        platform.process().start();
        platform.awaitCaughtUp(to * (long) ManyOpportunities.EVENTS_EACH + keys.get());
    }

    /** What an entity in memory weighs: the heap with some thousand of them less the heap before. */
    private void memory(ProfilePlatform platform, Findings findings) throws InterruptedException, IOException {
        out.println("measuring memory ...");
        out.flush();
        ChildMemory memory = new ChildMemory(platform.process().pid());
        int hot = Math.min(HOT, entities / 2);
        ask(platform, 0, hot / 10);
        long before = memory.liveHeapBytes();
        ask(platform, hot / 10, hot / 10 + hot);
        long after = memory.liveHeapBytes();
        findings.count("hotEntities", hot);
        findings.count("liveHeapMiBBefore", before >> 20);
        findings.count("liveHeapMiBWithHotEntities", after >> 20);
        findings.measured("kibPerHotEntity", (after - before) / (double) hot / KIB);
    }

    private void ask(ProfilePlatform platform, int from, int to) throws IOException {
        try (LeanConnection connection = platform.connect(SALES)) {
            for (int number = from; number < to; number++) {
                int status = connection.get("/opportunities/" + id(number));
                if (status != 200) {
                    throw new IllegalStateException(status + " " + connection.text());
                }
            }
        }
    }

    private Load.Done commands(ProfilePlatform platform, int size, Duration measured) throws InterruptedException {
        quiet.await();
        out.printf("commands to any of %,d entities ...%n", size);
        out.flush();
        byte[] body = "{\"clause\":\"Price\"}".getBytes(StandardCharsets.UTF_8);
        return Load.run(CLIENTS, warmUp, measured, client -> new Posting(platform.connect(SALES)) {
            private final Random random = new Random(seed + client);

            @Override
            long postNext() throws IOException {
                String path = "/opportunities/" + id(random.nextInt(size)) + "/clause-revisions";
                return post(path, "bench-" + keys.incrementAndGet(), body);
            }
        });
    }

    private String id(int number) {
        return ManyOpportunities.ref(BUYER, seed, number).publicId();
    }
}
