package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Everything about a command but the command.
 *
 * @param commandId unique per principal's tenant and entity; the same id has one effect
 * @param fingerprint of the payload: the same id with another fingerprint is refused. Events have it under a key
 * @param correlationId shared by everything that one outside request set in motion
 * @param causationId id of the event or command that caused this one, or null
 * @param expectedSeq the sequence number the sender last saw, or null when it does not care
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CommandMeta(
        String commandId,
        String fingerprint,
        Principal principal,
        String correlationId,
        String causationId,
        Long expectedSeq) {
    public static final int MAX_COMMAND_ID_CHARS = 200;

    public CommandMeta {
        if (commandId.isEmpty() || commandId.length() > MAX_COMMAND_ID_CHARS) {
            throw new IllegalArgumentException(
                    "Expected a command id of 1 to " + MAX_COMMAND_ID_CHARS + " characters.");
        }
    }

    /** A command that an event (or another internal cause) leads to; its id is derived so that a repeat has no effect. */
    public static CommandMeta caused(String commandId, Principal principal, String correlationId, String causationId) {
        return new CommandMeta(commandId, "", principal, correlationId, causationId, null);
    }
}
