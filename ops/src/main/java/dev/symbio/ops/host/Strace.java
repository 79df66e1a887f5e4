package dev.symbio.ops.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Writes of a running process made slow or failing, by Debian's strace. What it does ends when it is closed. */
public final class Strace implements AutoCloseable {
    private static final String NAME = "strace";
    private static final long LOOK_NANOS = 10_000_000L;
    private static final long ATTACHES_WITHIN_SECONDS = 20;

    private final Process process;

    private Strace(Process process) {
        this.process = process;
    }

    /** Whether it is installed. */
    public static boolean isThere() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, NAME)));
    }

    /**
     * Returns once every thread of the process is concerned.
     *
     * @param injection into each write at a place in a file, such as {@code error=EIO} or {@code delay_enter=20000}
     *     (microseconds)
     * @throws IllegalStateException when there is no strace, or it may not attach
     */
    public static Strace intoWritesOf(long pid, String injection) throws InterruptedException {
        if (!isThere()) {
            throw new IllegalStateException(
                    "This fault needs strace, which is not installed. On Debian: apt-get install strace");
        }
        try {
            Process process = new ProcessBuilder(
                            NAME,
                            "-f",
                            "-qq",
                            "-o",
                            "/dev/null",
                            "-e",
                            "trace=pwrite64",
                            "-e",
                            "inject=pwrite64:" + injection,
                            "-p",
                            Long.toString(pid))
                    .inheritIO()
                    .start();
            Strace strace = new Strace(process);
            long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(ATTACHES_WITHIN_SECONDS);
            while (!traces(pid)) {
                if (!process.isAlive() || System.nanoTime() > giveUp) {
                    strace.close();
                    throw new IllegalStateException("strace does not attach to process " + pid
                            + ": it needs the same user, and the permission to trace (root has it).");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            return strace;
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    private static boolean traces(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.allMatch(Strace::isTraced);
        }
    }

    private static boolean isTraced(Path thread) {
        try {
            return Files.readAllLines(thread.resolve("status")).stream()
                    .anyMatch(line -> line.matches("TracerPid:\\s+[1-9][0-9]*"));
        } catch (IOException ended) {
            return true;
        }
    }

    /** It lets go of the process, which goes on. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
