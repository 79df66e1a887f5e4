package dev.symbio.platform.audit;

import dev.symbio.platform.entity.StoredEvents;
import dev.symbio.platform.storage.CassandraJournal;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Where the events of a platform lie. On most profiles the table in SQL is the journal; on the profile cassandra it is a copy,
 * from which read models and the heads of chains are made, and entities recover from Cassandra.
 *
 * @param source what the table is a copy of; empty where the table is the journal
 */
public record JournalPlaces(Jdbi sql, Optional<Source> source) {
    /** Longer than the feed takes to catch up after its node has died, or PostgreSQL was away. */
    private static final Duration COPIED_WITHIN = Duration.ofMinutes(10);

    /**
     * A journal that is copied.
     *
     * @param clock as it stamps events
     * @param copiedWithin what was written longer ago must have been copied
     */
    public record Source(CassandraJournal journal, Clock clock, Duration copiedWithin) {}

    /** What of all that is stored a finding is about. */
    public enum Place {
        /** What entities recover from. */
        JOURNAL,
        /** What the feed has copied. */
        COPY,
        /** Signed statements, and what they saw. */
        CHECKPOINTS;

        /** In logs and metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static JournalPlaces inSql(Jdbi sql) {
        return new JournalPlaces(sql, Optional.empty());
    }

    /** @param sql with the copy; @param clock of this machine: events are stamped by those of the nodes */
    public static JournalPlaces inCassandra(CassandraJournal journal, Jdbi sql, Clock clock) {
        return new JournalPlaces(sql, Optional.of(new Source(journal, clock, COPIED_WITHIN)));
    }

    /** The same, for whoever knows how far the feed is. */
    public JournalPlaces copiedWithin(Duration time) {
        return new JournalPlaces(sql, source.map(from -> new Source(from.journal(), from.clock(), time)));
    }

    /** What entities recover from. */
    public StoredEvents journal() {
        return source.<StoredEvents>map(Source::journal).orElseGet(this::table);
    }

    EventTable table() {
        return new EventTable(sql);
    }
}
