package dev.symbio.ops.bench;

import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.measure.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Telemetry by the batch into a hundred value commitments. Reported with batched inserts of the same bytes into a bare table. */
final class TelemetryBench implements BenchCommand.Bench {
    private static final int COMMITMENTS = 100;
    private static final int BATCH = 500;
    private static final int CONNECTIONS = 8;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration RAW_WARM_UP = Duration.ofSeconds(3);
    private static final Map<String, String> SIGNERS =
            Map.of("sales", "sales", "delivery", "delivery", "success", "customer-success");

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        byte[] sample = sample("bench-00000000", Instant.now()).getBytes(StandardCharsets.UTF_8);
        Load.Done through = through(directory.resolve("symbio"), measured);
        Load.Done raw;
        try (RawInserts inserts = new RawInserts(directory.resolve("raw"))) {
            raw = Load.run(
                    CONNECTIONS,
                    RAW_WARM_UP,
                    measured,
                    number -> inserts.inserting(RawInserts.Table.BARE, BATCH, sample));
        }
        findings.count("commitments", COMMITMENTS);
        findings.count("batch", BATCH);
        findings.count("bytesPerSample", sample.length);
        findings.measured("samplesPerSecond", through.perSecond());
        findings.measured("batchMillisP50", through.millisAt(50));
        findings.measured("batchMillisP99", through.millisAt(99));
        findings.measured("rawRowsPerSecond", raw.perSecond());
        findings.measured("ratioToRawRows", through.perSecond() / raw.perSecond());
        findings.promise(through.units() > 0, "samples are recorded");
    }

    private static Load.Done through(Path directory, Duration measured) throws InterruptedException {
        try (BenchPlatform platform = new BenchPlatform(directory)) {
            List<String> commitments = commitments(platform);
            AtomicInteger batches = new AtomicInteger();
            return Load.run(CONNECTIONS, WARM_UP, measured, number -> new Posting(platform.connect()) {
                @Override
                long postNext() throws IOException {
                    int n = batches.incrementAndGet();
                    String path = "/value-commitments/" + commitments.get(n % COMMITMENTS) + "/telemetry";
                    return post(path, "bench-" + n, batch(n)) * BATCH;
                }
            });
        }
    }

    private static List<String> commitments(BenchPlatform platform) {
        Company host = platform.parties().customer();
        Session sales = platform.as(new Identity("sales", host.tenant()));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < COMMITMENTS; i++) {
            String id = sales.post("/value-commitments", "draft-" + i, draft(i))
                    .path("id")
                    .asText();
            SIGNERS.forEach((member, capacity) -> platform.as(new Identity(member, host.tenant()))
                    .post(
                            "/value-commitments/" + id + "/sign",
                            "sign-" + capacity + "-" + id,
                            Map.of("capacity", capacity, "revision", 1)));
            ids.add(id);
        }
        return ids;
    }

    private static Map<String, Object> draft(int number) {
        Map<String, Object> promise = Map.of(
                "key",
                "pressure",
                "clause",
                "Pressure is kept",
                "indicator",
                Map.of("kind", "mean"),
                "source",
                Map.of("stream", "press", "field", "pressure", "unit", "bar"),
                "trigger",
                Map.of("date", LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z"),
                "window",
                Map.of("kind", "days", "every", 30, "count", 12),
                "operator",
                ">=",
                "target",
                "100",
                "noData",
                "skip",
                "ladder",
                List.of());
        return Map.of(
                "terms",
                Map.of(
                        "name",
                        "Commitment " + number,
                        "customerName",
                        "Customer",
                        "tolerance",
                        "PT10S",
                        "promises",
                        List.of(promise)));
    }

    private static String sample(String id, Instant at) {
        return "{\"id\":\"" + id + "\",\"at\":\"" + at + "\",\"values\":{\"pressure\":\"101.25\"}}";
    }

    private static byte[] batch(int number) {
        Instant now = Instant.now();
        StringBuilder text = new StringBuilder(BATCH * 100).append("{\"stream\":\"press\",\"samples\":[");
        for (int i = 0; i < BATCH; i++) {
            text.append(i == 0 ? "" : ",").append(sample("b" + number + "-" + i, now));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
