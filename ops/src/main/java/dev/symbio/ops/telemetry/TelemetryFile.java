package dev.symbio.ops.telemetry;

import dev.symbio.ops.deliveries.RowProblem;
import java.util.List;
import java.util.Map;

/** What a file holds: usable rows by stream, in the order of the file, and the others. */
record TelemetryFile(long rows, Map<String, List<SampleRow>> byStream, List<RowProblem> problems) {}
