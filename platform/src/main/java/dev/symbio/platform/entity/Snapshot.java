package dev.symbio.platform.entity;

/**
 * An entity's state at a moment.
 *
 * @param seq 0 when nothing has happened yet: the entity does not exist
 */
public record Snapshot<S>(long seq, S state) {
    public boolean exists() {
        return seq > 0;
    }
}
