package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.host.FakeClock;
import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The node's clock jumps under load: an hour forward, an hour back, over midnight, and through the night in which summer time
 * begins or ends. Deadlines fire once (promise 12), nothing acknowledged is lost, no entity's history goes back in time, and
 * tokens and cursors of another time are answered clearly.
 */
final class ClockDrill {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    /** A small budget: one that is not filled up any more would be noticed. */
    private static final String[] OPTIONS = {
        "-Xmx1g", "-Dsymbio.http.rate-limit-per-second=300", "-Dsymbio.http.rate-limit-burst=600"
    };

    private static final Duration LOAD = Duration.ofMillis(1_500);
    private static final Duration FIRES_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Profile profile;
    private final Path directory;
    private final long seed;
    private final Random random;
    private final PrintWriter out;
    private final Referee referee;
    private final FakeClock clock;
    private final List<Asked> asked = new ArrayList<>();
    private int rounds;

    /** @throws IllegalStateException when there is no faketime */
    ClockDrill(Profile profile, Path directory, long seed, PrintWriter out) {
        this.profile = profile;
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
        this.out = out;
        this.referee = new Referee(seed);
        this.clock = FakeClock.in(directory.resolve("clock"));
    }

    void run(int contracts, Findings findings) throws InterruptedException {
        findings.text("profile", profile.label());
        LocalDate day = LocalDate.now(ZONE).plusDays(1);
        clock.set(at(day.plusDays(1), 22, 50));
        try (OneNode node = OneNode.start(profile, directory, clock.environment(ZONE.getId()), OPTIONS)) {
            ChildSymbio symbio = node.symbio();
            Contracts parties = KillDrill.parties(symbio.url());
            DailyContracts daily = DailyContracts.on(parties, Referee.ROUND + "clock-" + seed, contracts, day, ZONE);
            String oldToken = new ApiClient(symbio.url(), Patience.NONE)
                    .token(parties.customer().manager().identity());
            String oldCursor = parties.customer()
                    .manager()
                    .get("/sla-contracts?limit=2")
                    .path("next")
                    .asText();
            jump(symbio, Duration.ofHours(1));
            tellsClearly(symbio, oldToken, oldCursor, parties.customer().manager(), findings);
            jump(symbio, Duration.ofHours(-1));
            findings.promise(daily.closings().stream().allMatch(times -> times == 0), "nothing fires before it is due");
            jump(symbio, Duration.ofMinutes(80));
            awaitClosed(daily);
            jump(symbio, Duration.ofHours(-1));
            jump(symbio, Duration.ofHours(1));
            once("deadlines", daily, findings);
            referee.conclude("Jump", parties, findings);
            throughTheNightOfTheChange(symbio, contracts, findings);
            findings.count("requests", asked.size());
            List<Asked> dishonest =
                    asked.stream().filter(each -> !each.isHonest()).limit(3).toList();
            findings.promise(dishonest.isEmpty(), "no request fails without a clear answer, but " + dishonest);
            findings.promise(symbio.isAlive() && symbio.isReady(), "the node is ready");
            ReadSide.conclude(node, findings);
            symbio.stop();
            int backwards = StoredEvents.open(node.stores(), (journal, tables) -> recordedBeforeTheLast(journal));
            findings.count("eventsRecordedBeforeTheLast", backwards);
            findings.promise(backwards == 0, "within an entity no event is recorded before an earlier one");
        }
    }

    private static Instant at(LocalDate day, int hour, int minute) {
        return day.atTime(hour, minute).atZone(ZONE).toInstant();
    }

    /** Under load, which lasts until the node has seen it and a little longer. */
    private void jump(ChildSymbio symbio, Duration by) throws InterruptedException {
        underLoad(symbio, () -> clock.move(by));
    }

