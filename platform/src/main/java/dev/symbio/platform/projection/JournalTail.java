package dev.symbio.platform.projection;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.projection.javadsl.SourceProvider;
import akka.stream.javadsl.Source;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.entity.StoredEvent;
import dev.symbio.platform.projection.JournalOrder.Place;
import dev.symbio.platform.projection.JournalReader.Journaled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Follows one kind of entity in the journal's table, in the order in which its events become visible for good. The plugin's
 * own query by tag is not used: H2 runs its nested form once per row, and it makes writing slower; see docs/adr/0003 and 0005.
 */
final class JournalTail extends SourceProvider<Object, JournalTail.Step> {
    /** How many events may be passed over before the offset has to say so. */
    private static final int PASSED_OVER_AT_MOST = 10_000;

    /**
     * When the journal is looked at.
     *
     * @param begins not before
     * @param gather how long to wait after a signal, so that one transaction digests many events
     * @param lookAnyway how long to wait for a signal of this process; other nodes give none
     */
    record Pace(CompletionStage<Void> begins, Duration gather, Duration lookAnyway) {}

    /** An event, and the place to which the projection has come when this is what it digests next. */
    record Step(Place after, Journaled event) {}

    private final JournalReader journal;
    private final Predicate<StoredEvent> wanted;
    private final Pace pace;
    private final Executor blocking;
    /** Completed by the next event that is written; set before each look, so that none is missed. */
    private final AtomicReference<CompletableFuture<Void>> nextWrite = new AtomicReference<>(new CompletableFuture<>());

    private final ActorSystem<?> system;
    private final Runnable fromNothing;

    /**
     * @param wanted events that cannot be passed over
     * @param fromNothing done before the first event is read when there is no offset; blocking
     */
    JournalTail(
            JournalReader journal,
            Predicate<StoredEvent> wanted,
            Pace pace,
            Executor blocking,
            JournalSignals signals,
            ActorSystem<?> system,
            Runnable fromNothing) {
        this.journal = journal;
        this.wanted = wanted;
        this.pace = pace;
        this.blocking = blocking;
        this.system = system;
        this.fromNothing = fromNothing;
        signals.listen(journal.kind(), () -> nextWrite.get().complete(null));
    }

    @Override
    public CompletionStage<Source<Step, NotUsed>> source(Supplier<CompletionStage<Optional<Object>>> offset) {
        return pace.begins()
                .thenCompose(begun -> offset.get())
                .thenCompose(from -> from.isPresent()
                        ? CompletableFuture.completedFuture(journal.order().place(from.get()))
                        : CompletableFuture.runAsync(fromNothing, blocking).thenApply(done -> Place.START))
                .thenApply(this::from);
    }

    private Source<Step, NotUsed> from(Place place) {
        journal.forget();
        AtomicBoolean ended = new AtomicBoolean();
        return Source.unfoldAsync(new Progress(place, true), progress -> next(progress, ended))
                .mapConcat(batch -> batch)
                .watchTermination((none, done) -> {
                    done.whenComplete((normally, failure) -> ended.set(true));
                    return none;
                });
    }

    @Override
    public Object extractOffset(Step step) {
        return journal.order().offset(step.event().place());
    }

    @Override
    public long extractCreationTime(Step step) {
        return step.event().writtenAtMillis();
    }

    /** @param more the last batch was full, so there is probably more to read at once */
    private record Progress(Place after, boolean more) {}

    /**
     * Where a search for wanted events has come to.
     *
     * @param passedOver how many events nobody wanted
     * @param last of them; null when there is none
     * @param ended whether nobody waits for it any more
     */
    private record Search(
            Place after, int passedOver, Journaled last, CompletableFuture<Batch> found, AtomicBoolean ended) {
        Search on(List<Journaled> unwanted) {
            Journaled newest = unwanted.get(unwanted.size() - 1);
            return new Search(newest.place(), passedOver + unwanted.size(), newest, found, ended);
        }
    }

    private record Batch(List<Journaled> events, boolean full) {}

    private CompletionStage<Optional<Pair<Progress, List<Step>>>> next(Progress progress, AtomicBoolean ended) {
        Search search = new Search(progress.after(), 0, null, new CompletableFuture<>(), ended);
        if (progress.more()) {
            look(search);
        } else {
            pause(pace.gather()).thenRun(() -> look(search));
        }
        return search.found().thenApply(batch -> {
            List<Step> steps = steps(progress.after(), batch.events());
            Place last = steps.get(steps.size() - 1).event().place();
            return Optional.of(Pair.create(new Progress(last, batch.full()), steps));
        });
    }

    private static List<Step> steps(Place from, List<Journaled> events) {
        List<Step> steps = new ArrayList<>(events.size());
        Place after = from;
        for (Journaled event : events) {
            steps.add(new Step(after, event));
            after = event.place();
        }
        return steps;
    }

    /** Looks until there is something. Not chained stage by stage: a quiet night would leave a chain as long as the night. */
    private void look(Search search) {
        if (search.ended().get()) {
            search.found().cancel(false);
            return;
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        nextWrite.set(written);
        CompletableFuture.supplyAsync(() -> journal.after(search.after()), blocking)
                .thenAccept(read -> {
                    if (read.events().isEmpty()) {
                        waitOrSay(search, written);
                    } else {
                        sift(search, read);
                    }
                })
                .exceptionally(failure -> {
                    search.found().completeExceptionally(failure);
                    return null;
                });
    }

    /** The end of the journal: what was passed over moves the offset now, so that a restart does not pass over it again. */
    private void waitOrSay(Search search, CompletableFuture<Void> written) {
        if (search.last() != null) {
            search.found().complete(new Batch(List.of(search.last()), false));
            return;
        }
        CompletableFuture<Void> wake = new CompletableFuture<>();
        written.thenRun(() -> pause(pace.gather()).thenRun(() -> wake.complete(null)));
        pause(pace.lookAnyway()).thenRun(() -> wake.complete(null));
        wake.thenRun(() -> look(search));
    }

    /** Only what is wanted goes on, and the last event, which moves the offset. */
    private void sift(Search search, JournalReader.Read found) {
        List<Journaled> read = found.events();
        boolean full = found.full();
        Journaled last = read.get(read.size() - 1);
        List<Journaled> events = read.stream()
                .filter(event -> event == last || wanted.test(event.event()))
                .toList();
        boolean nothing = events.size() == 1 && !wanted.test(last.event());
        if (!nothing || search.passedOver() + read.size() >= PASSED_OVER_AT_MOST) {
            search.found().complete(new Batch(events, full));
        } else if (full) {
            look(search.on(read));
        } else {
            pause(pace.gather()).thenRun(() -> look(search.on(read)));
        }
    }

    private CompletionStage<Void> pause(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        system.scheduler().scheduleOnce(time, () -> over.complete(null), system.executionContext());
        return over;
    }
}
