package dev.symbio.ops.drill;

import dev.symbio.ops.client.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Clients that write one thing after another, each key one to five times at once. */
final class Writers {
    private static final int CLIENTS = 8;
    private static final int MAX_TIMES_AT_ONCE = 5;

    /** Most keys are sent once: that is what clients do. */
    private static final double ONLY_ONCE = 0.6;

    private static final int STOP_WITHIN_SECONDS = 60;

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final ExecutorService repeats = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final boolean enduring;
    private final Duration between;
    private volatile boolean stopping;

    /** As fast as they are answered. @param enduring whether a client goes on after a request without an answer */
    Writers(boolean enduring) {
        this(enduring, Duration.ZERO);
    }

    /** @param between how long a client waits after an answer */
    Writers(boolean enduring, Duration between) {
        this.enduring = enduring;
        this.between = between;
    }

    /** @param next the next write of a client, from its own randomness */
    void start(Random seeds, Function<Random, Write> next) {
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seeds.nextLong());
            running.add(clients.submit(() -> {
                boolean platformThere = true;
                while (platformThere && !stopping) {
                    Write write = next.apply(random);
                    writes.add(write);
                    int times = random.nextDouble() < ONLY_ONCE ? 1 : 2 + random.nextInt(MAX_TIMES_AT_ONCE - 1);
                    platformThere = send(write, times) || enduring;
                    Patience.pause(between);
                }
                return null;
            }));
        }
    }

    /** Waits for the last answers. */
    List<Write> stop() throws InterruptedException {
        stopping = true;
        try {
            for (Future<?> client : running) {
                client.get(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException hanging) {
            throw new IllegalStateException("Requests hang: no answer and no end of the connection.", hanging);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } finally {
            clients.shutdownNow();
            repeats.shutdownNow();
        }
        return List.copyOf(writes);
    }

    /** @return whether every sending got an answer */
    private boolean send(Write write, int times) {
        List<CompletableFuture<Boolean>> others = new ArrayList<>();
        for (int i = 1; i < times; i++) {
            others.add(CompletableFuture.supplyAsync(() -> sendOnce(write), repeats));
        }
        boolean answered = sendOnce(write);
        for (CompletableFuture<Boolean> other : others) {
            answered &= other.join();
        }
        return answered;
    }

    int requests() {
        return asked.size();
    }

    /** The requests that a caller would call failed: no answer, or one that is no success. */
    List<String> failures() {
        return asked.stream()
                .filter(each -> !each.isSuccess())
                .map(each -> each.what() + ": " + each.status() + " " + each.says())
                .toList();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** Without an answer, whether the write took place shows after the restart. */
    private boolean sendOnce(Write write) {
        Asked told = Asked.asking(write.key(), write::send);
        asked.add(told);
        return told.status() > 0;
    }
}
