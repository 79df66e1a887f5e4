package dev.symbio.gateway.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.TimeoutAccess;
import dev.symbio.gateway.http.RowStream.Format;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.TimeOrderedId;
import dev.symbio.platform.personal.KeysUnavailable;
import dev.symbio.platform.personal.Mark;
import dev.symbio.platform.storage.CleanFailure;
import dev.symbio.platform.storage.StoreOutage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests by the endpoints' declarations. The order of the checks is the order of the methods below; whatever
 * fails ends as a problem, and nothing but a fault of ours ends as 500.
 */
public final class HttpApi {
    static final String CORRELATION_ID = "X-Correlation-Id";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern CORRELATION = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");
    private static final String BEARER = "Bearer ";
    private static final int STORE_RETRY_SECONDS = 2;

    /** After these the server closes the connection; said beforehand, no caller sends its next request into it. */
    private static final Set<ProblemType> CLOSES = Set.of(Problems.SERVER_TIMED_OUT, Problems.BODY_TIMEOUT);

    private final Routes routes;
    private final Gate gate;
    private final RateLimit rateLimit;
    private final InFlight inFlight;
    private final HttpMetrics metrics;
    private final BodyReader bodies;
    /** Opens what is sealed, in an answer's JSON. */
    private final UnaryOperator<byte[]> opens;

    public HttpApi(
            List<? extends Endpoint<?>> endpoints,
            Gate gate,
            RateLimit rateLimit,
            InFlight inFlight,
            HttpMetrics metrics,
            UnaryOperator<byte[]> opens,
            ActorSystem<?> system) {
        this.opens = opens;
        this.inFlight = inFlight;
        routes = new Routes(endpoints);
        this.gate = gate;
        this.rateLimit = rateLimit;
        this.metrics = metrics;
        bodies = new BodyReader(system);
    }

    /** What is known of a request while it is being answered. */
    private static final class Exchange {
        private final HttpRequest request;
        private final String path;
        private final String correlationId;
        private final long startedNanos = System.nanoTime();
        private @Nullable Endpoint<?> endpoint;
        private @Nullable Caller caller;
        private volatile boolean bodyTaken;

        private Exchange(HttpRequest request) {
            this.request = request;
            path = request.getUri().getPathString();
            String given = BodyReader.header(request, CORRELATION_ID);
            correlationId = given != null && CORRELATION.matcher(given).matches() ? given : TimeOrderedId.next();
        }

        /** For the log. */
        @Override
        public String toString() {
            return "tenant=" + (caller == null ? "-" : caller.tenant()) + " correlation=" + correlationId + " "
                    + endpoint;
        }
    }

    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        Exchange exchange = new Exchange(request);
        request.getHeader(TimeoutAccess.class)
                .ifPresent(access -> access.timeoutAccess().updateHandler(late -> timedOut(exchange)));
        CompletionStage<Answer> answer;
        try {
            answer = inFlight.answering(() -> route(exchange));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.handle((done, failure) -> bodyRead(exchange)
                        .thenApply(read -> failure == null ? rendered(exchange, done) : failed(exchange, failure)))
                .thenCompose(response -> response);
    }

    /** Nothing is answered before the request has been read. */
    private CompletionStage<Done> bodyRead(Exchange exchange) {
        if (exchange.bodyTaken) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        exchange.bodyTaken = true;
        return bodies.discarded(exchange.request);
    }

    private CompletionStage<Answer> route(Exchange exchange) {
        Routes.Match match = routes.match(exchange.path);
        if (match == null) {
            throw Problems.NO_ROUTE.because("Expected a path of /openapi.json.");
        }
        Verb verb = Verb.of(exchange.request.method().value());
        Endpoint<?> endpoint = verb == null ? null : match.endpoints().get(verb);
        if (endpoint == null) {
            throw Problems.METHOD_NOT_ALLOWED
                    .because("Expected one of " + match.allowed() + ".")
                    .withHeader("Allow", match.allowed());
        }
        exchange.endpoint = endpoint;
        if (endpoint.admission() == Endpoint.Admission.OPEN) {
            return receive(exchange, endpoint, match.values());
        }
        return gate.admit(token(exchange.request)).thenCompose(caller -> {
            exchange.caller = caller;
            rateLimit.take(caller.tenant());
            refuseWithoutPermission(caller, endpoint);
            return receive(exchange, endpoint, match.values());
        });
    }

