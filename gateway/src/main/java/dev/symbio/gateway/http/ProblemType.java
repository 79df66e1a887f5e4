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
        return new ProblemException(this, detail, List.of());
    }

    public ProblemException because(String detail, List<Problem.Fault> faults) {
        return new ProblemException(this, detail, faults);
    }
}
