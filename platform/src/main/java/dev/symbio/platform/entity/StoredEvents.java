package dev.symbio.platform.entity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A place where entities' events lie: the journal, or a copy of it. Blocking; several threads may read at the same time. */
public interface StoredEvents {
    /** Of one entity, the events from one sequence number to another. */
    record Window(EntityRef entity, long from, long to) {}

    /**
     * An event as it lies there, sound or not.
     *
     * @param writtenAt when the journal took it, by the clock of the node that wrote it
     */
    record Row(EntityRef entity, long seq, Instant writtenAt, StoredEvent event) {}

    /**
     * What is there of some windows, in no order.
     *
     * @param windows of different entities; together not more than fits into memory
     */
    List<Row> read(List<Window> windows);

    /** How much an event weighs, as it lies there. */
    record Size(EntityRef entity, long seq, int bytes) {}

    /** Whether {@link #sizes} can be asked. */
    default boolean tellsSizes() {
        return false;
    }

    /**
     * How much there is to read, without reading it: of the events of some windows and, between the first and the last number of
     * them all, of those before and after.
     *
     * @return empty where that cannot be told
     */
    default Optional<List<Size>> sizes(List<Window> windows) {
        return Optional.empty();
    }

    /** Of one place in an entity's history: nothing, an event, or more of them where two hosts have written. */
    default List<Row> at(EntityRef entity, long seq) {
        return read(List.of(new Window(entity, seq, seq)));
    }
}
