package dev.symbio.ops.drill;

import dev.symbio.ops.client.Patience;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A process that hosts alarms and lets them ring until it is killed; it says how many have rung. */
final class AlarmNode implements AutoCloseable {
    static final Feature FEATURE = new Feature("db/platform", List.of(Alarm.KIND), List.of());
    static final String RUNG = "select count(*) from \"event_journal\" where \"kind\" = 'alarm'"
            + " and \"event_ser_manifest\" = 'symbio.alarm.rang.v1'";
    private static final Duration SAY_EVERY = Duration.ofMillis(50);

    private final Process process;

    private AlarmNode(Process process) {
        this.process = process;
    }

    /** @param now what its clock shows when it starts */
    static AlarmNode start(Path directory, Instant now) {
        try {
            return new AlarmNode(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AlarmNode.class.getName(),
                            directory.toString(),
                            now.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException notStarted) {
            throw new UncheckedIOException(notStarted);
        }
    }

    /** Waits until so many have rung in all. @return how many had, or -1 when the process ended */
    int awaitRung(int wanted) {
        try (var said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.matches("[0-9]+") && Integer.parseInt(line) >= wanted) {
                    return Integer.parseInt(line);
                }
            }
            return -1;
        } catch (IOException ended) {
            return -1;
        }
    }

    /** As {@code kill -9} does. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    static Platform open(Path directory, Clock clock) {
        return Platform.start(Settings.load(Map.of("symbio.data-dir", directory.toString())), clock, List.of(FEATURE));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Instant now = Instant.parse(arguments[1]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), now));
        Platform platform = open(Path.of(arguments[0]), clock);
        while (true) {
            int rung = platform.sql()
                    .withHandle(handle ->
                            handle.createQuery(RUNG).mapTo(Integer.class).one());
            System.out.println(rung);
            Patience.pause(SAY_EVERY);
        }
    }
}
