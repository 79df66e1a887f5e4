package dev.symbio.platform.audit;

import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/**
 * The lines of one export, read as they are asked for; always the same for a tenant and a checkpoint, so that a download can
 * go on at any line. Blocking; not thread-safe.
 */
public final class Export {
    private static final int CHUNK = 500;

    private final ExportLine.Started started;
    private final Checkpoint last;
    private final Iterator<Checkpoints.Numbered> checkpoints;
    private final Iterator<ChainHeads.Change> changes;
    private final ChainReader events;

    private long line;

    private Export(Jdbi sql, StoredEvents journal, Checkpoint last, ExportLine.Started started) {
        this.last = last;
        this.started = started;
        TenantId tenant = last.tenant();
        checkpoints = Checkpoints.all(sql, tenant, last.number());
        changes = new Paged<>(
                before -> sql.withHandle(handle -> ChainHeads.changes(handle, tenant, last.number(), before)));
        Iterator<ChainHeads.Placed> leaves =
                new Paged<>(before -> sql.withHandle(handle -> ChainHeads.at(handle, tenant, last.number(), before)));
        events = new ChainReader(journal, heads(leaves));
    }

    private static Iterator<ChainHead> heads(Iterator<ChainHeads.Placed> leaves) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return leaves.hasNext();
            }

            @Override
            public ChainHead next() {
                return leaves.next().head();
            }
        };
    }

    /** The events are those of the journal itself. @param number of a checkpoint that exists */
    public static Export of(JournalPlaces places, Checkpoints all, TenantId tenant, long number) {
        Jdbi sql = places.sql();
        Checkpoint last = all.find(tenant, number).orElseThrow().read();
        AtomicLong chains = new AtomicLong();
        AtomicLong events = new AtomicLong();
        sql.useHandle(handle -> ChainHeads.eachAt(handle, tenant, number, placed -> {
            chains.incrementAndGet();
            events.addAndGet(placed.head().seq());
        }));
        AtomicLong checkpoints = new AtomicLong();
        Checkpoints.all(sql, tenant, number).forEachRemaining(each -> checkpoints.incrementAndGet());
        return new Export(
                sql,
                places.journal(),
                last,
                new ExportLine.Started(
                        tenant,
                        number,
                        checkpoints.get(),
                        sql.withHandle(handle -> ChainHeads.changes(handle, tenant, number)),
                        chains.get(),
                        events.get(),
                        all.key().text()));
    }

    public ExportLine.Started started() {
        return started;
    }

    /** Goes on after so many lines. Only before any was read. */
    public Export skip(long lines) {
        line = Math.min(lines, started.lines());
        long left = advance(checkpoints, Math.max(0, line - 1));
        events.skip(advance(changes, left));
        return this;
    }

    /** @return how much of the way is left after the last one */
    private static long advance(Iterator<?> rows, long count) {
        long left = count;
        while (left > 0 && rows.hasNext()) {
            rows.next();
            left--;
        }
        return left;
    }

    /** The next lines; empty at the end. */
    public List<ExportLine> next() {
        if (line == started.lines()) {
            return List.of();
        }
        List<ExportLine> lines = preamble();
        if (lines.isEmpty()) {
            lines = line < started.lines() - 1
                    ? events()
                    : List.of(ExportLine.finished(last.tenant(), started.lines(), last.madeAt()));
        }
        line += lines.size();
        return lines;
    }

    private List<ExportLine> preamble() {
        List<ExportLine> lines = new ArrayList<>();
        if (line == 0) {
            lines.add(ExportLine.started(started, last.madeAt()));
        }
        while (lines.size() < CHUNK && checkpoints.hasNext()) {
            lines.add(ExportLine.checkpoint(checkpoints.next().signed()));
        }
        while (lines.size() < CHUNK && changes.hasNext()) {
            ChainHeads.Change change = changes.next();
            lines.add(ExportLine.head(change.placed(), change.madeAt()));
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
