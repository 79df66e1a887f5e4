package dev.symbio.gateway.http;

import java.util.List;

/**
 * A kind of problem that an endpoint can answer with.
 *
 * @param code stable, for programs
 * @param status the HTTP status it is answered with
 * @param title the same sentence for every occurrence
 */
public record ProblemType(String code, int status, String title) {
    public ProblemException because(String detail) {
        return new ProblemException(this, detail, List.of(), 0);
    }

    public ProblemException because(String detail, List<Problem.Fault> faults) {
        return because(detail, faults, faults.size());
    }

    /** @param faultCount how many there were, if not all were kept */
    public ProblemException because(String detail, List<Problem.Fault> faults, long faultCount) {
        return new ProblemException(this, detail, faults, faultCount);
    }
}
