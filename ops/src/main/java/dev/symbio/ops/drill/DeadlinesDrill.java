package dev.symbio.ops.drill;

import dev.symbio.ops.client.Patience;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.runtime.Platform;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * Promise 12: many deadlines due within a short time, with a restart in the middle, or with {@code kill -9} some times. Each fires
 * once, and commands are answered meanwhile. The clock is set forward once all are set, so that nobody has to wait for the first.
 */
final class DeadlinesDrill {
    private static final TenantId TENANT = new TenantId("drill");
    private static final Duration AHEAD = Duration.ofDays(1);
    private static final int AT_ONCE = 512;
    private static final int ATTEMPTS = 5;
    private static final long GIVE_UP_SECONDS = 900;
    private static final long ANSWER_SECONDS = 30;
    private static final int DIGITS = 3;
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Path directory;
    private final Duration within;
    private final long seed;
    private final PrintWriter out;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(AHEAD);
    private final AtomicInteger commands = new AtomicInteger();
    private Clock clock = Clock.systemUTC();

    /** @param within the time in which all are due */
    DeadlinesDrill(Path directory, Duration within, long seed, PrintWriter out) {
        this.directory = directory;
        this.within = within;
        this.seed = seed;
        this.out = out;
    }

    /** @param kills of the process, while they ring; 0: it is restarted in order, in the middle */
    void run(int deadlines, int kills, Findings findings) throws InterruptedException {
        findings.count("seed", seed);
        findings.count("deadlines", deadlines);
        Platform platform = open();
        try {
            set(platform, deadlines);
            awaitRows(platform, deadlines);
            platform.stop();
            if (kills > 0) {
                killWhileRinging(deadlines, kills, findings);
            }
            clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), start));
            platform = open();
            long began = System.nanoTime();
            Histogram micros = new Histogram(DIGITS);
            if (kills == 0) {
                int before = answerWhileRinging(platform, deadlines / 2, micros);
                findings.count("firedBeforeTheRestart", before);
                platform.stop();
                platform = open();
            }
            answerWhileRinging(platform, deadlines, micros);
            findings.measured("secondsUntilAllHadFired", (System.nanoTime() - began) / 1e9);
            findings.count("commandsAnsweredMeanwhile", micros.getTotalCount());
            findings.measured("commandMillisP50", micros.getValueAtPercentile(50) / 1e3);
            findings.measured("commandMillisP99", micros.getValueAtPercentile(99) / 1e3);
            check(platform, deadlines, findings);
        } finally {
            platform.stop();
        }
    }

    /** At random moments, each time some more have rung. */
    private void killWhileRinging(int deadlines, int kills, Findings findings) {
        Random random = new Random(seed);
        int rung = 0;
        for (int kill = 1; kill <= kills; kill++) {
            try (AlarmNode node = AlarmNode.start(directory, start.plus(within))) {
                int wanted = rung + 1 + random.nextInt(Math.max(1, deadlines / (kills + 1)));
                rung = node.awaitRung(Math.min(wanted, deadlines));
                if (rung < 0) {
                    throw new IllegalStateException("The process ended before it was killed.");
                }
            }
            out.println("kill -9 after " + rung + " had fired.");
            out.flush();
        }
        findings.count("kills", kills);
        findings.count("firedBeforeTheLastKill", rung);
    }

    private Platform open() {
        return AlarmNode.open(directory, clock);
    }

    /** What is not answered in time, as there is much at once, is set again. */
    private void set(Platform platform, int deadlines) throws InterruptedException {
        Random random = new Random(seed);
        Map<String, Instant> left = new HashMap<>();
        for (int i = 0; i < deadlines; i++) {
            left.put("a" + i, start.plusMillis((long) (random.nextDouble() * within.toMillis())));
        }
        for (int attempt = 1; !left.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS) {
                throw new IllegalStateException(left.size() + " deadlines could not be set.");
            }
            left = setAll(platform, left);
        }
        out.println(deadlines + " deadlines set.");
        out.flush();
    }

    /** @return those that were not set, or not for certain */
    private Map<String, Instant> setAll(Platform platform, Map<String, Instant> alarms) throws InterruptedException {
        Semaphore room = new Semaphore(AT_ONCE);
        Map<String, Instant> left = new ConcurrentHashMap<>();
        for (Map.Entry<String, Instant> alarm : alarms.entrySet()) {
            room.acquire();
            send(platform, alarm.getKey(), new Alarm.SetTo(alarm.getValue())).whenComplete((reply, failure) -> {
                if (!(reply instanceof Reply.Accepted)) {
                    left.put(alarm.getKey(), alarm.getValue());
                }
                room.release();
            });
        }
        room.acquire(AT_ONCE);
        return left;
    }

    private CompletableFuture<Reply> send(Platform platform, String id, Alarm.Command command) {
        EntityRef alarm = Alarm.KIND.ref(TENANT, id);
        CommandMeta meta = new CommandMeta(
                "c" + commands.incrementAndGet(), "", Principal.of("driller", TENANT), "drill", null, null);
        return platform.entities().send(alarm, command, meta).toCompletableFuture();
    }

    private void awaitRows(Platform platform, int deadlines) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
        while (count(platform, "select count(*) from deadline") < deadlines) {
            giveUpAfter(until);
            Patience.pause(LOOK_EVERY);
        }
    }

    /** Sends one command after another until as many deadlines as wanted have fired. */
    private int answerWhileRinging(Platform platform, int wanted, Histogram micros) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
        int fired;
        do {
            giveUpAfter(until);
            long began = System.nanoTime();
            answered(send(platform, "busy", new Alarm.SetTo(start.plus(AHEAD))));
            micros.recordValue((System.nanoTime() - began) / 1_000);
            Patience.pause(LOOK_EVERY);
            fired = count(platform, AlarmNode.RUNG);
        } while (fired < wanted);
        out.println(fired + " have fired.");
        out.flush();
        return fired;
    }

    private static void answered(CompletableFuture<Reply> asked) throws InterruptedException {
        try {
            Reply reply = asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (!(reply instanceof Reply.Accepted)) {
                throw new IllegalStateException("A command was answered with " + reply);
            }
        } catch (ExecutionException | TimeoutException unanswered) {
            throw new IllegalStateException("A command was not answered.", unanswered);
        }
    }

    private static void check(Platform platform, int deadlines, Findings findings) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
        while (count(platform, "select count(*) from deadline where entity_id <> 'busy'") > 0) {
            giveUpAfter(until);
            Patience.pause(LOOK_EVERY);
        }
        String rings = " from (select \"persistence_id\", count(*) as n from \"event_journal\" where"
                + " \"event_ser_manifest\" = 'symbio.alarm.rang.v1' group by \"persistence_id\") r where ";
        int once = count(platform, "select count(*)" + rings + "n = 1");
        int more = count(platform, "select count(*)" + rings + "n > 1");
        findings.count("firedOnce", once);
        findings.count("firedMoreThanOnce", more);
        findings.count("neverFired", deadlines - once - more);
        findings.promise(once == deadlines && more == 0, "each fires exactly once");
    }

    private static int count(Platform platform, String query) {
        return platform.sql()
                .withHandle(
                        handle -> handle.createQuery(query).mapTo(Integer.class).one());
    }

    private static void giveUpAfter(long until) {
        if (System.nanoTime() > until) {
            throw new IllegalStateException("Expected all deadlines to have fired within " + GIVE_UP_SECONDS + " s.");
        }
    }
}
