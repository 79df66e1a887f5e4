package dev.symbio.ops.opportunities;

import java.util.Map;

/**
 * A row that can be tried.
 *
 * @param line where it starts in the file, from 1
 * @param standing as the platform is to list it
 * @param body what the platform is told
 */
record PipelineRow(long line, String reference, String standing, Map<String, Object> body) {}
