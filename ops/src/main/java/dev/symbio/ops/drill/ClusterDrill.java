package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.IdentityUnavailable;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.cluster.LocalCluster;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Promises 1, 2, 3, 5 and 7 in a cluster: while clients write, something is done to a node. What was acknowledged is there,
 * each key had one effect, no entity had two writers, the read models show what is in the journal, and entities
 * answer again soon, those of that node too.
 */
final class ClusterDrill {
    private static final int MIN_LOAD_MILLIS = 1_000;
    private static final int MAX_LOAD_MILLIS = 4_000;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    /** All nodes and their stores share one machine: more than about half of what it can do would only make it late. */
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(100);

    private static final Duration PROBE_EVERY = Duration.ofMillis(100);
    /** Promised after a kill. After a pause or a partition the time is measured, and no more is promised than an answer. */
    private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(25);

    private static final double P95 = 0.95;
    /** Of this drill's size; the limit is not what is tested here. */
    private static final Map<String, String> SETTINGS =
            Map.of("symbio.http.rate-limit-per-second", "100000", "symbio.http.rate-limit-burst", "100000");

    private final long seed;
    private final Random random;
    private final PrintWriter out;
    private final Referee referee;
    private final Duration recoversWithin;
    private int roundsInAll;
    private final List<Double> recoveries = Collections.synchronizedList(new ArrayList<>());

    ClusterDrill(long seed, PrintWriter out) {
        this(seed, RECOVERS_WITHIN, out);
    }

    /** @param recoversWithin in which most entities have to answer after a kill */
    ClusterDrill(long seed, Duration recoversWithin, PrintWriter out) {
        this.seed = seed;
        this.recoversWithin = recoversWithin;
        this.random = new Random(seed);
        this.out = out;
        this.referee = new Referee(seed);
    }

    static LocalCluster start(Profile profile, int nodes, Path directory) throws InterruptedException {
        return LocalCluster.start(profile, nodes, directory, SETTINGS);
    }

