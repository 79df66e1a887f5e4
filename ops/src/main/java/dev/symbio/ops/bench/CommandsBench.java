package dev.symbio.ops.bench;

import dev.symbio.ops.measure.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** How fast single commands are, each one event, with many clients at once. */
final class CommandsBench implements BenchCommand.Bench {
    private static final int CLIENTS = 64;
    private static final int CONTRACTS = 1_000;
    private static final double AT_LEAST = 0.5;
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration RAW_WARM_UP = Duration.ofSeconds(3);

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        byte[] row = Facts.batch("bench-000000-", 1, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Duration half = measured.dividedBy(2);
        Load.Done before = raw(directory.resolve("raw-before"), row, half);
        Load.Done through = through(directory.resolve("symbio"), measured);
        Load.Done raw = before.and(raw(directory.resolve("raw-after"), row, half));
        double ratio = through.perSecond() / raw.perSecond();
        findings.count("clients", CLIENTS);
        findings.count("contracts", CONTRACTS);
        findings.count("bytesPerCommand", row.length);
        findings.measured("commandsPerSecond", through.perSecond());
        findings.measured("rawRowsPerSecond", raw.perSecond());
        findings.measured("ratio", ratio);
        findings.measured("millisP50", through.millisAt(50));
        findings.measured("millisP99", through.millisAt(99));
        findings.measured("millisMax", through.millisAt(100));
        findings.measured("rawMillisP99", raw.millisAt(99));
        findings.promise(ratio >= AT_LEAST, "ratio >= " + AT_LEAST);
    }

    private static Load.Done raw(Path directory, byte[] row, Duration measured) throws Exception {
        try (RawInserts raw = new RawInserts(directory)) {
            return Load.run(CLIENTS, RAW_WARM_UP, measured, number -> raw.singleRows(row));
        }
    }

    private static Load.Done through(Path directory, Duration measured) throws InterruptedException {
        try (BenchPlatform platform = new BenchPlatform(directory)) {
            List<String> contracts = platform.contracts(CONTRACTS);
            AtomicInteger commands = new AtomicInteger();
            Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            return Load.run(CLIENTS, WARM_UP, measured, number -> new Posting(platform.connect()) {
                @Override
                long postNext() throws IOException {
                    int n = commands.incrementAndGet();
                    String path = "/sla-contracts/" + contracts.get(n % CONTRACTS) + "/observations";
                    return post(path, "bench-" + n, Facts.batch("bench-" + n + "-", 1, at));
                }
            });
        }
    }
}
