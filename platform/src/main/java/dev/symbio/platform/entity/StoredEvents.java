package dev.symbio.platform.entity;

import java.time.Instant;
import java.util.List;

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

    /** Of one place in an entity's history: nothing, an event, or more of them where two hosts have written. */
    default List<Row> at(EntityRef entity, long seq) {
        return read(List.of(new Window(entity, seq, seq)));
    }
}
