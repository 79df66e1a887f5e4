package dev.symbio.gateway.journey;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.symbio.contracts.journey.Journey;
import dev.symbio.contracts.journey.JourneyCommand;
import dev.symbio.contracts.journey.TaskFact;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Fingerprint;
import dev.symbio.gateway.http.Problem.Fault;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.http.RowStream;
import dev.symbio.gateway.intake.Chunk;
import dev.symbio.gateway.intake.ChunkReceipt;
import dev.symbio.gateway.intake.ChunkReceipt.RowNote;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.gateway.intake.IntakeSummary;
import dev.symbio.gateway.journey.JourneyRequests.HistoryBatch;
import dev.symbio.gateway.journey.JourneyRequests.HistoryRow;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Permission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes in journeys with their histories: one row (in CSV, one group of lines) is one journey and one command. */
final class HistoryIntake {
    static final int MAX_ROWS = 500;
    private static final int AT_ONCE = 16;
    private static final String COMMAND = "import";

    private final Journeys journeys;
    private final ActorSystem<?> system;
    private final Intake intake;

    HistoryIntake(Journeys journeys, ActorSystem<?> system) {
        this.journeys = journeys;
        this.system = system;
        intake = new Intake(system);
    }

    Endpoint<?> endpoint() {
        return Endpoint.post(Journeys.PATH + "/import")
                .named("importJourneys", Journeys.TAG, "Bring in journeys with their histories, as JSON, NDJSON or CSV")
                .needs(Permission.JOURNEY_MANAGE)
                .takes(HistoryBatch.class)
                .orRows(this::file)
                .answers(200, "What became of the rows", IntakeSummary.class)
                .problems(JourneyProblems.BATCH_SIZE, Intake.NO_GOOD_ROW)
                .problems(Intake.WRONG_HEADER)
                .asksEntity()
                .handledBy(this::batch);
    }

    private CompletionStage<Answer> batch(Call<HistoryBatch> call) {
        List<HistoryRow> rows = call.body().journeys();
        if (rows.isEmpty() || rows.size() > MAX_ROWS) {
            throw JourneyProblems.BATCH_SIZE.because(
                    "Expected 1 to " + MAX_ROWS + " journeys but got " + rows.size() + ".");
        }
        return take(rows, call).thenApply(receipt -> Answer.ok(summary(rows.size(), receipt)));
    }

    private static IntakeSummary summary(int rows, ChunkReceipt receipt) {
        return new IntakeSummary(
                rows,
                receipt.accepted(),
                receipt.repeated(),
                0,
                receipt.refused().stream().mapToInt(RowNote::index).distinct().count(),
                receipt.refused().stream()
                        .map(note -> new Fault(
                                "/journeys/" + note.index() + "/" + note.field(),
                                note.index() + 1L,
                                null,
                                null,
                                note.id(),
                                note.code(),
                                note.detail()))
                        .toList(),
                receipt.conflicts().stream()
                        .map(note -> new IntakeSummary.LineConflict(note.index() + 1L, note.id(), note.detail()))
                        .toList());
    }

    private CompletionStage<Answer> file(Call<RowStream> call) {
        return intake.run(call.body(), call.path(), new HistoryRows(call.tenant()), chunk -> take(chunk, call))
                .thenApply(Answer::ok);
    }

    private CompletionStage<ChunkReceipt> take(Chunk<HistoryRow> chunk, Call<?> call) {
        return take(chunk.rows(), call);
    }

    /** Each row is a journey of its own, so several go in at once; too many would only wait for the journal. */
    private CompletionStage<ChunkReceipt> take(List<HistoryRow> rows, Call<?> call) {
        return Source.from(rows)
                .mapAsync(AT_ONCE, row -> send(row, call).thenApply(outcome -> new Outcome(row.key(), outcome)))
                .runWith(Sink.seq(), system)
                .thenApply(HistoryIntake::receipt);
    }

    private static ChunkReceipt receipt(List<Outcome> outcomes) {
        Tally tally = new Tally();
        for (int i = 0; i < outcomes.size(); i++) {
            tally.add(i, outcomes.get(i).key(), outcomes.get(i).reply());
        }
        return tally.receipt();
    }

    private record Outcome(String key, Reply reply) {}

    private CompletionStage<Reply> send(HistoryRow row, Call<?> call) {
        List<Rejection.Fault> faults = row.calendarFaults();
        if (!faults.isEmpty()) {
            return CompletableFuture.completedFuture(new Reply.Rejected(
                    Rejection.invalid("journey.calendar-invalid", "Expected a calendar but it has faults.", faults)));
        }
        String name = "history|" + call.tenant() + "|" + row.batch() + "|" + row.key();
        EntityRef journey = Journey.KIND.ref(
                call.tenant(),
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        List<TaskFact> facts = row.facts() == null ? List.of() : row.facts();
        String content = Json.MAPPER.valueToTree(row).toString();
        CommandMeta meta = new CommandMeta(
                COMMAND, Fingerprint.of(COMMAND, content).hex(), call.principal(), call.correlationId(), null, null);
        return journeys.entities()
                .send(journey, new JourneyCommand.ImportHistory(row.plan(), row.startedAt(), facts), meta);
    }

    /** What has become of the rows. */
    private static final class Tally {
        private final List<RowNote> conflicts = new ArrayList<>();
        private final List<RowNote> refused = new ArrayList<>();
        private int accepted;
        private int repeated;

        void add(int index, String key, Reply reply) {
            if (reply instanceof Reply.Accepted done) {
                accepted += done.repeated() ? 0 : 1;
                repeated += done.repeated() ? 1 : 0;
            } else if (reply instanceof Reply.Rejected rejected) {
                if (rejected.rejection().errors().isEmpty()) {
                    refused.add(new RowNote(
                            index,
                            key,
                            "",
                            rejected.rejection().code(),
                            rejected.rejection().message()));
                }
                rejected.rejection()
                        .errors()
                        .forEach(fault -> refused.add(
                                new RowNote(index, key, pointed(fault.pointer()), fault.code(), fault.detail())));
            } else if (reply instanceof Reply.KeyReused) {
                conflicts.add(new RowNote(
                        index,
                        key,
                        null,
                        "journey.history-differs",
                        "It came with another history before, which stays."));
            } else {
                Replies.accepted(reply); // a defect or out of reach: the whole request fails and can be repeated
            }
        }

        private static String pointed(String pointer) {
            return pointer.isEmpty() ? "" : pointer.substring(1);
        }

        ChunkReceipt receipt() {
            return new ChunkReceipt(accepted, repeated, 0, conflicts, refused);
        }
    }
}
