package dev.symbio.platform.projection;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.projection.ProjectionBehavior;
import akka.projection.ProjectionId;
import akka.projection.jdbc.javadsl.JdbcProjection;
import dev.symbio.platform.cluster.Daemons;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.personal.KeyRing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Runs projections: one stream per projection. */
public final class Projections {
    /** What was read together is digested together. */
    private static final Duration GROUP_TIME = Duration.ofMillis(10);

    private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final double BACKOFF_JITTER = 0.1;

    /**
     * How projections follow the journal.
     *
     * @param lookAnyway how long to wait for a signal of this process before looking; other nodes give none
     * @param begins nothing is read before
     */
    public record Following(JournalOrder order, Duration lookAnyway, CompletionStage<Void> begins) {}

    private Projections() {}

    /** @return what the projections could not digest */
    public static DeadLetters start(
            ActorSystem<?> system,
            Jdbi sql,
            Clock clock,
            MeterRegistry meters,
            History history,
            Executor blocking,
            JournalSignals signals,
            Following following,
            KeyRing keys,
            List<Projection<?>> projections) {
        Map<String, EventDigest<?>> digests = projections.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Projection::name, projection -> new EventDigest<>(projection, keys)));
        Map<String, JournalReader> readers = projections.stream()
                .map(projection -> projection.kind().name())
                .distinct()
                .collect(Collectors.toUnmodifiableMap(
                        kind -> kind, kind -> new JournalReader(kind, sql, following.order())));
        Map<String, Turn> turns = projections.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Projection::name,
                        projection ->
                                new Turn(projection.name(), projection.kind().name(), following.order())));
        DeadLetters letters = new DeadLetters(sql, digests, turns, history);
        meters.gauge("symbio.dead.letters", letters, DeadLetters::count);
        LetterRetries retries = new LetterRetries(letters);
        system.getWhenTerminated().thenRun(retries::close);
        for (Projection<?> projection : projections) {
            EventDigest<?> digest = digests.get(projection.name());
            String kind = projection.kind().name();
            Turn turn = turns.get(projection.name());
            Daemons.start(
                    system,
                    ProjectionBehavior.Command.class,
                    "projection-" + projection.name(),
                    1,
                    index -> stream(
                            system,
                            sql,
                            turn,
                            new JournalTail(
                                    readers.get(kind),
                                    digest::wants,
                                    new JournalTail.Pace(
                                            following.begins(), projection.gathersFor(), following.lookAnyway()),
                                    blocking,
                                    signals,
                                    system,
                                    () -> ReadModels.empty(sql, projection, turn)),
                            new ProjectionHandler(turn, digest, clock, meters),
                            retries),
                    ProjectionBehavior.stopMessage());
        }
        return letters;
    }

    private static Behavior<ProjectionBehavior.Command> stream(
            ActorSystem<?> system,
            Jdbi sql,
            Turn turn,
            JournalTail source,
            ProjectionHandler handler,
            LetterRetries retries) {
        retries.start(turn.name());
        return ProjectionBehavior.create(JdbcProjection.groupedWithin(
                        ProjectionId.of(turn.name(), turn.key()),
                        source,
                        () -> SqlSession.inTurn(sql, turn),
                        () -> handler,
                        system)
                .withGroup(JournalReader.BATCH_EVENTS, GROUP_TIME)
                .withRestartBackoff(MIN_BACKOFF, MAX_BACKOFF, BACKOFF_JITTER));
    }
}
