package dev.symbio.ops.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiClient;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.Community;
import dev.symbio.ops.client.Community.Company;
import dev.symbio.ops.client.Identity;
import dev.symbio.ops.client.Session;
import dev.symbio.ops.deliveries.Digest;
import dev.symbio.ops.deliveries.RowProblem;
import dev.symbio.ops.deliveries.TenantIds;
import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes one commitment per machine, has it signed, brings its history in and declares that complete. */
final class TelemetryLoader {
    private static final String PATH = "/value-commitments";
    private static final int PARALLEL = 4;
    /** An answer names at most this many refused rows; sending no more at once loses none. */
    private static final int MAX_ROWS_PER_REQUEST = 1_000;

    private static final int UNPROCESSABLE = 422;
    private static final Set<Integer> REFUSED_TERMS = Set.of(400, UNPROCESSABLE);

    private final ApiClient client;
    private final TelemetryMapping mapping;
    private final Instant now;

    /** @param now windows that end later are not waited for */
    TelemetryLoader(ApiClient client, TelemetryMapping mapping, Instant now) {
        this.client = client;
        this.mapping = mapping;
        this.now = now;
    }

    List<LoadedCommitment> load(TelemetryFile file) {
        Company vendor = vendor();
        ExecutorService workers = Executors.newFixedThreadPool(PARALLEL);
        try {
            List<Future<LoadedCommitment>> results = new ArrayList<>();
            file.byStream()
                    .forEach((stream, rows) -> results.add(workers.submit(() -> commitment(vendor, stream, rows))));
            List<LoadedCommitment> loaded = new ArrayList<>();
            for (Future<LoadedCommitment> result : results) {
                loaded.add(outcome(result));
            }
            return loaded;
        } finally {
            workers.shutdownNow();
        }
    }

    private Company vendor() {
        Community community = new Community(client);
        String name = mapping.vendor();
        String id = TenantIds.of(List.of(name)).get(name);
        return community
                .company(id, name, "SERVICE_PROVIDER")
                .or(() -> community.company(TenantIds.withHash(name), name, "SERVICE_PROVIDER"))
                .orElseThrow(() -> new IllegalStateException("No tenant id is free for " + name + "."));
    }

    private LoadedCommitment commitment(Company vendor, String stream, List<SampleRow> rows) {
        // The platform refuses and reports the others; they must not make a thousand windows.
        List<Instant> moments = rows.stream()
                .map(SampleRow::at)
                .filter(at -> !at.isAfter(now) && !at.isBefore(Instant.EPOCH))
                .sorted()
                .toList();
        Instant first = moments.isEmpty() ? now : moments.get(0);
        Instant last = moments.isEmpty() ? now : moments.get(moments.size() - 1);
        Map<String, Integer> verdicts = new LinkedHashMap<>();
        String load = digest(rows);
        String id = drafted(vendor, load, draft(stream, first, last, verdicts));
        for (Map.Entry<String, String> signer : signers().entrySet()) {
            client.as(new Identity(signer.getKey(), vendor.tenant()))
                    .post(
                            PATH + "/" + id + "/sign",
                            load + "-" + signer.getKey(),
                            Map.of("capacity", signer.getValue(), "revision", 1));
        }
        LoadedCommitment loaded = samples(vendor.integration(), stream, id, load, rows, verdicts);
        vendor.integration().post(PATH + "/" + id + "/backfill/complete", load + "-complete", Map.of());
        return loaded;
    }

    private static Map<String, String> signers() {
        Map<String, String> signers = new LinkedHashMap<>();
        signers.put("sales", "sales");
        signers.put("delivery", "delivery");
        signers.put("success", "customer-success");
        return signers;
    }

