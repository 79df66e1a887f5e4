package dev.symbio.gateway.opportunity;

import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Replies;
import dev.symbio.platform.entity.Rejection.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The problems that endpoints about opportunities can answer with. */
final class OpportunityProblems {
    static final ProblemType NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "opportunity.not-found");
    static final ProblemType NOT_FOR_YOU = Replies.declared(Reason.FORBIDDEN, "opportunity.not-for-you");

    static final ProblemType FILE_NOT_FOUND = Replies.declared(Reason.NOT_FOUND, "opportunity.file-not-found");

    /** What every command to an opportunity can meet. */
    static final List<ProblemType> COMMAND = Stream.of(
                    Stream.of(NOT_FOUND, NOT_FOR_YOU),
                    conflict("opportunity.wrong-phase").stream(),
                    invalid(
                            "opportunity.invalid",
                            "opportunity.text-missing",
                            "opportunity.text-too-long",
                            "opportunity.in-the-future",
                            "opportunity.before-last-fact")
                            .stream())
            .flatMap(types -> types)
            .toList();

    /** Faults in what is sold to whom. */
    static final List<ProblemType> PROFILE =
            invalid("opportunity.amount-out-of-range", "opportunity.unknown-currency", "opportunity.date-out-of-range");

    /** Faults in who is to do it. */
    static final List<ProblemType> PEOPLE = invalid(SalesPeople.NO_MEMBER, SalesPeople.UNFIT);

    /** Faults in the decision chain. */
    static final List<ProblemType> ROLES = invalid(
            "opportunity.role-already-confirmed",
            "opportunity.role-repeated",
            "opportunity.person-invalid",
            "opportunity.value-missing");

    private OpportunityProblems() {}

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
