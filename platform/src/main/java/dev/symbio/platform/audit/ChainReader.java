package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.entity.StoredEvents.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The events of many chains, one chain after the other, each up to its head, as they are stored. Blocking; not thread-safe.
 */
final class ChainReader {
    static final int CHUNK = 500;
    /** Where it cannot be asked how large they are: one event may weigh a mebibyte. */
    static final int CHUNK_OF_UNKNOWN = 50;

    static final long BATCH_BYTES = 2L << 20;

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
    private final int chunk;
    /** Null at the end. */
    private ChainHead current;
    /** How much of it has been planned. */
    private long seq;
    /** What is read next, each at once. */
    private final Queue<List<Window>> planned = new ArrayDeque<>();

    ChainReader(StoredEvents stored, Iterator<ChainHead> chains) {
        this.stored = stored;
        this.chains = chains;
        this.chunk = stored.tellsSizes() ? CHUNK : CHUNK_OF_UNKNOWN;
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
        if (planned.isEmpty()) {
            plan();
        }
        List<Window> windows = planned.isEmpty() ? List.of() : planned.remove();
        if (windows.isEmpty()) {
            return List.of();
        }
        Map<Place, List<StoredEvents.Row>> rows = new HashMap<>();
        stored.read(windows)
                .forEach(row -> rows.computeIfAbsent(new Place(row.entity(), row.seq()), place -> new ArrayList<>(1))
                        .add(row));
        List<Found> found = new ArrayList<>();
        for (Window window : windows) {
            for (long at = window.from(); at <= window.to(); at++) {
                found.add(new Found(window.entity(), at, rows.getOrDefault(new Place(window.entity(), at), List.of())));
            }
        }
        return found;
    }

    /** Small events are read together; of large ones, of one chain after the other, as many as weigh a batch. */
    private void plan() {
        List<Window> windows = windows();
        if (windows.isEmpty()) {
            return;
        }
        Optional<List<StoredEvents.Size>> sizes = stored.sizes(windows);
        if (sizes.stream()
                        .flatMap(List::stream)
                        .mapToLong(StoredEvents.Size::bytes)
                        .sum()
                <= BATCH_BYTES) {
            planned.add(windows);
            return;
        }
        Map<Place, Integer> bytes = new HashMap<>();
        sizes.get().forEach(size -> bytes.merge(new Place(size.entity(), size.seq()), size.bytes(), Integer::sum));
        for (Window window : windows) {
            divide(window, bytes);
        }
    }

    private void divide(Window window, Map<Place, Integer> bytes) {
        long from = window.from();
        long total = 0;
        for (long at = from; at <= window.to(); at++) {
            int size = bytes.getOrDefault(new Place(window.entity(), at), 0);
            if (at > from && total + size > BATCH_BYTES) {
                planned.add(List.of(new Window(window.entity(), from, at - 1)));
                from = at;
                total = 0;
            }
            total += size;
        }
        planned.add(List.of(new Window(window.entity(), from, window.to())));
    }

    /** So many chains that no more than a chunk is read, even where they have grown since up to the longest of them. */
    private List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        if (current != null && (seq > 0 || current.seq() > chunk)) {
            // alone: windows that are read together span the same numbers
            long to = Math.min(current.seq(), seq + chunk);
            windows.add(new Window(current.entity(), seq + 1, to));
            seq = to;
            if (seq == current.seq()) {
                advance();
            }
            return windows;
        }
        long longest = 0;
        while (current != null && Math.max(longest, current.seq()) * (windows.size() + 1) <= chunk) {
            longest = Math.max(longest, current.seq());
            windows.add(new Window(current.entity(), 1, current.seq()));
            advance();
        }
        return windows;
    }
}
