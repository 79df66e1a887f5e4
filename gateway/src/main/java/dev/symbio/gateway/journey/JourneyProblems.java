package dev.symbio.gateway.journey;

import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Rejection.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The problems that endpoints about journeys can answer with. */
final class JourneyProblems {
    static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "journey.not-found");
    static final ProblemType TASK_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "journey.task-unknown");
    static final ProblemType DISPUTE_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "journey.dispute-unknown");
    static final ProblemType TEMPLATE_NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "journey.template-not-found");
    static final ProblemType TASKS_TWICE = Replies.declared(Reason.INVALID, "journey.tasks-twice");
    static final ProblemType NOT_FOR_YOU = Replies.declared(Reason.FORBIDDEN, "journey.not-for-you");
    static final ProblemType CALENDAR = Replies.declared(Reason.INVALID, "journey.calendar-invalid");
    static final ProblemType BATCH_SIZE = Replies.declared(Reason.INVALID, "journey.batch-size");

    static final List<ProblemType> TEXT = invalid("journey.text-missing", "journey.text-too-long");

    /** Faults in a plan. */
    static final List<ProblemType> PLAN = Stream.concat(
                    TEXT.stream(),
                    invalid(
                            "journey.out-of-range",
                            "journey.task-repeated",
                            "journey.dependency-unknown",
                            "journey.cycle",
                            "journey.not-a-participant",
                            "journey.calendar-missing")
                            .stream())
            .toList();

    /** What steps of a task can meet. */
    static final List<ProblemType> STEP = Stream.of(
                    List.of(NOT_FOUND, TASK_UNKNOWN, NOT_FOR_YOU),
                    conflict("journey.wrong-phase", "journey.wrong-state", "journey.ledger-full"),
                    invalid("journey.in-the-future", "journey.out-of-order", "journey.out-of-range"),
                    TEXT)
            .flatMap(List::stream)
            .toList();

    private JourneyProblems() {}

    static List<ProblemType> invalid(String... codes) {
        return declared(Reason.INVALID, codes);
    }

    static List<ProblemType> conflict(String... codes) {
        return declared(Reason.CONFLICT, codes);
    }

    private static List<ProblemType> declared(Reason reason, String... codes) {
        return Arrays.stream(codes).map(code -> Replies.declared(reason, code)).toList();
    }
}
