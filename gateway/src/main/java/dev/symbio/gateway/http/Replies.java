package dev.symbio.gateway.http;

import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import java.util.ArrayList;
import java.util.List;

/** What an entity's reply means to the caller. */
public final class Replies {
    private static final int BUSY_RETRY_SECONDS = 1;
    private static final int OPERATOR_RETRY_SECONDS = 300;

    private Replies() {}

    /** Hands on an accepted command; all other replies end as problems. */
    public static Reply.Accepted accepted(Reply reply) {
        if (reply instanceof Reply.Accepted accepted) {
            return accepted;
        }
        throw problem(reply);
    }

    private static ProblemException problem(Reply reply) {
        if (reply instanceof Reply.Rejected rejected) {
            return problem(rejected.rejection());
        }
        if (reply instanceof Reply.KeyReused) {
            return keyReused();
        }
        if (reply instanceof Reply.Stale stale) {
            return Problems.STALE.because("Expected If-Match to name the current sequence number " + stale.seq() + ".");
        }
        if (reply instanceof Reply.Failed failed) {
            throw new IllegalStateException(failed.what());
        }
        return quarantined();
    }

    public static ProblemException keyReused() {
        return Problems.KEY_REUSED.because(
                "Expected the payload that this Idempotency-Key came with first, or a new key.");
    }

    public static ProblemException problem(Rejection rejection) {
        List<Problem.Fault> faults = new ArrayList<>();
        for (Rejection.Fault fault : rejection.errors()) {
            faults.add(Problem.Fault.at(fault.pointer(), fault.code(), fault.detail()));
        }
        return new ProblemType(rejection.code(), status(rejection.reason()), title(rejection.reason()))
                .because(rejection.message(), faults);
    }

    public static ProblemException problem(EntityUnavailable unavailable) {
        return switch (unavailable.why()) {
            case TIMED_OUT ->
                Problems.ENTITY_TIMED_OUT
                        .because("The outcome is unknown. Repeat the request with the same Idempotency-Key.")
                        .retryAfterSeconds(BUSY_RETRY_SECONDS);
            case JOURNAL_FAILED ->
                Problems.ENTITY_UNAVAILABLE
                        .because("Whether it is stored is unknown. Repeat the request with the same Idempotency-Key.")
                        .retryAfterSeconds(BUSY_RETRY_SECONDS);
            case QUARANTINED -> quarantined();
        };
    }

    private static ProblemException quarantined() {
        return Problems.ENTITY_QUARANTINED
                .because("It takes no commands until an operator has looked at it.")
                .retryAfterSeconds(OPERATOR_RETRY_SECONDS);
    }

    private static int status(Rejection.Reason reason) {
        return switch (reason) {
            case INVALID -> 422;
            case CONFLICT -> 409;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
        };
    }

    /** The same for declared problem types and for what entities answer, so that both read alike. */
    public static String title(Rejection.Reason reason) {
        return switch (reason) {
            case INVALID -> "The input breaks a rule.";
            case CONFLICT -> "The resource is not in a state that allows this.";
            case FORBIDDEN -> "You may not do this.";
            case NOT_FOUND -> "There is nothing here.";
        };
    }

    /** Declares a rejection that an entity can answer with. */
    public static ProblemType declared(Rejection.Reason reason, String code) {
        return new ProblemType(code, status(reason), title(reason));
    }
}
