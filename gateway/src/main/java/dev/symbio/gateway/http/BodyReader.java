package dev.symbio.gateway.http;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.RequestEntity;
import akka.stream.javadsl.Sink;
import akka.util.ByteString;
import dev.symbio.gateway.http.RowStream.Format;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gets at a request's body: checks what it says it is, and reads it whole, within limits of size and time. */
final class BodyReader {
    /** Largest JSON body and form. */
    static final int MAX_BODY_BYTES = 1 << 20;
    /** How much of an unwanted body is read, so that the caller gets to see the answer, before its connection is cut. */
    static final long MAX_DISCARDED_BYTES = 64L << 20;

    private static final String ARRIVES_WITHIN = "symbio.gateway.body-timeout";

    private final ActorSystem<?> system;
    private final Duration arrivesWithin;

    BodyReader(ActorSystem<?> system) {
        this.system = system;
        arrivesWithin = system.settings().config().getDuration(ARRIVES_WITHIN);
    }

    /** What the declared Content-Type asks to be read as; empty bodies need none. */
    enum Kind {
        JSON,
        FORM,
        CSV,
        NDJSON
    }

    Kind kindOf(HttpRequest request, Endpoint<?> endpoint) {
        RequestEntity entity = request.entity();
        Kind wanted = endpoint.bodyKind() == Endpoint.BodyKind.FORM ? Kind.FORM : Kind.JSON;
        String encoding = header(request, "Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problems.UNSUPPORTED_MEDIA_TYPE.because("Expected a body without Content-Encoding.");
        }
        Kind declared = declaredKind(entity.getContentType());
        if (declared == wanted && isUtf8(entity.getContentType())) {
            return declared;
        }
        if (endpoint.takesRows()
                && (declared == Kind.CSV || declared == Kind.NDJSON)
                && isUtf8(entity.getContentType())) {
            return declared;
        }
        if (entity.isKnownEmpty() && wanted == Kind.JSON) {
            return wanted;
        }
        throw Problems.UNSUPPORTED_MEDIA_TYPE.because("Expected " + acceptable(endpoint) + ", in UTF-8.");
    }

    private static String acceptable(Endpoint<?> endpoint) {
        if (endpoint.bodyKind() == Endpoint.BodyKind.FORM) {
            return "application/x-www-form-urlencoded";
        }
        return endpoint.takesRows()
                ? "application/json, " + Format.CSV.mediaType() + " or " + Format.NDJSON.mediaType()
                : "application/json";
    }

