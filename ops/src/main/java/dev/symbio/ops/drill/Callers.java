package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.cluster.LocalCluster;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Sends each request to a node that says that it is ready, as a load balancer does. Readiness is asked several times a
 * second; no request is sent twice.
 */
final class Callers implements AutoCloseable {
    private static final int ASK_MILLIS = 250;

    private final List<ApiClient> clients;
    private final Set<Integer> ready = new ConcurrentSkipListSet<>();
    private final ScheduledExecutorService asking;

    private Callers(LocalCluster cluster) {
        clients = cluster.urls().stream()
                .map(url -> new ApiClient(url, Patience.NONE))
                .toList();
        asking = Executors.newScheduledThreadPool(cluster.size());
        for (int number = 1; number <= cluster.size(); number++) {
            int node = number;
            ready.add(node);
            asking.scheduleWithFixedDelay(() -> look(cluster, node), 0, ASK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    static Callers of(LocalCluster cluster) {
        return new Callers(cluster);
    }

    private void look(LocalCluster cluster, int node) {
        if (cluster.node(node).isReady()) {
            ready.add(node);
        } else {
            ready.remove(node);
        }
    }

    /** At any node that is ready. */
    Supplier<Session> anywhere(Identity identity) {
        List<Session> sessions = sessions(identity);
        return () -> {
            Integer[] now = ready.toArray(Integer[]::new);
            int node = now.length == 0
                    ? ThreadLocalRandom.current().nextInt(sessions.size())
                    : now[ThreadLocalRandom.current().nextInt(now.length)] - 1;
            return sessions.get(node);
        };
    }

    /** At any node but this one, ready or not. */
    Supplier<Session> elsewhere(Identity identity, int not) {
        List<Session> sessions = sessions(identity);
        List<Integer> others = IntStream.rangeClosed(1, sessions.size())
                .filter(node -> node != not)
                .boxed()
                .toList();
        return () -> sessions.get(others.get(ThreadLocalRandom.current().nextInt(others.size())) - 1);
    }

    private List<Session> sessions(Identity identity) {
        return clients.stream().map(client -> client.as(identity)).toList();
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
