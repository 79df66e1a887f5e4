package dev.symbio.platform.entity;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.ReadJournal;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads entities' events from the journal. */
public final class History {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final CurrentEventsByPersistenceIdQuery journal;
    private final Function<EntityRef, CompletionStage<Long>> newest;

    /**
     * @param plugin the read journal of the profile's plugin; it can be asked for the events of one entity
     * @param newest the number of the newest event that others have seen of an entity; 0 if they have seen none
     */
    public History(ActorSystem<?> system, ReadJournalPlugin plugin, Function<EntityRef, CompletionStage<Long>> newest) {
        this.newest = newest;
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

    /**
     * The events of an entity with {@code fromSeq <= seq}, in order, at most {@code limit}; fewer only where the history ends. Each
     * is verified to be what was written after the one before it. The one before the first of them is read for that too.
     *
     * @param knownSeq the history is known to have come so far
     * @return fails with {@link EntityUnavailable} when the history does not verify
     */
    public CompletionStage<List<StoredEvent>> events(EntityRef entity, long fromSeq, int limit, long knownSeq) {
        int before = fromSeq > 1 ? 1 : 0;
        return envelopes(entity, fromSeq - before, limit + before)
                .map(envelope -> (StoredEvent) envelope.event())
                .runWith(Sink.seq(), system)
                .thenCompose(read -> {
                    Chain chain = fromSeq == 1 || read.isEmpty()
                            ? Chain.start(entity)
                            : Chain.before(entity, fromSeq - before, read.get(0));
                    for (StoredEvent event : read) {
                        chain = chain.after(event);
                    }
                    long last = read.isEmpty() ? fromSeq - before - 1 : chain.seq();
                    Chain.reaches(entity, last, Math.min(knownSeq, fromSeq + limit - 1));
                    List<StoredEvent> wanted = read.subList(Math.min(before, read.size()), read.size());
                    return wanted.size() == limit
                            ? CompletableFuture.completedFuture(wanted)
                            : endsWith(entity, last).thenApply(end -> wanted);
                });
    }

    /**
     * Whether there is nothing behind the last event that was read but what has come since: the newest that others have seen must
     * still be there. An entity that has started since its tail was cut knows nothing of it.
     *
     * @return fails with {@link EntityUnavailable} otherwise
     */
    CompletionStage<Void> endsWith(EntityRef entity, long lastSeq) {
        return newest.apply(entity)
                .thenCompose(seq -> seq <= lastSeq
                        ? CompletableFuture.completedFuture(null)
                        : events(entity, seq, 1, seq).thenAccept(there -> {}));
    }

    private Source<EventEnvelope, NotUsed> envelopes(EntityRef entity, long fromSeq, int limit) {
        return journal.currentEventsByPersistenceId(entity.persistenceId(), fromSeq, fromSeq + limit - 1);
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
        StoredEvent event = numbered(entity, seq, 1).get(seq);
        if (event == null) {
            throw new IllegalStateException("The journal has no event " + seq + " of " + entity + ".");
        }
        return event;
    }

    /** The same events as {@link #events}, each under the number that the journal gives it, in order. Blocking. */
    public SortedMap<Long, StoredEvent> numbered(EntityRef entity, long fromSeq, int limit) {
        try {
            SortedMap<Long, StoredEvent> events = new TreeMap<>();
            envelopes(entity, fromSeq, limit)
                    .runForeach(
                            envelope -> events.putIfAbsent(envelope.sequenceNr(), (StoredEvent) envelope.event()),
                            system)
                    .toCompletableFuture()
                    .get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return events;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new UncheckedIOException(new InterruptedIOException(
                    "The journal has not shown events of " + entity + " within " + WAIT.toSeconds() + " s."));
        } catch (ExecutionException e) {
            throw new IllegalStateException("Events of " + entity + " from " + fromSeq + " on cannot be read.", e);
        }
    }
}
