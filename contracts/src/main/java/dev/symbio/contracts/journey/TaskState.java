package dev.symbio.contracts.journey;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a task has come. */
public enum TaskState {
    /** For what it depends on. */
    WAITING,
    OFFERED,
    ACCEPTED,
    DECLINED,
    STARTED,
    PAUSED,
    DELIVERED,
    /** Its delivery was accepted by the host. */
    DONE,
    CANCELLED;

    /** The task's time is used up while it is its owner's turn. */
    public boolean runs() {
        return this == OFFERED || this == ACCEPTED || this == STARTED;
    }

    public boolean over() {
        return this == DONE || this == CANCELLED;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
