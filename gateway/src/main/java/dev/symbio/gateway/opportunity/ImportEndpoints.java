package dev.symbio.gateway.opportunity;

import akka.actor.typed.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.symbio.contracts.opportunity.ImportedRow;
import dev.symbio.contracts.opportunity.Opportunity;
import dev.symbio.contracts.opportunity.OpportunityCommand;
import dev.symbio.contracts.opportunity.StallRule;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.http.RowStream;
import dev.symbio.gateway.intake.Chunk;
import dev.symbio.gateway.intake.ChunkReceipt;
import dev.symbio.gateway.intake.ChunkReceipt.RowNote;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.gateway.intake.IntakeSummary;
import dev.symbio.gateway.opportunity.OpportunityRequests.ImportBatch;
import dev.symbio.gateway.opportunity.OpportunityViews.ImportedBatch;
import dev.symbio.gateway.opportunity.OpportunityViews.RefusedRow;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Permission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * History from other systems. Each line is one opportunity, whose id follows from the tenant and the line's own reference: the
 * same line comes to the same opportunity however often and in whatever file it is sent.
 */
final class ImportEndpoints {
    private static final int MAX_BATCH = 500;
    /** Enough to keep the journal busy without filling the mailboxes of everyone else. */
    private static final int ROWS_AT_ONCE = 64;

    private static final String CONFLICT = "opportunity.import-conflict";

    private final Opportunities opportunities;
    private final ActorSystem<?> system;
    private final Intake intake;
    private final ImportRows rows = new ImportRows();

    ImportEndpoints(Opportunities opportunities, ActorSystem<?> system) {
        this.opportunities = opportunities;
        this.system = system;
        intake = new Intake(system);
    }

    List<Endpoint<?>> endpoints() {
        return List.of(Endpoint.post(Opportunities.PATH + "/import")
                .named(
                        "importOpportunities",
                        Opportunities.TAG,
                        "Bring history in: a batch as JSON, or a file as CSV or NDJSON; what is won only by who may confirm")
                .needs(Permission.OPPORTUNITY_WORK)
                .takes(ImportBatch.class)
                .orRows(this::importFile)
                .answers(200, "What became of a batch", ImportedBatch.class)
                .answers(200, "What became of a file", IntakeSummary.class)
                .problems(Intake.WRONG_HEADER, Intake.NO_GOOD_ROW)
                .problems(OpportunityProblems.invalid("opportunity.batch-size"))
                .asksEntity()
                .handledBy(this::importBatch));
    }

    private CompletionStage<Answer> importBatch(Call<ImportBatch> call) {
        List<ImportedRow> batch = call.body().rows();
        if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            throw OpportunityProblems.invalid("opportunity.batch-size")
                    .get(0)
                    .because("Expected 1 to " + MAX_BATCH + " rows but got " + batch.size() + ".");
        }
        return stall(call)
                .thenCompose(stall -> bringIn(call, batch, stall, call.fingerprint(), 0))
                .thenApply(receipt -> Answer.ok(new ImportedBatch(
                        receipt.accepted(),
                        receipt.repeated(),
                        Stream.concat(receipt.conflicts().stream(), receipt.refused().stream())
                                .map(note -> new RefusedRow(
                                        note.index(), note.id(), note.field(), note.code(), note.detail()))
                                .toList())));
    }

    private CompletionStage<Answer> importFile(Call<RowStream> call) {
        return stall(call)
                .thenCompose(
                        stall -> intake.run(call.body(), call.path(), rows, chunk -> importChunk(call, chunk, stall)))
                .thenApply(Answer::ok);
    }

    private CompletionStage<StallRule> stall(Call<?> call) {
        return opportunities
                .settings(call.tenant())
                .thenApply(found -> found.state().rules().stall());
    }

    private CompletionStage<ChunkReceipt> importChunk(Call<?> call, Chunk<ImportedRow> chunk, StallRule stall) {
        return bringIn(call, chunk.rows(), stall, chunk.fingerprint(), chunk.number());
    }

    private CompletionStage<ChunkReceipt> bringIn(
            Call<?> call, List<ImportedRow> batch, StallRule stall, String fingerprint, int part) {
        boolean confirmed = call.caller().may(Permission.OPPORTUNITY_CONFIRM);
        return Source.from(IntStream.range(0, batch.size()).boxed().toList())
                .mapAsync(ROWS_AT_ONCE, index -> {
                    ImportedRow row = batch.get(index);
                    CommandMeta meta = new CommandMeta(
                            commandId(call, part, index),
                            fingerprint,
                            call.principal(),
                            call.correlationId(),
                            null,
                            null);
                    return opportunities
                            .entities()
                            .send(ref(call.tenant(), row), new OpportunityCommand.BringIn(row, confirmed, stall), meta);
                })
                .runWith(Sink.seq(), system)
                .thenApply(replies -> receipt(batch, replies));
    }

    /** A line without a reference is sent, too: the entity says what is wrong with it. */
    private static EntityRef ref(TenantId tenant, ImportedRow row) {
        String name = tenant + "|imported|" + row.reference();
        return Opportunity.KIND.ref(
                tenant,
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** No Idempotency-Key has a space: no caller's own key is the id of a row. */
    private static String commandId(Call<?> call, int part, int index) {
        return "row "
                + UUID.nameUUIDFromBytes((call.key() + "|" + part + "|" + index).getBytes(StandardCharsets.UTF_8));
    }

    private static ChunkReceipt receipt(List<ImportedRow> batch, List<Reply> replies) {
        int accepted = 0;
        int repeated = 0;
        List<RowNote> conflicts = new ArrayList<>();
        List<RowNote> refused = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            String reference = batch.get(i).reference();
            if (!(replies.get(i) instanceof Reply.Rejected rejected)) {
                Reply.Accepted done = Replies.accepted(replies.get(i));
                boolean isNew = !done.repeated() && done.result() != null;
                accepted += isNew ? 1 : 0;
                repeated += isNew ? 0 : 1;
            } else if (rejected.rejection().code().equals(CONFLICT)) {
                conflicts.add(note(i, reference, rejected.rejection()));
            } else {
                refused.add(note(i, reference, rejected.rejection()));
            }
        }
        return new ChunkReceipt(accepted, repeated, 0, conflicts, refused);
    }

    /** The first fault tells the field. */
    private static RowNote note(int index, String reference, Rejection rejection) {
        if (rejection.errors().isEmpty()) {
            return new RowNote(index, reference, null, rejection.code(), rejection.message());
        }
        Rejection.Fault first = rejection.errors().get(0);
        String field = first.pointer().isEmpty() ? null : first.pointer().substring(1);
        return new RowNote(index, reference, field, first.code(), first.detail());
    }
}
