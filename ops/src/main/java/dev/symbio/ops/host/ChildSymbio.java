package dev.symbio.ops.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** A node as a process of its own, which can be killed and started again on the same directory and ports. */
public final class ChildSymbio implements AutoCloseable {
    /** On few cores G1's own threads take time from the commands, and its pauses are longer than a small heap's. */
    private static final String THROUGHPUT_COLLECTOR = "-XX:+UseParallelGC";

    private static final String MAIN = "dev.symbio.gateway.Main";
    private static final Duration START_AT_MOST = Duration.ofSeconds(240);
    private static final Duration STOP_AT_MOST = Duration.ofSeconds(60);
    private static final long POLL_NANOS = 20_000_000L;
    private static final int LINES_OF_LOG_SHOWN = 40;

    private final Path directory;
    private final List<String> jvmOptions;
    private final int port;
    private final int privatePort;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    private ChildSymbio(Path directory, int port, List<String> jvmOptions) {
        this.directory = directory;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.port = port;
        this.privatePort = FreePort.any();
    }

    /**
     * One node of several; not started yet.
     *
     * @param jvmOptions all of them, and all settings but those of HTTP
     */
    public static ChildSymbio node(Path directory, int port, List<String> jvmOptions) {
        return new ChildSymbio(directory, port, jvmOptions);
    }

    /**
     * Starts one on the embedded profile and waits until it is ready.
     *
     * @param directory where its data and its log go
     * @param jvmOptions such as {@code -Xmx1g}, and settings as {@code -Dsymbio.http.rate-limit-per-second=...}
     */
    public static ChildSymbio start(Path directory, String... jvmOptions) throws InterruptedException {
        List<String> options = new ArrayList<>(List.of(THROUGHPUT_COLLECTOR));
        options.addAll(List.of(jvmOptions));
        options.add("-Dsymbio.profile=embedded");
        options.add("-Dsymbio.data-dir=" + dataDirectory(directory));
        ChildSymbio child = new ChildSymbio(directory, FreePort.any(), options);
        child.start();
        return child;
    }

    /** From the next start on. */
    public void setEnvironment(Map<String, String> variables) {
        environment.putAll(variables);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI privateUrl() {
        return URI.create("http://127.0.0.1:" + privatePort);
    }

    public Path dataDirectory() {
        return dataDirectory(directory);
    }

    /** Where the data of a platform is (or was) that was started in this directory. */
    public static Path dataDirectory(Path directory) {
        return directory.resolve("data");
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Starts it again where it stopped; answers how long it took until it was ready. */
    public Duration start() throws InterruptedException {
        long began = System.nanoTime();
        launch();
        awaitReady(began);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Starts it and does not wait. */
    public void launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Dsymbio.http.port=" + port);
        command.add("-Dsymbio.http.private-port=" + privatePort);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    /** Returns when it is ready. */
    public void awaitReady() throws InterruptedException {
        awaitReady(System.nanoTime());
    }

    /** As {@code kill -STOP} does: it stands still, and does not know. */
    public void pause() throws InterruptedException {
        signal("STOP");
    }

    public void resume() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("The process " + pid() + " takes no signal " + name + ".");
            }
        } catch (IOException noSuchCommand) {
            throw new UncheckedIOException(noSuchCommand);
        }
    }

    /** The sum of a metric over its labels, as Prometheus would read it; zero when there is none. */
    public double metric(String name) {
        try (InputStream text = privateUrl().resolve("/metrics").toURL().openStream()) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches(Pattern.quote(name) + "[ {].*"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    /** As {@code kill -9} does: nothing is flushed, nobody is told. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** As an operator stops it. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_AT_MOST.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            throw new IllegalStateException("The platform did not stop within " + STOP_AT_MOST + ".\n" + endOfLog());
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(long began) throws InterruptedException {
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The platform ended before it was ready.\n" + endOfLog());
            }
            if (System.nanoTime() - began > START_AT_MOST.toNanos()) {
                kill();
                throw new IllegalStateException(
                        "The platform was not ready within " + START_AT_MOST + ".\n" + endOfLog());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Whether it says that it can be asked. */
    public boolean isReady() {
        try {
            HttpURLConnection probe = (HttpURLConnection)
                    privateUrl().resolve("/health/ready").toURL().openConnection();
            probe.setConnectTimeout(1_000);
            probe.setReadTimeout(2_000);
            try {
                return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                probe.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    public Path log() {
        return directory.resolve("symbio.log");
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG_SHOWN), lines.size()));
        } catch (IOException noLog) {
            return "";
        }
    }
}
