package dev.symbio.gateway.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Connection;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the port from the moment it is bound: before the API is there, callers are told to come back. The port has to be
 * bound first, because the issuer names itself by it. Once the node is to stop, every request is still answered, up to the
 * last one on a connection that is open.
 */
public final class StartingApi {
    private static final int RETRY_SECONDS = 1;

    private final BodyReader bodies;
    private volatile @Nullable HttpApi api;
    private volatile boolean leaving;

    public StartingApi(ActorSystem<?> system) {
        bodies = new BodyReader(system);
    }

    public void ready(HttpApi whole) {
        api = whole;
    }

    /** Still answers, but every answer asks the caller to take its next request elsewhere. */
    public void leaving() {
        leaving = true;
    }

    private static HttpResponse last(HttpResponse response) {
        return response.addHeader(Connection.create("close"));
    }

    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        HttpApi whole = api;
        if (whole != null) {
            return leaving ? whole.handle(request).thenApply(StartingApi::last) : whole.handle(request);
        }
        ProblemException notNow = Problems.STARTING
                .because("Expected to be asked again in a moment.")
                .retryAfterSeconds(RETRY_SECONDS);
        return bodies.discarded(request)
                .thenApply(read -> Responses.of(
                        notNow,
                        request.getUri().getPathString(),
                        UUID.randomUUID().toString()));
    }
}
