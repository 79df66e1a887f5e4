package dev.symbio.gateway.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Somebody else's system: answers as told (204 when nothing is told) and remembers what it got. */
final class Receiver implements AutoCloseable {
    /** One request as it came. */
    record Got(Headers headers, byte[] body) {
        String header(String name) {
            return headers.getFirst(name);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    Receiver answer(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
        return this;
    }

    /** From now on nobody gets an answer until the latch is down. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    List<Got> got() {
        return got;
    }

    private void receive(HttpExchange exchange) throws IOException {
        got.add(new Got(exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes()));
        try {
            gate.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
        Integer status = answers.poll();
        exchange.getResponseHeaders().set("Location", url() + "-elsewhere");
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
