package dev.symbio.ops.opportunities;

import dev.symbio.ops.deliveries.RowProblem;
import java.util.List;

/**
 * What is in a file.
 *
 * @param count how many rows there are behind the header, good and bad
 * @param rows the good ones, in the order of the file
 * @param problems the others
 */
public record PipelineFile(long count, List<PipelineRow> rows, List<RowProblem> problems) {
    public PipelineFile {
        rows = List.copyOf(rows);
        problems = List.copyOf(problems);
    }
}
