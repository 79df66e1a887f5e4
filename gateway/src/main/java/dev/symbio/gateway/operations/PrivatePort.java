package dev.symbio.gateway.operations;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Answers {@code /health/live}, {@code /health/ready} and {@code /metrics}, without tokens: it must only be reachable
 * from where the machines are watched.
 */
public final class PrivatePort {
    private static final ContentType PROMETHEUS = ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

    private final ActorSystem<?> system;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;
    private final Executor blocking;

    /**
     * @param ready whether requests can be served now; may block
     * @param metrics in Prometheus' text format
     */
    public PrivatePort(ActorSystem<?> system, BooleanSupplier ready, Supplier<String> metrics, Executor blocking) {
        this.system = system;
        this.ready = ready;
        this.metrics = metrics;
        this.blocking = blocking;
    }

    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        request.discardEntityBytes(system);
        return switch (request.getUri().getPathString()) {
            case "/health/live" -> CompletableFuture.completedFuture(health(200, "UP"));
            case "/health/ready" ->
                CompletableFuture.supplyAsync(ready::getAsBoolean, blocking)
                        .handle((up, failure) -> failure == null && up ? health(200, "UP") : health(503, "DOWN"));
            case "/metrics" ->
                CompletableFuture.supplyAsync(metrics, blocking).thenApply(text -> HttpResponse.create()
                        .withEntity(HttpEntities.create(PROMETHEUS, text.getBytes(StandardCharsets.UTF_8))));
            default -> CompletableFuture.completedFuture(HttpResponse.create().withStatus(StatusCodes.NOT_FOUND));
        };
    }

    private static HttpResponse health(int status, String word) {
        return HttpResponse.create()
                .withStatus(StatusCodes.get(status))
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, "{\"status\":\"" + word + "\"}"));
    }
}
