package dev.symbio.gateway.intake;

import java.util.concurrent.CompletionStage;

/** Takes chunks, one after the other. A failure ends the intake; what went in before stays in. */
@FunctionalInterface
public interface ChunkSink<T> {
    CompletionStage<ChunkReceipt> take(Chunk<T> chunk);
}
