package dev.symbio.platform.audit;

import dev.symbio.platform.audit.JournalSlice.Window;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jdbi.v3.core.Jdbi;

/**
 * The events of many chains, one chain after the other, each up to its head, as they lie in the journal. Blocking; not
 * thread-safe.
 */
final class ChainReader {
    private static final int CHUNK = 500;
    /** One event may weigh a mebibyte. */
    static final long BATCH_BYTES = 2L << 20;

    /**
     * What the journal has at a place.
     *
     * @param event null when it has nothing there
     */
    record Found(EntityRef entity, long seq, StoredEvent event) {}

    private final Jdbi sql;
    private final Iterator<ChainHead> chains;
    /** Null at the end. */
    private ChainHead current;
    /** How much of it has been planned. */
    private long seq;
    /** What is read next, each at once. */
    private final Queue<List<Window>> planned = new ArrayDeque<>();

    ChainReader(Jdbi sql, Iterator<ChainHead> chains) {
        this.sql = sql;
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
        if (planned.isEmpty()) {
            plan();
        }
        List<Window> windows = planned.isEmpty() ? List.of() : planned.remove();
        if (windows.isEmpty()) {
            return List.of();
        }
        JournalSlice slice = JournalSlice.read(sql, windows);
        List<Found> found = new ArrayList<>();
        for (Window window : windows) {
            for (long at = window.from(); at <= window.to(); at++) {
                found.add(new Found(window.entity(), at, slice.event(window.entity(), at)));
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
        JournalSlice.Sizes sizes = JournalSlice.sizes(sql, windows);
        if (sizes.total() <= BATCH_BYTES) {
            planned.add(windows);
            return;
        }
        for (Window window : windows) {
            long from = window.from();
            long bytes = 0;
            for (long at = from; at <= window.to(); at++) {
                int size = sizes.of(window.entity(), at);
                if (at > from && bytes + size > BATCH_BYTES) {
                    planned.add(List.of(new Window(window.entity(), from, at - 1)));
                    from = at;
                    bytes = 0;
                }
                bytes += size;
            }
            planned.add(List.of(new Window(window.entity(), from, window.to())));
        }
    }

    /** So many chains that no more than a chunk is read, even where they have grown since up to the longest of them. */
    private List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        if (current != null && (seq > 0 || current.seq() > CHUNK)) {
            long to = Math.min(current.seq(), seq + CHUNK);
            windows.add(new Window(current.entity(), seq + 1, to));
            seq = to;
            if (seq == current.seq()) {
                advance();
            }
            return windows;
        }
        long longest = 0;
        while (current != null && Math.max(longest, current.seq()) * (windows.size() + 1) <= CHUNK) {
            longest = Math.max(longest, current.seq());
            windows.add(new Window(current.entity(), 1, current.seq()));
            advance();
        }
        return windows;
    }
}