    private void underLoad(ChildSymbio symbio, Runnable jump) throws InterruptedException {
        Contracts parties = KillDrill.parties(symbio.url());
        List<String> open = referee.open(parties, ++rounds);
        ApiClient oneAttempt = new ApiClient(symbio.url(), Patience.NONE);
        Session integration = oneAttempt.as(parties.customer().integration().identity());
        Session manager = oneAttempt.as(parties.customer().manager().identity());
        Writers writers = new Writers(true);
        writers.start(random, own -> referee.next(own, () -> integration, () -> manager, parties, open));
        Patience.pause(LOAD);
        jump.run();
        Patience.pause(FakeClock.NOTICED_WITHIN.plus(LOAD));
        List<Write> writes = writers.stop();
        asked.addAll(writers.asked());
        referee.repeatAfterFault(writes);
        out.printf("the node's clock shows %s, %d requests so far%n", clock.instant(), asked.size());
        out.flush();
    }

    private static void tellsClearly(
            ChildSymbio symbio, String oldToken, String oldCursor, Session manager, Findings findings)
            throws InterruptedException {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(symbio.url().resolve("/api/v1/sla-contracts"))
                                    .header("Authorization", "Bearer " + oldToken)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            findings.count("statusOfTokenAnHourLater", answer.statusCode());
            findings.promise(
                    answer.statusCode() == 401 && answer.body().contains("access.unauthenticated"),
                    "a token whose time is up is answered 401, but " + answer.body());
        } catch (IOException noAnswer) {
            findings.promise(false, "a token whose time is up is answered: " + noAnswer);
        }
        ApiAnswer page = manager.tryGet("/sla-contracts?limit=2&cursor=" + oldCursor);
        findings.count("statusOfCursorAnHourLater", page.status());
        findings.promise(page.isSuccess(), "a cursor still leads on, but " + page.text());
    }

    private static void awaitClosed(DailyContracts daily) throws InterruptedException {
        long giveUp = System.nanoTime() + FIRES_WITHIN.toNanos();
        while (!daily.allClosed() && System.nanoTime() < giveUp) {
            Patience.pause(LOOK_EVERY);
        }
    }

    private static void once(String name, DailyContracts daily, Findings findings) {
        List<Integer> closings = daily.closings();
        long once = closings.stream().filter(times -> times == 1).count();
        long more = closings.stream().filter(times -> times > 1).count();
        findings.count(name, daily.size());
        findings.count(name + "FiredOnce", once);
        findings.count(name + "FiredMoreThanOnce", more);
        findings.promise(once == daily.size() && more == 0, name + ": each fires exactly once");
    }

    /** The clock runs through the change itself, and then jumps to when the day that it made longer or shorter closes. */
    private void throughTheNightOfTheChange(ChildSymbio symbio, int contracts, Findings findings)
            throws InterruptedException {
        Instant change = ZONE.getRules().nextTransition(clock.instant()).getInstant();
        LocalDate day = change.atZone(ZONE).toLocalDate();
        findings.text("change", change.toString());
        underLoad(symbio, () -> clock.set(at(day, 0, 5)));
        DailyContracts daily =
                DailyContracts.on(KillDrill.parties(symbio.url()), "night-" + seed, contracts, day, ZONE);
        underLoad(symbio, () -> clock.set(change.minusSeconds(2)));
        findings.promise(daily.closings().stream().allMatch(times -> times == 0), "nothing fires before it is due");
        clock.set(at(day.plusDays(2), 0, 1));
        awaitClosed(daily);
        once("deadlinesOfThatNight", daily, findings);
    }

    private static int recordedBeforeTheLast(StoredEvents journal) {
        Map<String, Instant> last = new HashMap<>();
        int[] backwards = new int[1];
        journal.each((entity, seq, writer, stored) -> {
            Instant recorded = StoredEvent.of(stored).meta().recordedAt();
            Instant before = last.put(entity, recorded);
            backwards[0] += before != null && recorded.isBefore(before) ? 1 : 0;
        });
        return backwards[0];
    }
}
