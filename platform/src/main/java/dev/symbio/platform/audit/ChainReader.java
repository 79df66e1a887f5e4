package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * The events of many chains, one chain after the other, each up to its head, as they lie in the journal. Blocking; not
 * thread-safe.
 */
final class ChainReader {
    private static final int CHUNK = 500;

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
    /** How much of it has been read. */
    private long seq;

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
        if (current == null) {
            return List.of();
        }
        List<JournalSlice.Window> windows = windows();
        JournalSlice slice = JournalSlice.read(sql, windows);
        List<Found> found = new ArrayList<>();
        for (JournalSlice.Window window : windows) {
            for (long at = window.from(); at <= window.to(); at++) {
                found.add(new Found(window.entity(), at, slice.event(window.entity(), at)));
            }
        }
        return found;
    }

    private List<JournalSlice.Window> windows() {
        List<JournalSlice.Window> windows = new ArrayList<>();
        if (current.seq() - seq >= CHUNK) {
            windows.add(new JournalSlice.Window(current.entity(), seq + 1, seq + CHUNK));
            seq += CHUNK;
            if (seq == current.seq()) {
                advance();
            }
            return windows;
        }
        long room = CHUNK;
        while (current != null && room >= current.seq() - seq) {
            windows.add(new JournalSlice.Window(current.entity(), seq + 1, current.seq()));
            room -= current.seq() - seq;
            advance();
        }
        return windows;
    }
}
