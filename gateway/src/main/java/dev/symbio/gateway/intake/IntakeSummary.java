package dev.symbio.gateway.intake;

import dev.symbio.gateway.http.Problem.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file of rows.
 *
 * @param rows lines that are neither blank nor the header
 * @param accepted rows that are in now, late ones included
 * @param repeated rows that were in before, with the same content: no effect
 * @param late of the accepted ones, those that came after their time
 * @param rejected rows that did not go in because something is wrong with them
 * @param errors what is wrong, by line; the first {@value Intake#MAX_ERRORS_LISTED}
 * @param conflicts rows that were in before with other content, which stays; the first {@value Intake#MAX_ERRORS_LISTED}
 */
public record IntakeSummary(
        long rows,
        long accepted,
        long repeated,
        long late,
        long rejected,
        List<Fault> errors,
        List<LineConflict> conflicts) {
    /** A row that contradicts an earlier one. */
    public record LineConflict(long line, @Nullable String id, String detail) {}
}
