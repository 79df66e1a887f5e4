package dev.symbio.ops.bench;

import dev.symbio.ops.host.ChildSymbio;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.storage.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * How fast single commands are, each one event, with many clients at once. Held against the rows they leave, inserted and
 * committed one by one straight into a journal table; and, for orientation, against the bare request bytes in a bare table.
 */
final class CommandsBench implements BenchCommand.Bench {
    private static final int CLIENTS = 64;
    private static final int CONTRACTS = 1_000;
    private static final double AT_LEAST = 0.5;
    /** Until the compiler is done with what a command runs through, on two cores. */
    private static final Duration WARM_UP = Duration.ofSeconds(90);

    private static final Duration RAW_WARM_UP = Duration.ofSeconds(3);

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        byte[] request = Facts.batch("bench-000000-", 1, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Path home = directory.resolve("symbio");
        Load.Done through = through(home, measured);
        byte[] event = eventStoredIn(ChildSymbio.dataDirectory(home));
        Load.Done raw = raw(
                directory.resolve("raw"), measured, inserts -> inserts.inserting(RawInserts.Table.JOURNAL, 1, event));
        Load.Done bare = raw(
                directory.resolve("bare"), measured, inserts -> inserts.inserting(RawInserts.Table.BARE, 1, request));
        double ratio = through.perSecond() / raw.perSecond();
        findings.count("clients", CLIENTS);
        findings.count("contracts", CONTRACTS);
        findings.count("bytesPerRequest", request.length);
        findings.count("bytesPerEvent", event.length);
        findings.measured("commandsPerSecond", through.perSecond());
        findings.measured("rawJournalRowsPerSecond", raw.perSecond());
        findings.measured("ratio", ratio);
        findings.measured("rawBareRowsPerSecond", bare.perSecond());
        findings.measured("ratioToBareRows", through.perSecond() / bare.perSecond());
        findings.measured("millisP50", through.millisAt(50));
        findings.measured("millisP99", through.millisAt(99));
        findings.measured("millisMax", through.millisAt(100));
        findings.measured("rawMillisP99", raw.millisAt(99));
        findings.promise(ratio >= AT_LEAST, "ratio >= " + AT_LEAST);
    }

    private static Load.Done raw(Path directory, Duration measured, Function<RawInserts, Load.Worker> worker)
            throws Exception {
        try (RawInserts raw = new RawInserts(directory)) {
            return Load.run(CLIENTS, RAW_WARM_UP, measured, number -> worker.apply(raw));
        }
    }

    /** One of the events that the measured commands left in the journal. */
    private static byte[] eventStoredIn(Path dataDirectory) throws SQLException {
        try (Connection journal = DriverManager.getConnection(Store.embeddedUrl(dataDirectory), "sa", "");
                Statement query = journal.createStatement();
                ResultSet event = query.executeQuery("select \"event_payload\" from \"event_journal\""
                        + " order by \"ordering\" desc fetch first 1 row only")) {
            if (!event.next()) {
                throw new IllegalStateException("No command left an event.");
            }
            return event.getBytes(1);
        }
    }

    private static Load.Done through(Path directory, Duration measured) throws IOException, InterruptedException {
        try (BenchPlatform platform = new BenchPlatform(directory);
                ManyConnections clients = platform.connections(CLIENTS)) {
            List<String> contracts = platform.contracts(CONTRACTS);
            String headers = platform.headers();
            AtomicInteger commands = new AtomicInteger();
            Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            return clients.run(WARM_UP, measured, () -> {
                int n = commands.incrementAndGet();
                String path = "/sla-contracts/" + contracts.get(n % CONTRACTS) + "/observations";
                return ByteBuffer.wrap(
                        LeanConnection.posting(headers, path, "bench-" + n, Facts.batch("bench-" + n + "-", 1, at)));
            });
        }
    }
}
