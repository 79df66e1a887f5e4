package dev.symbio.gateway.sla;

import static dev.symbio.gateway.sla.SlaProblems.conflict;
import static dev.symbio.gateway.sla.SlaProblems.invalid;

import dev.symbio.contracts.sla.Observation;
import dev.symbio.contracts.sla.ObservationReceipt;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.intake.ChunkReceipt;
import dev.symbio.gateway.intake.ChunkReceipt.RowNote;
import dev.symbio.gateway.intake.EntityIntake;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.gateway.intake.IntakeSummary;
import dev.symbio.gateway.sla.SlaRequests.ObservationBatch;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Facts come in, and periods close. */
final class ObservationEndpoints {
    private static final String CONFLICT = "sla.observation-conflict";

    private final Contracts contracts;
    private final EntityIntake<Observation, ObservationReceipt> intake;

    ObservationEndpoints(Contracts contracts, Intake intake) {
        this.contracts = contracts;
        this.intake = new EntityIntake<>(
                intake,
                contracts.entities(),
                new ObservationRows(),
                facts -> new SlaCommand.RecordObservations(null, facts, true),
                ObservationReceipt.class,
                ObservationEndpoints::chunkReceipt);
    }

    List<Endpoint<?>> endpoints() {
        return List.of(record(), completeBackfill(), closePeriod());
    }

    private Endpoint<?> record() {
        return Endpoint.post(Contracts.ONE + "/observations")
                .named("recordObservations", Contracts.TAG, "Record facts: a batch as JSON, or a file as CSV or NDJSON")
                .needs(Permission.CONTRACT_OBSERVE)
                .takes(ObservationBatch.class)
                .orRows(call -> intake.run(Contracts.ref(call), call))
                .answers(200, "What became of a batch", SlaViews.Recorded.class)
                .answers(200, "What became of a file", IntakeSummary.class)
                .problems(SlaProblems.COMMAND)
                .problems(Intake.WRONG_HEADER, Intake.NO_GOOD_ROW)
                .problems(SlaProblems.TEXT)
                .problems(invalid("sla.batch-size", "sla.observations-invalid"))
                .asksEntity()
                .handledBy(this::recordBatch);
    }

    private CompletionStage<Answer> recordBatch(Call<ObservationBatch> call) {
        EntityRef contract = Contracts.ref(call);
        ObservationBatch batch = call.body();
        SlaCommand command = new SlaCommand.RecordObservations(batch.source(), batch.observations(), false);
        return contracts.send(contract, command, call).thenApply(done -> {
            ObservationReceipt receipt = intake.receipt(done.result());
            return Answer.ok(new SlaViews.Recorded(
                            contract.publicId(),
                            done.seq(),
                            receipt.accepted(),
                            receipt.repeated(),
                            receipt.late(),
                            receipt.conflicts()))
                    .withSeq(done.seq());
        });
    }

    private static ChunkReceipt chunkReceipt(ObservationReceipt receipt) {
        return new ChunkReceipt(
                receipt.accepted(),
                receipt.repeated(),
                receipt.late(),
                receipt.conflicts().stream()
                        .map(note -> new RowNote(note.index(), note.id(), null, CONFLICT, note.detail()))
                        .toList(),
                receipt.refused().stream()
                        .map(note -> new RowNote(note.index(), note.id(), note.field(), note.code(), note.detail()))
                        .toList());
    }

    private Endpoint<?> completeBackfill() {
        return Endpoint.post(Contracts.ONE + "/backfill/complete")
                .named("completeBackfill", Contracts.TAG, "The history is complete: all periods that are over close")
                .needs(Permission.CONTRACT_OBSERVE)
                .takes(Nothing.class)
                .answers(200, "It is done", SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(conflict("sla.no-backfill"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.CompleteBackfill()));
    }

    private Endpoint<?> closePeriod() {
        return Endpoint.post(Contracts.ONE + "/periods/{period}/close")
                .named("closePeriod", Contracts.TAG, "Close a period that is over, without waiting for stragglers")
                .needs(Permission.CONTRACT_OBSERVE)
                .takes(Nothing.class)
                .answers(200, "It is closed", SlaViews.Done.class)
                .problems(SlaProblems.COMMAND)
                .problems(SlaProblems.PERIOD_UNKNOWN)
                .problems(conflict(
                        "sla.backfill-open",
                        "sla.period-not-over",
                        "sla.period-already-closed",
                        "sla.earlier-periods-open"))
                .asksEntity()
                .handledBy(contracts.carriesOut(call -> new SlaCommand.ClosePeriod(call.path("period"))));
    }
}
