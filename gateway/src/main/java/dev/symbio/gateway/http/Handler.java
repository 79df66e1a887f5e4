package dev.symbio.gateway.http;

import java.util.concurrent.CompletionStage;

/**
 * Answers calls. Must not block. Ends with an {@link Answer}, or with a {@link ProblemException} thrown or as the stage's
 * failure.
 *
 * @param <B> what the body has been read into; {@link Void} when the endpoint takes none
 */
@FunctionalInterface
public interface Handler<B> {
    CompletionStage<Answer> handle(Call<B> call);
}
