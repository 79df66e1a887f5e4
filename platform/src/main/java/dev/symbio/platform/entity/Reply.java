package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/** What the sender of a command is told. */
public sealed interface Reply {
    /**
     * The events are in the journal.
     *
     * @param seq the entity's sequence number after this command, its ETag
     * @param result what the decider gave as result; null when it gave none
     * @param repeated the command id had been seen before: this is the first answer again
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(long seq, JsonNode result, boolean repeated) implements Reply {}

    record Rejected(Rejection rejection) implements Reply {}

    /** The same command id came with another payload. */
    record KeyReused() implements Reply {}

    /** The entity has moved on from the sequence number that the sender expected. */
    record Stale(long seq) implements Reply {}

    /** The entity's history does not verify; it takes no commands until an operator has looked at it. */
    record Quarantined(String why) implements Reply {}

    /** Only to a deadline: it still holds and nothing was decided; it has to be tried again. */
    record StillHeld() implements Reply {}

    /** The journal failed while it was written; whether it is there is unknown. */
    record NotStored() implements Reply {}

    /** The decider or the serialisation failed: a defect. Nothing was written. */
    record Failed(String what) implements Reply {}
}
