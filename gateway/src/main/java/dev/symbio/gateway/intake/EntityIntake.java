package dev.symbio.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.gateway.http.Answer;
import dev.symbio.gateway.http.Call;
import dev.symbio.gateway.http.Replies;
import dev.symbio.gateway.http.RowStream;
import dev.symbio.platform.entity.CommandMeta;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.json.Json;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Files of rows that all belong to one entity: each chunk is one command, and the entity's receipt tells what became of its rows.
 *
 * @param <T> a row
 * @param <R> the entity's receipt
 */
public final class EntityIntake<T, R> {
    private final Intake intake;
    private final Entities entities;
    private final RowMapper<T> rows;
    private final Function<List<T>, ?> command;
    private final Class<R> receiptType;
    private final Function<R, ChunkReceipt> outcome;

    /** @param command that takes the good rows in although others do not fit */
    public EntityIntake(
            Intake intake,
            Entities entities,
            RowMapper<T> rows,
            Function<List<T>, ?> command,
            Class<R> receiptType,
            Function<R, ChunkReceipt> outcome) {
        this.intake = intake;
        this.entities = entities;
        this.rows = rows;
        this.command = command;
        this.receiptType = receiptType;
        this.outcome = outcome;
    }

    public CompletionStage<Answer> run(EntityRef entity, Call<RowStream> call) {
        return intake.run(call.body(), call.path(), rows, chunk -> send(entity, call, chunk))
                .thenApply(Answer::ok);
    }

    private CompletionStage<ChunkReceipt> send(EntityRef entity, Call<?> call, Chunk<T> chunk) {
        CommandMeta meta = new CommandMeta(
                chunk.commandId(call.key()),
                chunk.fingerprint(),
                call.principal(),
                call.correlationId(),
                null,
                chunk.number() == 1 ? call.expectedSeq() : null);
        return entities.send(entity, command.apply(chunk.rows()), meta)
                .thenApply(Replies::accepted)
                .thenApply(done -> outcome.apply(receipt(done.result())));
    }

    /** What the entity answered a command with. */
    public R receipt(JsonNode result) {
        try {
            return Json.MAPPER.treeToValue(result, receiptType);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The entity's receipt cannot be read.", e);
        }
    }
}
