package dev.symbio.platform.entity;

/** An entity gave no answer. The outcome of a command is unknown and it is safe to repeat it with the same id. */
public class EntityUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Why {
        /** No answer in time: overload, or the entity is moving to another node. */
        TIMED_OUT,
        /** Its history does not verify; an operator has been alarmed. */
        QUARANTINED,
        /** The journal refused or failed the write. */
        JOURNAL_FAILED
    }

    private final transient EntityRef entity;
    private final Why why;

    public EntityUnavailable(EntityRef entity, Why why, String message) {
        super(message);
        this.entity = entity;
        this.why = why;
    }

    public EntityRef entity() {
        return entity;
    }

    public Why why() {
        return why;
    }
}
