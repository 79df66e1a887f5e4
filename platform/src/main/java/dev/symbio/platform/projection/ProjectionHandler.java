package dev.symbio.platform.projection;

import akka.projection.jdbc.javadsl.JdbcHandler;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.projection.JournalReader.Journaled;
import dev.symbio.platform.storage.CleanFailure;
import dev.symbio.platform.storage.StoreOutage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Digests a group of events in one transaction; parks those that cannot be digested. */
final class ProjectionHandler extends JdbcHandler<List<JournalTail.Step>, SqlSession> {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionHandler.class);

    private static final String WAITS = "An earlier event of this entity waits here.";

    private final String projection;
    private final Turn turn;
    private final EventDigest<?> digest;
    private final Clock clock;
    private final Timer lag;
    private final Counter parkedEvents;

    ProjectionHandler(Turn turn, EventDigest<?> digest, Clock clock, MeterRegistry meters) {
        this.projection = turn.name();
        this.turn = turn;
        this.digest = digest;
        this.clock = clock;
        this.lag = Timer.builder("symbio.projection.lag")
                .tag("projection", projection)
                .publishPercentileHistogram()
                .register(meters);
        this.parkedEvents = meters.counter("symbio.projection.parked", "projection", projection);
    }

    @Override
    public void process(SqlSession session, List<JournalTail.Step> steps) {
        Handle sql = session.handle();
        turn.require(session.digested(), steps.get(0).after());
        List<Journaled> events = steps.stream().map(JournalTail.Step::event).toList();
        Set<EntityRef> entities = events.stream().map(Journaled::entity).collect(Collectors.toSet());
        Set<EntityRef> parked = DeadLetters.parked(sql, projection, entities);
        events.stream().filter(event -> parked.contains(event.entity())).forEach(event -> park(sql, event, WAITS));
        List<Journaled> others = events.stream()
                .filter(event -> !parked.contains(event.entity()))
                .toList();
        if (!others.isEmpty() && !digestedTogether(sql, others)) {
            digestOneByOne(sql, others);
        }
        Instant now = clock.instant();
        events.forEach(event -> lag.record(Duration.between(Instant.ofEpochMilli(event.writtenAtMillis()), now)));
    }

    /** The usual case: no event fails, so no event needs a savepoint of its own. */
    private boolean digestedTogether(Handle sql, List<Journaled> events) {
        sql.savepoint("group");
        try {
            digest.digest(sql, events);
            sql.releaseSavepoint("group");
            return true;
        } catch (RuntimeException failure) {
            if (isTransient(failure)) {
                throw failure;
            }
            sql.rollbackToSavepoint("group");
            return false;
        }
    }

    private void digestOneByOne(Handle sql, List<Journaled> events) {
        Set<EntityRef> parked = new HashSet<>();
        for (Journaled event : events) {
            if (parked.contains(event.entity())) {
                park(sql, event, WAITS);
            } else if (!digested(sql, event)) {
                parked.add(event.entity());
            }
        }
    }

    private boolean digested(Handle sql, Journaled event) {
        sql.savepoint("event");
        try {
            digest.digest(sql, event.entity(), event.seq(), event.event());
            sql.releaseSavepoint("event");
            return true;
        } catch (RuntimeException failure) {
            if (isTransient(failure)) {
                throw failure;
            }
            sql.rollbackToSavepoint("event");
            park(sql, event, CleanFailure.text(failure));
            LOG.error("ALARM {}: {} {} is parked", projection, event.entity(), event.type(), CleanFailure.of(failure));
            return false;
        }
    }

    private void park(Handle sql, Journaled event, String reason) {
        DeadLetters.park(
                sql,
                new DeadLetters.Letter(projection, event.entity(), event.seq(), event.type(), reason, clock.instant()));
        parkedEvents.increment();
    }

    /** A store that is away and a lock say nothing about the event: the whole group is tried again. */
    static boolean isTransient(Throwable failure) {
        if (StoreOutage.isCauseOf(failure)) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && hasLockState(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLockState(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("40") || state.equals("HYT00"));
    }
}
