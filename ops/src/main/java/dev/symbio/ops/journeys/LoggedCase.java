package dev.symbio.ops.journeys;

import java.time.Instant;
import java.util.List;

/**
 * A case of the log.
 *
 * @param line of its first event in the file
 * @param openedAt null when no row states it
 * @param events in the order of their times; those of the same time in the order of the file
 */
record LoggedCase(String id, long line, Instant openedAt, List<Event> events) {
    /** @param group null when it is not stated, like {@code priority} */
    record Event(long line, Instant at, Instant openedAt, String state, String group, String priority) {}
}
