package dev.symbio.gateway.http;

import java.util.concurrent.CompletionStage;

/** Turns a bearer token into a caller. Fails with {@link Problems#UNAUTHENTICATED} for a token that does not hold. */
public interface Gate {
    CompletionStage<Caller> admit(String bearerToken);

    /** The same caller with the roles that its tenant gives it by now; for requests that go on after their token has expired. */
    CompletionStage<Caller> again(Caller caller);
}
