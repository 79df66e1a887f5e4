package dev.symbio.gateway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with a problem answer. Carries no stack trace: it reports the caller's fault, not ours. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient List<Problem.Fault> faults;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    ProblemException(ProblemType type, String detail, List<Problem.Fault> faults) {
        super(detail, null, false, false);
        this.type = type;
        this.faults = List.copyOf(faults);
    }

    public ProblemType type() {
        return type;
    }

    public List<Problem.Fault> faults() {
        return faults;
    }

    ProblemException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Tells the caller that repeating the request later, with the same Idempotency-Key, is safe and may help. */
    public ProblemException retryAfterSeconds(long seconds) {
        return withHeader("Retry-After", Long.toString(seconds));
    }

    Map<String, String> headers() {
        return headers;
    }

    Problem problem(@Nullable String instance) {
        return new Problem(
                Problem.TYPE_PREFIX + type.code(),
                type.title(),
                type.status(),
                type.code(),
                getMessage(),
                instance,
                faults.isEmpty() ? null : faults);
    }
}
