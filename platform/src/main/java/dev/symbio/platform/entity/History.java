package dev.symbio.platform.entity;

import akka.actor.typed.ActorSystem;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.ReadJournal;
import akka.stream.javadsl.Sink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads entities' events from the journal. */
public final class History {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final CurrentEventsByPersistenceIdQuery journal;

    /** @param plugin the read journal of the profile's plugin; it can be asked for the events of one entity */
    public History(ActorSystem<?> system, ReadJournalPlugin plugin) {
        this.system = system;
        ReadJournal found = PersistenceQuery.get(system).getReadJournalFor(plugin.type(), plugin.id());
        this.journal = (CurrentEventsByPersistenceIdQuery) found;
    }

    /**
     * Which plugin reads the journal.
     *
     * @param id its section in the configuration
     */
    public record ReadJournalPlugin(Class<? extends ReadJournal> type, String id) {}

    /** The events of an entity with {@code fromSeq <= seq}, in order, at most {@code limit}. */
    public CompletionStage<List<StoredEvent>> events(EntityRef entity, long fromSeq, int limit) {
        return journal.currentEventsByPersistenceId(
                        EntityHost.persistenceId(entity).id(), fromSeq, fromSeq + limit - 1)
                .map(envelope -> (StoredEvent) envelope.event())
                .runWith(Sink.seq(), system);
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
