package dev.symbio.ops.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a Cassandra server confirms writes, by the lines of its {@code cassandra.yaml}. */
record CommitLog(List<String> yaml) {
    private static final String FILE = "/etc/cassandra/cassandra.yaml";
    private static final String SERVER = "&& exec docker-entrypoint.sh cassandra -f";

    /** The lines in question of the file that Cassandra 5.0 comes with. */
    private static final List<String> AS_DELIVERED = List.of(
            "# Min unit: ms",
            "# commitlog_sync_group_window: 1000ms",
            "commitlog_sync: periodic",
            "# Min unit: ms",
            "commitlog_sync_period: 10000ms",
            "# periodic_commitlog_sync_lag_block:",
            "commitlog_segment_size: 32MiB");

    /** What a container's command makes of the file before it starts the server; it is run here, less the server. */
    static CommitLog changedBy(List<String> command) {
        if (command.size() != 3
                || !command.get(2).endsWith(SERVER)
                || !command.get(2).contains(FILE)) {
            return new CommitLog(AS_DELIVERED);
        }
        try {
            Path file = Files.createTempFile("cassandra", ".yaml");
            Files.write(file, AS_DELIVERED);
            String change = command.get(2).replace(SERVER, "").replace(FILE, file.toString());
            int exit = new ProcessBuilder(command.get(0), command.get(1), change)
                    .start()
                    .waitFor();
            List<String> changed = exit == 0 ? Files.readAllLines(file) : AS_DELIVERED;
            Files.delete(file);
            return new CommitLog(changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Cassandra starts with either, but refuses a period where it writes by the group. */
    boolean waitsForDisk() {
        return yaml.contains("commitlog_sync: group")
                && yaml.stream().anyMatch(line -> line.matches("commitlog_sync_group_window: \\d+ms"))
                && yaml.stream().noneMatch(line -> line.startsWith("commitlog_sync_period"));
    }
}
