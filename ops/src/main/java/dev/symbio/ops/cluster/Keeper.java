package dev.symbio.ops.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Owns a cluster until it is told to end it. It listens on this machine only; where, is in a file of the directory. */
final class Keeper {
    private static final String PORT_FILE = "keeper.port";

    private final LocalCluster cluster;
    private final CountDownLatch over = new CountDownLatch(1);

    private Keeper(LocalCluster cluster) {
        this.cluster = cluster;
    }

    static Path portFile(Path directory) {
        return directory.resolve(PORT_FILE);
    }

    /** Returns when the cluster is down. */
    static void run(Profile profile, int nodes, Path directory) throws InterruptedException {
        try (LocalCluster cluster = LocalCluster.start(profile, nodes, directory, Map.of())) {
            Keeper keeper = new Keeper(cluster);
            HttpServer ear = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ear.createContext("/", keeper::answer);
            ear.start();
            Path unfinished = directory.resolve(PORT_FILE + ".new");
            Files.writeString(unfinished, Integer.toString(ear.getAddress().getPort()));
            Files.move(unfinished, portFile(directory), StandardCopyOption.ATOMIC_MOVE);
            keeper.over.await();
            ear.stop(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            forget(directory);
        }
    }

    private static void forget(Path directory) {
        try {
            Files.deleteIfExists(portFile(directory));
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        int code = 200;
        String text;
        try {
            text = act(exchange.getRequestURI().getPath().substring(1).split("/"));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            code = 500;
            text = "Interrupted.\n";
        } catch (RuntimeException failed) {
            code = 500;
            text = failed.getMessage() + "\n";
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String act(String... words) throws InterruptedException {
        switch (words[0]) {
            case "status" -> {}
            case "kill" -> cluster.node(number(words[1])).kill();
            case "start" -> cluster.node(number(words[1])).start();
            case "pause" -> cluster.node(number(words[1])).pause();
            case "resume" -> cluster.node(number(words[1])).resume();
            case "partition" -> cluster.partition(numbers(words[1]));
            case "heal" -> cluster.heal();
            case "rolling-restart" -> cluster.rollingRestart();
            case "down" -> {
                over.countDown();
                return "Going down.\n";
            }
            default -> throw new IllegalArgumentException("There is no command " + words[0] + ".");
        }
        return cluster.status();
    }

    private int number(String word) {
        int number = Integer.parseInt(word);
        if (number < 1 || number > cluster.size()) {
            throw new IllegalArgumentException(
                    "Expected a node from 1 to " + cluster.size() + " but got " + word + ".");
        }
        return number;
    }

    private Set<Integer> numbers(String words) {
        return Arrays.stream(words.split(",")).map(this::number).collect(Collectors.toSet());
    }
}
