package dev.symbio.ops.journeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Patience;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.platform.json.Json;
import dev.symbio.platform.time.CalendarSpec;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Brings the cases of a log in as journeys and reads back what became of them. */
public final class JourneyLoad {
    private static final String TENANT = "service-desk";
    private static final String PATH = "/journeys/import";
    private static final int PART = 250;
    private static final int PARALLEL = 2;
    private static final int UNPROCESSABLE = 422;
    /** A line of the platform's intake is at most 64 KiB; what is longer goes in as JSON. */
    private static final int MAX_LINE_BYTES = 60_000;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofMinutes(2);

    private final EventLog log;
    private final LogMapping mapping;
    private final CalendarSpec calendar;
    private final PrintWriter progress;
    private final Company host;
    private final String batch;
    private final List<RowProblem> problems = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong known = new AtomicLong();

    public JourneyLoad(
            EventLog log, LogMapping mapping, CalendarSpec calendar, ApiClient client, PrintWriter progress) {
        this.log = log;
        this.mapping = mapping;
        this.calendar = calendar;
        this.progress = progress;
        host = new Community(client)
                .company(TENANT, "Service Desk", "SERVICE_PROVIDER")
                .orElseThrow(
                        () -> new IllegalStateException("The tenant id " + TENANT + " belongs to another company."));
        batch = EventLog.sha256((log.digest() + json(mapping) + json(calendar)).getBytes(StandardCharsets.UTF_8));
        problems.addAll(log.problems());
    }

    /** @return what the platform has counted, per priority */
    public JourneyReport run() throws InterruptedException {
        long started = System.nanoTime();
        List<LoggedCase> usable = log.cases().stream().filter(this::usable).toList();
        send(usable, started);
        progress.printf("%d journeys are in after %.1f s%n", known.get(), seconds(started));
        progress.flush();
        List<JsonNode> review = known.get() == 0 ? List.of() : awaited();
        progress.printf("%d journeys are counted after %.1f s%n", known.get(), seconds(started));
        progress.flush();
        return JourneyReport.of(review, List.copyOf(mapping.limits().keySet()), problems);
    }

    private boolean usable(LoggedCase logged) {
        if (logged.openedAt() == null) {
            problem(logged, "case.never-opened", "Expected a time in column \"" + mapping.openedAt() + "\".");
            return false;
        }
        String priority = CaseHistory.lastPriority(logged);
        if (priority == null || !mapping.limits().containsKey(priority)) {
            problem(
                    logged,
                    "case.priority-unknown",
                    "Expected a last priority with a limit ("
                            + String.join(", ", mapping.limits().keySet()) + ") but got "
                            + (priority == null ? "none" : "\"" + priority + "\"") + ".");
            return false;
        }
        return true;
    }

    private void send(List<LoggedCase> cases, long started) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int from = 0; from < cases.size(); from += PART) {
                List<LoggedCase> part = cases.subList(from, Math.min(from + PART, cases.size()));
                parts.add(workers.submit(() -> sendPart(part)));
            }
            long said = started;
            for (Future<?> part : parts) {
                part.get();
                if (System.nanoTime() - said > Duration.ofSeconds(5).toNanos()) {
                    said = System.nanoTime();
                    progress.printf("%d of %d journeys, %.1f s%n", known.get(), cases.size(), seconds(started));
                    progress.flush();
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void sendPart(List<LoggedCase> part) {
        StringBuilder lines = new StringBuilder();
        Map<Long, LoggedCase> byLine = new HashMap<>();
        for (LoggedCase logged : part) {
            Map<String, Object> row = CaseHistory.row(logged, mapping, host.tenant(), calendar, batch);
            String line = json(row);
            if (line.getBytes(StandardCharsets.UTF_8).length > MAX_LINE_BYTES) {
                byte[] body = json(Map.of("journeys", List.of(row))).getBytes(StandardCharsets.UTF_8);
                take(post("application/json", body), Map.of(1L, logged));
            } else {
                byLine.put(byLine.size() + 1L, logged);
                lines.append(line).append('\n');
            }
        }
        if (!byLine.isEmpty()) {
            take(post("application/x-ndjson", lines.toString().getBytes(StandardCharsets.UTF_8)), byLine);
        }
    }

    private ApiAnswer post(String type, byte[] body) {
        String key = EventLog.sha256((batch + EventLog.sha256(body)).getBytes(StandardCharsets.UTF_8));
        return host.integration().tryPost(PATH, key, type, body);
    }

    private void take(ApiAnswer answer, Map<Long, LoggedCase> byLine) {
        JsonNode body = answer.body();
        boolean noneWasGood =
                answer.status() == UNPROCESSABLE && body.at("/errors/0/line").isNumber();
        if (!noneWasGood) {
            Session.required("POST " + PATH, answer);
        }
        known.addAndGet(body.path("accepted").asLong() + body.path("repeated").asLong());
        Map<Long, JsonNode> firstOfLine = new HashMap<>();
        body.path("errors")
                .forEach(error -> firstOfLine.putIfAbsent(error.path("line").asLong(), error));
        body.path("conflicts")
                .forEach(conflict ->
                        firstOfLine.putIfAbsent(conflict.path("line").asLong(), conflict));
        firstOfLine.forEach((line, error) -> problem(
                byLine.get(line),
                error.path("code").asText("journey.history-differs"),
                error.path("detail").asText()));
    }

    /** Until the read model has them all: then no imported task is running. */
    private List<JsonNode> awaited() throws InterruptedException {
        long before = -1;
        long changed = System.nanoTime();
        while (true) {
            List<JsonNode> rows = new ArrayList<>();
            host.integration()
                    .get("/journey-review?by=priority&batch=" + batch)
                    .path("items")
                    .forEach(rows::add);
            long counted = rows.stream()
                    .mapToLong(row ->
                            row.path("tasks").asLong() - row.path("running").asLong())
                    .sum();
            if (counted == known.get()) {
                return rows;
            }
            if (counted != before) {
                before = counted;
                changed = System.nanoTime();
            } else if (System.nanoTime() - changed > QUIET.toNanos()) {
                throw new IllegalStateException(
                        "The review has " + counted + " of " + known.get() + " journeys and gets no more.");
            }
            Patience.pause(LOOK_AGAIN);
        }
    }

    private void problem(LoggedCase logged, String code, String detail) {
        problems.add(new RowProblem(logged.line(), logged.id(), code, detail));
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
