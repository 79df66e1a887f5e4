package dev.symbio.platform.projection;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.persistence.cassandra.query.javadsl.CassandraReadJournal;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.TimeBasedUUID;
import akka.projection.ProjectionBehavior;
import akka.projection.ProjectionId;
import akka.projection.javadsl.SourceProvider;
import akka.projection.jdbc.javadsl.JdbcProjection;
import akka.stream.javadsl.Source;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import dev.symbio.platform.cluster.Daemons;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.entity.Slice;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Copies the events of a journal in Cassandra into the table that projections follow, slice by slice. Events of one entity
 * stay in order and none is copied twice: its entity and number are the table's key. That key, not the offset, makes the copy
 * exact, so a stream starts again some time before its offset and finds what Cassandra showed late.
 */
public final class JournalFeed {
    private static final String NAME = "journal-feed";
    private static final int GROUP_EVENTS = 200;
    private static final Duration GROUP_TIME = Duration.ofMillis(20);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(500);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);
    private static final double BACKOFF_JITTER = 0.2;
    /** How much is read again after a restart. */
    private static final Duration REWIND = Duration.ofMinutes(1);

    private JournalFeed() {}

    /** One stream per slice, spread over the cluster's nodes. @param begins nothing is read before */
    public static void start(
            ActorSystem<?> system, Jdbi sql, History history, JournalSignals signals, CompletionStage<Void> begins) {
        CassandraReadJournal journal = PersistenceQuery.get(system)
                .getReadJournalFor(CassandraReadJournal.class, CassandraReadJournal.Identifier());
        Daemons.start(
                system,
                ProjectionBehavior.Command.class,
                NAME,
                Slice.COUNT,
                index -> ProjectionBehavior.create(JdbcProjection.groupedWithin(
                                ProjectionId.of(NAME, Slice.tag(index)),
                                new Tagged(journal, Slice.tag(index), begins),
                                () -> new SqlSession(sql),
                                () -> new FeedHandler(NAME + "|" + Slice.tag(index), history, signals),
                                system)
                        .withGroup(GROUP_EVENTS, GROUP_TIME)
                        .withRestartBackoff(MIN_BACKOFF, MAX_BACKOFF, BACKOFF_JITTER)),
                ProjectionBehavior.stopMessage());
    }

    /** The events of one slice, in the order in which they were written, some of them again after a restart. */
    private static final class Tagged extends SourceProvider<Offset, EventEnvelope> {
        private final CassandraReadJournal journal;
        private final String tag;
        private final CompletionStage<Void> begins;

        Tagged(CassandraReadJournal journal, String tag, CompletionStage<Void> begins) {
            this.journal = journal;
            this.tag = tag;
            this.begins = begins;
        }

        @Override
        public CompletionStage<Source<EventEnvelope, NotUsed>> source(
                Supplier<CompletionStage<Optional<Offset>>> offset) {
            return begins.thenCompose(begun -> offset.get())
                    .thenApply(from ->
                            journal.eventsByTag(tag, from.map(this::rewound).orElse(Offset.noOffset())));
        }

        private Offset rewound(Offset offset) {
            long millis = Uuids.unixTimestamp(((TimeBasedUUID) offset).value());
            return journal.timeBasedUUIDFrom(millis - REWIND.toMillis());
        }

        @Override
        public Offset extractOffset(EventEnvelope envelope) {
            return envelope.offset();
        }

        @Override
        public long extractCreationTime(EventEnvelope envelope) {
            return envelope.timestamp();
        }
    }
}
