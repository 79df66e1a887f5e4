package dev.symbio.ops.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The machine's clock as one process sees it, by Debian's faketime. Elapsed time is as it is. */
public final class FakeClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));
    /** The process looks into the file so often. */
    public static final Duration NOTICED_WITHIN = Duration.ofSeconds(2);

    private final Path file;
    private volatile Duration ahead = Duration.ZERO;

    private FakeClock(Path file) {
        this.file = file;
    }

    /**
     * Shows the right time until it is set.
     *
     * @param file where the process reads how wrong its clock is
     * @throws IllegalStateException when faketime is not installed
     */
    public static FakeClock in(Path file) {
        library();
        FakeClock clock = new FakeClock(file);
        clock.move(Duration.ZERO);
        return clock;
    }

    public static boolean isThere() {
        return LIBRARIES.stream().anyMatch(Files::exists);
    }

    private static Path library() {
        return LIBRARIES.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "A jump of the clock needs faketime, which is not installed. On Debian: apt-get install faketime"));
    }

    /** For a process that is to see this clock. */
    public Map<String, String> environment(String zone) {
        return Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "TZ",
                zone);
    }

    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    public void set(Instant to) {
        move(Duration.between(instant(), to));
    }

    /** From now on it shows so much more, or less. */
    public void move(Duration by) {
        ahead = ahead.plus(by);
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.createDirectories(file.getParent());
            Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
