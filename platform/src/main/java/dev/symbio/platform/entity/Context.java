package dev.symbio.platform.entity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What a decision may know besides state and command. It is the only source of time, identity and ids in a decider, so
 * that deciding stays a pure function.
 *
 * @param entity where the deciding entity lives
 * @param now when the command is being decided
 * @param principal who sent the command
 * @param commandId the command's own id; the same id is never decided twice with an effect
 */
public record Context(EntityRef entity, Instant now, Principal principal, String commandId) {
    public TenantId tenant() {
        return principal.tenant();
    }

    /** An id for something that this command creates: the same command and label always give the same id. */
    public String newId(String label) {
        return UUID.nameUUIDFromBytes((entity + "|" + principal.tenant() + "|" + commandId + "|" + label)
                        .getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
