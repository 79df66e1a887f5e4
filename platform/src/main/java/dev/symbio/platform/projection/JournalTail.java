package dev.symbio.platform.projection;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.projection.javadsl.SourceProvider;
import akka.stream.javadsl.Source;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.projection.JournalOrder.Place;
import dev.symbio.platform.projection.JournalReader.Journaled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Follows one kind of entity in the journal's table, in the order in which its events become visible for good. The plugin's
 * own query by tag is not used: H2 runs its nested form once per row, and it makes writing slower; see docs/adr/0003 and 0005.
 */
final class JournalTail extends SourceProvider<Object, Journaled> {
    /** Waiting a little after a signal lets one transaction digest many events. */
    private static final Duration GATHER = Duration.ofMillis(40);

    private final JournalReader journal;
    private final Executor blocking;
    private final Duration lookAnyway;
    /** Completed by the next event that is written; set before each look, so that none is missed. */
    private final AtomicReference<CompletableFuture<Void>> nextWrite = new AtomicReference<>(new CompletableFuture<>());

    private final ActorSystem<?> system;
    private final Runnable fromNothing;

    /**
     * @param lookAnyway how long to wait for a signal of this process; other nodes give none
     * @param fromNothing done before the first event is read when there is no offset; blocking
     */
    JournalTail(
            JournalReader journal,
            Executor blocking,
            JournalSignals signals,
            Duration lookAnyway,
            ActorSystem<?> system,
            Runnable fromNothing) {
        this.journal = journal;
        this.blocking = blocking;
        this.lookAnyway = lookAnyway;
        this.system = system;
        this.fromNothing = fromNothing;
        signals.listen(journal.kind(), () -> nextWrite.get().complete(null));
    }

    @Override
    public CompletionStage<Source<Journaled, NotUsed>> source(Supplier<CompletionStage<Optional<Object>>> offset) {
        return offset.get()
                .thenCompose(from -> from.isPresent()
                        ? CompletableFuture.completedFuture(journal.order().place(from.get()))
                        : CompletableFuture.runAsync(fromNothing, blocking).thenApply(done -> Place.START))
                .thenApply(place -> Source.unfoldAsync(new Progress(place, true), this::next)
                        .mapConcat(batch -> batch));
    }

    @Override
    public Object extractOffset(Journaled envelope) {
        return journal.order().offset(envelope.place());
    }

    @Override
    public long extractCreationTime(Journaled envelope) {
        return envelope.writtenAtMillis();
    }

    /** @param more the last batch was full, so there is probably more to read at once */
    private record Progress(Place after, boolean more) {}

    private CompletionStage<Optional<Pair<Progress, List<Journaled>>>> next(Progress progress) {
        CompletableFuture<List<Journaled>> found = new CompletableFuture<>();
        if (progress.more()) {
            look(progress.after(), found);
        } else {
            pause(GATHER).thenRun(() -> look(progress.after(), found));
        }
        return found.thenApply(batch -> {
            Place last = batch.get(batch.size() - 1).place();
            return Optional.of(Pair.create(new Progress(last, batch.size() == JournalReader.BATCH_EVENTS), batch));
        });
    }

    /** Looks until there is something. Not chained stage by stage: a quiet night would leave a chain as long as the night. */
    private void look(Place after, CompletableFuture<List<Journaled>> found) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        nextWrite.set(written);
        CompletableFuture.supplyAsync(() -> journal.after(after), blocking).whenComplete((batch, failure) -> {
            if (failure != null) {
                found.completeExceptionally(failure);
            } else if (!batch.isEmpty()) {
                found.complete(batch);
            } else {
                CompletableFuture<Void> wake = new CompletableFuture<>();
                written.thenRun(() -> pause(GATHER).thenRun(() -> wake.complete(null)));
                pause(lookAnyway).thenRun(() -> wake.complete(null));
                wake.thenRun(() -> look(after, found));
            }
        });
    }

    private CompletionStage<Void> pause(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        system.scheduler().scheduleOnce(time, () -> over.complete(null), system.executionContext());
        return over;
    }
}
