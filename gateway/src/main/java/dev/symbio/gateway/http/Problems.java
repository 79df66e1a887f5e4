package dev.symbio.gateway.http;

/** The problems that are not about one feature. Features declare their own beside their endpoints. */
public final class Problems {
    public static final ProblemType ILLEGAL_REQUEST =
            new ProblemType("request.illegal", 400, "The request is not well-formed HTTP.");
    public static final ProblemType MALFORMED_BODY =
            new ProblemType("request.malformed-body", 400, "The body cannot be read.");
    public static final ProblemType INVALID_BODY =
            new ProblemType("request.invalid-body", 400, "The body does not have the declared form.");
    public static final ProblemType INVALID_PARAMETER =
            new ProblemType("request.invalid-parameter", 400, "A query parameter is not acceptable.");
    public static final ProblemType KEY_MISSING =
            new ProblemType("request.idempotency-key-missing", 400, "The Idempotency-Key header is missing.");
    public static final ProblemType KEY_INVALID =
            new ProblemType("request.idempotency-key-invalid", 400, "The Idempotency-Key header is not acceptable.");
    public static final ProblemType IF_MATCH_INVALID =
            new ProblemType("request.if-match-invalid", 400, "The If-Match header is not acceptable.");
    public static final ProblemType UNAUTHENTICATED =
            new ProblemType("access.unauthenticated", 401, "A valid access token is needed.");
    public static final ProblemType DENIED =
            new ProblemType("access.denied", 403, "Your role does not include this permission.");
    public static final ProblemType NO_ROUTE = new ProblemType("request.not-found", 404, "There is nothing here.");
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType("request.method-not-allowed", 405, "This resource does not have this method.");
    public static final ProblemType BODY_TIMEOUT =
            new ProblemType("request.timed-out", 408, "The request did not arrive in time.");
    public static final ProblemType STALE =
            new ProblemType("request.stale", 412, "The resource has changed since it was read.");
    public static final ProblemType TOO_LARGE = new ProblemType("request.too-large", 413, "The body is too large.");
    public static final ProblemType URI_TOO_LONG = new ProblemType("request.uri-too-long", 414, "The URI is too long.");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType("request.unsupported-media-type", 415, "The body's Content-Type is not supported here.");
    public static final ProblemType KEY_REUSED = new ProblemType(
            "request.idempotency-key-reused", 422, "The Idempotency-Key was used before with another payload.");
    public static final ProblemType RATE_LIMITED =
            new ProblemType("request.rate-limited", 429, "The tenant's request budget is used up.");
    public static final ProblemType HEADERS_TOO_LARGE =
            new ProblemType("request.headers-too-large", 431, "The header fields are too large.");
    public static final ProblemType SERVER_ERROR =
            new ProblemType("server.error", 500, "Something went wrong on our side.");
    public static final ProblemType SERVER_TIMED_OUT =
            new ProblemType("server.timed-out", 503, "No answer could be given in time.");
    public static final ProblemType ISSUER_UNAVAILABLE =
            new ProblemType("access.issuer-unavailable", 503, "Tokens cannot be verified right now.");
    public static final ProblemType STARTING =
            new ProblemType("server.starting", 503, "Symbio is starting or stopping.");
    public static final ProblemType BUSY =
            new ProblemType("server.busy", 503, "As many requests are being answered as this node can.");
    public static final ProblemType STORE_UNAVAILABLE =
            new ProblemType("server.store-unavailable", 503, "A store does not answer right now.");
    public static final ProblemType ENTITY_QUARANTINED =
            new ProblemType("entity.quarantined", 503, "The history of this resource does not verify.");
    public static final ProblemType ENTITY_UNAVAILABLE =
            new ProblemType("entity.unavailable", 503, "The resource cannot be reached right now.");
    public static final ProblemType ENTITY_TIMED_OUT =
            new ProblemType("entity.timed-out", 504, "The resource did not answer in time.");

    private Problems() {}
}
