package dev.symbio.ops.deliveries;

import java.util.Comparator;

/**
 * A row of the file that did not go in, and why.
 *
 * @param line where its record starts in the file, from 1; 0 when the fault is not one row's
 * @param id the row's id as far as it could be read, else empty
 * @param code stable, for programs
 */
public record RowProblem(long line, String id, String code, String detail) {
    public static final Comparator<RowProblem> BY_LINE = Comparator.comparingLong(RowProblem::line);
}
