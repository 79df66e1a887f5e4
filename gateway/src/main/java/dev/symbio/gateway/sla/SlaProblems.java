package dev.symbio.gateway.sla;

import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Rejection.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The problems that endpoints about SLA contracts can answer with. */
final class SlaProblems {
    static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "sla.not-found");
    static final ProblemType PERIOD_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "sla.period-unknown");
    static final ProblemType STATEMENT_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "sla.statement-unknown");
    static final ProblemType EXCLUSION_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "sla.exclusion-unknown");
    static final ProblemType VERSION_UNKNOWN = Replies.declared(Reason.NOT_FOUND, "sla.version-unknown");

    /** What every command to a contract can meet. */
    static final List<ProblemType> COMMAND = Stream.concat(
                    Stream.of(NOT_FOUND),
                    Stream.of(
                            Replies.declared(Reason.FORBIDDEN, "sla.not-for-you"),
                            Replies.declared(Reason.CONFLICT, "sla.wrong-phase")))
            .toList();

    /** Faults in terms. */
    static final List<ProblemType> TERMS = invalid(
            "sla.invalid",
            "sla.term-missing",
            "sla.term-not-applicable",
            "sla.term-out-of-range",
            "sla.term-repeated",
            "sla.unit-differs",
            "sla.unknown-currency",
            "sla.date-out-of-range",
            "sla.tier-empty",
            "sla.tiers-gap",
            "sla.tiers-overlap");

    static final List<ProblemType> TEXT = invalid("sla.text-missing", "sla.text-too-long");

    private SlaProblems() {}

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
