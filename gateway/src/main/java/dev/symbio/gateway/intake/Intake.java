package dev.symbio.gateway.intake;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.stream.ActorAttributes;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.symbio.gateway.http.Problem.Fault;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.ProblemType;
import dev.symbio.gateway.http.Problems;
import dev.symbio.gateway.http.RowStream;
import dev.symbio.gateway.intake.ChunkReceipt.RowNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Takes in files of rows. */
public final class Intake {
    public static final int MAX_ERRORS_LISTED = 1_000;

    public static final ProblemType NO_GOOD_ROW =
            new ProblemType("intake.no-good-row", 422, "Not one row of the file could be taken.");
    public static final ProblemType WRONG_HEADER = CsvHeader.WRONG_HEADER;

    /** Chunks that wait while one is being stored, so that reading and storing overlap. */
    private static final int MAX_CHUNKS_WAITING = 2;

    private static final String DISPATCHER = "symbio.gateway.intake-dispatcher";

    private final ActorSystem<?> system;

    public Intake(ActorSystem<?> system) {
        this.system = system;
    }

    /**
     * Reads the whole file and sends its good rows, chunk by chunk.
     *
     * @param path where the file was sent to
     */
    public <T> CompletionStage<IntakeSummary> run(RowStream file, String path, RowMapper<T> mapper, ChunkSink<T> sink) {
        RowErrors errors = new RowErrors();
        RowReader<T> reader = new RowReader<>(file.format(), mapper, errors, path);
        Tally tally = new Tally(errors);
        return file.content()
                .map(Optional::of)
                .concat(Source.single(Optional.<ByteString>empty()))
                .via(chunks(reader, tally))
                .buffer(MAX_CHUNKS_WAITING, OverflowStrategy.backpressure())
                .mapAsync(1, chunk -> send(chunk, some -> allowed(file, some).thenCompose(sink::take), reader, tally))
                .withAttributes(ActorAttributes.dispatcher(DISPATCHER))
                .run(system)
                .handle((done, failure) -> {
                    if (failure != null && tally.settled() == null) {
                        throw brokenOff(failure);
                    }
                    return tally.summary(reader.rowsSeen());
                });
    }

    /** The first was allowed with the request. */
    private static <T> CompletionStage<Chunk<T>> allowed(RowStream file, Chunk<T> chunk) {
        return chunk.number() == 1
                ? CompletableFuture.completedFuture(chunk)
                : file.stillAllowed().get().thenApply(yes -> chunk);
    }

    private static <T> Flow<Optional<ByteString>, Chunk<T>, NotUsed> chunks(RowReader<T> reader, Tally tally) {
        return Flow.<Optional<ByteString>>create().mapConcat(piece -> {
            try {
                return piece.isPresent() ? reader.feed(piece.get().toArrayUnsafe()) : reader.end();
            } catch (ProblemException noRowCanBeRead) {
                tally.settle(noRowCanBeRead);
                reader.stop();
                return List.of();
            }
        });
    }

    /** After a chunk has failed nothing more is sent, but the rest is still read, so that the caller gets the answer. */
    private static <T> CompletionStage<Boolean> send(
            Chunk<T> chunk, ChunkSink<T> sink, RowReader<T> reader, Tally tally) {
        if (tally.settled() != null) {
            return CompletableFuture.completedFuture(false);
        }
        CompletionStage<ChunkReceipt> receipt;
        try {
            receipt = sink.take(chunk);
        } catch (RuntimeException e) {
            receipt = CompletableFuture.failedFuture(e);
        }
        return receipt.handle((done, failure) -> {
            if (failure != null) {
                tally.settle(failure);
                reader.stop();
                return false;
            }
            tally.add(chunk, done);
            return true;
        });
    }

    private static RuntimeException brokenOff(Throwable failure) {
        return Problems.MALFORMED_BODY.because("Expected the whole file but the connection ended or broke ("
                + failure.getClass().getSimpleName() + "). Send it again with the same Idempotency-Key.");
    }

    /** What has become of the rows so far. Written by one chunk after the other. */
    private static final class Tally {
        private final RowErrors errors;
        private final List<IntakeSummary.LineConflict> conflicts = new ArrayList<>();
        private long accepted;
        private long repeated;
        private long late;
        private long conflicting;
        private volatile Throwable settled;

        private Tally(RowErrors errors) {
            this.errors = errors;
        }

        private void settle(Throwable outcome) {
            settled = outcome;
        }

        private Throwable settled() {
            return settled;
        }

        private synchronized void add(Chunk<?> chunk, ChunkReceipt receipt) {
            accepted += receipt.accepted();
            repeated += receipt.repeated();
            late += receipt.late();
            conflicting += receipt.conflicts().size();
            for (RowNote note : receipt.conflicts()) {
                if (conflicts.size() < MAX_ERRORS_LISTED) {
                    conflicts.add(
                            new IntakeSummary.LineConflict(chunk.lines()[note.index()], note.id(), note.detail()));
                }
            }
            Map<Integer, List<Fault>> byRow = new TreeMap<>();
            for (RowNote note : receipt.refused()) {
                String pointer = note.field() == null || note.field().isEmpty() ? null : "/" + note.field();
                long line = chunk.lines()[note.index()];
                byRow.computeIfAbsent(note.index(), row -> new ArrayList<>())
                        .add(new Fault(pointer, line, null, null, note.id(), note.code(), note.detail()));
            }
            byRow.values().forEach(errors::addAll);
        }

        private synchronized IntakeSummary summary(long rows) {
            if (settled != null) {
                throw settled instanceof RuntimeException known ? known : new CompletionException(settled);
            }
            if (accepted + repeated + conflicting == 0) {
                throw NO_GOOD_ROW.because(
                        rows == 0
                                ? "Expected at least one row but found none."
                                : "Expected at least one good row but all " + rows + " have errors.",
                        errors.byLine(),
                        errors.faultCount());
            }
            return new IntakeSummary(
                    rows, accepted, repeated, late, errors.rejectedRows(), errors.byLine(), List.copyOf(conflicts));
        }
    }
}
