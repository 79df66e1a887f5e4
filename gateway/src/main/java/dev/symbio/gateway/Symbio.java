package dev.symbio.gateway;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import dev.symbio.contracts.Contracts;
import dev.symbio.gateway.audit.CheckpointMessages;
import dev.symbio.gateway.http.Endpoint;
import dev.symbio.gateway.http.HttpServer;
import dev.symbio.gateway.http.StartingApi;
import dev.symbio.gateway.mail.MailOutbox;
import dev.symbio.gateway.mail.MailRows;
import dev.symbio.gateway.notification.TellingRows;
import dev.symbio.gateway.operations.PrivatePort;
import dev.symbio.gateway.webhook.Outbox;
import dev.symbio.gateway.webhook.WebhookSender;
import dev.symbio.platform.config.ClusterSettings;
import dev.symbio.platform.config.ClusterSettings.Role;
import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.dispatch.Dispatcher;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.personal.NamesIn;
import dev.symbio.platform.runtime.Feature;
import dev.symbio.platform.runtime.Platform;
import dev.symbio.platform.runtime.Stopping;
import dev.symbio.tenants.Tenants;
import dev.symbio.tenants.tenant.Directory;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The whole of Symbio, running: platform, features, HTTP. Start it, use its ports, close it. */
public final class Symbio implements AutoCloseable {
    /** Events of every contract are also turned into webhook deliveries. */
    private static final Feature FEATURE = new Feature(
            "db/gateway",
            List.of(),
            List.of(Outbox.PROJECTION),
            List.of(),
            List.of(NamesIn.column("mail_delivery", "subject")
                    .clearing("address", "title", "body", "last_error", "next_attempt_at")));

    /** All that a Symbio consists of. */
    public static final List<Feature> FEATURES = List.of(Tenants.FEATURE, Contracts.FEATURE, FEATURE);

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final int OPERATOR_ATTEMPTS = 10;
    /** As long as a request may wait for an entity that is moving. */
    private static final Duration CLUSTERED_DRAINS_WITHIN = Duration.ofSeconds(12);

    private static final Duration DRAINS_WITHIN = Duration.ofSeconds(4);

    private final Platform platform;
    private final StartingApi api;
    private final WebhookSender webhooks;
    private final Optional<MailRows> mail;
    private final TellingRows tellings;
    private final List<Endpoint<?>> endpoints;
    private volatile boolean started;
    private volatile boolean leaving;
    /** Empty on a node that is not for callers. */
    private final Optional<HttpServer> server;

    private final HttpServer privateServer;

    private Symbio(Platform platform) {
        this.platform = platform;
        Settings.Http http = platform.settings().http();
        Wiring wiring = new Wiring(platform);
        ClusterSettings cluster = platform.settings().cluster();
        boolean models = cluster.has(Role.MODELS);
        api = new StartingApi(platform.system());
        server = cluster.has(Role.GATEWAY)
                ? Optional.of(bind(http.host(), http.port(), "symbio.http.port", api::handle))
                : Optional.empty();
        ensureOperator(wiring.directory());
        platform.checkpoints().publishTo(CheckpointMessages::publish);
        Optional<Identity> identity = server.map(bound -> wiring.identity(publicUrl(bound)));
        endpoints = identity.map(wiring::endpoints).orElse(List.of());
        PrivatePort health = new PrivatePort(
                platform.system(),
                () -> !leaving && started && platform.ready(),
                platform.meters()::scrape,
                platform.blocking());
        privateServer = bind(http.host(), http.privatePort(), "symbio.http.private-port", health::handle);
        webhooks = wiring.webhookSender();
        mail = wiring.mail();
        tellings = wiring.tellings();
        stopInOrder();
        if (models) {
            webhooks.start();
        }
        startTelling();
        identity.ifPresent(callers -> api.ready(wiring.api(endpoints, callers)));
        started = true;
        platform.follow();
    }

    public static Symbio start(Settings settings) {
        return start(settings, Clock.systemUTC());
    }

    /**
     * Starts everything and returns when requests are answered.
     *
     * @throws InvalidSettings if a setting is wrong or the data directory is in use
     */
    public static Symbio start(Settings settings, Clock clock) {
        return start(settings, clock, new Stopping());
    }

    /**
     * The same where it may have to stop before this returns.
     *
     * @param stopping learns how, as more and more has been started
     * @throws Stopping.Asked if it was asked to
     */
    public static Symbio start(Settings settings, Stopping stopping) {
        return start(settings, Clock.systemUTC(), stopping);
    }

    private static Symbio start(Settings settings, Clock clock, Stopping stopping) {
        Platform platform = Platform.start(settings, clock, FEATURES, stopping);
        try {
            Symbio symbio = new Symbio(platform);
            stopping.by(symbio::close);
            return symbio;
        } catch (RuntimeException e) {
            platform.stop();
            throw e;
        }
    }

