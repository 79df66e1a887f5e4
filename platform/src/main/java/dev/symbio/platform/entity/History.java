package dev.symbio.platform.entity;

import akka.actor.typed.ActorSystem;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.PersistenceQuery;
import akka.stream.javadsl.Sink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Reads entities' events from the journal. */
public final class History {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final JdbcReadJournal journal;

    public History(ActorSystem<?> system) {
        this.system = system;
        this.journal =
                PersistenceQuery.get(system).getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
    }

    /** The events of an entity with {@code fromSeq <= seq}, in order, at most {@code limit}. */
    public CompletionStage<List<StoredEvent>> events(EntityRef entity, long fromSeq, int limit) {
        return journal.currentEventsByPersistenceId(entity.persistenceId(), fromSeq, fromSeq + limit - 1)
                .map(envelope -> (StoredEvent) envelope.event())
                .runWith(Sink.seq(), system);
    }

    /**
     * Folds an entity's events up to a number into a value, some at a time, in one read of the journal.
     *
     * @param last true for the event after which nothing more needs to be read; it is still handed on
     */
    <R> CompletionStage<R> walk(
            EntityRef entity,
            long untilSeq,
            int eventsAtOnce,
            R start,
            BiFunction<R, List<StoredEvent>, CompletionStage<R>> step,
            Predicate<StoredEvent> last) {
        return journal.currentEventsByPersistenceId(entity.persistenceId(), 1, untilSeq)
                .map(envelope -> (StoredEvent) envelope.event())
                .takeWhile(event -> !last.test(event), true)
                .grouped(eventsAtOnce)
                .runFoldAsync(start, step::apply, system);
    }

    /** One event. Blocking. */
    public StoredEvent event(EntityRef entity, long seq) {
        try {
            List<StoredEvent> events =
                    events(entity, seq, 1).toCompletableFuture().get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (events.isEmpty()) {
                throw new IllegalStateException("The journal has no event " + seq + " of " + entity + ".");
            }
            return events.get(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Event " + seq + " of " + entity + " cannot be read.", e);
        }
    }
}
