package dev.symbio.ops.telemetry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * A usable row.
 *
 * @param line where it starts in the file
 * @param id made from stream and moment: the same row sent twice is the same sample
 */
record SampleRow(long line, String stream, String id, Instant at, Map<String, BigDecimal> values) {}
