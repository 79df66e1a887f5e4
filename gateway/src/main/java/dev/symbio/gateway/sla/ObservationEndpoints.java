package dev.symbio.gateway.sla;

import static dev.symbio.gateway.sla.SlaProblems.conflict;
import static dev.symbio.gateway.sla.SlaProblems.invalid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.contracts.sla.Observation;
import dev.symbio.contracts.sla.ObservationReceipt;
import dev.symbio.contracts.sla.SlaCommand;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Nothing;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.http.RowStream;
import dev.symbio.gateway.intake.Chunk;
import dev.symbio.gateway.intake.ChunkReceipt;
import dev.symbio.gateway.intake.ChunkReceipt.RowNote;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.gateway.intake.IntakeSummary;
import dev.symbio.gateway.sla.SlaRequests.ObservationBatch;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.tenant.Permission;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Facts come in, and periods close. */
final class ObservationEndpoints {
    private static final String CONFLICT = "sla.observation-conflict";

    private final Contracts contracts;
    private final Intake intake;
    private final ObservationRows rows = new ObservationRows();

    ObservationEndpoints(Contracts contracts, Intake intake) {
        this.contracts = contracts;
        this.intake = intake;
    }

    List<Endpoint<?>> endpoints() {
        return List.of(record(), completeBackfill(), closePeriod());
    }

    private Endpoint<?> record() {
        return Endpoint.post(Contracts.ONE + "/observations")
                .named("recordObservations", Contracts.TAG, "Record facts: a batch as JSON, or a file as CSV or NDJSON")
                .needs(Permission.CONTRACT_OBSERVE)
                .takes(ObservationBatch.class)
                .orRows(this::recordFile)
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
            ObservationReceipt receipt = receipt(done.result());
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

    private CompletionStage<Answer> recordFile(Call<RowStream> call) {
        EntityRef contract = Contracts.ref(call);
        return intake.run(call.body(), call.path(), rows, chunk -> recordChunk(contract, call, chunk))
                .thenApply(Answer::ok);
    }

    /** Good rows go in although others do not fit. */
    private CompletionStage<ChunkReceipt> recordChunk(EntityRef contract, Call<?> call, Chunk<Observation> chunk) {
        CommandMeta meta = new CommandMeta(
                chunk.commandId(call.key()),
                chunk.fingerprint(),
                call.principal(),
                call.correlationId(),
                null,
                chunk.number() == 1 ? call.expectedSeq() : null);
        return contracts
                .entities()
                .send(contract, new SlaCommand.RecordObservations(null, chunk.rows(), true), meta)
                .thenApply(Replies::accepted)
                .thenApply(done -> chunkReceipt(receipt(done.result())));
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

    private static ObservationReceipt receipt(JsonNode result) {
        try {
            return Json.MAPPER.treeToValue(result, ObservationReceipt.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The contract's receipt cannot be read.", e);
        }
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
