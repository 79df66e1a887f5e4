package dev.symbio.platform.projection;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.projection.javadsl.SourceProvider;
import akka.stream.javadsl.Source;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.entity.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * Follows one kind of entity in the embedded journal. It relies on there being one process with one writing stream
 * ({@code jdbc-journal.parallelism = 1}): orderings then become visible in order and nothing can be skipped. The plugin's own
 * query by tag is not used here because H2 runs its nested form once per row; see docs/adr/0003.
 */
final class JournalTail extends SourceProvider<Long, JournalTail.Journaled> {
    private static final int BATCH_EVENTS = 500;
    /** Waiting a little after a signal lets one transaction digest many events. */
    private static final Duration GATHER = Duration.ofMillis(40);

    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);

    /** An event at its place in the journal. */
    record Journaled(long ordering, String persistenceId, long seq, long writtenAtMillis, StoredEvent event) {}

    private final String kind;
    private final Jdbi sql;
    private final Executor blocking;
    private final JournalSignals signals;
    private final ActorSystem<?> system;

    JournalTail(String kind, Jdbi sql, Executor blocking, JournalSignals signals, ActorSystem<?> system) {
        this.kind = kind;
        this.sql = sql;
        this.blocking = blocking;
        this.signals = signals;
        this.system = system;
    }

    @Override
    public CompletionStage<Source<Journaled, NotUsed>> source(Supplier<CompletionStage<Optional<Long>>> offset) {
        return offset.get().thenApply(from -> Source.unfoldAsync(from.orElse(0L), this::next)
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

    private CompletionStage<Optional<Pair<Long, List<Journaled>>>> next(long after) {
        CompletionStage<Void> signal = signals.next(kind);
        return CompletableFuture.supplyAsync(() -> read(after), blocking).thenCompose(batch -> {
            if (!batch.isEmpty()) {
                return CompletableFuture.completedFuture(
                        Optional.of(Pair.create(batch.get(batch.size() - 1).ordering(), batch)));
            }
            CompletableFuture<Void> wake = new CompletableFuture<>();
            signal.thenRun(() -> pause(GATHER).thenRun(() -> wake.complete(null)));
            pause(LOOK_ANYWAY).thenRun(() -> wake.complete(null));
            return wake.thenCompose(woken -> next(after));
        });
    }

    private CompletionStage<Void> pause(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        system.scheduler().scheduleOnce(time, () -> over.complete(null), system.executionContext());
        return over;
    }

    private List<Journaled> read(long after) {
        return sql.withHandle(
                handle -> handle.createQuery("select \"ordering\", \"persistence_id\", \"sequence_number\","
                                + " \"write_timestamp\", \"event_payload\" from \"event_journal\""
                                + " where \"kind\" = :kind and \"ordering\" > :after order by \"ordering\""
                                + " fetch first " + BATCH_EVENTS + " rows only")
                        .bind("kind", kind)
                        .bind("after", after)
                        .map((row, context) -> new Journaled(
                                row.getLong(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                StoredEvent.of(row.getBytes(5))))
                        .list());
    }
}
