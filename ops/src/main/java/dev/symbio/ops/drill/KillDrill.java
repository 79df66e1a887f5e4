package dev.symbio.ops.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** Promises 1 and 2, on one node: a 2xx answer is durable, and an Idempotency-Key has one effect, across {@code kill -9}. */
final class KillDrill {
    /** How the names of contracts begin that the load writes to. */
    static final String ROUND = "round-";

    private static final int CONTRACTS_PER_ROUND = 10;
    private static final int MAX_BATCH = 10;
    private static final double SHARE_OF_DRAFTS = 0.15;
    private static final int MIN_LOAD_MILLIS = 300;
    private static final int MAX_LOAD_MILLIS = 3_000;
    private static final int REPEATED_PER_ROUND = 40;

    private final Path directory;
    private final long seed;
    private final Random random;
    private final PrintWriter out;
    private final JsonNode terms = SampleTerms.monthly();
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant effectiveFrom = SampleTerms.startOfMonth(at);
    private final AtomicInteger keys = new AtomicInteger();

    private final List<Write> writes = new ArrayList<>();
    private final List<String> contracts = new ArrayList<>();
    private final Tally tally = new Tally();

    /** What has been counted over all rounds. */
    private static final class Tally {
        private int differentAnswers;
        private int otherPayloadTaken;
        private int acrossAKill;
        private int neverAnswered;
        private final List<String> unexpected = new ArrayList<>();
        private Duration slowestStart = Duration.ZERO;
    }

    KillDrill(Path directory, long seed, PrintWriter out) {
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
        this.out = out;
    }

    void run(int rounds, Findings findings) throws InterruptedException {
        out.println("seed " + seed);
        out.flush();
        try (ChildSymbio symbio = ChildSymbio.start(directory, "-Xmx1g")) {
            for (int round = 1; round <= rounds; round++) {
                Contracts parties = parties(symbio);
                List<Write> ofRound = loadAndKill(symbio, parties, round);
                Duration start = symbio.start();
                tally.slowestStart = start.compareTo(tally.slowestStart) > 0 ? start : tally.slowestStart;
                repeatAfterKill(ofRound);
                writes.addAll(ofRound);
                out.printf(
                        "round %d of %d: %d keys so far, restarted in %.1f s%n",
                        round, rounds, writes.size(), start.toMillis() / 1e3);
                out.flush();
            }
            conclude(rounds, parties(symbio), findings);
        }
    }

    private List<Write> loadAndKill(ChildSymbio symbio, Contracts parties, int round) throws InterruptedException {
        List<String> open = new ArrayList<>();
        for (int i = 0; i < CONTRACTS_PER_ROUND; i++) {
            String name = ROUND + round + "-" + i;
            open.add(parties.active("drill-" + seed + "-" + name, name, terms, effectiveFrom, false));
        }
        contracts.addAll(open);
        ApiClient oneAttempt = new ApiClient(symbio.url(), Patience.NONE);
        Session integration = oneAttempt.as(parties.customer().integration().identity());
        Session manager = oneAttempt.as(parties.customer().manager().identity());
        Writers writers = new Writers();
        writers.start(
                random,
                own -> own.nextDouble() < SHARE_OF_DRAFTS
                        ? draft(manager, parties)
                        : batch(integration, open.get(own.nextInt(open.size())), 1 + own.nextInt(MAX_BATCH)));
        Patience.pause(Duration.ofMillis(MIN_LOAD_MILLIS + random.nextInt(MAX_LOAD_MILLIS - MIN_LOAD_MILLIS)));
        symbio.kill();
        return writers.stop();
    }

    private Write batch(Session session, String contract, int size) {
        String key = "drill-" + seed + "-key-" + keys.incrementAndGet();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ids.add(key + "-" + i);
        }
        return new Write(session, "/sla-contracts/" + contract + "/observations", key, new Batch(contract, at, ids));
    }

    private Write draft(Session session, Contracts parties) {
        String key = "drill-" + seed + "-key-" + keys.incrementAndGet();
        return new Write(session, "/sla-contracts", key, new NewContract(key, parties, terms, effectiveFrom));
    }

    /** Writes without an answer are sent again until they have one; some of the others once more, and once changed. */
    private void repeatAfterKill(List<Write> ofRound) {
        int repeated = 0;
        for (int i = ofRound.size() - 1; i >= 0; i--) {
            Write write = ofRound.get(i);
            boolean open = !write.acknowledged();
            if (open || repeated < REPEATED_PER_ROUND) {
                sendAgain(write);
                tally.acrossAKill++;
                repeated += open ? 0 : 1;
                if (!open && write.sendSomethingElse().status() != 422) {
                    tally.otherPayloadTaken++;
                }
            }
            tally.differentAnswers += write.alwaysSameAnswer() ? 0 : 1;
            String refusal = write.unexpectedRefusal();
            if (refusal != null) {
                tally.unexpected.add(refusal);
            }
        }
    }

    private void sendAgain(Write write) {
        int attempts = 0;
        while (attempts++ < Patience.DEFAULT.maxAttempts()) {
            try {
                if (write.send().isSuccess()) {
                    return;
                }
                Patience.pause(Patience.DEFAULT.firstPause());
            } catch (ApiProblem noAnswer) {
                // once more
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        tally.neverAnswered++;
    }

    private void conclude(int rounds, Contracts parties, Findings findings) {
        Found found = Found.readBack(parties.customer().manager(), contracts, SampleTerms.month(at));
        int lost = 0;
        int moreThanOnce = 0;
        int acknowledged = 0;
        for (Write write : writes) {
            acknowledged += write.acknowledged() ? 1 : 0;
            lost += write.acknowledged() && !found.has(write) ? 1 : 0;
            moreThanOnce += found.effects(write) > 1 ? 1 : 0;
        }
        findings.count("seed", seed);
        findings.count("kills", rounds);
        findings.count("keys", writes.size());
        findings.count("acknowledgedWrites", acknowledged);
        findings.count("acknowledgedAndLost", lost);
        findings.count("journals", contracts.size());
        findings.count("journalsThatDoNotOpen", found.closedJournals());
        findings.count("keysSentAcrossAKill", tally.acrossAKill);
        findings.count("effects", found.effects());
        findings.count("keysWithMoreThanOneEffect", moreThanOnce);
        findings.count("keysWithDifferentAnswers", tally.differentAnswers);
        findings.count("otherPayloadsTaken", tally.otherPayloadTaken);
        findings.count("keysNeverAnswered", tally.neverAnswered);
        findings.measured("slowestRestartSeconds", tally.slowestStart.toMillis() / 1e3);
        findings.promise(acknowledged > 0, "the load wrote something");
        findings.promise(lost == 0, "acknowledged and lost = 0");
        findings.promise(found.closedJournals() == 0, "journals that do not open = 0");
        findings.promise(moreThanOnce == 0 && found.effects() == writes.size(), "effects = keys");
        findings.promise(tally.differentAnswers == 0, "the same key has the same status and body");
        findings.promise(tally.otherPayloadTaken == 0, "another payload under the same key is answered 422");
        findings.promise(tally.neverAnswered == 0, "a repeated write is answered after the restart");
        findings.promise(
                tally.unexpected.isEmpty(),
                "no refusal without a reason, but "
                        + tally.unexpected.stream().limit(3).toList());
    }

    private static Contracts parties(ChildSymbio symbio) {
        Community community = new Community(new ApiClient(symbio.url(), Patience.DEFAULT));
        Company buyer = community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow();
        Company seller =
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow();
        return new Contracts(buyer, seller);
    }
}
