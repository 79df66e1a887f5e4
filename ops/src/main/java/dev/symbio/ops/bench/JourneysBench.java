package dev.symbio.ops.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.measure.Findings;
import dev.symbio.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Journeys of six tasks in three tenants, from start to done, each command with the token of the tenant that has to act. Reported
 * with the rows of a bare journal that as many threads commit one by one.
 */
final class JourneysBench implements BenchCommand.Bench {
    private static final int CLIENTS = 16;
    private static final int TASKS = 6;
    private static final int BYTES_PER_EVENT = 900;
    private static final Duration WARM_UP = Duration.ofSeconds(60);
    private static final Duration RAW_WARM_UP = Duration.ofSeconds(3);

    @Override
    public void run(Path directory, Duration measured, Findings findings) throws Exception {
        Load.Done through = through(directory.resolve("symbio"), measured);
        Load.Done raw;
        try (RawInserts inserts = new RawInserts(directory.resolve("raw"))) {
            raw = Load.run(
                    CLIENTS,
                    RAW_WARM_UP,
                    measured,
                    number -> inserts.inserting(RawInserts.Table.JOURNAL, 1, new byte[BYTES_PER_EVENT]));
        }
        double commands = through.micros().getTotalCount() / through.seconds();
        findings.count("clients", CLIENTS);
        findings.count("tasksPerJourney", TASKS);
        findings.measured("journeysPerSecond", through.perSecond());
        findings.measured("commandsPerSecond", commands);
        findings.measured("commandMillisP50", through.millisAt(50));
        findings.measured("commandMillisP99", through.millisAt(99));
        findings.measured("rawJournalRowsPerSecond", raw.perSecond());
        findings.measured("ratioOfCommandsToRawRows", commands / raw.perSecond());
        findings.promise(through.units() > 0, "journeys are done");
    }

    private static Load.Done through(Path directory, Duration measured) throws InterruptedException {
        try (BenchPlatform platform = new BenchPlatform(directory)) {
            Company host = platform.parties().customer();
            List<Company> owners =
                    List.of(host, platform.parties().provider(), platform.company("carrier", "Carrier", "LOGISTICS"));
            AtomicInteger journeys = new AtomicInteger();
            return Load.run(CLIENTS, WARM_UP, measured, number -> new Traveller(platform, owners, journeys));
        }
    }

    /** Takes one journey after the other from start to done; one command is one piece of work. */
    private static final class Traveller implements Load.Worker {
        private final List<LeanConnection> connections = new ArrayList<>();
        private final AtomicInteger journeys;
        private final byte[] plan;
        private String path;
        private String key;
        private int command;

        Traveller(BenchPlatform platform, List<Company> owners, AtomicInteger journeys) {
            this.journeys = journeys;
            this.plan = plan(owners);
            owners.forEach(
                    owner -> connections.add(platform.connect(owner.manager().identity())));
        }

        /** Accepted, started and delivered by the task's owner, approved by the host. */
        private static final List<String> STEPS = List.of("accept", "start", "deliver", "approve");

        @Override
        public long work() throws IOException {
            if (path == null) {
                key = "journey-" + journeys.incrementAndGet();
                JsonNode started = post(connections.get(0), "/journeys", key, plan);
                path = "/journeys/" + started.path("id").asText();
                command = 0;
                return 0;
            }
            int task = command / STEPS.size();
            String step = STEPS.get(command % STEPS.size());
            LeanConnection actor = connections.get(step.equals("approve") ? 0 : task % connections.size());
            post(actor, path + "/tasks/t" + task + "/" + step, key + "-" + command, new byte[] {'{', '}'});
            command++;
            if (command < TASKS * STEPS.size()) {
                return 0;
            }
            path = null;
            return 1;
        }

        private static JsonNode post(LeanConnection connection, String path, String key, byte[] body)
                throws IOException {
            int status = connection.post(path, key, body);
            if (status < 200 || status > 299) {
                throw new IllegalStateException(path + ": " + status + " " + connection.text());
            }
            return Json.MAPPER.readTree(connection.text());
        }

        private static byte[] plan(List<Company> owners) {
            List<Map<String, Object>> tasks = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                tasks.add(Map.of(
                        "key",
                        "t" + i,
                        "title",
                        "Task " + i,
                        "kind",
                        "kind-" + i,
                        "owner",
                        owners.get(i % owners.size()).tenant(),
                        "limit",
                        "PT48H",
                        "dependsOn",
                        i == 0 ? List.of() : List.of("t" + (i - 1))));
            }
            return Json.MAPPER
                    .valueToTree(Map.of(
                            "title",
                            "Bench",
                            "participants",
                            owners.stream().skip(1).map(Company::tenant).toList(),
                            "tasks",
                            tasks))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            for (LeanConnection connection : connections) {
                connection.close();
            }
        }
    }
}
