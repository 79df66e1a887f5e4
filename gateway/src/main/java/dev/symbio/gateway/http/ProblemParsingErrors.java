package dev.symbio.gateway.http;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;
import java.util.UUID;

/**
 * Answers what is not even a request: a broken start line, too long a URI, too many headers. Named in the configuration
 * ({@code akka.http.server.parsing.error-handler}), and found there as the Scala object it looks like.
 */
public final class ProblemParsingErrors extends ParsingErrorHandler {
    @SuppressWarnings("checkstyle:ConstantName") // the name under which Akka looks for it
    public static final ProblemParsingErrors MODULE$ = new ProblemParsingErrors();

    private ProblemParsingErrors() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        ProblemType type =
                switch (status.intValue()) {
                    case 408 -> Problems.BODY_TIMEOUT;
                    case 413 -> Problems.TOO_LARGE;
                    case 414 -> Problems.URI_TOO_LONG;
                    case 431 -> Problems.HEADERS_TOO_LARGE;
                    default -> isTooManyHeaders(error) ? Problems.HEADERS_TOO_LARGE : Problems.ILLEGAL_REQUEST;
                };
        log.debug("Illegal request, answered with {}: {}", type.status(), error.summary());
        return Responses.of(
                type.because("Expected a request after RFC 9112 within the limits of this server."),
                null,
                UUID.randomUUID().toString());
    }

    /** Akka answers too many headers, unlike too long ones, with a plain 400. */
    private static boolean isTooManyHeaders(ErrorInfo error) {
        return error.summary().contains("more than the configured limit")
                && error.summary().contains("headers");
    }
}
