package dev.symbio.ops.drill;

import dev.symbio.ops.client.ApiAnswer;
import dev.symbio.ops.client.ApiProblem;
import dev.symbio.ops.client.IdentityUnavailable;
import java.util.function.Supplier;

/**
 * One request and what its caller was told.
 *
 * @param status 0 when there was no answer at all
 * @param says the problem's code, or why there was no answer
 * @param mayRepeat whether the answer has a Retry-After
 */
record Asked(String what, int status, String says, boolean mayRepeat, long millis) {
    private static final int IN_FLIGHT = 409;
    private static final int TOO_MANY = 429;

    static Asked asking(String what, Supplier<ApiAnswer> request) {
        long began = System.nanoTime();
        try {
            ApiAnswer answer = request.get();
            return new Asked(what, answer.status(), answer.code(), answer.retryAfter() != null, millisSince(began));
        } catch (ApiProblem | IdentityUnavailable noAnswer) {
            return new Asked(what, 0, noAnswer.getMessage(), false, millisSince(began));
        }
    }

    private static long millisSince(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** A success, or an honest word: not now, or nobody knows, and try again after a while. */
    boolean isHonest() {
        return isSuccess()
                || ((status == 503 || status == 504 || status == TOO_MANY) && mayRepeat)
                || (status == IN_FLIGHT && says.endsWith("in-flight"));
    }
}
