package dev.symbio.platform.audit;

import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * The lines of one export, read as they are asked for; always the same for a tenant and a checkpoint, so that a download can
 * go on at any line. Blocking; not thread-safe.
 */
public final class Export {
    private static final int CHUNK = 500;

    private final Jdbi sql;
    private final ExportLine.Started started;
    private final Checkpoint last;
    private final List<Checkpoint.Signed> checkpoints;
    private final List<ChainHeads.Placed> changes;
    private final Map<Long, Instant> madeAt = new HashMap<>();
    /** The chains in the order in which their events are written. */
    private final List<ChainHead> chains;

    private long line;
    private int chain;
    private long seq;

    private Export(Jdbi sql, List<Checkpoint.Signed> checkpoints, List<ChainHeads.Placed> changes, String publicKey) {
        this.sql = sql;
        this.checkpoints = checkpoints;
        this.changes = changes;
        last = checkpoints.get(checkpoints.size() - 1).read();
        checkpoints.forEach(each -> madeAt.put(each.read().number(), each.read().madeAt()));
        Map<Long, ChainHead> newest = new LinkedHashMap<>();
        changes.forEach(placed -> newest.put(placed.leaf(), placed.head()));
        chains = List.copyOf(newest.values());
        started = new ExportLine.Started(
                last.tenant(),
                last.number(),
                checkpoints.size(),
                changes.size(),
                chains.size(),
                chains.stream().mapToLong(ChainHead::seq).sum(),
                publicKey);
    }

    /** @param number of a checkpoint that exists */
    public static Export of(Jdbi sql, Checkpoints all, TenantId tenant, long number) {
        List<Checkpoint.Signed> upTo = new ArrayList<>(all.list(tenant, number + 1, Integer.MAX_VALUE));
        Collections.reverse(upTo);
        return new Export(
                sql,
                upTo,
                sql.withHandle(handle -> ChainHeads.changes(handle, tenant, number)),
                all.key().text());
    }

    public ExportLine.Started started() {
        return started;
    }

    /** Goes on after so many lines. */
    public Export skip(long lines) {
        line = Math.min(lines, started.lines());
        long events = Math.max(0, line - 1 - checkpoints.size() - changes.size());
        while (chain < chains.size() && events >= chains.get(chain).seq()) {
            events -= chains.get(chain++).seq();
        }
        seq = chain < chains.size() ? events : 0;
        return this;
    }

    /** The next lines; empty at the end. */
    public List<ExportLine> next() {
        if (line == started.lines()) {
            return List.of();
        }
        List<ExportLine> lines;
        if (line < 1 + checkpoints.size() + changes.size()) {
            lines = preamble();
        } else if (chain < chains.size()) {
            lines = events();
        } else {
            lines = List.of(ExportLine.finished(last.tenant(), started.lines(), last.madeAt()));
        }
        line += lines.size();
        return lines;
    }

    private List<ExportLine> preamble() {
        List<ExportLine> lines = new ArrayList<>();
        for (long at = line; at < 1 + checkpoints.size() + changes.size() && lines.size() < CHUNK; at++) {
            if (at == 0) {
                lines.add(ExportLine.started(started, last.madeAt()));
            } else if (at <= checkpoints.size()) {
                lines.add(ExportLine.checkpoint(checkpoints.get((int) at - 1)));
            } else {
                ChainHeads.Placed placed = changes.get((int) at - 1 - checkpoints.size());
                lines.add(ExportLine.head(placed, madeAt.get(placed.checkpoint())));
            }
        }
        return lines;
    }

    /** A part of one long chain, or several short ones whole. */
    private List<ExportLine> events() {
        List<JournalSlice.Window> windows = new ArrayList<>();
        ChainHead current = chains.get(chain);
        if (current.seq() - seq >= CHUNK) {
            windows.add(new JournalSlice.Window(current.entity(), seq + 1, seq + CHUNK));
            seq += CHUNK;
        } else {
            for (long room = CHUNK;
                    chain < chains.size() && room - (chains.get(chain).seq() - seq) >= 0;
                    chain++) {
                ChainHead head = chains.get(chain);
                windows.add(new JournalSlice.Window(head.entity(), seq + 1, head.seq()));
                room -= head.seq() - seq;
                seq = 0;
            }
        }
        JournalSlice found = JournalSlice.read(sql, windows);
        List<ExportLine> lines = new ArrayList<>();
        for (JournalSlice.Window window : windows) {
            for (long at = window.from(); at <= window.to(); at++) {
                StoredEvent event = found.event(window.entity(), at);
                lines.add(
                        event == null
                                ? ExportLine.missing(window.entity(), at, last.madeAt())
                                : ExportLine.event(window.entity(), at, event));
            }
        }
        return lines;
    }
}