    private ObjectNode draft(String stream, Instant first, Instant last, Map<String, Integer> verdicts) {
        ObjectNode draft = Json.MAPPER.createObjectNode().put("backfill", true);
        ObjectNode terms = draft.putObject("terms")
                .put("name", mapping.name() + ": " + stream)
                .put("tolerance", mapping.tolerance());
        if (!mapping.customerName().isEmpty()) {
            terms.put("customerName", mapping.customerName());
        }
        ArrayNode promises = terms.putArray("promises");
        for (ObjectNode wanted : mapping.promises()) {
            ObjectNode promise = wanted.deepCopy();
            String field = promise.remove("field").asText();
            PromiseWindows windows = PromiseWindows.of(promise.path("window"), first, last, now);
            promise.withObject("/window").put("count", windows.count());
            promise.putObject("trigger").put("date", windows.start().toString());
            promise.putObject("source")
                    .put("stream", stream)
                    .put("field", field)
                    .put("unit", mapping.columns().get(field).unit());
            promises.add(promise);
            verdicts.put(promise.path("key").asText(), windows.overBy());
        }
        return draft;
    }

    private static String drafted(Company vendor, String load, ObjectNode draft) {
        try {
            return vendor.integration()
                    .post(PATH, load + "-draft", draft)
                    .path("id")
                    .asText();
        } catch (ApiProblem refused) {
            if (REFUSED_TERMS.contains(refused.status())) {
                throw new UnusableFile("The platform refuses the promises. " + refused.getMessage(), refused);
            }
            throw refused;
        }
    }

    private LoadedCommitment samples(
            Session session,
            String stream,
            String id,
            String load,
            List<SampleRow> rows,
            Map<String, Integer> verdicts) {
        List<RowProblem> problems = new ArrayList<>();
        long accepted = 0;
        long repeated = 0;
        for (int from = 0; from < rows.size(); from += MAX_ROWS_PER_REQUEST) {
            List<SampleRow> part = rows.subList(from, Math.min(from + MAX_ROWS_PER_REQUEST, rows.size()));
            String path = PATH + "/" + id + "/telemetry";
            ApiAnswer answer = session.tryPost(path, load + "-rows-" + from, "application/x-ndjson", ndjson(part));
            JsonNode body = answer.body();
            boolean noneWasGood = answer.status() == UNPROCESSABLE
                    && body.at("/errors/0/line").isNumber();
            if (!noneWasGood) {
                Session.required("POST " + path, answer);
            }
            accepted += body.path("accepted").asLong();
            repeated += body.path("repeated").asLong();
            Map<Long, RowProblem> byLine = new LinkedHashMap<>();
            body.path("errors")
                    .forEach(error ->
                            note(byLine, part, error, error.path("code").asText()));
            body.path("conflicts").forEach(conflict -> note(byLine, part, conflict, "row.conflict"));
            problems.addAll(byLine.values());
        }
        return new LoadedCommitment(stream, id, session, accepted, repeated, verdicts, problems);
    }

    /** A row with several faults is one row; its first fault is told. */
    private static void note(Map<Long, RowProblem> byLine, List<SampleRow> part, JsonNode error, String code) {
        int index = error.path("line").asInt() - 1;
        if (index >= 0 && index < part.size()) {
            SampleRow row = part.get(index);
            byLine.putIfAbsent(
                    row.line(),
                    new RowProblem(
                            row.line(), row.id(), code, error.path("detail").asText()));
        }
    }

    private byte[] ndjson(List<SampleRow> rows) {
        StringBuilder lines = new StringBuilder();
        try {
            for (SampleRow row : rows) {
                ObjectNode sample = Json.MAPPER
                        .createObjectNode()
                        .put("stream", row.stream())
                        .put("id", row.id())
                        .put("at", row.at().toString());
                sample.set("values", Json.MAPPER.valueToTree(row.values()));
                ObjectNode units = sample.putObject("units");
                row.values()
                        .keySet()
                        .forEach(field ->
                                units.put(field, mapping.columns().get(field).unit()));
                lines.append(Json.MAPPER.writeValueAsString(sample)).append('\n');
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String digest(List<SampleRow> rows) {
        List<String> parts = new ArrayList<>();
        parts.add(mapping.json().toString());
        for (SampleRow row : rows) {
            parts.add(row.id());
            parts.add(row.values().toString());
        }
        return Digest.of(parts.toArray(String[]::new));
    }

    private static LoadedCommitment outcome(Future<LoadedCommitment> result) {
        try {
            return result.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The load was interrupted.", stop);
        }
    }
}
