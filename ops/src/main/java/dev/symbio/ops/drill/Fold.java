package dev.symbio.ops.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.entity.Deadline;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What read models have to say, folded from the journal alone and without the projections' code: the audit trail and the
 * heads of the chains, the deadlines that hold, and the counters of contracts, which tell an event that was taken twice. And
 * whether an entity ever had two writers.
 */
final class Fold {
    private static final String RECORDED = "symbio.sla.observations-recorded.";
    private static final String CLOSED = "symbio.sla.period-closed.";
    private static final String ADJUSTED = "symbio.sla.adjustments-settled.";

    /** Row's key to what the row has to say, by table. */
    private final Map<String, String> trail = new HashMap<>();

    private final Map<String, String> heads = new HashMap<>();
    private final Map<String, String> deadlines = new HashMap<>();
    private final Map<String, Counters> contracts = new HashMap<>();
    private final Map<String, Hosts> hosts = new HashMap<>();
    private long numbersTwice;
    private long writersThatCameBack;

    /** Who has written an entity's events. One that comes back after another was never gone. */
    private static final class Hosts {
        private final Set<String> all = new HashSet<>();
        private String last;
        private long lastSeq;
    }

    private record Counters(long observations, long statements) {
        private Counters plus(long moreObservations, long moreStatements) {
            return new Counters(observations + moreObservations, statements + moreStatements);
        }
    }

    static Fold of(StoredEvents journal) {
        Fold fold = new Fold();
        journal.each(fold::take);
        return fold;
    }

    private void take(String persistenceId, long seq, String writer, byte[] stored) {
        count(hosts.computeIfAbsent(persistenceId, first -> new Hosts()), seq, writer);
        StoredEvent event = StoredEvent.of(stored);
        EventMeta meta = event.meta();
        String entity = key(meta.entity());
        trail.put(entity + "#" + seq, meta.id());
        heads.put(entity, seq + " " + event.hashHex());
        if (meta.deadlines() != null) {
            meta.deadlines().cleared().forEach(name -> deadlines.remove(entity + " " + name));
            for (Deadline set : meta.deadlines().set()) {
                deadlines.put(entity + " " + set.name(), instant(set.dueAt()));
            }
        }
        if (meta.entity().kind().equals("sla")) {
            contracts.merge(
                    meta.entity().publicId(),
                    new Counters(observations(meta, stored), statements(meta)),
                    (before, more) -> before.plus(more.observations(), more.statements()));
        }
    }

    private void count(Hosts ofEntity, long seq, String writer) {
        numbersTwice += seq == ofEntity.lastSeq ? 1 : 0;
        writersThatCameBack += ofEntity.all.add(writer) || writer.equals(ofEntity.last) ? 0 : 1;
        ofEntity.last = writer;
        ofEntity.lastSeq = seq;
    }

    private static long observations(EventMeta meta, byte[] stored) {
        return meta.type().startsWith(RECORDED)
                ? data(stored).path("observations").size()
                : 0;
    }

    private static long statements(EventMeta meta) {
        return meta.type().startsWith(CLOSED) || meta.type().startsWith(ADJUSTED) ? 1 : 0;
    }

    private static JsonNode data(byte[] stored) {
        String text = new String(stored, StandardCharsets.UTF_8);
        try {
            return Json.MAPPER.readTree(text.substring(text.lastIndexOf('\n') + 1));
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(notJson);
        }
    }

    static String key(EntityRef entity) {
        return entity.kind() + "/" + entity.publicId();
    }

    static String instant(Instant at) {
        return Long.toString(at.getEpochSecond()) + "." + at.getNano() / 1_000;
    }

    int events() {
        return trail.size();
    }

    /** Events under a number that their entity has given before: two nodes have written it at the same time. */
    long numbersTwice() {
        return numbersTwice;
    }

    /** How often one host of an entity has written after another one had begun to. */
    long writersThatCameBack() {
        return writersThatCameBack;
    }

    Map<String, String> trail() {
        return trail;
    }

    Map<String, String> heads() {
        return heads;
    }

    Map<String, String> deadlines() {
        return deadlines;
    }

    /** By contract: {@code observations/statements}. */
    Map<String, String> contracts() {
        Map<String, String> rows = new HashMap<>();
        contracts.forEach((contract, sums) -> rows.put(contract, sums.observations() + "/" + sums.statements()));
        return rows;
    }
}
