package dev.symbio.ops.opportunities;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Brings the rows in as one company's sales manager, and reads back what the platform lists. */
public final class PipelineLoad {
    private static final String MANAGER = "sales-manager";
    private static final String PATH = "/opportunities/import";
    /** An answer names at most this many refused rows; sending no more at once loses none. */
    private static final int MAX_ROWS_PER_REQUEST = 1_000;

    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(5);

    private final Session manager;
    private final PipelineFile file;
    private final LongConsumer progress;
    private final List<RowProblem> problems;
    private long accepted;
    private long repeated;

    private PipelineLoad(Session manager, PipelineFile file, LongConsumer progress) {
        this.manager = manager;
        this.file = file;
        this.progress = progress;
        problems = new ArrayList<>(file.problems());
    }

    /**
     * @param tenant id of the company that hosts the opportunities; brought in when it is missing
     * @param progress is told how many rows have been sent
     */
    public static PipelineReport run(ApiClient client, String tenant, PipelineFile file, LongConsumer progress)
            throws InterruptedException {
        bringIn(client.as(Community.OPERATOR), tenant);
        PipelineLoad load = new PipelineLoad(client.as(new Identity(MANAGER, tenant)), file, progress);
        load.send();
        List<JsonNode> listed = load.awaitListed();
        return new PipelineReport(file.count(), load.accepted, load.repeated, listed, load.problems);
    }

    private static void bringIn(Session operator, String tenant) {
        if (operator.tryGet("/tenants/" + tenant).status() == NOT_FOUND) {
            operator.post(
                    "/tenants",
                    "sales-" + tenant,
                    Map.of(
                            "id",
                            tenant,
                            "name",
                            "Sales of " + tenant,
                            "kind",
                            "MANUFACTURER",
                            "zone",
                            "UTC",
                            "members",
                            List.of(
                                    member("admin", "Administrator", "ADMIN"),
                                    member(MANAGER, "Sales manager", "SALES_MANAGER"))));
        }
    }

    private static Map<String, Object> member(String subject, String name, String role) {
        return Map.of("subject", subject, "name", name, "roles", List.of(role));
    }

    private void send() {
        List<PipelineRow> rows = file.rows();
        for (int from = 0; from < rows.size(); from += MAX_ROWS_PER_REQUEST) {
            int to = Math.min(from + MAX_ROWS_PER_REQUEST, rows.size());
            sendPart(rows.subList(from, to));
            progress.accept(to);
        }
    }

    private void sendPart(List<PipelineRow> part) {
        byte[] body = ndjson(part);
        // the same rows are the same request, however often they are sent
        String key = "pipeline-" + UUID.nameUUIDFromBytes(body);
        ApiAnswer answer = manager.tryPost(PATH, key, "application/x-ndjson", body);
        boolean noneWasGood = answer.status() == UNPROCESSABLE
                && answer.body().at("/errors/0/line").isNumber();
        if (!noneWasGood) {
            Session.required("POST " + PATH, answer);
        }
        accepted += answer.body().path("accepted").asLong();
        repeated += answer.body().path("repeated").asLong();
        Set<Long> told = new HashSet<>();
        answer.body()
                .path("errors")
                .forEach(error -> add(part, error, error.path("code").asText(), told));
        answer.body().path("conflicts").forEach(conflict -> add(part, conflict, "row.conflict", told));
    }

    /** A row with several faults is one row; its first fault is told. */
    private void add(List<PipelineRow> part, JsonNode error, String code, Set<Long> told) {
        PipelineRow row = part.get(error.path("line").asInt() - 1);
        if (told.add(row.line())) {
            problems.add(new RowProblem(
                    row.line(), row.reference(), code, error.path("detail").asText()));
        }
    }

    /** The list follows the opportunities with a short delay. */
    private List<JsonNode> awaitListed() throws InterruptedException {
        Set<String> refused = new HashSet<>();
        problems.forEach(problem -> refused.add(problem.line() + "|" + problem.id()));
        Map<String, String> expected = new HashMap<>();
        file.rows().stream()
                .filter(row -> !refused.contains(row.line() + "|" + row.reference()))
                .forEach(row -> expected.put(row.reference(), row.standing()));
        long until = System.nanoTime() + LISTED_WITHIN.toNanos();
        while (true) {
            while (counted() < expected.size()) {
                pauseBefore(until);
            }
            List<JsonNode> mine = manager.getAll("/opportunities").stream()
                    .filter(item -> expected.containsKey(item.path("reference").asText()))
                    .toList();
            boolean complete =
                    mine.size() == expected.size() && mine.stream().allMatch(item -> hasMovedOn(item, expected));
            if (complete) {
                return mine;
            }
            pauseBefore(until);
        }
    }

    /** Sums are cheap to ask for; there is no use in reading a long list before they are complete. */
    private long counted() {
        long sum = 0;
        for (JsonNode row : manager.get("/opportunity-summary").path("items")) {
            sum += row.path("opportunities").asLong();
        }
        return sum;
    }

    private static void pauseBefore(long until) throws InterruptedException {
        if (System.nanoTime() > until) {
            throw new IllegalStateException("The list of opportunities is more than " + LISTED_WITHIN + " behind.");
        }
        Patience.pause(LOOK_AGAIN);
    }

    /** What was brought in before may have gone on since; what is only half listed stands in the first stage. */
    private static boolean hasMovedOn(JsonNode item, Map<String, String> expected) {
        String standing = item.path("standing").asText();
        return standing.equals(expected.get(item.path("reference").asText()))
                || item.path("seq").asLong() > PipelineReport.EVENTS_PER_ROW;
    }

    private static byte[] ndjson(List<PipelineRow> rows) {
        StringBuilder lines = new StringBuilder();
        try {
            for (PipelineRow row : rows) {
                lines.append(Json.MAPPER.writeValueAsString(row.body())).append('\n');
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