    /** May follow another run on the same cluster: what this drill has written before is looked at again. */
    void run(LocalCluster cluster, Fault fault, int rounds, Findings findings) throws InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            Contracts parties = KillDrill.parties(cluster.node(1).url());
            List<String> open = referee.open(parties, ++roundsInAll);
            int victim = 1 + random.nextInt(cluster.size());
            List<Write> ofRound = new ArrayList<>();
            try (Callers callers = Callers.of(cluster)) {
                Writers writers = writers(callers, parties, open);
                pauseUnderLoad();
                long struck = System.nanoTime();
                fault.strike(cluster, victim);
                Identity integration = parties.customer().integration().identity();
                ofRound.addAll(untilAllAnswer(callers.elsewhere(integration, victim), open, struck));
                Patience.pause(fault.lasts()
                        .minus(Duration.ofNanos(Math.min(
                                System.nanoTime() - struck, fault.lasts().toNanos()))));
                fault.undo(cluster, victim);
                Fault.recover(cluster, victim);
                ofRound.addAll(writers.stop());
            }
            referee.repeatAfterFault(ofRound);
            out.printf(
                    "round %d of %d: node %d, %d keys so far, all answered again by %.1f s%n",
                    round, rounds, victim, referee.keys(), slowest());
            out.flush();
        }
        findings.text("profile", cluster.profile().label());
        findings.count("nodes", cluster.size());
        findings.count("rounds", rounds);
        findings.count("entitiesProbed", recoveries.size());
        findings.measured("recoverySecondsMedian", quantile(0.5));
        findings.measured("recoverySecondsP95", quantile(P95));
        findings.measured("recoverySecondsMax", slowest());
        findings.promise(slowest() < ANSWERS_WITHIN.toSeconds(), "every entity answers again");
        if (fault == Fault.KILL) {
            findings.promise(
                    quantile(P95) <= recoversWithin.toSeconds(),
                    "95 of 100 entities answer again within " + recoversWithin.toSeconds() + " s");
        }
        conclude(cluster, fault.word(), findings);
    }

    /** Every node is restarted, one after the other, and no request fails. */
    void roll(LocalCluster cluster, int rounds, Findings findings) throws InterruptedException {
        int requests = 0;
        List<String> failures = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Contracts parties = KillDrill.parties(cluster.node(1).url());
            List<String> open = referee.open(parties, ++roundsInAll);
            try (Callers callers = Callers.of(cluster)) {
                Writers writers = writers(callers, parties, open);
                pauseUnderLoad();
                cluster.rollingRestart();
                pauseUnderLoad();
                List<Write> ofRound = writers.stop();
                requests += writers.requests();
                failures.addAll(writers.failures());
                referee.repeatAfterFault(ofRound);
            }
            out.printf("round %d of %d: %d requests, %d failed%n", round, rounds, requests, failures.size());
            out.flush();
        }
        findings.text("profile", cluster.profile().label());
        findings.count("nodes", cluster.size());
        findings.count("rounds", rounds);
        findings.count("requests", requests);
        findings.count("failedRequests", failures.size());
        findings.promise(
                failures.isEmpty(),
                "failed requests = 0, but " + failures.stream().limit(5).toList());
        conclude(cluster, "Restart", findings);
    }

    private Writers writers(Callers callers, Contracts parties, List<String> open) {
        Supplier<Session> integration =
                callers.anywhere(parties.customer().integration().identity());
        Supplier<Session> manager =
                callers.anywhere(parties.customer().manager().identity());
        Writers writers = new Writers(true, BETWEEN_WRITES);
        writers.start(random, own -> referee.next(own, integration, manager, parties, open));
        return writers;
    }

    private void pauseUnderLoad() throws InterruptedException {
        Patience.pause(Duration.ofMillis(MIN_LOAD_MILLIS + random.nextInt(MAX_LOAD_MILLIS - MIN_LOAD_MILLIS)));
    }

    /** Writes into every contract until it is taken, and keeps how long after the fault that was. */
    private List<Write> untilAllAnswer(Supplier<Session> others, List<String> open, long struck) {
        ExecutorService probes = Executors.newFixedThreadPool(open.size());
        try {
            return open.stream()
                    .map(contract -> CompletableFuture.supplyAsync(() -> probe(others, contract, struck), probes))
                    .toList()
                    .stream()
                    .flatMap(writes -> writes.join().stream())
                    .toList();
        } finally {
            probes.shutdownNow();
        }
    }

    private List<Write> probe(Supplier<Session> others, String contract, long struck) {
        List<Write> sent = new ArrayList<>();
        while (System.nanoTime() - struck < ANSWERS_WITHIN.toNanos()) {
            Write write = referee.batch(others, contract, 1);
            sent.add(write);
            try {
                if (write.send().isSuccess()) {
                    break;
                }
                Patience.pause(PROBE_EVERY);
            } catch (ApiProblem | IdentityUnavailable noAnswer) {
                // the next one
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        recoveries.add((System.nanoTime() - struck) / 1e9);
        return sent;
    }

    private double slowest() {
        return quantile(1);
    }

    private double quantile(double share) {
        List<Double> sorted = recoveries.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private void conclude(LocalCluster cluster, String fault, Findings findings) throws InterruptedException {
        findings.count("seed", seed);
        referee.conclude(fault, KillDrill.parties(cluster.node(1).url()), findings);
        Fold journal = ReadSide.conclude(() -> StoredEvents.open(cluster.servers(), ReadSide::compare), findings);
        double quarantined = 0;
        for (int node = 1; node <= cluster.size(); node++) {
            quarantined += cluster.node(node).metric("symbio_entities_quarantined");
        }
        findings.count("eventsWithTwoWriters", journal.numbersTwice());
        findings.count("writersThatCameBack", journal.writersThatCameBack());
        findings.count("entitiesQuarantined", (long) quarantined);
        findings.promise(
                journal.numbersTwice() == 0 && journal.writersThatCameBack() == 0, "two writers in the journal = 0");
        findings.promise(quarantined == 0, "entities whose history does not verify = 0");
    }
}
