package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Contracts;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.host.OneNode;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Promise 2: whatever is delivered again has one effect. Each key comes one to five times at once over several connections; some
 * come with another payload, and some payloads come again under other keys, where the source's own ids tell.
 */
final class DuplicatesDrill {
    private static final int CONNECTIONS = 5;
    private static final int MAX_TIMES_AT_ONCE = 5;
    private static final int KEYS_AT_ONCE = 12;
    private static final int EVERY_SO_OFTEN = 10;

    private final Profile profile;
    private final Path directory;
    private final long seed;
    private final Random random;
    private final Referee referee;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger otherPayloads = new AtomicInteger();
    private final AtomicInteger underOtherKeys = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    DuplicatesDrill(Profile profile, Path directory, long seed) {
        this.profile = profile;
        this.directory = directory;
        this.seed = seed;
        this.random = new Random(seed);
        this.referee = new Referee(seed);
    }

    void run(int keys, Findings findings) throws InterruptedException {
        findings.text("profile", profile.label());
        ExecutorService workers = Executors.newCachedThreadPool();
        try (OneNode node = OneNode.start(profile, directory, "-Xmx1g")) {
            Contracts parties = KillDrill.parties(node.symbio().url());
            List<String> open = referee.open(parties, 1);
            List<ApiClient> clients = IntStream.range(0, CONNECTIONS)
                    .mapToObj(n -> new ApiClient(node.symbio().url(), Patience.NONE))
                    .toList();
            Supplier<Session> integration =
                    any(clients, parties.customer().integration().identity());
            Supplier<Session> manager =
                    any(clients, parties.customer().manager().identity());
            referee.repeatAfterFault(send(keys, parties, open, integration, manager, workers));
            new Acknowledgements(parties, Referee.ROUND + "ack-" + seed)
                    .run(sessions(clients, parties.provider().finance().identity()), workers, findings);
            findings.count("requests", requests.get());
            findings.count("otherPayloadsSent", otherPayloads.get());
            findings.count("observationsSentUnderOtherKeys", underOtherKeys.get());
            findings.promise(
                    wrong.isEmpty(),
                    "repeats are recognised, but " + wrong.stream().limit(3).toList());
            referee.conclude("Repeat", parties, findings);
            ReadSide.conclude(node, findings);
        } finally {
            workers.shutdownNow();
        }
    }

    private static List<Session> sessions(List<ApiClient> clients, Identity identity) {
        return clients.stream().map(client -> client.as(identity)).toList();
    }

    /** Each sending may take another connection. */
    private static Supplier<Session> any(List<ApiClient> clients, Identity identity) {
        List<Session> sessions = sessions(clients, identity);
        return () -> sessions.get(ThreadLocalRandom.current().nextInt(sessions.size()));
    }

    private List<Write> send(
            int keys,
            Contracts parties,
            List<String> open,
            Supplier<Session> integration,
            Supplier<Session> manager,
            ExecutorService workers)
            throws InterruptedException {
        List<Write> writes = new ArrayList<>();
        Semaphore room = new Semaphore(KEYS_AT_ONCE);
        for (int i = 0; i < keys; i++) {
            Write write = referee.next(random, integration, manager, parties, open);
            writes.add(write);
            int times = 1 + random.nextInt(MAX_TIMES_AT_ONCE);
            boolean more = i % EVERY_SO_OFTEN == 0;
            room.acquire();
            CompletableFuture<?>[] sent = IntStream.range(0, times)
                    .mapToObj(n -> CompletableFuture.runAsync(() -> sendOnce(write), workers))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(sent)
                    .thenRunAsync(
                            () -> {
                                if (more) {
                                    somethingElse(write);
                                    underOtherKeys(write, integration);
                                }
                            },
                            workers)
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            wrong.add(failure.toString());
                        }
                        room.release();
                    });
        }
        room.acquire(KEYS_AT_ONCE);
        return writes;
    }

    private void sendOnce(Write write) {
        requests.incrementAndGet();
        write.send();
    }

    private void somethingElse(Write write) {
        otherPayloads.incrementAndGet();
        ApiAnswer answer = write.sendSomethingElse();
        if (answer.status() != 422) {
            wrong.add("another payload under " + write.key() + ": " + answer.status() + " " + answer.text());
        }
    }

    /** The ids of the observations tell that they are known: nothing is accepted. */
    private void underOtherKeys(Write write, Supplier<Session> integration) {
        if (!(write.payload() instanceof Batch batch)) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            ApiAnswer answer = integration
                    .get()
                    .tryPost(
                            "/sla-contracts/" + batch.contract() + "/observations",
                            write.key() + "-again-" + i,
                            batch.body());
            underOtherKeys.addAndGet(batch.ids().size());
            boolean recognised = answer.isSuccess()
                    && answer.body().path("accepted").asInt(-1) == 0
                    && answer.body().path("repeated").asInt(-1) == batch.ids().size();
            if (!recognised) {
                wrong.add("known observations under another key: " + answer.status() + " " + answer.text());
            }
        }
    }
}
