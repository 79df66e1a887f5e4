package dev.symbio.gateway.http;

import java.util.concurrent.CompletionStage;

/** Turns a bearer token into a caller. Fails with {@link Problems#UNAUTHENTICATED} for a token that does not hold. */
@FunctionalInterface
public interface Gate {
    CompletionStage<Caller> admit(String bearerToken);
}
