package dev.symbio.platform.audit;

import dev.symbio.platform.entity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
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

    private final ExportLine.Started started;
    private final Checkpoint last;
    private final List<Checkpoint.Signed> checkpoints;
    private final List<ChainHeads.Placed> changes;
    private final Map<Long, Instant> madeAt = new HashMap<>();
    private final ChainReader events;

    private long line;

    private Export(Jdbi sql, List<Checkpoint.Signed> checkpoints, List<ChainHeads.Placed> changes, String publicKey) {
        this.checkpoints = checkpoints;
        this.changes = changes;
        last = checkpoints.get(checkpoints.size() - 1).read();
        checkpoints.forEach(each -> madeAt.put(each.read().number(), each.read().madeAt()));
        Map<Long, ChainHead> newest = new LinkedHashMap<>();
        changes.forEach(placed -> newest.put(placed.leaf(), placed.head()));
        List<ChainHead> chains = List.copyOf(newest.values());
        events = new ChainReader(sql, chains);
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
        return new Export(
                sql,
                sql.withHandle(handle -> Checkpoints.all(handle, tenant, number)),
                sql.withHandle(handle -> ChainHeads.changes(handle, tenant, number)),
                all.key().text());
    }

    public ExportLine.Started started() {
        return started;
    }

    /** Goes on after so many lines. */
    public Export skip(long lines) {
        line = Math.min(lines, started.lines());
        events.skip(Math.max(0, line - 1 - checkpoints.size() - changes.size()));
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
        } else if (line < started.lines() - 1) {
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

    private List<ExportLine> events() {
        return events.next().stream()
                .map(found -> found.event() == null
                        ? ExportLine.missing(found.entity(), found.seq(), last.madeAt())
                        : ExportLine.event(found.entity(), found.seq(), found.event()))
                .toList();
    }
}
