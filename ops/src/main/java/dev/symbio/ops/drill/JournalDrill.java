package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.host.SmallDisk;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Promise 9: a journal that is slow or dead is told honestly. Under load something is done to the store that has the journal,
 * and undone. No answer was a false success, every other was 503 or 504 with Retry-After and came in time, and the node is
 * healthy soon after, without a restart.
 */
final class JournalDrill {
    /** The server's own limit for an answer is 20 s. */
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(22);

    private static final Duration HEALS_WITHIN = Duration.ofSeconds(30);
    private static final Duration GIVE_UP = Duration.ofSeconds(120);
    private static final Duration PROBE_EVERY = Duration.ofMillis(200);
    private static final Duration READ_EVERY = Duration.ofMillis(50);
    private static final Duration HEALTHY_LOAD = Duration.ofMillis(1_500);
    private static final int DISK_MEBIBYTES = 2_048;

    private final Profile profile;
    private final Path directory;
    private final long seed;
    private final Random random;
    private final PrintWriter out;
    private final Referee referee;
    private final Queue<Asked> reads = new ConcurrentLinkedQueue<>();
    private volatile boolean reading;

    JournalDrill(Profile profile, Path directory, long seed, PrintWriter out) {
        this.profile = profile;
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
        this.out = out;
        this.referee = new Referee(seed);
    }

    void run(List<JournalFault> faults, Findings findings) throws InterruptedException {
        findings.text("profile", profile.label());
        boolean full = faults.contains(JournalFault.FULL);
        SmallDisk disk = full ? SmallDisk.mount(ChildSymbio.dataDirectory(directory), DISK_MEBIBYTES) : null;
        try (OneNode node = OneNode.start(profile, directory, "-Xmx1g")) {
            long pid = node.symbio().pid();
            int round = 0;
            for (JournalFault fault : faults) {
                suffer(node, disk, fault, ++round, findings);
            }
            findings.promise(node.symbio().isAlive() && node.symbio().pid() == pid, "the node was not restarted");
            // first: the referee finds drafts in a list
            ReadSide.conclude(node, findings);
            referee.conclude("Fault", KillDrill.parties(node.symbio().url()), findings);
        } finally {
            if (disk != null) {
                disk.close();
            }
        }
    }

    private void suffer(OneNode node, SmallDisk disk, JournalFault fault, int round, Findings findings)
            throws InterruptedException {
        ChildSymbio symbio = node.symbio();
        Contracts parties = KillDrill.parties(symbio.url());
        List<String> open = referee.open(parties, round);
        ApiClient oneAttempt = new ApiClient(symbio.url(), Patience.NONE);
        Session integration = oneAttempt.as(parties.customer().integration().identity());
        Session manager = oneAttempt.as(parties.customer().manager().identity());
        reads.clear();
        reading = true;
        Writers writers = new Writers(true);
        writers.start(random, own -> referee.next(own, () -> integration, () -> manager, parties, open));
        Thread reader = new Thread(() -> read(manager, open), "reader");
        reader.start();
        Patience.pause(HEALTHY_LOAD);
        JournalFault.Remedy remedy = fault.strike(node, disk);
        Patience.pause(fault.lasts());
        heal(remedy);
        long healed = System.nanoTime();
        List<Write> writes = new ArrayList<>(untilHealthy(symbio, integration, open));
        double seconds = (System.nanoTime() - healed) / 1e9;
        reading = false;
        reader.join();
        writes.addAll(writers.stop());
        referee.repeatAfterFault(writes);
        List<Asked> all = new ArrayList<>(writers.asked());
        all.addAll(reads);
        judge(fault, all, seconds, findings);
    }

    private static void heal(JournalFault.Remedy remedy) throws InterruptedException {
        try {
            remedy.apply();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Lists come from read models, details from the entities. */
    private void read(Session manager, List<String> open) {
        for (int i = 0; reading; i++) {
            String path = i % 2 == 0 ? "/sla-contracts" : "/sla-contracts/" + open.get(i / 2 % open.size());
            reads.add(Asked.asking("GET " + path, () -> manager.tryGet(path)));
            LockSupport.parkNanos(READ_EVERY.toNanos());
        }
    }

    /** It says that it is ready, and takes a write into every contract. */
    private List<Write> untilHealthy(ChildSymbio symbio, Session integration, List<String> open)
            throws InterruptedException {
        List<Write> sent = new ArrayList<>();
        long giveUp = System.nanoTime() + GIVE_UP.toNanos();
        while (!symbio.isReady() && System.nanoTime() < giveUp) {
            Patience.pause(PROBE_EVERY);
        }
        if (System.nanoTime() > giveUp) {
            out.println("It does not say that it is ready.");
        }
        for (String contract : open) {
            boolean taken = false;
            while (!taken && System.nanoTime() < giveUp) {
                Write write = referee.batch(() -> integration, contract, 1);
                sent.add(write);
                Asked told = Asked.asking(contract, write::send);
                taken = told.isSuccess();
                if (!taken) {
                    out.println("not yet: " + told);
                    Patience.pause(PROBE_EVERY);
                }
            }
        }
        return sent;
    }

    private void judge(JournalFault fault, List<Asked> all, double seconds, Findings findings) {
        String name = fault.word();
        Map<Integer, Long> byStatus =
                all.stream().collect(Collectors.groupingBy(Asked::status, TreeMap::new, Collectors.counting()));
        long slowest = all.stream().mapToLong(Asked::millis).max().orElse(0);
        List<Asked> dishonest =
                all.stream().filter(asked -> !asked.isHonest()).limit(3).toList();
        findings.text(name + "Answers", byStatus.toString());
        findings.count(name + "SlowestAnswerMillis", slowest);
        findings.measured(name + "HealthyAfterSeconds", seconds);
        findings.promise(
                dishonest.isEmpty(), name + ": every refusal is 503 or 504 with Retry-After, but " + dishonest);
        findings.promise(
                slowest <= ANSWERS_WITHIN.toMillis(),
                name + ": every answer comes within " + ANSWERS_WITHIN.toSeconds() + " s");
        findings.promise(
                seconds <= HEALS_WITHIN.toSeconds(), name + ": healthy within " + HEALS_WITHIN.toSeconds() + " s");
        out.printf("%s: answers %s, slowest %d ms, healthy after %.1f s%n", name, byStatus, slowest, seconds);
        out.flush();
    }
}
