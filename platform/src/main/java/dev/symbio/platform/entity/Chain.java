package dev.symbio.platform.entity;

import java.util.Optional;

/**
 * How far an entity's history has been followed. It goes on with one event only: the one whose bytes are those that were
 * written, that belongs to the entity and has the next number, and that names the hash of the last one. Whoever reads a history,
 * to host it or to tell of it, follows it with this.
 *
 * @param seq of the last event; 0 before the first
 * @param lastHash of the last event
 */
record Chain(EntityRef entity, long seq, byte[] lastHash) {
    static Chain start(EntityRef entity) {
        return new Chain(entity, 0, StoredEvent.firstHash());
    }

    /** Where the event with this number says that it goes on; what lies before is taken on trust. */
    static Chain before(EntityRef entity, long seq, StoredEvent event) {
        return new Chain(entity, seq - 1, event.previousHash());
    }

    /** What is wrong with the event that should be the next one; empty if nothing is. */
    Optional<String> flawOf(StoredEvent next) {
        String name = "Event " + (seq + 1);
        if (!next.intact()) {
            return Optional.of(name + " does not match its hash.");
        }
        if (!next.follows(lastHash)) {
            return Optional.of(name + " does not follow the event before it.");
        }
        if (!next.readable()) {
            return Optional.of(name + " cannot be replayed: its envelope cannot be read.");
        }
        EventMeta meta = next.meta();
        return meta.seq() == seq + 1 && meta.entity().equals(entity)
                ? Optional.empty()
                : Optional.of(name + " belongs elsewhere: " + meta.entity() + " #" + meta.seq() + ".");
    }

    /** @throws EntityUnavailable if this is not the event that was written next */
    Chain after(StoredEvent next) {
        flawOf(next).ifPresent(flaw -> {
            throw broken(entity, flaw);
        });
        return new Chain(entity, seq + 1, next.hash());
    }

    /**
     * @param knownSeq the number of an event that there was
     * @throws EntityUnavailable if the history ends before it
     */
    static void reaches(EntityRef entity, long lastSeq, long knownSeq) {
        if (lastSeq < knownSeq) {
            throw broken(entity, "It ends with event " + lastSeq + ", but there was an event " + knownSeq + ".");
        }
    }

    private static EntityUnavailable broken(EntityRef entity, String why) {
        return new EntityUnavailable(entity, EntityUnavailable.Why.QUARANTINED, why);
    }
}
