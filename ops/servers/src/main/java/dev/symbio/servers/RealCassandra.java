package dev.symbio.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Cassandra node in a JVM of its own, with a class path of its own. It needs Java 17: on newer versions this Cassandra does
 * not start.
 */
public final class RealCassandra implements AutoCloseable {
    /** Where the node's class path is, unless told: copied there by the build. */
    public static final String LIBRARY = "servers.cassandra.library";

    private static final String LOOPBACK = "127.0.0.1";
    private static final int START_SECONDS = 90;
    private static final int LOOK_MILLIS = 50;

    private final List<String> command;
    private final Path directory;
    private final int port;
    private final Thread killer;
    private volatile Process process;

    private RealCassandra(List<String> command, Path directory, int port) throws IOException {
        this.command = command;
        this.process = launch(command, directory);
        this.directory = directory;
        this.port = port;
        killer = new Thread(this::kill, "kill-cassandra");
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /** With the class path that the system property {@value #LIBRARY} names. Blocking: some seconds. */
    public static RealCassandra start() throws InterruptedException {
        String library = System.getProperty(LIBRARY);
        if (library == null) {
            throw new IllegalStateException("Expected -D" + LIBRARY + "=DIRECTORY with Cassandra's class path.");
        }
        return start(Path.of(library));
    }

    /** Returns when the node takes connections. Blocking: some seconds. */
    public static RealCassandra start(Path library) throws InterruptedException {
        if (!Files.isDirectory(library)) {
            throw new IllegalStateException("Expected Cassandra's class path in " + library
                    + " but there is none. The build copies it: mvn -pl ops/servers/cassandra generate-resources");
        }
        try {
            Path directory = Files.createTempDirectory("symbio-cassandra");
            int port = freePort();
            CassandraFiles files = CassandraFiles.write(directory, LOOPBACK, freePort(), port);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(files.javaOptions());
            command.addAll(List.of("-cp", library + "/*", "org.apache.cassandra.service.CassandraDaemon"));
            RealCassandra node = new RealCassandra(command, directory, port);
            node.awaitConnections();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException("Cassandra does not start.", e);
        }
    }

    private static Process launch(List<String> command, Path directory) throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.log").toFile())
                .start();
    }

    /** As {@code kill -9}; what it has stored stays. */
    public void stop() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Starts it again where it was, after {@link #stop}. Blocking: some seconds. */
    public void restart() throws InterruptedException {
        try {
            process = launch(command, directory);
            awaitConnections();
        } catch (IOException e) {
            throw new UncheckedIOException("Cassandra does not start again.", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private void awaitConnections() throws InterruptedException, IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (!connects()) {
            boolean dead = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (dead || System.nanoTime() > giveUp) {
                String said = Files.readString(directory.resolve("out.log"));
                close();
                throw new IllegalStateException("Cassandra does not start: " + said);
            }
        }
    }

    private boolean connects() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), LOOK_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** HOST:PORT. */
    public String contactPoint() {
        return LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    public String localDatacenter() {
        return "datacenter1";
    }

    public long pid() {
        return process.pid();
    }

    private void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            deleteAll(directory);
        } catch (IOException | InterruptedException leftBehind) {
            // nothing more can be done about a temporary directory
        }
    }

    static void deleteAll(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(killer);
        kill();
    }
}