    private static void refuseWithoutPermission(Caller caller, Endpoint<?> endpoint) {
        if (!caller.isMember()) {
            throw Problems.DENIED.because("Expected a member of tenant " + caller.tenant() + ".");
        }
        if (!endpoint.permission().map(caller::may).orElse(true)) {
            throw Problems.DENIED.because("Expected a role with the permission "
                    + endpoint.permission().orElseThrow() + " in tenant " + caller.tenant() + ".");
        }
    }

    private static String token(HttpRequest request) {
        String authorization = BodyReader.header(request, "Authorization");
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthenticated("Expected an Authorization header with a bearer token.");
        }
        return authorization.substring(BEARER.length()).trim();
    }

    /** For gates: the token does not hold. The detail must not tell more than the caller knows already. */
    public static ProblemException unauthenticated(String detail) {
        return Problems.UNAUTHENTICATED.because(detail).withHeader("WWW-Authenticate", "Bearer realm=\"symbio\"");
    }

    private <B> CompletionStage<Answer> receive(Exchange exchange, Endpoint<B> endpoint, Map<String, String> values) {
        HttpRequest request = exchange.request;
        Call<Void> call = new Call<>(
                exchange.caller,
                values,
                query(request, endpoint),
                null,
                key(request, endpoint),
                "",
                endpoint.verb().changes() ? expectedSeq(request) : null,
                exchange.correlationId,
                exchange.path,
                Objects.requireNonNullElse(BodyReader.header(request, "Host"), ""));
        if (endpoint.bodyKind() == Endpoint.BodyKind.NONE) {
            return endpoint.handler().handle(call.withBody(null, fingerprint(exchange, new byte[0])));
        }
        if (endpoint.bodyKind() == Endpoint.BodyKind.FILE) {
            ByteStream file = bodies.stream(request, () -> exchange.bodyTaken = true);
            return endpoint.handler()
                    .handle(call.withBody(endpoint.bodyType().orElseThrow().cast(file), ""));
        }
        BodyReader.Kind kind = bodies.kindOf(request, endpoint);
        if (kind == BodyReader.Kind.CSV || kind == BodyReader.Kind.NDJSON) {
            Format format = kind == BodyReader.Kind.CSV ? Format.CSV : Format.NDJSON;
            RowStream rows = new RowStream(
                    format,
                    request.entity().withoutSizeLimit().getDataBytes().mapMaterializedValue(started -> {
                        exchange.bodyTaken = true;
                        return started;
                    }),
                    () -> gate.again(exchange.caller).thenAccept(caller -> refuseWithoutPermission(caller, endpoint)));
            return endpoint.rowHandler().handle(call.withBody(rows, ""));
        }
        exchange.bodyTaken = true;
        return bodies.whole(request).thenCompose(bytes -> {
            B body = kind == BodyReader.Kind.FORM
                    ? endpoint.bodyType().orElseThrow().cast(BodyReader.form(bytes))
                    : endpoint.jsonBody().read(bytes);
            return endpoint.handler().handle(call.withBody(body, fingerprint(exchange, bytes)));
        });
    }

    private static String fingerprint(Exchange exchange, byte[] body) {
        return exchange.endpoint.verb().changes()
                ? Fingerprint.of(exchange.endpoint.verb().name(), exchange.path)
                        .add(body)
                        .hex()
                : "";
    }

    private static Map<String, String> query(HttpRequest request, Endpoint<?> endpoint) {
        Optional<String> raw = request.getUri().rawQueryString();
        if (raw.isEmpty()) {
            return Map.of();
        }
        Map<String, String> given;
        try {
            given = UrlEncoded.parse(raw.get());
            given.forEach(HttpApi::refuseMark);
        } catch (UrlEncoded.NotReadable e) {
            throw badParameter(e.field(), "parameter.malformed", e.getMessage());
        }
        if (endpoint.takesAnyQuery()) {
            return given;
        }
        Map<String, String> checked = new LinkedHashMap<>();
        for (QueryParameter declared : endpoint.query()) {
            String value = given.remove(declared.name());
            if (value != null) {
                declared.check().apply(value).ifPresent(wrong -> {
                    throw badParameter(declared.name(), "parameter.value", wrong);
                });
                checked.put(declared.name(), value);
            }
        }
        if (!given.isEmpty()) {
            List<String> names =
                    endpoint.query().stream().map(QueryParameter::name).toList();
            throw badParameter(
                    given.keySet().iterator().next(),
                    "parameter.unknown",
                    names.isEmpty()
                            ? "There are no query parameters here."
                            : "Expected one of " + String.join(", ", names) + ".");
        }
        return checked;
    }

    /** Whatever looks like a sealed text is opened on its way out, so it must not come from outside. */
    private static void refuseMark(String name, String value) {
        if (value.indexOf(Mark.OPENS) >= 0) {
            throw badParameter(name, "parameter.value", "Expected no character " + Mark.OPENS + ".");
        }
    }

    private static ProblemException badParameter(String name, String code, String detail) {
        return Problems.INVALID_PARAMETER.because(detail, List.of(Problem.Fault.inParameter(name, code, detail)));
    }

    private static String key(HttpRequest request, Endpoint<?> endpoint) {
        String key = endpoint.verb().changes() ? BodyReader.header(request, IDEMPOTENCY_KEY) : null;
        if (key == null) {
            if (endpoint.needsKey()) {
                throw Problems.KEY_MISSING.because("Expected an Idempotency-Key header: a value that you choose, the"
                        + " same when you repeat this request.");
            }
            return TimeOrderedId.next();
        }
        if (!KEY.matcher(key).matches()) {
            throw Problems.KEY_INVALID.because("Expected 1 to 200 visible ASCII characters.");
        }
        return key;
    }

    private static @Nullable Long expectedSeq(HttpRequest request) {
        String tag = BodyReader.header(request, "If-Match");
        if (tag == null || tag.equals("*")) {
            return null;
        }
        var matcher = ETAG.matcher(tag);
        if (!matcher.matches()) {
            throw Problems.IF_MATCH_INVALID.because("Expected the ETag of an earlier answer, such as \"12\".");
        }
        return Long.valueOf(matcher.group(1));
    }

    private HttpResponse timedOut(Exchange exchange) {
        ProblemException late = Problems.SERVER_TIMED_OUT
                .because("The outcome is unknown. Repeat the request with the same Idempotency-Key.")
                .retryAfterSeconds(1);
        return problem(exchange, late);
    }

    private HttpResponse rendered(Exchange exchange, Answer answer) {
        try {
            HttpResponse response = Responses.of(answer, exchange.correlationId, opens);
            finished(exchange, answer.status());
            return response;
        } catch (RuntimeException e) {
            return failed(exchange, e);
        }
    }

    private HttpResponse failed(Exchange exchange, Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ProblemException problem) {
            return problem(exchange, problem);
        }
        if (cause instanceof EntityUnavailable unavailable) {
            LOG.warn("{} {}", exchange, unavailable.getMessage());
            return problem(exchange, Replies.problem(unavailable));
        }
        if (StoreOutage.isCauseOf(cause) || KeysUnavailable.isCauseOf(cause)) {
            LOG.warn("{} found a store that does not answer: {}", exchange, cause.toString());
            return problem(
                    exchange,
                    Problems.STORE_UNAVAILABLE
                            .because("The outcome is unknown. Repeat the request with the same Idempotency-Key.")
                            .retryAfterSeconds(STORE_RETRY_SECONDS));
        }
        LOG.error("{} failed", exchange, CleanFailure.of(cause));
        return problem(
                exchange,
                Problems.SERVER_ERROR.because(
                        "It has been logged under the correlation id " + exchange.correlationId + "."));
    }

    private HttpResponse problem(Exchange exchange, ProblemException problem) {
        finished(exchange, problem.type().status());
        HttpResponse response = Responses.of(problem, exchange.path, exchange.correlationId);
        return CLOSES.contains(problem.type()) ? response.addHeader(Connection.create("close")) : response;
    }

    private void finished(Exchange exchange, int status) {
        metrics.answered(exchange.endpoint, exchange.caller, status, System.nanoTime() - exchange.startedNanos);
    }
}
