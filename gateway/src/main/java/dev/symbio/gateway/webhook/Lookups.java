package dev.symbio.gateway.webhook;

import dev.symbio.platform.entity.TenantId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds the addresses of host names within a time. The Java platform waits for name servers as long as the operating system
 * does, and whoever chooses a name may run the server that does not answer: so names are looked up on threads of their own,
 * few at a time for one tenant and not many for all.
 */
final class Lookups implements AutoCloseable {
    private static final int MAX_THREADS = 32;
    private static final int MAX_PER_TENANT = 3;
    private static final long IDLE_SECONDS = 30;

    /** Finds the addresses of a host name, however long it takes. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Duration within;
    private final ExecutorService threads;
    private final Map<TenantId, Integer> underWay = new HashMap<>();

    Lookups(Resolver resolver, Duration within) {
        this.resolver = resolver;
        this.within = within;
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "symbio-webhook-name-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Blocks no longer than the time.
     *
     * @throws UnknownHostException if there are none, or not within the time, or too many names wait already
     */
    InetAddress[] resolve(TenantId tenant, String host) throws UnknownHostException, InterruptedException {
        try {
            return begin(tenant, host).get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new UnknownHostException("No answer within " + within + ".");
        } catch (ExecutionException e) {
            throw new UnknownHostException(e.getCause().getMessage());
        }
    }

    private synchronized Future<InetAddress[]> begin(TenantId tenant, String host) throws UnknownHostException {
        if (underWay.getOrDefault(tenant, 0) >= MAX_PER_TENANT) {
            throw new UnknownHostException("Too many names of " + tenant + " are being looked up.");
        }
        try {
            Future<InetAddress[]> found = threads.submit(() -> {
                try {
                    return resolver.resolve(host);
                } finally {
                    end(tenant);
                }
            });
            underWay.merge(tenant, 1, Integer::sum);
            return found;
        } catch (RejectedExecutionException full) {
            throw new UnknownHostException("Too many names are being looked up.");
        }
    }

    private synchronized void end(TenantId tenant) {
        underWay.computeIfPresent(tenant, (id, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
