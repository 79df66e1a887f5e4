package dev.symbio.platform.audit;

import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.entity.TenantId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/**
 * The lines of one export, read as they are asked for; always the same for a tenant and a checkpoint, so that a download can
 * go on at any line. Blocking; not thread-safe.
 */
public final class Export implements ExportLines {
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
        // not as the checkpoint's document says: that may be another tenant's by now
        TenantId tenant = started.tenant();
        long number = started.checkpoint();
        checkpoints = Checkpoints.all(sql, tenant, number);
        changes = new Paged<>(before -> sql.withHandle(handle -> ChainHeads.changes(handle, tenant, number, before)));
        Iterator<ChainHeads.Placed> leaves =
                new Paged<>(before -> sql.withHandle(handle -> ChainHeads.at(handle, tenant, number, before)));
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
        Set<String> older = new LinkedHashSet<>();
        Checkpoints.all(sql, tenant, number).forEachRemaining(each -> {
            checkpoints.incrementAndGet();
            older.add(each.signed().read().keyId());
        });
        older.remove(last.keyId());
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
                        all.keys().find(last.keyId()).orElse(all.key()).text(),
                        older.stream()
                                .flatMap(id -> all.keys().find(id).stream())
                                .map(PublicSigningKey::text)
                                .toList()));
    }

    public ExportLine.Started started() {
        return started;
    }

    @Override
    public long total() {
        return started.lines();
    }

    @Override
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

    /** The next lines, a few mebibytes at most; empty at the end. */
    @Override
    public List<ExportLine> next() {
        if (line == started.lines()) {
            return List.of();
        }
        List<ExportLine> lines = preamble();
        if (lines.isEmpty()) {
            lines = line < started.lines() - 1
                    ? events()
                    : List.of(ExportLine.finished(started.tenant(), started.lines(), last.madeAt()));
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
                .map(found -> ExportLine.found(found, last.madeAt()))
                .toList();
    }
}
