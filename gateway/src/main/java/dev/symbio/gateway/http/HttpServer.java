package dev.symbio.gateway.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.HttpTerminated;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A bound port. */
public final class HttpServer {
    private static final String LIMITS = "symbio-http.conf";

    private final ServerBinding binding;

    private HttpServer(ServerBinding binding) {
        this.binding = binding;
    }

    /** @param port 0 for any free one */
    public static CompletionStage<HttpServer> bind(
            ActorSystem<?> system,
            String host,
            int port,
            Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        // laid over the system's own configuration, so that limits and error answers hold however it was started
        Config limits = ConfigFactory.parseResources(HttpServer.class.getClassLoader(), LIMITS);
        ServerSettings settings = ServerSettings.create(
                limits.withFallback(system.settings().config()).resolve());
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(settings)
                .bind(handler::apply)
                .thenApply(HttpServer::new);
    }

    public int port() {
        return binding.localAddress().getPort();
    }

    public String host() {
        return binding.localAddress().getHostString();
    }

    /** Takes no new connections, lets running requests end within the time given, then closes all connections. */
    public CompletionStage<HttpTerminated> stop(Duration drainWithin) {
        return binding.terminate(drainWithin);
    }
}
