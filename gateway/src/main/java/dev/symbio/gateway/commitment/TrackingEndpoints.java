package dev.symbio.gateway.commitment;

import static dev.symbio.gateway.commitment.CommitmentProblems.conflict;
import static dev.symbio.gateway.commitment.CommitmentProblems.invalid;

import dev.symbio.contracts.commitment.CommitmentCommand;
import dev.symbio.contracts.commitment.Sample;
import dev.symbio.contracts.commitment.TelemetryReceipt;
import dev.symbio.gateway.commitment.CommitmentRequests.ObstacleRequest;
import dev.symbio.gateway.commitment.CommitmentRequests.TelemetryBatch;
import dev.symbio.gateway.commitment.CommitmentRequests.TriggerRequest;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.intake.ChunkReceipt;
import dev.symbio.gateway.intake.ChunkReceipt.RowNote;
import dev.symbio.gateway.intake.EntityIntake;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.gateway.intake.IntakeSummary;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** What happens to a commitment that is active: triggers, telemetry, obstacles. */
final class TrackingEndpoints {
    private static final String CONFLICT = "commitment.sample-conflict";
    private static final String LATE = "commitment.sample-late";

    private final Commitments commitments;
    private final EntityIntake<Sample, TelemetryReceipt> intake;

    TrackingEndpoints(Commitments commitments, Intake intake) {
        this.commitments = commitments;
        this.intake = new EntityIntake<>(
                intake,
                commitments.entities(),
                new TelemetryRows(),
                samples -> new CommitmentCommand.RecordTelemetry(samples, true),
                TelemetryReceipt.class,
                TrackingEndpoints::chunkReceipt);
    }

    List<Endpoint<?>> endpoints() {
        return List.of(trigger(), record(), completeBackfill(), obstacle());
    }

    private Endpoint<?> trigger() {
        return Endpoint.post(Commitments.ONE + "/triggers")
                .named("recordTrigger", Commitments.TAG, "Tell that an event has happened that promises wait for")
                .needs(Permission.COMMITMENT_MANAGE)
                .takes(TriggerRequest.class)
                .answers(200, "It is recorded", CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(conflict(
                        "commitment.trigger-differs",
                        "commitment.trigger-too-late",
                        "commitment.trigger-before-judged"))
                .problems(invalid("commitment.trigger-unknown", "commitment.in-the-future"))
                .asksEntity()
                .handledBy(commitments.carriesOut(call -> new CommitmentCommand.Trigger(
                        call.body().name(), call.body().happenedAt())));
    }

    private Endpoint<?> record() {
        return Endpoint.post(Commitments.ONE + "/telemetry")
                .named(
                        "recordTelemetry",
                        Commitments.TAG,
                        "Record samples: a batch of one stream as JSON, or a file as CSV or NDJSON")
                .needs(Permission.TELEMETRY_RECORD)
                .takes(TelemetryBatch.class)
                .orRows(call -> intake.run(Commitments.ref(call), call))
                .answers(200, "What became of a batch", CommitmentViews.TelemetryRecorded.class)
                .answers(200, "What became of a file", IntakeSummary.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(Intake.WRONG_HEADER, Intake.NO_GOOD_ROW)
                .problems(invalid("commitment.batch-size", "commitment.samples-invalid"))
                .asksEntity()
                .handledBy(this::recordBatch);
    }

    private CompletionStage<Answer> recordBatch(Call<TelemetryBatch> call) {
        EntityRef commitment = Commitments.ref(call);
        TelemetryBatch batch = call.body();
        List<Sample> samples = batch.samples().stream()
                .map(each -> new Sample(batch.stream(), each.id(), each.at(), each.values(), each.units()))
                .toList();
        CommitmentCommand command = new CommitmentCommand.RecordTelemetry(samples, false);
        return commitments.send(commitment, command, call).thenApply(done -> {
            TelemetryReceipt receipt = intake.receipt(done.result());
            return Answer.ok(new CommitmentViews.TelemetryRecorded(
                            commitment.publicId(),
                            done.seq(),
                            receipt.accepted(),
                            receipt.repeated(),
                            receipt.late(),
                            receipt.conflicts()))
                    .withSeq(done.seq());
        });
    }

    private static ChunkReceipt chunkReceipt(TelemetryReceipt receipt) {
        List<RowNote> refused = Stream.concat(
                        receipt.refused().stream()
                                .map(note ->
                                        new RowNote(note.index(), note.id(), note.field(), note.code(), note.detail())),
                        receipt.late().stream()
                                .map(note -> new RowNote(note.index(), note.id(), "at", LATE, note.detail())))
                .toList();
        return new ChunkReceipt(
                receipt.accepted(),
                receipt.repeated(),
                0,
                receipt.conflicts().stream()
                        .map(note -> new RowNote(note.index(), note.id(), null, CONFLICT, note.detail()))
                        .toList(),
                refused);
    }

    private Endpoint<?> completeBackfill() {
        return Endpoint.post(Commitments.ONE + "/backfill/complete")
                .named(
                        "completeCommitmentBackfill",
                        Commitments.TAG,
                        "The history is complete: all windows that are over are judged")
                .needs(Permission.COMMITMENT_MANAGE)
                .takes(Nothing.class)
                .answers(200, "It is done", CommitmentViews.CommitmentDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(conflict("commitment.no-backfill"))
                .asksEntity()
                .handledBy(commitments.carriesOut(call -> new CommitmentCommand.CompleteBackfill()));
    }

    private Endpoint<?> obstacle() {
        return Endpoint.post(Commitments.ONE + "/obstacles")
                .named("recordObstacle", Commitments.TAG, "Note what stands in the way of the value promised")
                .needs(Permission.COMMITMENT_MANAGE)
                .takes(ObstacleRequest.class)
                .answers(200, "It is noted", CommitmentViews.ObstacleDone.class)
                .problems(CommitmentProblems.COMMAND)
                .problems(conflict("commitment.too-many-obstacles"))
                .problems(CommitmentProblems.TEXT)
                .problems(invalid("commitment.promise-unknown-here", "commitment.term-out-of-range"))
                .asksEntity()
                .handledBy(this::noted);
    }

    private CompletionStage<Answer> noted(Call<ObstacleRequest> call) {
        EntityRef commitment = Commitments.ref(call);
        ObstacleRequest wanted = call.body();
        CommitmentCommand command = new CommitmentCommand.RecordObstacle(
                wanted.category(), wanted.cause(), wanted.promise(), wanted.effortHours(), wanted.description());
        return commitments.send(commitment, command, call).thenApply(done -> Answer.ok(new CommitmentViews.ObstacleDone(
                        commitment.publicId(),
                        done.seq(),
                        done.result().path("obstacleId").asText()))
                .withSeq(done.seq()));
    }
}
