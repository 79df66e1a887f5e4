package dev.symbio.gateway.commitment;

import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Rejection.Reason;
import java.util.Arrays;
import java.util.List;

/** The problems that endpoints about value commitments can answer with. */
final class CommitmentProblems {
    static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "commitment.not-found");
    static final ProblemType PROMISE_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "commitment.promise-unknown");
    static final ProblemType VERDICT_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "commitment.verdict-unknown");
    static final ProblemType WRONG_CAPACITY = Replies.declared(Reason.FORBIDDEN, "commitment.wrong-capacity");

    /** What every command to a commitment can meet. */
    static final List<ProblemType> COMMAND = List.of(
            NOT_FOUND,
            Replies.declared(Reason.FORBIDDEN, "commitment.not-for-you"),
            Replies.declared(Reason.CONFLICT, "commitment.wrong-phase"));

    static final List<ProblemType> TEXT =
            invalid("commitment.text-missing", "commitment.text-too-long", "commitment.text-unreadable");

    /** Faults in terms. */
    static final List<ProblemType> TERMS = invalid(
            "commitment.invalid",
            "commitment.term-missing",
            "commitment.term-not-applicable",
            "commitment.term-out-of-range",
            "commitment.too-many-promises",
            "commitment.too-many-rungs",
            "commitment.key-invalid",
            "commitment.key-repeated",
            "commitment.number-too-long",
            "commitment.unit-differs",
            "commitment.date-out-of-range",
            "commitment.trigger-unclear",
            "commitment.rung-unclear",
            "commitment.customer-missing");

    private CommitmentProblems() {}

    static List<ProblemType> invalid(String... codes) {
        return declared(Reason.INVALID, codes);
    }

    static List<ProblemType> conflict(String... codes) {
        return declared(Reason.CONFLICT, codes);
    }

    static List<ProblemType> forbidden(String... codes) {
        return declared(Reason.FORBIDDEN, codes);
    }

    private static List<ProblemType> declared(Reason reason, String... codes) {
        return Arrays.stream(codes).map(code -> Replies.declared(reason, code)).toList();
    }
}
