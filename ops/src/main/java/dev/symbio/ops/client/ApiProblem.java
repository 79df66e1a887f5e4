package dev.symbio.ops.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A request was refused, or no answer came as long as patience lasted. */
public class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_FAULTS_SHOWN = 10;

    private final transient ApiAnswer answer;

    public ApiProblem(String request, ApiAnswer answer) {
        super(request + " was answered with " + describe(answer));
        this.answer = answer;
    }

    public ApiProblem(String message, Throwable cause) {
        super(message, cause);
        this.answer = null;
    }

    /** The refusal, or null when no answer came at all. */
    public ApiAnswer answer() {
        return answer;
    }

    public int status() {
        return answer == null ? 0 : answer.status();
    }

    public String code() {
        return answer == null ? "" : answer.code();
    }

    private static String describe(ApiAnswer answer) {
        StringBuilder text = new StringBuilder().append(answer.status());
        if (!answer.code().isEmpty()) {
            text.append(' ').append(answer.code());
        }
        String detail = answer.body().path("detail").asText("");
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        int shown = 0;
        for (JsonNode fault : answer.body().path("errors")) {
            if (++shown > MAX_FAULTS_SHOWN) {
                text.append("\n  ...");
                break;
            }
            String place = fault.has("pointer")
                    ? fault.get("pointer").asText()
                    : "line " + fault.path("line").asText("?");
            text.append("\n  ")
                    .append(place)
                    .append(": ")
                    .append(fault.path("detail").asText(""));
        }
        return text.toString();
    }
}
