package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The events of many chains, one chain after the other, each up to its head, as they are stored. Blocking; not thread-safe.
 */
final class ChainReader {
    private static final int CHUNK = 500;

    /**
     * What is stored at one place of a history.
     *
     * @param rows empty when nothing is; more than one where two hosts have written
     */
    record Found(EntityRef entity, long seq, List<StoredEvents.Row> rows) {
        /** The first one; null when there is none. */
        StoredEvent event() {
            return rows.isEmpty() ? null : rows.get(0).event();
        }
    }

    private record Place(EntityRef entity, long seq) {}

    private final StoredEvents stored;
    private final Iterator<ChainHead> chains;
    /** Null at the end. */
    private ChainHead current;
    /** How much of it has been read. */
    private long seq;

    ChainReader(StoredEvents stored, Iterator<ChainHead> chains) {
        this.stored = stored;
        this.chains = chains;
        advance();
    }

    private void advance() {
        current = chains.hasNext() ? chains.next() : null;
        seq = 0;
    }

    /** Goes on after so many events. Only before anything was read. */
    void skip(long events) {
        long left = events;
        while (current != null && left >= current.seq()) {
            left -= current.seq();
            advance();
        }
        seq = current == null ? 0 : left;
    }

    /** The next part of one long chain, or several short ones whole; empty at the end. */
    List<Found> next() {
        if (current == null) {
            return List.of();
        }
        List<StoredEvents.Window> windows = windows();
        Map<Place, List<StoredEvents.Row>> rows = new HashMap<>();
        stored.read(windows)
                .forEach(row -> rows.computeIfAbsent(new Place(row.entity(), row.seq()), place -> new ArrayList<>(1))
                        .add(row));
        List<Found> found = new ArrayList<>();
        for (StoredEvents.Window window : windows) {
            for (long at = window.from(); at <= window.to(); at++) {
                found.add(new Found(window.entity(), at, rows.getOrDefault(new Place(window.entity(), at), List.of())));
            }
        }
        return found;
    }

    private List<StoredEvents.Window> windows() {
        List<StoredEvents.Window> windows = new ArrayList<>();
        if (seq > 0 || current.seq() > CHUNK) {
            // alone: windows that are read together span the same numbers
            long to = Math.min(current.seq(), seq + CHUNK);
            windows.add(new StoredEvents.Window(current.entity(), seq + 1, to));
            seq = to;
            if (seq == current.seq()) {
                advance();
            }
            return windows;
        }
        long room = CHUNK;
        while (current != null && room >= current.seq()) {
            windows.add(new StoredEvents.Window(current.entity(), 1, current.seq()));
            room -= current.seq();
            advance();
        }
        return windows;
    }
}
