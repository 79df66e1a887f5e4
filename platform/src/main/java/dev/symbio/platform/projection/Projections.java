package dev.symbio.platform.projection;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.Offset;
import akka.projection.ProjectionBehavior;
import akka.projection.ProjectionId;
import akka.projection.eventsourced.EventEnvelope;
import akka.projection.eventsourced.javadsl.EventSourcedProvider;
import akka.projection.javadsl.SourceProvider;
import akka.projection.jdbc.javadsl.JdbcProjection;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.Slices;
import dev.symbio.platform.entity.StoredEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Runs projections: one stream per projection and slice, spread over the cluster. */
public final class Projections {
    private static final int GROUP_EVENTS = 200;
    private static final Duration GROUP_TIME = Duration.ofMillis(20);
    private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final double BACKOFF_JITTER = 0.1;

    private Projections() {}

    /** @return what the projections could not digest */
    public static DeadLetters start(
            ActorSystem<?> system,
            Jdbi sql,
            Clock clock,
            MeterRegistry meters,
            Slices slices,
            History history,
            List<Projection<?>> projections) {
        Map<String, EventDigest<?>> digests =
                projections.stream().collect(Collectors.toUnmodifiableMap(Projection::name, EventDigest::new));
        for (Projection<?> projection : projections) {
            EventDigest<?> digest = digests.get(projection.name());
            List<String> tags = slices.tags(projection.kind().name());
            ShardedDaemonProcess.get(system)
                    .init(
                            ProjectionBehavior.Command.class,
                            "projection-" + projection.name(),
                            tags.size(),
                            slice -> stream(
                                    system,
                                    sql,
                                    projection.name(),
                                    tags.get(slice),
                                    new ProjectionHandler(projection.name(), digest, clock, meters)),
                            ProjectionBehavior.stopMessage());
        }
        DeadLetters letters = new DeadLetters(sql, digests, history);
        meters.gauge("symbio.dead.letters", letters, DeadLetters::count);
        return letters;
    }

    private static Behavior<ProjectionBehavior.Command> stream(
            ActorSystem<?> system, Jdbi sql, String name, String tag, ProjectionHandler handler) {
        SourceProvider<Offset, EventEnvelope<StoredEvent>> source =
                EventSourcedProvider.eventsByTag(system, JdbcReadJournal.Identifier(), tag);
        return ProjectionBehavior.create(JdbcProjection.groupedWithin(
                        ProjectionId.of(name, tag), source, () -> new SqlSession(sql), () -> handler, system)
                .withGroup(GROUP_EVENTS, GROUP_TIME)
                .withRestartBackoff(MIN_BACKOFF, MAX_BACKOFF, BACKOFF_JITTER));
    }
}