    private void startTelling() {
        if (mail.isEmpty()) {
            platform.sql()
                    .useHandle(sql ->
                            MailOutbox.giveUpWaiting(sql, platform.clock().instant()));
        }
        Dispatcher.start(platform.system(), tellings, platform.clock(), platform.blocking());
        mail.ifPresent(rows -> Dispatcher.start(platform.system(), rows, platform.clock(), platform.blocking()));
    }

    private HttpServer bind(
            String host, int port, String setting, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        try {
            return await(HttpServer.bind(platform.system(), host, port, handler), "port " + port);
        } catch (IllegalStateException e) {
            throw new InvalidSettings(setting, "Expected a free port on " + host + " but cannot bind " + port + ".");
        }
    }

    /** While a cluster starts, or one of its nodes goes, entities may not answer at first. */
    private void ensureOperator(Directory directory) {
        for (int attempt = 1; ; attempt++) {
            try {
                requireAccepted(await(directory.ensureOperator(), "the operator tenant"));
                return;
            } catch (IllegalStateException noAnswer) {
                if (attempt == OPERATOR_ATTEMPTS || !(cause(noAnswer) instanceof EntityUnavailable)) {
                    throw noAnswer;
                }
            }
        }
    }

    private static Throwable cause(IllegalStateException failure) {
        return failure.getCause() instanceof ExecutionException execution ? execution.getCause() : failure.getCause();
    }

    private static void requireAccepted(Reply reply) {
        // a repeat of the first start's command, or a tenant that has been changed since: both are there
        boolean exists = reply instanceof Reply.Rejected rejected
                && rejected.rejection().code().equals("tenant.exists");
        if (!exists && !(reply instanceof Reply.Accepted)) {
            throw new IllegalStateException("The operator tenant cannot be made: " + reply);
        }
    }

    /** Callers first: no new requests, running ones end, webhooks rest; then the platform stops. */
    private void stopInOrder() {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(platform.system());
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "not-ready", () -> {
            leaving = true;
            api.leaving();
            return pause(leaves(shutdown) ? platform.settings().cluster().leavesAfter() : Duration.ZERO);
        });
        shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "http-drain", () -> server.map(
                        bound -> bound.stop(leaves(shutdown) ? CLUSTERED_DRAINS_WITHIN : DRAINS_WITHIN)
                                .thenApply(terminated -> Done.getInstance()))
                .orElse(CompletableFuture.completedFuture(Done.getInstance())));
        shutdown.addTask(CoordinatedShutdown.PhaseServiceStop(), "http-private", () -> privateServer
                .stop(Duration.ofMillis(100))
                .thenApply(terminated -> Done.getInstance()));
    }

    /** Whether others go on and this node can still reach them. One that they went on without has nothing to wait for. */
    private boolean leaves(CoordinatedShutdown shutdown) {
        boolean leftBehind = shutdown.getShutdownReason()
                .filter(CoordinatedShutdown.clusterDowningReason()::equals)
                .isPresent();
        return platform.settings().cluster().isClustered() && !leftBehind;
    }

    /** Those who send requests here look regularly whether this node is ready; it answers them until they have looked. */
    private CompletionStage<Done> pause(Duration time) {
        CompletableFuture<Done> over = new CompletableFuture<>();
        platform.system()
                .scheduler()
                .scheduleOnce(
                        time,
                        () -> over.complete(Done.getInstance()),
                        platform.system().executionContext());
        return over;
    }

    private static <T> T await(CompletionStage<T> stage, String what) {
        try {
            return stage.toCompletableFuture().get(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + what + ".", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Expected " + what + " within " + STARTS_WITHIN + ".", e);
        }
    }

    public Platform platform() {
        return platform;
    }

    /** Everything that can be asked for over HTTP. */
    public List<Endpoint<?>> endpoints() {
        return endpoints;
    }

    /** Whether there is a public port. */
    public boolean forCallers() {
        return server.isPresent();
    }

    /** Of the public port. @throws java.util.NoSuchElementException on a node that is not for callers */
    public URI url() {
        return url(server.orElseThrow());
    }

    /** The public port's for callers, whichever node they come to. */
    private String publicUrl(HttpServer bound) {
        String given = platform.settings().raw().getString("http.public-url");
        return given.isEmpty() ? url(bound).toString() : given;
    }

    private static URI url(HttpServer bound) {
        return URI.create("http://" + bracketed(bound.host()) + ":" + bound.port());
    }

    public URI privateUrl() {
        return url(privateServer);
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** Stops in order; what was answered is stored. Blocking. */
    @Override
    public void close() {
        webhooks.close();
        tellings.close();
        mail.ifPresent(MailRows::close);
        platform.stop();
    }
}
