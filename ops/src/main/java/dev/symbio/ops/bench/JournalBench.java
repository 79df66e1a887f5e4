package dev.symbio.ops.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.zaxxer.hikari.HikariDataSource;
import dev.symbio.ops.bulk.BulkJournal;
import dev.symbio.ops.bulk.ManyOpportunities;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.Stores;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.audit.JournalCheck;
import dev.symbio.platform.audit.JournalPlaces;
import dev.symbio.platform.audit.SigningKey;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.storage.CassandraJournal;
import dev.symbio.platform.storage.Profile;
import dev.symbio.platform.storage.Store;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * What a journal of many events costs those who read it: a node that starts, an entity that wakes, a read model that is built
 * from nothing, and whoever verifies the whole. The events are those of real opportunities, written by the batch.
 */
final class JournalBench implements BenchCommand.Bench {
    private static final double STARTS_WITHIN_SECONDS = 15;
    private static final int FULL_SIZE = 1_000_000;
    private static final String TENANT = "buyer";
    private static final Identity SALES = new Identity("sales", TENANT);
    private static final String WOKEN = "symbio_entities_woken_total";
    private static final String REBUILT = "opportunity-rows";
    private static final Duration IDLE = Duration.ofSeconds(1);
    /** After so long an entity that nobody asks has left memory. */
    private static final Duration UNTIL_PASSIVE = Duration.ofMillis(2_500);

    private final Profile profile;
    private final int events;
    private final int longest;
    private final int replays;
    private final long seed;
    private final Quiet quiet;
    private final PrintWriter out;
    private long began;

