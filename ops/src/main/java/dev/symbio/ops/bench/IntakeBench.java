package dev.symbio.ops.bench;

import dev.symbio.ops.measure.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast observations come in by the batch, held against batched inserts into a bare table; and, for orientation, into one
 * that recognises repeats by the source's id, as Symbio does. The bare table is measured before and after, so that noise
 * hits both.
 */
final class IntakeBench implements BenchCommand.Bench {
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 8;
    /** Enough that no period is full before the end, however fast the machine. */
    private static final int CONTRACTS = 256;

    private static final double AT_LEAST = 0.3;
    /** Until the compiler is done with what a batch runs through, on two cores. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final Duration RAW_WARM_UP = Duration.ofSeconds(3);

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        byte[] row = Facts.observation("bench-000000-000", Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .getBytes(StandardCharsets.UTF_8);
        Duration half = measured.dividedBy(2);
        Load.Done before = raw(directory.resolve("raw-before"), RawInserts.Table.BARE, row, half);
        Load.Done through = through(directory.resolve("symbio"), measured);
        Load.Done raw = before.and(raw(directory.resolve("raw-after"), RawInserts.Table.BARE, row, half));
        Load.Done keyed = raw(directory.resolve("keyed"), RawInserts.Table.KEYED, row, half);
        double ratio = through.perSecond() / raw.perSecond();
        findings.count("batch", BATCH);
        findings.count("connections", CONNECTIONS);
        findings.count("bytesPerObservation", row.length);
        findings.measured("observationsPerSecond", through.perSecond());
        findings.measured("rawRowsPerSecond", raw.perSecond());
        findings.measured("ratio", ratio);
        findings.measured("rawRowsKeyedBySourcesIdPerSecond", keyed.perSecond());
        findings.measured("ratioToRowsKeyedBySourcesId", through.perSecond() / keyed.perSecond());
        findings.measured("batchMillisP50", through.millisAt(50));
        findings.measured("batchMillisP99", through.millisAt(99));
        findings.promise(ratio >= AT_LEAST, "ratio >= " + AT_LEAST);
    }

    private static Load.Done raw(Path directory, RawInserts.Table table, byte[] row, Duration measured)
            throws Exception {
        try (RawInserts raw = new RawInserts(directory)) {
            return Load.run(CONNECTIONS, RAW_WARM_UP, measured, number -> raw.inserting(table, BATCH, row));
        }
    }

    private static Load.Done through(Path directory, Duration measured) throws InterruptedException {
        try (BenchPlatform platform = new BenchPlatform(directory)) {
            List<String> contracts = platform.contracts(CONTRACTS);
            AtomicInteger batches = new AtomicInteger();
            Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            return Load.run(CONNECTIONS, WARM_UP, measured, number -> new Posting(platform.connect()) {
                @Override
                long postNext() throws IOException {
                    int n = batches.incrementAndGet();
                    String path = "/sla-contracts/" + contracts.get(n % CONTRACTS) + "/observations";
                    return post(path, "bench-" + n, Facts.batch("bench-" + n + "-", BATCH, at)) * BATCH;
                }
            });
        }
    }
}
