package dev.symbio.platform.projection;

import akka.projection.jdbc.javadsl.JdbcHandler;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EventMeta;
import dev.symbio.platform.entity.StoredEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Digests a group of events in one transaction; parks those that cannot be digested. */
final class ProjectionHandler extends JdbcHandler<List<JournalReader.Journaled>, SqlSession> {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionHandler.class);

    private final String projection;
    private final EventDigest<?> digest;
    private final Clock clock;
    private final Timer lag;
    private final Counter parkedEvents;

    ProjectionHandler(String projection, EventDigest<?> digest, Clock clock, MeterRegistry meters) {
        this.projection = projection;
        this.digest = digest;
        this.clock = clock;
        this.lag = Timer.builder("symbio.projection.lag")
                .tag("projection", projection)
                .publishPercentileHistogram()
                .register(meters);
        this.parkedEvents = meters.counter("symbio.projection.parked", "projection", projection);
    }

    @Override
    public void process(SqlSession session, List<JournalReader.Journaled> envelopes) {
        Handle sql = session.handle();
        List<StoredEvent> readable = new ArrayList<>(envelopes.size());
        Set<EntityRef> entities = new HashSet<>();
        for (JournalReader.Journaled envelope : envelopes) {
            StoredEvent stored = envelope.event();
            try {
                entities.add(stored.meta().entity());
                readable.add(stored);
            } catch (StoredEvent.BrokenEvent broken) {
                // Not even the envelope can be read, so there is no entity to park it under: the entity itself goes
                // into
                // quarantine when it replays.
                LOG.error(
                        "ALARM {}: {} #{} cannot be read and is skipped",
                        projection,
                        envelope.persistenceId(),
                        envelope.seq(),
                        broken);
                parkedEvents.increment();
            }
        }
        Set<EntityRef> parked = new HashSet<>(DeadLetters.parked(sql, projection, entities));
        for (StoredEvent stored : readable) {
            EventMeta meta = stored.meta();
            if (parked.contains(meta.entity())) {
                DeadLetters.park(sql, clock, projection, meta, "An earlier event of this entity waits here.");
            } else if (!digested(sql, stored)) {
                parked.add(meta.entity());
            }
            lag.record(Duration.between(meta.recordedAt(), clock.instant()));
        }
    }

    private boolean digested(Handle sql, StoredEvent stored) {
        sql.savepoint("event");
        try {
            digest.digest(sql, stored);
            sql.releaseSavepoint("event");
            return true;
        } catch (RuntimeException failure) {
            if (isTransient(failure)) {
                throw failure;
            }
            sql.rollbackToSavepoint("event");
            DeadLetters.park(sql, clock, projection, stored.meta(), failure.toString());
            parkedEvents.increment();
            LOG.error(
                    "ALARM {}: {} {} is parked",
                    projection,
                    stored.meta().entity(),
                    stored.meta().type(),
                    failure);
            return false;
        }
    }

    /** A failure of the connection or a lock says nothing about the event: the whole group is tried again. */
    private static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof SQLNonTransientConnectionException
                    || (cause instanceof SQLException sql && hasConnectionOrLockState(sql))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasConnectionOrLockState(SQLException failure) {
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || "HYT00".equals(state));
    }
}
