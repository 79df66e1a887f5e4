package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Promises 1, 2 and 5, on one node: a 2xx answer is durable, an Idempotency-Key has one effect, and read models skip nothing
 * and take nothing twice, across {@code kill -9}.
 */
final class KillDrill {
    private static final int MIN_LOAD_MILLIS = 300;
    private static final int MAX_LOAD_MILLIS = 3_000;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(15);
    /** In fewer rounds, beside other tests, it is not judged how soon the node is there again. */
    private static final int ROUNDS_OF_FULL_SIZE = 30;

    private final Profile profile;
    private final Path directory;
    private final Duration load;
    private final long seed;
    private final Random random;
    private final PrintWriter out;
    private final Referee referee;

    /** @param load lasts at least so long before each kill */
    KillDrill(Profile profile, Path directory, Duration load, long seed, PrintWriter out) {
        this.profile = profile;
        this.directory = directory;
        this.load = load;
        this.seed = seed;
        this.random = new Random(seed);
        this.out = out;
        this.referee = new Referee(seed);
    }

    void run(int rounds, Findings findings) throws InterruptedException {
        Duration slowestStart = Duration.ZERO;
        try (OneNode node = OneNode.start(profile, directory, "-Xmx1g")) {
            ChildSymbio symbio = node.symbio();
            for (int round = 1; round <= rounds; round++) {
                List<Write> ofRound = loadAndKill(symbio, parties(symbio.url()), round);
                Duration start = symbio.start();
                slowestStart = start.compareTo(slowestStart) > 0 ? start : slowestStart;
                referee.repeatAfterFault(ofRound);
                out.printf(
                        "round %d of %d: %d keys so far, restarted in %.1f s%n",
                        round, rounds, referee.keys(), start.toMillis() / 1e3);
                out.flush();
            }
            findings.count("seed", seed);
            findings.count("kills", rounds);
            findings.count("loadSeconds", load.toSeconds());
            findings.measured("slowestRestartSeconds", slowestStart.toMillis() / 1e3);
            if (rounds >= ROUNDS_OF_FULL_SIZE) {
                findings.promise(
                        slowestStart.compareTo(STARTS_WITHIN) <= 0,
                        "one node starts within " + STARTS_WITHIN.toSeconds() + " s");
            }
            findings.text("profile", profile.label());
            // first: the referee finds drafts in a list
            ReadSide.conclude(node, findings);
            referee.conclude("Kill", parties(symbio.url()), findings);
        }
    }

    private List<Write> loadAndKill(ChildSymbio symbio, Contracts parties, int round) throws InterruptedException {
        List<String> open = referee.open(parties, round);
        ApiClient oneAttempt = new ApiClient(symbio.url(), Patience.NONE);
        Session integration = oneAttempt.as(parties.customer().integration().identity());
        Session manager = oneAttempt.as(parties.customer().manager().identity());
        Writers writers = new Writers(false);
        writers.start(random, own -> referee.next(own, () -> integration, () -> manager, parties, open));
        Patience.pause(load.plusMillis(MIN_LOAD_MILLIS + random.nextInt(MAX_LOAD_MILLIS - MIN_LOAD_MILLIS)));
        symbio.kill();
        return writers.stop();
    }

    static Contracts parties(URI url) {
        Community community = new Community(new ApiClient(url, Patience.DEFAULT));
        Company buyer = community.company("buyer", "Buyer", "MANUFACTURER").orElseThrow();
        Company seller =
                community.company("seller", "Seller", "SERVICE_PROVIDER").orElseThrow();
        return new Contracts(buyer, seller);
    }
}
