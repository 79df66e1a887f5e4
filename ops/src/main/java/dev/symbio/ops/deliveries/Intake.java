package dev.symbio.ops.deliveries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.Session;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sends deliveries as observations and finds the lines of those that the platform refuses. */
final class Intake {
    /** An answer names at most this many refused rows; sending no more at once loses none. */
    private static final int MAX_ROWS_PER_REQUEST = 1_000;

    private static final int UNPROCESSABLE = 422;

    private final Session session;
    private final String path;
    private final String load;
    private final List<RowProblem> problems = new ArrayList<>();
    private long accepted;
    private long repeated;

    Intake(Session session, String path, String load) {
        this.session = session;
        this.path = path;
        this.load = load;
    }

    long accepted() {
        return accepted;
    }

    long repeated() {
        return repeated;
    }

    List<RowProblem> problems() {
        return problems;
    }

    void send(List<Delivery> deliveries) {
        for (int from = 0; from < deliveries.size(); from += MAX_ROWS_PER_REQUEST) {
            int to = Math.min(from + MAX_ROWS_PER_REQUEST, deliveries.size());
            sendPart(deliveries.subList(from, to), load + "-rows-" + from);
        }
    }

    private void sendPart(List<Delivery> part, String key) {
        ApiAnswer answer = session.tryPost(path, key, "application/x-ndjson", ndjson(part));
        JsonNode body = answer.body();
        boolean noneWasGood =
                answer.status() == UNPROCESSABLE && body.at("/errors/0/line").isNumber();
        if (!noneWasGood) {
            Session.required("POST " + path, answer);
        }
        accepted += body.path("accepted").asLong();
        repeated += body.path("repeated").asLong();
        body.path("errors").forEach(error -> add(part, error, error.path("code").asText()));
        body.path("conflicts").forEach(conflict -> add(part, conflict, "row.conflict"));
    }

    private void add(List<Delivery> part, JsonNode error, String code) {
        int index = error.path("line").asInt() - 1;
        boolean known = index >= 0 && index < part.size();
        // A row with several faults is one row; its first fault is told.
        if (known
                && !problems.isEmpty()
                && problems.get(problems.size() - 1).line() == part.get(index).line()) {
            return;
        }
        problems.add(new RowProblem(
                known ? part.get(index).line() : 0,
                known ? part.get(index).id() : error.path("id").asText(),
                code,
                error.path("detail").asText()));
    }

    private static byte[] ndjson(List<Delivery> deliveries) {
        StringBuilder lines = new StringBuilder();
        try {
            for (Delivery delivery : deliveries) {
                lines.append(Json.MAPPER.writeValueAsString(delivery.observation()))
                        .append('\n');
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