    private static @Nullable Kind declaredKind(ContentType type) {
        String name = type.mediaType().mainType() + '/' + type.mediaType().subType();
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "application/json" -> Kind.JSON;
            case "application/x-www-form-urlencoded" -> Kind.FORM;
            case "text/csv" -> Kind.CSV;
            case "application/x-ndjson", "application/ndjson" -> Kind.NDJSON;
            default -> null;
        };
    }

    /** A charset is another when it is named and is not UTF-8 or its part US-ASCII. */
    private static boolean isUtf8(ContentType type) {
        String text = type.toString().toLowerCase(Locale.ROOT);
        int at = text.indexOf("charset=");
        if (at < 0) {
            return true;
        }
        String charset =
                text.substring(at + "charset=".length()).replace("\"", "").trim();
        return charset.startsWith("utf-8") || charset.startsWith("utf8") || charset.startsWith("us-ascii");
    }

    static @Nullable String header(HttpRequest request, String name) {
        return request.getHeader(name).map(h -> h.value()).orElse(null);
    }

    /** The whole body. Fails with 413 beyond {@link #MAX_BODY_BYTES} and with 408 when it does not arrive. */
    CompletionStage<byte[]> whole(HttpRequest request) {
        RequestEntity entity = request.entity();
        if (entity instanceof HttpEntity.Strict strict) {
            byte[] bytes = strict.getData().toArrayUnsafe();
            return bytes.length > MAX_BODY_BYTES
                    ? CompletableFuture.failedFuture(tooLarge())
                    : CompletableFuture.completedFuture(bytes);
        }
        OptionalLong length = entity.getContentLengthOption();
        if (length.isPresent() && length.getAsLong() > MAX_BODY_BYTES) {
            return discarded(request).thenApply(gone -> {
                throw tooLarge();
            });
        }
        Gathered gathered = new Gathered();
        return entity.withoutSizeLimit()
                .getDataBytes()
                .completionTimeout(arrivesWithin)
                .runForeach(gathered::add, system)
                .handle((done, failure) -> {
                    if (gathered.isTooLarge()) {
                        throw tooLarge();
                    }
                    if (failure != null) {
                        throw explained(failure);
                    }
                    return gathered.bytes.toByteArray();
                });
    }

    /** The body as it arrives, for endpoints that take files. */
    ByteStream stream(HttpRequest request, Runnable taken) {
        RequestEntity entity = request.entity();
        MediaType type = entity.getContentType().mediaType();
        return new ByteStream(
                type.mainType() + '/' + type.subType(),
                entity.getContentLengthOption(),
                entity.withoutSizeLimit()
                        .getDataBytes()
                        .completionTimeout(arrivesWithin)
                        .limitWeighted(MAX_DISCARDED_BYTES, piece -> (long) piece.size())
                        .mapError(Throwable.class, this::explained)
                        .mapMaterializedValue(started -> {
                            taken.run();
                            return started;
                        }));
    }

    /** What has arrived. Beyond the limit the rest is read but not held. */
    private static final class Gathered {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private long seen;

        private boolean isTooLarge() {
            return seen > MAX_BODY_BYTES;
        }

        private void add(ByteString piece) {
            seen += piece.size();
            if (seen > MAX_DISCARDED_BYTES) {
                throw new IllegalStateException("Still more came although it was too large already.");
            }
            if (!isTooLarge()) {
                bytes.writeBytes(piece.toArrayUnsafe());
            }
        }
    }

    /**
     * Reads on and forgets a body that nobody wanted. An answer must wait for it: many callers write their whole request
     * before they read, and the connection is closed behind an answer that comes earlier. There is a limit to what is read,
     * in size and time; beyond it the answer may be lost. Callers that ask first whether they should go on
     * ({@code Expect: 100-continue}) are answered at once.
     */
    CompletionStage<Done> discarded(HttpRequest request) {
        RequestEntity entity = request.entity();
        if (entity.isStrict() || header(request, "Expect") != null) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return entity.withoutSizeLimit()
                .getDataBytes()
                .completionTimeout(arrivesWithin)
                .limitWeighted(MAX_DISCARDED_BYTES, piece -> (long) piece.size())
                .runWith(Sink.ignore(), system)
                .exceptionally(givenUp -> Done.getInstance());
    }

    private ProblemException explained(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        if (cause instanceof TimeoutException) {
            return Problems.BODY_TIMEOUT.because(
                    "Expected the whole body within " + arrivesWithin.toSeconds() + " seconds.");
        }
        return Problems.MALFORMED_BODY.because("Expected the whole body but the connection ended or broke.");
    }

    private static ProblemException tooLarge() {
        String detail = "Expected at most " + MAX_BODY_BYTES
                + " bytes. Rows can be sent in parts, or as CSV or NDJSON of any size.";
        return Problems.TOO_LARGE.because(detail, List.of(Problem.Fault.at("", "body.too-large", detail)));
    }

    static FormFields form(byte[] bytes) {
        try {
            return new FormFields(UrlEncoded.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (UrlEncoded.NotReadable e) {
            throw Problems.MALFORMED_BODY.because(
                    e.getMessage(), List.of(Problem.Fault.inParameter(e.field(), "form.malformed", e.getMessage())));
        }
    }
}
