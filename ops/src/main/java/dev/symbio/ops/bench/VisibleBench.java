package dev.symbio.ops.bench;

import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.measure.Findings;
import dev.symbio.ops.measure.SampleTerms;
import dev.symbio.platform.storage.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long after the answer to closing a period its statement is in the list. */
final class VisibleBench implements BenchCommand.Bench {
    private static final int WATCHERS = 4;
    private static final int DAYS = 20;
    private static final double AT_MOST_MILLIS = 500;
    /** Where the read side asks the store what is new, and other nodes may be slow to show what they have. */
    private static final double AT_MOST_MILLIS_SHARED = 2_000;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration GIVE_UP = Duration.ofSeconds(30);
    private static final long MAX_MICROS = GIVE_UP.toNanos() / 1_000;

    private final Profile profile;
    private final int nodes;
    private final int count;
    private final Duration warmUp;
    private final Quiet quiet;

    /** @param nodes 1, or several that share this machine with their stores @param count how many contracts */
    VisibleBench(Profile profile, int nodes, int count, Duration warmUp, Quiet quiet) {
        this.profile = profile;
        this.nodes = nodes;
        this.count = count;
        this.warmUp = warmUp;
        this.quiet = quiet;
    }

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        findings.text("profile", profile.label());
        findings.count("nodes", nodes);
        try (BenchPlatform platform = BenchPlatform.on(profile, nodes, directory)) {
            LocalDate first = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS + 1L);
            List<String> contracts = platform.contracts(
                    "visible",
                    count,
                    SampleTerms.daily(),
                    first.atStartOfDay(ZoneOffset.UTC).toInstant());
            fill(platform, contracts, first);
            quiet.await();
            Histogram afterAnswer = new ConcurrentHistogram(MAX_MICROS, 3);
            AtomicInteger contract = new AtomicInteger();
            long countFrom = System.nanoTime() + warmUp.toNanos();
            Load.run(WATCHERS, warmUp, measured, number -> new Watcher(platform, number, contracts, contract, first) {
                @Override
                void seen(long micros) {
                    if (System.nanoTime() >= countFrom) {
                        afterAnswer.recordValue(Math.min(micros, MAX_MICROS));
                    }
                }
            });
            double p99 = afterAnswer.getValueAtPercentile(99) / 1_000.0;
            findings.count("closings", afterAnswer.getTotalCount());
            findings.measured("visibleMillisP50", afterAnswer.getValueAtPercentile(50) / 1_000.0);
            findings.measured("visibleMillisP99", p99);
            findings.measured("visibleMillisMax", afterAnswer.getMaxValue() / 1_000.0);
            findings.promise(afterAnswer.getTotalCount() > 0, "periods were closed");
            double atMost = profile.shared() ? AT_MOST_MILLIS_SHARED : AT_MOST_MILLIS;
            findings.promise(p99 <= atMost, "p99 <= " + atMost + " ms");
        }
    }

    /** One observation for every day, so that every day has something to settle. */
    private static void fill(BenchPlatform platform, List<String> contracts, LocalDate first) throws IOException {
        try (LeanConnection connection = platform.connect()) {
            for (String contract : contracts) {
                StringBuilder rows = new StringBuilder("{\"observations\":[");
                for (int day = 0; day < DAYS; day++) {
                    Instant at = first.plusDays(day).atTime(12, 0).toInstant(ZoneOffset.UTC);
                    rows.append(day == 0 ? "" : ",").append(Facts.observation("day-" + day, at));
                }
                byte[] body = rows.append("]}").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
                int status = connection.post("/sla-contracts/" + contract + "/observations", "fill-" + contract, body);
                if (status != 200) {
                    throw new IllegalStateException(status + " " + connection.text());
                }
            }
        }
    }

    /** Closes the days of one contract after the other and watches the list; of another node, where there are several. */
    private abstract static class Watcher implements Load.Worker {
        private final LeanConnection connection;
        private final LeanConnection other;
        private final List<String> contracts;
        private final AtomicInteger next;
        private final LocalDate first;
        private String contract;
        private int day = DAYS;

        Watcher(BenchPlatform platform, int number, List<String> contracts, AtomicInteger next, LocalDate first) {
            Identity manager = platform.parties().customer().manager().identity();
            this.connection = platform.connect(manager, number);
            this.other = platform.connect(manager, number + 1);
            this.contracts = contracts;
            this.next = next;
            this.first = first;
        }

        abstract void seen(long micros);

        @Override
        public long work() throws Exception {
            if (day == DAYS) {
                int number = next.getAndIncrement();
                if (number >= contracts.size()) {
                    // All days are closed before the time is up: nothing left to measure.
                    Patience.pause(Duration.ofMillis(100));
                    return 0;
                }
                contract = contracts.get(number);
                day = 0;
            }
            String period = first.plusDays(day++) + ".P1D";
            String close = "/sla-contracts/" + contract + "/periods/" + period + "/close";
            int status = connection.post(close, "close-" + contract + "-" + period, new byte[] {'{', '}'});
            if (status != 200) {
                throw new IllegalStateException(close + ": " + status + " " + connection.text());
            }
            seen(untilListed(period, System.nanoTime()));
            return 1;
        }

        private long untilListed(String period, long closed) throws Exception {
            String list = "/statements?contract=" + contract + "&limit=200";
            String wanted = "\"" + period + "\"";
            while (true) {
                other.get(list);
                long nanos = System.nanoTime() - closed;
                if (other.text().contains(wanted) || nanos > GIVE_UP.toNanos()) {
                    return nanos / 1_000;
                }
                Patience.pause(LOOK_AGAIN);
            }
        }

        @Override
        public void close() throws IOException {
            connection.close();
            other.close();
        }
    }
}
