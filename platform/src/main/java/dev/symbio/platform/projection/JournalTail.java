package dev.symbio.platform.projection;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.projection.javadsl.SourceProvider;
import akka.stream.javadsl.Source;
import dev.symbio.platform.entity.JournalSignals;
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
 * Follows one kind of entity in the embedded journal. It relies on there being one process with one writing stream
 * ({@code jdbc-journal.parallelism = 1}): orderings then become visible in order and nothing can be skipped. The plugin's own
 * query by tag is not used here because H2 runs its nested form once per row; see docs/adr/0003.
 */
final class JournalTail extends SourceProvider<Long, Journaled> {
    /** Waiting a little after a signal lets one transaction digest many events. */
    private static final Duration GATHER = Duration.ofMillis(40);

    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);

    private final JournalReader journal;
    private final Executor blocking;
    /** Completed by the next event that is written; set before each look, so that none is missed. */
    private final AtomicReference<CompletableFuture<Void>> nextWrite = new AtomicReference<>(new CompletableFuture<>());

    private final ActorSystem<?> system;

    JournalTail(JournalReader journal, Executor blocking, JournalSignals signals, ActorSystem<?> system) {
        this.journal = journal;
        this.blocking = blocking;
        this.system = system;
        signals.listen(journal.kind(), () -> nextWrite.get().complete(null));
    }

    @Override
    public CompletionStage<Source<Journaled, NotUsed>> source(Supplier<CompletionStage<Optional<Long>>> offset) {
        return offset.get().thenApply(from -> Source.unfoldAsync(new Place(from.orElse(0L), true), this::next)
                .mapConcat(batch -> batch));
    }

    @Override
    public Long extractOffset(Journaled envelope) {
        return envelope.ordering();
    }

    @Override
    public long extractCreationTime(Journaled envelope) {
        return envelope.writtenAtMillis();
    }

    /** @param more the last batch was full, so there is probably more to read at once */
    private record Place(long after, boolean more) {}

    private CompletionStage<Optional<Pair<Place, List<Journaled>>>> next(Place place) {
        CompletableFuture<List<Journaled>> found = new CompletableFuture<>();
        if (place.more()) {
            look(place.after(), found);
        } else {
            pause(GATHER).thenRun(() -> look(place.after(), found));
        }
        return found.thenApply(batch -> {
            long last = batch.get(batch.size() - 1).ordering();
            return Optional.of(Pair.create(new Place(last, batch.size() == JournalReader.BATCH_EVENTS), batch));
        });
    }

    /** Looks until there is something. Not chained stage by stage: a quiet night would leave a chain as long as the night. */
    private void look(long after, CompletableFuture<List<Journaled>> found) {
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
                pause(LOOK_ANYWAY).thenRun(() -> wake.complete(null));
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
