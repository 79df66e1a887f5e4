package dev.symbio.platform.audit;

import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.StoredEvent;
import java.util.ArrayList;
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
    private final List<ChainHead> chains;
    private int chain;
    private long seq;

    ChainReader(Jdbi sql, List<ChainHead> chains) {
        this.sql = sql;
        this.chains = chains;
    }

    /** Goes on after so many events. */
    void skip(long events) {
        long left = events;
        while (chain < chains.size() && left >= chains.get(chain).seq()) {
            left -= chains.get(chain++).seq();
        }
        seq = chain < chains.size() ? left : 0;
    }

    /** The next part of one long chain, or several short ones whole; empty at the end. */
    List<Found> next() {
        if (chain == chains.size()) {
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
        ChainHead current = chains.get(chain);
        if (current.seq() - seq >= CHUNK) {
            windows.add(new JournalSlice.Window(current.entity(), seq + 1, seq + CHUNK));
            seq += CHUNK;
            if (seq == current.seq()) {
                chain++;
                seq = 0;
            }
            return windows;
        }
        for (long room = CHUNK;
                chain < chains.size() && room >= chains.get(chain).seq() - seq;
                chain++) {
            ChainHead head = chains.get(chain);
            windows.add(new JournalSlice.Window(head.entity(), seq + 1, head.seq()));
            room -= head.seq() - seq;
            seq = 0;
        }
        return windows;
    }
}
