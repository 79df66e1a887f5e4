package dev.symbio.platform.projection;

import akka.persistence.query.EventEnvelope;
import akka.projection.jdbc.javadsl.JdbcHandler;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.JournalSerializer;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.entity.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a group of events in one transaction, with those before them that Cassandra's tags have not shown. */
final class FeedHandler extends JdbcHandler<List<EventEnvelope>, SqlSession> {
    private static final Logger LOG = LoggerFactory.getLogger(FeedHandler.class);
    private static final String UNREADABLE = "unreadable";

    private final String slice;
    private final History history;
    private final JournalSignals signals;

    FeedHandler(String slice, History history, JournalSignals signals) {
        this.slice = slice;
        this.history = history;
        this.signals = signals;
    }

    @Override
    public void process(SqlSession session, List<EventEnvelope> envelopes) {
        Handle sql = session.handle();
        // Two nodes that copy a slice at the same time would get an entity's events into transactions of the wrong
        // order.
        Turn.takeAlone(sql, slice);
        Map<String, Long> copied = lastCopied(sql, envelopes);
        PreparedBatch rows = sql.prepareBatch("insert into \"event_journal\" (\"persistence_id\", \"sequence_number\","
                + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
                + " \"event_ser_manifest\") values (:id, :seq, '', :at, '', :payload, :serializer, :manifest)"
                + " on conflict do nothing");
        for (EventEnvelope envelope : envelopes) {
            String id = envelope.persistenceId();
            long last = copied.getOrDefault(id, 0L);
            if (envelope.sequenceNr() > last + 1) {
                fill(rows, envelope, last + 1);
            }
            if (envelope.sequenceNr() > last) {
                add(rows, envelope, envelope.sequenceNr(), (StoredEvent) envelope.event());
                copied.put(id, envelope.sequenceNr());
            }
        }
        if (rows.size() > 0) {
            rows.execute();
            copied.keySet().stream()
                    .map(id -> EntityRef.ofPersistenceId(id).kind())
                    .distinct()
                    .forEach(signals::written);
        }
    }

    private static Map<String, Long> lastCopied(Handle sql, List<EventEnvelope> envelopes) {
        List<String> ids =
                envelopes.stream().map(EventEnvelope::persistenceId).distinct().toList();
        return new HashMap<>(sql
                .createQuery("select \"persistence_id\", max(\"sequence_number\") from \"event_journal\""
                        + " where \"persistence_id\" in (<ids>) group by \"persistence_id\"")
                .bindList("ids", ids)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The journal itself has them: it is written before its tags are. What it does not have, nobody has any more. */
    private void fill(PreparedBatch rows, EventEnvelope next, long from) {
        EntityRef entity = EntityRef.ofPersistenceId(next.persistenceId());
        int missing = Math.toIntExact(next.sequenceNr() - from);
        Map<Long, StoredEvent> found = history.numbered(entity, from, missing);
        found.forEach((seq, event) -> add(rows, next, seq, event));
        if (found.size() < missing) {
            LOG.error(
                    "ALARM: the journal has lost {} events of {} before number {}",
                    missing - found.size(),
                    entity,
                    next.sequenceNr());
        }
    }

    private static void add(PreparedBatch rows, EventEnvelope envelope, long seq, StoredEvent event) {
        rows.bind("id", envelope.persistenceId())
                .bind("seq", seq)
                .bind("at", envelope.timestamp())
                .bind("payload", event.bytes())
                .bind("serializer", JournalSerializer.IDENTIFIER)
                .bind("manifest", manifest(event))
                .add();
    }

    private static String manifest(StoredEvent event) {
        try {
            return event.meta().type();
        } catch (StoredEvent.BrokenEvent broken) {
            return UNREADABLE; // projections park it when they verify it
        }
    }
}