    /**
     * @param events about so many
     * @param longest events of the longest entity: a multiple of its snapshots' distance
     * @param replays how often its waking is measured
     */
    JournalBench(Profile profile, int events, int longest, int replays, long seed, Quiet quiet, PrintWriter out) {
        this.profile = profile;
        this.events = events;
        this.longest = longest;
        this.replays = replays;
        this.seed = seed;
        this.quiet = quiet;
        this.out = out;
    }

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        int others = (events - longest) / ManyOpportunities.EVENTS_EACH;
        long written = (long) others * ManyOpportunities.EVENTS_EACH + longest - 1;
        findings.text("profile", profile.label());
        findings.count("seed", seed);
        findings.count("entities", others + 1L);
        findings.count("eventsWritten", written);
        try (Stores stores = Stores.start(profile, directory);
                ProfilePlatform platform = new ProfilePlatform(
                        stores,
                        directory,
                        List.of(
                                "-Dsymbio.entities.idle-timeout=" + IDLE.toMillis() + "ms",
                                "-Dsymbio.audit.check-every=31 days",
                                "-Dsymbio.audit.checkpoint-every=31 days"))) {
            platform.process().start();
            platform.community().company(TENANT, "Buyer", "MANUFACTURER").orElseThrow();
            platform.awaitCaughtUp(1);
            platform.process().stop();
            fill(stores, others, findings);
            starts(platform, written, findings);
            replays(platform, others, findings);
            rebuild(platform, written + 1, findings);
            platform.process().stop();
            correct(platform, others, written, findings);
            verify(stores, written, findings);
        }
    }

    private void fill(Stores stores, int others, Findings findings) {
        begin("writing the journal");
        try (Store store = stores.open();
                DataKeys keys = stores.keys(store);
                BulkJournal journal = BulkJournal.open(stores)) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            ManyOpportunities all = new ManyOpportunities(new TenantId(TENANT), seed, now, keys, journal, stored -> {});
            all.open(0, others);
            all.openWithEvents(others, longest - 1);
        }
        findings.measured("writeSeconds", ended());
    }

    /** While all read models have everything before them, and when they have come to the end. */
    private void starts(ProfilePlatform platform, long written, Findings findings) throws InterruptedException {
        begin("starting with everything to catch up");
        double behind = seconds(platform.process().start());
        findings.measured("startSecondsWithAllToCatchUp", behind);
        begin("read models catch up");
        platform.awaitCaughtUp(written);
        double caughtUp = ended();
        findings.measured("catchUpSecondsOfAllProjections", caughtUp);
        findings.measured("catchUpEventsPerSecond", written / caughtUp);
        platform.process().stop();
        quiet.await();
        begin("starting");
        double start = seconds(platform.process().start());
        findings.measured("startSeconds", start);
        findings.promise(
                events < FULL_SIZE || Math.max(start, behind) <= STARTS_WITHIN_SECONDS,
                "one node starts within " + STARTS_WITHIN_SECONDS + " s");
        ended();
    }

    /**
     * Asks for the longest entity when it is not in memory: once all its events are replayed, on a node that has just started; that
     * leaves a snapshot, which is all that is read from then on.
     */
    private void replays(ProfilePlatform platform, int longestNumber, Findings findings) throws InterruptedException {
        begin("waking an entity of " + longest + " events");
        Session sales = platform.as(SALES);
        String path = "/opportunities/"
                + ManyOpportunities.ref(new TenantId(TENANT), seed, longestNumber)
                        .publicId();
        sales.get("/opportunities/"
                + ManyOpportunities.ref(new TenantId(TENANT), seed, 0).publicId());
        double before = platform.process().metric(WOKEN);
        double replayed = millis(sales, path);
        findings.count("wokenForReplay", (long) (platform.process().metric(WOKEN) - before));
        sales.post(path + "/clause-revisions", "last-event", Map.of("clause", "Price"));
        double snapshot = wakes(platform, sales, path, "wokenFromSnapshot", findings);
        double hot = median(sales, path, Duration.ZERO);
        findings.count("eventsOfLongest", longest);
        findings.measured("replayMillis", replayed);
        findings.measured("replayEventsPerSecond", (longest - 1) / ((replayed - hot) / 1_000));
        findings.measured("wakeMillisFromSnapshot", snapshot);
        findings.measured("askMillisInMemory", hot);
        ended();
    }

    /** The median of some. @param figure how many entities came into memory for it: as many as were asked, or it tells nothing */
    private double wakes(ProfilePlatform platform, Session sales, String path, String figure, Findings findings)
            throws InterruptedException {
        double before = platform.process().metric(WOKEN);
        double median = median(sales, path, UNTIL_PASSIVE);
        double woken = platform.process().metric(WOKEN) - before;
        findings.count(figure, (long) woken);
        return median;
    }

    private double median(Session sales, String path, Duration pause) throws InterruptedException {
        List<Double> all = new ArrayList<>();
        for (int i = 0; i < replays; i++) {
            Patience.pause(pause);
            all.add(millis(sales, path));
        }
        Collections.sort(all);
        return all.get(all.size() / 2);
    }

    private static double millis(Session session, String path) {
        long began = System.nanoTime();
        session.get(path);
        return (System.nanoTime() - began) / 1e6;
    }

    private void rebuild(ProfilePlatform platform, long written, Findings findings) throws InterruptedException {
        platform.awaitCaughtUp(written);
        begin("rebuilding " + REBUILT);
        platform.as(Community.OPERATOR).post("/operations/projections/" + REBUILT + "/rebuild", "rebuild", Map.of());
        platform.awaitCaughtUp(written);
        double seconds = ended();
        findings.measured("rebuildSeconds", seconds);
        findings.measured("rebuildEventsPerSecond", written / seconds);
    }

    private static void correct(ProfilePlatform platform, int others, long written, Findings findings) {
        findings.promise(platform.count("opportunity") == others + 1L, "a row for every entity after the rebuild");
        findings.promise(platform.count("audit_event") >= written + 1, "a row of the audit trail for every event");
        findings.promise(platform.count("dead_letter") == 0, "every event is digested");
    }

    private void verify(Stores stores, long written, Findings findings) {
        begin("verifying every event of every chain");
        Path key = Path.of(stores.settings().get("symbio.data-dir"), "audit-signing.key");
        int readers = Runtime.getRuntime().availableProcessors();
        JournalCheck.Report report;
        try (HikariDataSource pool = stores.pool(readers);
                CqlSession cassandra = stores.profile() == Profile.CASSANDRA ? stores.cassandra() : null) {
            Jdbi sql = Jdbi.create(pool);
            JournalPlaces places = cassandra == null
                    ? JournalPlaces.inSql(sql)
                    : JournalPlaces.inCassandra(
                            CassandraJournal.of(cassandra, stores.settings().get("symbio.cassandra.keyspace")),
                            sql,
                            Clock.systemUTC());
            report = new JournalCheck(
                            places, TrustedKeys.of(SigningKey.loadOrCreate(key).open()), readers, step -> {})
                    .runOnAll();
        }
        double seconds = ended();
        findings.count("eventsVerified", report.events());
        findings.count("chainsVerified", report.chains());
        findings.measured("verifySeconds", seconds);
        findings.measured("verifyEventsPerSecond", report.events() / seconds);
        findings.promise(report.holds(), "every chain verifies, but " + report.findings());
        findings.promise(report.events() > written, "every event is verified");
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private void begin(String what) {
        out.println(what + " ...");
        out.flush();
        began = System.nanoTime();
    }

    private double ended() {
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf("... %.1f s%n", seconds);
        out.flush();
        return seconds;
    }
}
