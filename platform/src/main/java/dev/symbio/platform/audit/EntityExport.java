package dev.symbio.platform.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The export of one entity: checkpoints that saw it, what proves that they did, and its events up to the last of them.
 * Blocking; not thread-safe.
 */
public final class EntityExport implements ExportLines {
    private final Checkpoint last;
    private final long total;
    private final List<ExportLine> preamble = new ArrayList<>();
    private final ChainReader events;

    private long line;

    private EntityExport(JournalPlaces places, List<Proof> proofs, SigningKeys keys) {
        Proof newest = proofs.get(proofs.size() - 1);
        last = newest.checkpoint().read();
        ExportLine.EntityStarted started = new ExportLine.EntityStarted(
                newest.head().entity(),
                proofs.stream().map(proof -> proof.checkpoint().read().number()).toList(),
                newest.head().seq(),
                keys.find(last.keyId()).orElse(keys.own().open()).text(),
                proofs.stream()
                        .map(proof -> proof.checkpoint().read().keyId())
                        .filter(id -> !id.equals(last.keyId()))
                        .distinct()
                        .flatMap(id -> keys.find(id).stream())
                        .map(PublicSigningKey::text)
                        .toList());
        total = started.lines();
        preamble.add(ExportLine.entityStarted(started, last.madeAt()));
        for (Proof proof : proofs) {
            preamble.add(ExportLine.checkpoint(proof.checkpoint()));
            preamble.add(ExportLine.proof(proof));
        }
        events = new ChainReader(places.journal(), List.of(newest.head()).iterator());
    }

    /** @param proofs of one entity, at least one, by the numbers of their checkpoints */
    public static EntityExport of(JournalPlaces places, List<Proof> proofs, SigningKeys keys) {
        return new EntityExport(places, proofs, keys);
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public EntityExport skip(long lines) {
        line = Math.min(lines, total);
        events.skip(Math.max(0, line - preamble.size()));
        return this;
    }

    @Override
    public List<ExportLine> next() {
        if (line == total) {
            return List.of();
        }
        List<ExportLine> lines;
        if (line < preamble.size()) {
            lines = preamble.subList((int) line, preamble.size());
        } else if (line < total - 1) {
            lines = events.next().stream()
                    .map(found -> ExportLine.found(found, last.madeAt()))
                    .toList();
        } else {
            lines = List.of(ExportLine.finished(last.tenant(), total, last.madeAt()));
        }
        line += lines.size();
        return lines;
    }
}
