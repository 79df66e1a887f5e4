package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * What every stored event carries besides its data.
 *
 * @param id unique over all events
 * @param seq 1 for the entity's first event
 * @param type public name with version: {@code symbio.sla.period-closed.v1}
 * @param happenedAt when it happened; for history and late facts, before it was recorded
 * @param recordedAt when it was written to the journal
 * @param by who caused it
 * @param command which command, with what it takes to recognise a repeat
 * @param correlationId shared by everything that one outside request set in motion
 * @param causationId event or command that caused the command, or null
 * @param model name and version of the model whose answer was used, or null
 * @param deadlines how this command changed the entity's deadlines; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventMeta(
        String id,
        EntityRef entity,
        long seq,
        String type,
        Instant happenedAt,
        Instant recordedAt,
        Principal by,
        CommandMark command,
        String correlationId,
        String causationId,
        String model,
        DeadlineChange deadlines) {

    /**
     * @param last this is the last event of the command; it carries the result
     * @param result the decider's result, so that a repeated command gets the same answer
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CommandMark(String id, String fingerprint, boolean last, JsonNode result) {}

    /** @param cleared names of the deadlines that no longer hold */
    public record DeadlineChange(List<Deadline> set, List<String> cleared) {}
}
