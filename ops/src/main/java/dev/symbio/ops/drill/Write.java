package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One write with its Idempotency-Key, and every answer it got.
 *
 * <p>Not thread-safe but for {@link #answered}.
 */
final class Write {
    private static final String OTHER_SOURCE = "another payload under the same key";

    private final Supplier<Session> session;
    private final String path;
    private final String key;
    private final Payload payload;
    private final List<ApiAnswer> answers = new ArrayList<>();

    /** What is sent: observations into a contract, or the draft of a contract. */
    interface Payload {
        Object body();

        /** The same, but for one word. */
        Object changedBody(String word);
    }

    /** @param session asked for each sending, so that each may go another way */
    Write(Supplier<Session> session, String path, String key, Payload payload) {
        this.session = session;
        this.path = path;
        this.key = key;
        this.payload = payload;
    }

    String key() {
        return key;
    }

    Payload payload() {
        return payload;
    }

    /** Sends it once more; what the platform says is kept. */
    ApiAnswer send() {
        ApiAnswer answer = session.get().tryPost(path, key, payload.body());
        answered(answer);
        return answer;
    }

    /** Something else under the same key; it must be refused. */
    ApiAnswer sendSomethingElse() {
        return session.get().tryPost(path, key, payload.changedBody(OTHER_SOURCE));
    }

    private synchronized void answered(ApiAnswer answer) {
        answers.add(answer);
    }

    synchronized boolean acknowledged() {
        return answers.stream().anyMatch(ApiAnswer::isSuccess);
    }

    /** The acknowledgements, each status and body once: one, unless something is wrong. */
    synchronized List<String> acknowledgements() {
        return answers.stream()
                .filter(ApiAnswer::isSuccess)
                .map(answer -> answer.status() + " " + answer.text())
                .distinct()
                .toList();
    }

    /** A refusal that no fault explains; null when there was none. */
    synchronized String unexpectedRefusal() {
        return answers.stream()
                .filter(answer -> !answer.isSuccess() && !isTransient(answer))
                .map(answer -> path + ": " + answer.status() + " " + answer.text())
                .findFirst()
                .orElse(null);
    }

    private static boolean isTransient(ApiAnswer answer) {
        return answer.status() == 503
                || answer.status() == 504
                || answer.status() == 429
                || (answer.status() == 409 && answer.code().endsWith("in-flight"));
    }
}
