package dev.symbio.ops.telemetry;

import dev.symbio.ops.client.Session;
import dev.symbio.ops.deliveries.RowProblem;
import java.util.List;
import java.util.Map;

/**
 * A machine's commitment with its history in it.
 *
 * @param verdicts how many are to be expected, by promise, in the mapping's order
 * @param problems of rows that the platform did not take
 */
record LoadedCommitment(
        String stream,
        String id,
        Session session,
        long accepted,
        long repeated,
        Map<String, Integer> verdicts,
        List<RowProblem> problems) {}
