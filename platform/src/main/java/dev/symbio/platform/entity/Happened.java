package dev.symbio.platform.entity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** An event that happened at another time than it was recorded, such as a fact that came in late or from history. */
public interface Happened {
    @JsonIgnore
    Instant happenedAt();
}
